//! What the page of a link says of itself. It is somebody else's word: text to be shown, never markup,
//! and never followed anywhere but to the link itself.

use serde::{Deserialize, Serialize};

/// A page in short, as it stood when the server looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// Where the link leads: `http` or `https`.
    pub url: String,
    /// The host that answered, and what it calls its site.
    pub site: String,
    /// What the page is called.
    pub title: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where this server serves a small square of its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_on_the_wire() {
        let bare = LinkPreview {
            url: "https://example.com/a".into(),
            site: "example.com".into(),
            title: "架け橋".into(),
            description: None,
            picture: None,
        };
        let whole = LinkPreview {
            site: "example.com · Example".into(),
            description: Some("A bridge.".into()),
            picture: Some("/previews/0191d5c8-0000-7000-8000-000000000002/7/0f".into()),
            ..bare.clone()
        };
        insta::assert_json_snapshot!((bare, whole));
    }
}
