//! How a webhook body is written. The same JSON can be written in many ways; a receiver that
//! verifies anything but the raw bytes fails on the unusual ones.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A way of writing JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JsonStyle {
    /// Compact, UTF-8 as it is.
    #[default]
    Plain,
    /// `/` written as `\/`.
    EscapedSlashes,
    /// All beyond ASCII written as `\uXXXX`.
    Unicode,
    /// With spaces and line breaks.
    Spaced,
    /// All of these at once.
    Wild,
}

/// The body of a webhook call in the given style.
pub fn body(destination: &str, events: &[Value], style: JsonStyle) -> String {
    let value = json!({ "destination": destination, "events": events });
    let text = match style {
        JsonStyle::Spaced | JsonStyle::Wild => format!("{value:#}\n"),
        _ => value.to_string(),
    };
    match style {
        JsonStyle::Plain | JsonStyle::Spaced => text,
        JsonStyle::EscapedSlashes => escape_slashes(&text),
        JsonStyle::Unicode => escape_unicode(&text),
        JsonStyle::Wild => escape_slashes(&escape_unicode(&text)),
    }
}

// A slash can stand in JSON only inside a string, so replacing it everywhere is safe.
fn escape_slashes(json: &str) -> String {
    json.replace('/', "\\/")
}

// So can anything beyond ASCII.
fn escape_unicode(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            out.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_means_the_same() {
        let event = json!({ "text": "https://例え.jp/😀 \\ \"q\"" });
        let plain = body("U1", std::slice::from_ref(&event), JsonStyle::Plain);
        let meaning: Value = serde_json::from_str(&plain).unwrap();
        for style in
            [JsonStyle::EscapedSlashes, JsonStyle::Unicode, JsonStyle::Spaced, JsonStyle::Wild]
        {
            let other = body("U1", std::slice::from_ref(&event), style);
            assert_ne!(plain, other, "{style:?}");
            assert_eq!(serde_json::from_str::<Value>(&other).unwrap(), meaning, "{style:?}");
        }
        assert!(body("U1", &[event], JsonStyle::Wild).contains("\\uD83D\\uDE00"));
    }
}
