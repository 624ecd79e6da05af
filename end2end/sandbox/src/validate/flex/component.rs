//! The components of a bubble.

use serde_json::Value;

use super::{Check, action};
use crate::validate::media::check_url;

/// The kinds of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Box,
    Button,
    Filler,
    Icon,
    Image,
    Separator,
    Span,
    Text,
    Video,
}

const KINDS: [(&str, Kind); 9] = [
    ("box", Kind::Box),
    ("button", Kind::Button),
    ("filler", Kind::Filler),
    ("icon", Kind::Icon),
    ("image", Kind::Image),
    ("separator", Kind::Separator),
    ("span", Kind::Span),
    ("text", Kind::Text),
    ("video", Kind::Video),
];

const IN_BOX: [Kind; 6] =
    [Kind::Box, Kind::Button, Kind::Filler, Kind::Image, Kind::Separator, Kind::Text];
const IN_BASELINE: [Kind; 3] = [Kind::Filler, Kind::Icon, Kind::Text];

/// Where a component stands among its neighbours.
const PLACED: [&str; 6] =
    ["margin", "position", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd"];

impl Kind {
    fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// The properties that only this kind has.
    const fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Box => &[
                "layout",
                "flex",
                "contents",
                "spacing",
                "backgroundColor",
                "borderColor",
                "borderWidth",
                "cornerRadius",
                "width",
                "maxWidth",
                "height",
                "maxHeight",
                "paddingAll",
                "paddingTop",
                "paddingBottom",
                "paddingStart",
                "paddingEnd",
                "action",
                "justifyContent",
                "alignItems",
                "background",
            ],
            Self::Button => {
                &["flex", "color", "style", "action", "gravity", "height", "adjustMode", "scaling"]
            }
            Self::Filler => &["flex"],
            Self::Icon => &["url", "size", "aspectRatio", "scaling"],
            Self::Image => &[
                "url",
                "flex",
                "align",
                "gravity",
                "size",
                "aspectRatio",
                "aspectMode",
                "backgroundColor",
                "action",
                "animated",
            ],
            Self::Separator => &["color"],
            Self::Span => &["text", "size", "color", "weight", "style", "decoration"],
            Self::Text => &[
                "flex",
                "text",
                "size",
                "align",
                "gravity",
                "color",
                "weight",
                "style",
                "decoration",
                "wrap",
                "lineSpacing",
                "action",
                "maxLines",
                "contents",
                "adjustMode",
                "scaling",
            ],
            Self::Video => &["url", "previewUrl", "altContent", "aspectRatio", "action"],
        }
    }
}

impl Check<'_> {
    /// Checks a component that is one of `kinds`.
    pub(super) fn component(&mut self, component: &Value, place: &str, kinds: &[Kind]) {
        let word = component["type"].as_str();
        let kind = KINDS.iter().find(|(name, _)| word == Some(name)).map(|(_, kind)| *kind);
        let Some(kind) = kind.filter(|kind| kinds.contains(kind)) else {
            let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            let message = format!("must be one of [{}]", names.join(", "));
            self.findings.add(format!("{place}/type"), message);
            return;
        };
        let known: Vec<_> = kind.properties().iter().chain(&PLACED).copied().collect();
        self.known(component, place, &known);
        for name in ["color", "backgroundColor", "borderColor"] {
            self.colour(component, place, name);
        }
        match kind {
            Kind::Box => self.stack(component, place),
            Kind::Button => self.button(component, place),
            Kind::Text => self.text(component, place),
            Kind::Span => self.words(component, place),
            Kind::Image | Kind::Icon => self.picture(component, place, "url"),
            Kind::Video => {
                self.picture(component, place, "url");
                self.picture(component, place, "previewUrl");
            }
            Kind::Filler | Kind::Separator => {}
        }
    }

    fn stack(&mut self, stack: &Value, place: &str) {
        if stack.get("layout").is_none() {
            self.findings.add(format!("{place}/layout"), "must be specified");
        }
        self.one_of(stack, place, "layout", &["horizontal", "vertical", "baseline"]);
        self.optional_action(stack, place);
        let baseline = stack["layout"] == "baseline";
        let kinds: &[Kind] = if baseline { &IN_BASELINE } else { &IN_BOX };
        let Some(contents) = stack["contents"].as_array() else {
            self.findings.add(format!("{place}/contents"), "must be specified");
            return;
        };
        for (n, component) in contents.iter().enumerate() {
            self.component(component, &format!("{place}/contents/{n}"), kinds);
        }
    }

    fn button(&mut self, button: &Value, place: &str) {
        self.one_of(button, place, "style", &["primary", "secondary", "link"]);
        self.one_of(button, place, "height", &["sm", "md"]);
        match button.get("action") {
            Some(action) => {
                let at = format!("{place}/action");
                action::check(action, &at, self.findings);
                action::check_label(action, &at, self.findings);
            }
            None => self.findings.add(format!("{place}/action"), "must be specified"),
        }
    }

    fn text(&mut self, text: &Value, place: &str) {
        self.one_of(text, place, "weight", &["regular", "bold"]);
        if text.get("wrap").is_some_and(|wrap| !wrap.is_boolean()) {
            self.findings.add(format!("{place}/wrap"), "must be a boolean");
        }
        self.optional_action(text, place);
        match text.get("contents").and_then(Value::as_array) {
            Some(spans) if !spans.is_empty() => {
                for (n, span) in spans.iter().enumerate() {
                    self.component(span, &format!("{place}/contents/{n}"), &[Kind::Span]);
                }
            }
            _ => self.words(text, place),
        }
    }

    fn words(&mut self, component: &Value, place: &str) {
        if component["text"].as_str().is_none_or(str::is_empty) {
            self.findings.add(format!("{place}/text"), "must be non-empty text");
        }
    }

    fn picture(&mut self, component: &Value, place: &str, name: &str) {
        let url = component.get(name).and_then(Value::as_str);
        check_url(url, &format!("{place}/{name}"), self.policy, self.findings);
        self.one_of(component, place, "aspectMode", &["cover", "fit"]);
        let ratio = |ratio: &Value| {
            let sides = ratio.as_str().and_then(|ratio| ratio.split_once(':'));
            sides.is_some_and(|(width, height)| {
                let side = |side: &str| side.parse::<f64>().is_ok_and(|side| side > 0.0);
                side(width) && side(height)
            })
        };
        if component.get("aspectRatio").is_some_and(|given| !ratio(given)) {
            self.findings.add(format!("{place}/aspectRatio"), "invalid aspect ratio");
        }
        self.optional_action(component, place);
    }

    fn colour(&mut self, component: &Value, place: &str, name: &str) {
        let is_fine = |colour: &Value| {
            let digits = colour.as_str().and_then(|colour| colour.strip_prefix('#'));
            digits.is_some_and(|digits| {
                matches!(digits.len(), 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
            })
        };
        if component.get(name).is_some_and(|colour| !is_fine(colour)) {
            self.findings.add(format!("{place}/{name}"), "invalid color");
        }
    }
}
