//! Flex messages, as far as we send them: one bubble with a picture, words and buttons. LINE refuses a
//! message for a single empty text or unknown scheme, so what it would refuse cannot be made here.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#flex-message>

use serde::Serialize;
use url::{Host, Url};

use super::message::cut;

/// LINE's limit for the text that stands for a message in notifications and lists, in UTF-16 units.
const ALT_TEXT_UTF16: usize = 1500;
/// LINE's limit for the address behind a button, in characters.
const URI_MAX: usize = 1000;
/// LINE's limit for the address of a picture, in characters.
const PICTURE_URL_MAX: usize = 2000;

/// What is read where a message cannot be drawn. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AltText(String);

/// A text that LINE takes as one: there is something in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(String);

/// The address behind a button: `https`, `http` or `tel`, of the schemes that LINE opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Uri(String);

/// The address of a picture: `https`, which is all that LINE takes, or a server on this machine, for
/// a stand-in of LINE beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PictureUrl(String);

/// A bubble: a picture across its top, lines below it, buttons at its foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "bubble")]
pub struct Bubble {
    #[serde(skip_serializing_if = "Option::is_none")]
    hero: Option<Picture>,
    body: Stack,
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<Stack>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "image", rename_all = "camelCase")]
struct Picture {
    url: PictureUrl,
    size: &'static str,
    aspect_ratio: &'static str,
    aspect_mode: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "box")]
struct Stack {
    layout: &'static str,
    spacing: &'static str,
    contents: Vec<Part>,
}

/// A part of a bubble, one below the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Part {
    /// Words on lines of their own.
    Text(Line),
    /// A thin line between others.
    Separator {},
    /// A button.
    Button {
        /// How it looks.
        style: &'static str,
        /// How tall it is.
        height: &'static str,
        /// What it does.
        action: Action,
    },
}

/// Words on lines of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    text: Words,
    size: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'static str>,
    wrap: bool,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Action {
    /// Opens an address.
    Uri {
        /// What stands on the button: at most 40 characters.
        label: &'static str,
        /// The address.
        uri: Uri,
    },
}

/// How loud a line speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// What the bubble is about.
    Title,
    /// To be read.
    Plain,
    /// Beside the point.
    Quiet,
}

impl AltText {
    /// The text, cut to what LINE takes; none when there is nothing in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = cut(text, ALT_TEXT_UTF16);
        (!text.trim().is_empty()).then(|| Self(text.to_owned()))
    }
}

impl Words {
    /// The text without white space around it; none when there is nothing in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

impl Uri {
    /// The address, if LINE opens it.
    pub fn new(address: &str) -> Option<Self> {
        let known = ["https://", "http://", "tel:"]
            .iter()
            .any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
        (known && is_plain(address, URI_MAX)).then(|| Self(address.to_owned()))
    }
}

impl PictureUrl {
    /// The address, if LINE (or its stand-in) fetches pictures from it.
    pub fn new(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let reachable = match url.scheme() {
            "https" => true,
            "http" => is_this_machine(&url),
            _ => false,
        };
        (reachable && is_plain(address, PICTURE_URL_MAX)).then(|| Self(address.to_owned()))
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_plain(address: &str, max: usize) -> bool {
    address.len() <= max && address.bytes().all(|byte| byte.is_ascii_graphic())
}

impl Line {
    /// The words in this voice.
    pub const fn new(text: Words, voice: Voice) -> Self {
        let (size, weight, color) = match voice {
            Voice::Title => ("xl", Some("bold"), None),
            Voice::Plain => ("md", None, None),
            Voice::Quiet => ("sm", None, Some("#5B6472")),
        };
        Self { text, size, weight, color, wrap: true }
    }
}

impl Part {
    /// A button that opens an address.
    pub const fn link(label: &'static str, uri: Uri) -> Self {
        Self::Button { style: "link", height: "sm", action: Action::Uri { label, uri } }
    }
}

impl Bubble {
    /// A bubble with these lines. LINE takes none without anything in it.
    pub fn new(first: Line, further: Vec<Part>) -> Self {
        let contents = std::iter::once(Part::Text(first)).chain(further).collect();
        Self { hero: None, body: stack(contents), footer: None }
    }

    /// With a square picture across its top.
    #[must_use]
    pub fn with_picture(mut self, url: Option<PictureUrl>) -> Self {
        self.hero =
            url.map(|url| Picture { url, size: "full", aspect_ratio: "1:1", aspect_mode: "cover" });
        self
    }

    /// With these buttons at its foot; without a foot when there are none.
    #[must_use]
    pub fn with_buttons(mut self, buttons: Vec<Part>) -> Self {
        self.footer = (!buttons.is_empty()).then(|| stack(buttons));
        self
    }
}

const fn stack(contents: Vec<Part>) -> Stack {
    Stack { layout: "vertical", spacing: "md", contents }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_opens_websites_and_telephones_only() {
        for address in ["https://sagawa.example/", "http://sagawa.example/", "tel:+81312345678"] {
            assert!(Uri::new(address).is_some(), "{address}");
        }
        let long = format!("https://a.example/{}", "x".repeat(1000));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "tel:",
            "https://",
            "https://a b",
            "https://例え.jp/",
            " https://a.example",
            &long,
        ] {
            assert_eq!(Uri::new(address), None, "{address}");
        }
    }

    #[test]
    fn a_picture_comes_by_https_or_from_this_machine() {
        for address in
            ["https://a.example/1.jpg", "http://127.0.0.1:3000/1.jpg", "http://[::1]/1.jpg"]
        {
            assert!(PictureUrl::new(address).is_some(), "{address}");
        }
        for address in
            ["http://a.example/1.jpg", "http://127.0.0.1.a.example/", "/1.jpg", "data:,x"]
        {
            assert_eq!(PictureUrl::new(address), None, "{address}");
        }
    }

    #[test]
    fn an_empty_text_is_none() {
        assert_eq!((Words::new(" \n"), AltText::new("\u{3000}")), (None, None));
        let long = AltText::new(&"𠮷".repeat(751)).unwrap();
        assert_eq!(long.0.encode_utf16().count(), 1500);
    }
}
