//! Flex messages: a bubble, or a carousel of them. LINE takes a message whole or not at all, and names
//! what it minds by a path from the container on, such as `/body/contents/0/text`.

mod action;
mod component;

use serde_json::Value;

use self::component::Kind;
use super::{Findings, HttpPolicy, message::required};

const LONGEST_ALT_TEXT: usize = 1_500;
const MOST_BUBBLES: usize = 12;
const LARGEST_BUBBLE: usize = 30 * 1024;
const LARGEST_CAROUSEL: usize = 50 * 1024;

/// Where a check stands, and what it has found.
struct Check<'a> {
    policy: HttpPolicy,
    findings: &'a mut Findings,
}

/// Checks a `flex` message that stands at `path`.
pub fn check(message: &Value, path: &str, policy: HttpPolicy, findings: &mut Findings) {
    required(message, path, "altText", 1..=LONGEST_ALT_TEXT, findings);
    let Some(contents) = message.get("contents").filter(|contents| contents.is_object()) else {
        findings.add(format!("{path}.contents"), "Must be specified");
        return;
    };
    Check { policy, findings }.container(contents);
}

impl Check<'_> {
    fn container(&mut self, container: &Value) {
        match container["type"].as_str() {
            Some("bubble") => self.bubble(container, ""),
            Some("carousel") => self.carousel(container),
            _ => self.findings.add("/type", "must be one of [bubble, carousel]"),
        }
    }

    fn carousel(&mut self, carousel: &Value) {
        self.known(carousel, "", &["contents"]);
        self.size(carousel, "", LARGEST_CAROUSEL);
        let bubbles = carousel["contents"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !(1..=MOST_BUBBLES).contains(&bubbles.len()) {
            self.findings.add("/contents", "size must be between 1 and 12");
        }
        for (n, bubble) in bubbles.iter().enumerate() {
            let place = format!("/contents/{n}");
            if bubble["type"] == "bubble" {
                self.bubble(bubble, &place);
            } else {
                self.findings.add(format!("{place}/type"), "must be one of [bubble]");
            }
        }
    }

    fn bubble(&mut self, bubble: &Value, place: &str) {
        let known = ["size", "direction", "header", "hero", "body", "footer", "styles", "action"];
        self.known(bubble, place, &known);
        self.size(bubble, place, LARGEST_BUBBLE);
        let sizes = ["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"];
        self.one_of(bubble, place, "size", &sizes);
        self.one_of(bubble, place, "direction", &["ltr", "rtl"]);
        let blocks: [(&str, &[Kind]); 4] = [
            ("header", &[Kind::Box]),
            ("hero", &[Kind::Box, Kind::Image, Kind::Video]),
            ("body", &[Kind::Box]),
            ("footer", &[Kind::Box]),
        ];
        for (name, kinds) in blocks {
            if let Some(block) = bubble.get(name) {
                self.component(block, &format!("{place}/{name}"), kinds);
            }
        }
        if !blocks.iter().any(|(name, _)| bubble.get(name).is_some()) {
            self.findings.add(place_or_root(place), "must have at least one block");
        }
        self.optional_action(bubble, place);
    }

    fn size(&mut self, container: &Value, place: &str, largest: usize) {
        if container.to_string().len() > largest {
            self.findings.add(place_or_root(place), "the container is too large");
        }
    }

    /// Finds fault with properties that LINE does not know there.
    fn known(&mut self, object: &Value, place: &str, known: &[&str]) {
        for name in object.as_object().into_iter().flat_map(|object| object.keys()) {
            if name != "type" && !known.contains(&name.as_str()) {
                self.findings.add(format!("{place}/{name}"), "unknown field");
            }
        }
    }

    /// A property that is one of a few words, if it is there.
    fn one_of(&mut self, object: &Value, place: &str, name: &str, words: &[&str]) {
        let is_fine = |value: &Value| value.as_str().is_some_and(|word| words.contains(&word));
        if object.get(name).is_some_and(|value| !is_fine(value)) {
            let words = words.join(", ");
            self.findings.add(format!("{place}/{name}"), format!("must be one of [{words}]"));
        }
    }

    fn optional_action(&mut self, object: &Value, place: &str) {
        if let Some(action) = object.get("action") {
            action::check(action, &format!("{place}/action"), self.findings);
        }
    }
}

fn place_or_root(place: &str) -> &str {
    if place.is_empty() { "/" } else { place }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(contents: &Value) -> Vec<String> {
        let message = json!({ "type": "flex", "altText": "a card", "contents": contents });
        let mut findings = Findings::default();
        check(&message, "messages[0]", HttpPolicy::LoopbackAllowed, &mut findings);
        let tell = |detail: &super::super::findings::Detail| {
            format!("{}: {}", detail.property, detail.message)
        };
        findings.details().iter().map(tell).collect()
    }

    /// A bubble whose body holds these components.
    fn bubble(contents: &Value) -> Value {
        let body = json!({ "type": "box", "layout": "vertical", "contents": contents });
        json!({ "type": "bubble", "body": body })
    }

    fn button(uri: &str) -> Value {
        json!([{ "type": "button", "action": { "type": "uri", "label": "Open", "uri": uri } }])
    }

    #[test]
    fn a_card_with_everything_is_taken() {
        let mut card = bubble(&json!([
            { "type": "text", "text": "名前", "weight": "bold", "size": "xl", "wrap": true },
            { "type": "separator", "margin": "md" },
            { "type": "text", "text": "x", "color": "#5B6472", "size": "sm" },
            { "type": "box", "layout": "baseline", "contents": [{ "type": "text", "text": "y" }] },
        ]));
        card["hero"] = json!({
            "type": "image", "url": "https://a.example/1.jpg", "size": "full",
            "aspectRatio": "1:1", "aspectMode": "cover",
        });
        card["footer"] = json!({
            "type": "box", "layout": "vertical", "spacing": "sm", "contents": button("tel:+81312345678"),
        });
        assert_eq!(found(&card), Vec::<String>::new());
        assert_eq!(found(&json!({ "type": "carousel", "contents": [card] })), Vec::<String>::new());
    }

    #[test]
    fn an_empty_text_is_named_by_its_path() {
        let card = bubble(&json!([{ "type": "text", "text": "" }]));
        assert_eq!(found(&card), ["/body/contents/0/text: must be non-empty text"]);
        let bare = bubble(&json!([{ "type": "text" }]));
        assert_eq!(found(&bare), ["/body/contents/0/text: must be non-empty text"]);
        let colour = bubble(&json!([{ "type": "text", "text": "a", "color": "red" }]));
        assert_eq!(found(&colour), ["/body/contents/0/color: invalid color"]);
    }

    #[test]
    fn a_button_needs_a_label_and_an_address_that_line_opens() {
        for uri in ["https://a.example", "http://a.example", "tel:119", "line://nv/chat"] {
            assert!(found(&bubble(&button(uri))).is_empty(), "{uri}");
        }
        for uri in ["javascript:alert(1)", "data:,x", "//a.example", "ftp://a.example"] {
            assert_eq!(
                found(&bubble(&button(uri))),
                ["/body/contents/0/action/uri: invalid uri scheme"],
                "{uri}"
            );
        }
        let mute = json!([{ "type": "button", "action": { "type": "uri", "uri": "tel:119" } }]);
        assert_eq!(found(&bubble(&mute)), ["/body/contents/0/action/label: must be specified"]);
        let idle = json!([{ "type": "button" }]);
        assert_eq!(found(&bubble(&idle)), ["/body/contents/0/action: must be specified"]);
    }

    #[test]
    fn what_is_not_known_or_not_there_is_found() {
        for (contents, expected) in [
            (json!({ "type": "balloon" }), "/type: must be one of [bubble, carousel]"),
            (json!({ "type": "bubble" }), "/: must have at least one block"),
            (bubble(&json!([{ "type": "marquee" }])), "/body/contents/0/type: must be one of"),
            (
                bubble(&json!([{ "type": "separator", "colour": "#000000" }])),
                "/body/contents/0/colour: unknown field",
            ),
            (
                bubble(&json!([{ "type": "image", "url": "http://a.example/1.png" }])),
                "/body/contents/0/url: invalid uri scheme",
            ),
            (json!({ "type": "carousel", "contents": [] }), "/contents: size must be"),
            (
                json!({ "type": "bubble", "body": { "type": "box", "contents": [] } }),
                "/body/layout: must be specified",
            ),
        ] {
            let found = found(&contents);
            assert!(found.iter().any(|one| one.starts_with(expected)), "{expected}: {found:?}");
        }
    }

    #[test]
    fn a_container_has_a_largest_size() {
        let card = bubble(&json!([{ "type": "text", "text": "あ".repeat(11_000) }]));
        assert_eq!(found(&card), ["/: the container is too large"]);
    }
}
