//! What a press of a component does.

use serde_json::Value;

use crate::validate::{Findings, message::length};

const LONGEST_URI: usize = 1_000;
const LONGEST_WORDS: usize = 300;
const LONGEST_LABEL: usize = 40;

/// The schemes that LINE opens.
const SCHEMES: [&str; 4] = ["http://", "https://", "line://", "tel:"];
const KINDS: [&str; 8] = [
    "uri",
    "message",
    "postback",
    "datetimepicker",
    "camera",
    "cameraRoll",
    "location",
    "clipboard",
];

/// Checks an action that stands at `place`.
pub(super) fn check(action: &Value, place: &str, findings: &mut Findings) {
    match action["type"].as_str() {
        Some("uri") => check_uri(action, place, findings),
        Some("message") => words(action, place, "text", findings),
        Some("postback") => words(action, place, "data", findings),
        Some(kind) if KINDS.contains(&kind) => {}
        _ => {
            let kinds = KINDS.join(", ");
            findings.add(format!("{place}/type"), format!("must be one of [{kinds}]"));
        }
    }
    // Counted as people count, roughly: LINE takes a cluster of code points for one.
    let label = action["label"].as_str().map(|label| label.chars().count());
    if label.is_some_and(|length| length > LONGEST_LABEL) {
        findings.add(format!("{place}/label"), "must not be longer than 40 characters");
    }
}

/// Checks that there is a label: what stands on a button.
pub(super) fn check_label(action: &Value, place: &str, findings: &mut Findings) {
    if action["label"].as_str().is_none_or(str::is_empty) {
        findings.add(format!("{place}/label"), "must be specified");
    }
}

fn check_uri(action: &Value, place: &str, findings: &mut Findings) {
    let place = format!("{place}/uri");
    match action["uri"].as_str() {
        None | Some("") => findings.add(place, "must be specified"),
        Some(uri) if uri.len() > LONGEST_URI => {
            findings.add(place, "must not be longer than 1000 characters");
        }
        Some(uri) => {
            let known = |scheme: &&str| {
                uri.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            };
            if !SCHEMES.iter().any(known) || !uri.is_ascii() {
                findings.add(place, "invalid uri scheme");
            }
        }
    }
}

fn words(action: &Value, place: &str, name: &str, findings: &mut Findings) {
    let text = action[name].as_str().unwrap_or_default();
    if !(1..=LONGEST_WORDS).contains(&length(text)) {
        findings.add(format!("{place}/{name}"), "length must be between 1 and 300");
    }
}
