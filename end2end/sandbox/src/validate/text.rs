//! Text messages, with emoji and (v2) with mentions.

use serde_json::Value;

use super::{Findings, message::required};

const MOST: usize = 5_000;
const MOST_EMOJIS: usize = 20;

/// Checks a `text`.
pub fn check(message: &Value, path: &str, findings: &mut Findings) {
    required_text(message, path, findings);
    let Some(emojis) = message.get("emojis") else { return };
    let units: Vec<u16> = message["text"].as_str().unwrap_or_default().encode_utf16().collect();
    let list = emojis.as_array().map(Vec::as_slice).unwrap_or_default();
    if list.is_empty() || list.len() > MOST_EMOJIS {
        findings.add(format!("{path}.emojis"), "Size must be between 1 and 20");
    }
    for (place, emoji) in list.iter().enumerate() {
        let at = format!("{path}.emojis[{place}]");
        let index = emoji["index"].as_u64().and_then(|index| usize::try_from(index).ok());
        if index.and_then(|index| units.get(index)) != Some(&u16::from(b'$')) {
            findings.add(format!("{at}.index"), "Must point at a $ in the text");
        }
        required(emoji, &at, "productId", 1..=100, findings);
        required(emoji, &at, "emojiId", 1..=100, findings);
    }
}

fn required_text(message: &Value, path: &str, findings: &mut Findings) {
    let text = message.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() {
        findings.add(format!("{path}.text"), "May not be empty");
    } else if super::message::length(text) > MOST {
        // LINE names nothing as the least length here, though it refuses an empty text.
        findings.add(format!("{path}.text"), "Length must be between 0 and 5000");
    }
}

/// Checks a `textV2`: every `{key}` has its substitution.
pub fn check_v2(message: &Value, path: &str, findings: &mut Findings) {
    required_text(message, path, findings);
    let text = message["text"].as_str().unwrap_or_default();
    match placeholders(text) {
        None => findings.add(format!("{path}.text"), "The braces are not balanced"),
        Some(keys) => {
            for key in keys {
                let place = format!("{path}.substitution.{key}");
                check_substitution(message["substitution"].get(&key), &place, findings);
            }
        }
    }
}

fn check_substitution(substitution: Option<&Value>, path: &str, findings: &mut Findings) {
    let Some(substitution) = substitution else {
        findings.add(path, "Must be specified");
        return;
    };
    match substitution["type"].as_str() {
        Some("mention") => {
            let mentionee = &substitution["mentionee"];
            let user = mentionee["type"] == "user" && mentionee["userId"].is_string();
            if !user && mentionee["type"] != "all" {
                findings.add(format!("{path}.mentionee"), "Must name a user or all");
            }
        }
        Some("emoji") => {
            required(substitution, path, "productId", 1..=100, findings);
            required(substitution, path, "emojiId", 1..=100, findings);
        }
        _ => findings.add(format!("{path}.type"), "Must be mention or emoji"),
    }
}

/// The keys in braces; `{{` and `}}` stand for braces themselves. None if the braces do not match.
fn placeholders(text: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' if letters.next_if_eq(&'{').is_some() => {}
            '}' if letters.next_if_eq(&'}').is_some() => {}
            '{' => {
                let mut key = String::new();
                loop {
                    match letters.next()? {
                        '}' => break,
                        part if part.is_ascii_alphanumeric() || part == '_' => key.push(part),
                        _ => return None,
                    }
                }
                keys.push(key);
            }
            '}' => return None,
            _ => {}
        }
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders_are_told_from_braces() {
        assert_eq!(placeholders("{a} {{b}} {c_1}"), Some(vec!["a".into(), "c_1".into()]));
        assert_eq!(placeholders("{a"), None);
        assert_eq!(placeholders("a}"), None);
    }

    #[test]
    fn an_emoji_points_at_a_dollar_sign() {
        let mut findings = Findings::default();
        let emoji = |index: u32| json!({ "index": index, "productId": "p", "emojiId": "001" });
        let message = json!({ "text": "😀 $", "emojis": [emoji(3)] });
        check(&message, "m", &mut findings);
        assert!(findings.details().is_empty());
        check(&json!({ "text": "😀 $", "emojis": [emoji(2)] }), "m", &mut findings);
        assert_eq!(findings.details().len(), 1);
    }
}
