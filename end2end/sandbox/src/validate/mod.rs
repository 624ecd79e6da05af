//! LINE's checks of a request body, and how it reports what it finds.

mod findings;
mod flex;
mod media;
mod message;
mod sender;
mod sticker;
mod text;

pub use self::{findings::Findings, media::HttpPolicy};

use serde_json::Value;

const MOST_MESSAGES: usize = 5;

/// Checks the `messages` of a send.
pub fn messages(body: &Value, policy: HttpPolicy) -> Findings {
    let mut findings = Findings::default();
    let list = body.get("messages").and_then(Value::as_array);
    match list {
        Some(list) if (1..=MOST_MESSAGES).contains(&list.len()) => {
            for (place, one) in list.iter().enumerate() {
                message::check(one, &format!("messages[{place}]"), policy, &mut findings);
            }
        }
        _ => findings.add("messages", "Size must be between 1 and 5"),
    }
    check_units(body, &mut findings);
    findings
}

fn check_units(body: &Value, findings: &mut Findings) {
    let Some(units) = body.get("customAggregationUnits") else { return };
    let name = |unit: &Value| {
        unit.as_str().is_some_and(|unit| {
            (1..=30).contains(&unit.len())
                && unit.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
    };
    match units.as_array() {
        Some(list) if list.len() <= 1 && list.iter().all(name) => {}
        _ => findings.add("customAggregationUnits", "Must be one unit of 1 to 30 letters"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(body: &Value) -> Vec<String> {
        messages(body, HttpPolicy::LoopbackAllowed)
            .details()
            .iter()
            .map(|detail| format!("{}: {}", detail.property, detail.message))
            .collect()
    }

    #[test]
    fn one_to_five_messages_are_taken() {
        let text = json!({ "type": "text", "text": "a" });
        for (count, good) in [(0, false), (1, true), (5, true), (6, false)] {
            let body = json!({ "messages": vec![text.clone(); count] });
            assert_eq!(found(&body).is_empty(), good, "{count}");
        }
        assert_eq!(found(&json!({})), ["messages: Size must be between 1 and 5"]);
    }

    #[test]
    fn text_is_measured_in_utf16_units() {
        let body = |text: String| json!({ "messages": [{ "type": "text", "text": text }] });
        assert!(found(&body("あ".repeat(5_000))).is_empty());
        assert!(found(&body("😀".repeat(2_500))).is_empty());
        assert_eq!(
            found(&body("😀".repeat(2_500) + "a")),
            ["messages[0].text: Length must be between 0 and 5000"]
        );
        assert_eq!(found(&body(String::new())), ["messages[0].text: May not be empty"]);
    }

    #[test]
    fn a_sender_name_is_short_and_does_not_pose_as_line() {
        let body = |name: &str| json!({ "messages": [{ "type": "text", "text": "a", "sender": { "name": name } }] });
        assert!(found(&body("佐藤 (営業部)")).is_empty());
        assert_eq!(found(&body(&"a".repeat(21))).len(), 1);
        assert_eq!(found(&body("Line Support")).len(), 1);
        assert!(found(&body("Pauline")).is_empty());
        assert!(found(&body("Online shop")).is_empty());
    }

    #[test]
    fn only_listed_stickers_are_sent() {
        let body = |package: &str, id: &str| json!({ "messages": [{ "type": "sticker", "packageId": package, "stickerId": id }] });
        assert!(found(&body("446", "1988")).is_empty());
        assert!(found(&body("11539", "52114149")).is_empty());
        assert_eq!(found(&body("446", "2028")).len(), 1);
        assert_eq!(found(&body("1", "1")).len(), 1);
    }

    #[test]
    fn media_come_by_https_and_files_not_at_all() {
        let image = |url: &str| {
            json!({ "messages": [
                { "type": "image", "originalContentUrl": url, "previewImageUrl": url },
            ] })
        };
        assert!(found(&image("https://a.example/b.png")).is_empty());
        assert!(found(&image("http://127.0.0.1:3000/b.png")).is_empty());
        assert_eq!(found(&image("http://a.example/b.png")).len(), 2);
        let strict = messages(&image("http://127.0.0.1/b.png"), HttpPolicy::Forbidden);
        assert_eq!(strict.details().len(), 2);
        assert_eq!(found(&json!({ "messages": [{ "type": "file" }] })).len(), 1);
    }
}
