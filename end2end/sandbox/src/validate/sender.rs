//! The sender override: name and icon shown instead of the account's.

use serde_json::Value;

use super::{Findings, HttpPolicy, media::check_url, message::length};

const LONGEST: usize = 20;

/// Checks the `sender` of a message, if it has one.
pub fn check(message: &Value, path: &str, policy: HttpPolicy, findings: &mut Findings) {
    let Some(sender) = message.get("sender") else { return };
    if let Some(name) = sender.get("name").and_then(Value::as_str) {
        let place = format!("{path}.sender.name");
        if !(1..=LONGEST).contains(&length(name)) {
            findings.add(place, "Length must be between 1 and 20");
        } else if poses_as_line(name) {
            findings.add(place, "The name contains a word that cannot be used");
        }
    }
    if let Some(icon) = sender.get("iconUrl") {
        check_url(icon.as_str(), &format!("{path}.sender.iconUrl"), policy, findings);
    }
}

fn poses_as_line(name: &str) -> bool {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("line"))
}
