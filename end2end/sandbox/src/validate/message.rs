//! The message objects a bot may send.

use serde_json::Value;

use super::{
    Findings, HttpPolicy, flex,
    media::{self, url},
    sender, sticker, text,
};

const MOST_QUICK_REPLIES: usize = 13;

/// Checks one message object that stands at `path`.
pub fn check(message: &Value, path: &str, policy: HttpPolicy, findings: &mut Findings) {
    let kind = message.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "text" => text::check(message, path, findings),
        "textV2" => text::check_v2(message, path, findings),
        "sticker" => sticker::check(message, path, findings),
        "image" | "video" | "audio" => media::check(kind, message, path, policy, findings),
        "location" => location(message, path, findings),
        "flex" => flex::check(message, path, policy, findings),
        "template" => {
            required(message, path, "altText", 1..=1_500, findings);
            object(message, path, "template", findings);
        }
        "imagemap" => {
            url(message, path, "baseUrl", policy, findings);
            required(message, path, "altText", 1..=1_500, findings);
            object(message, path, "baseSize", findings);
        }
        "coupon" => required(message, path, "couponId", 1..=1_000, findings),
        _ => findings.add(
            format!("{path}.type"),
            "Must be one of the following values: [text, textV2, sticker, image, video, audio, \
             location, imagemap, template, flex, coupon]",
        ),
    }
    sender::check(message, path, policy, findings);
    quick_reply(message, path, findings);
}

/// Length in UTF-16 code units, as LINE counts.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks a text property that must be there.
pub fn required(
    message: &Value,
    path: &str,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
    findings: &mut Findings,
) {
    let text = message.get(name).and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() {
        findings.add(format!("{path}.{name}"), "May not be empty");
    } else if !range.contains(&length(text)) {
        findings.add(
            format!("{path}.{name}"),
            format!("Length must be between {} and {}", range.start(), range.end()),
        );
    }
}

fn object(message: &Value, path: &str, name: &str, findings: &mut Findings) {
    if !message.get(name).is_some_and(Value::is_object) {
        findings.add(format!("{path}.{name}"), "Must be specified");
    }
}

fn location(message: &Value, path: &str, findings: &mut Findings) {
    required(message, path, "title", 1..=100, findings);
    required(message, path, "address", 1..=100, findings);
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = message.get(name).and_then(Value::as_f64);
        if !value.is_some_and(|value| value.abs() <= most) {
            findings.add(format!("{path}.{name}"), format!("Must be between -{most} and {most}"));
        }
    }
}

fn quick_reply(message: &Value, path: &str, findings: &mut Findings) {
    let Some(quick) = message.get("quickReply") else { return };
    let items = quick.get("items").and_then(Value::as_array).map_or(0, Vec::len);
    if !(1..=MOST_QUICK_REPLIES).contains(&items) {
        findings.add(format!("{path}.quickReply.items"), "Size must be between 1 and 13");
    }
}
