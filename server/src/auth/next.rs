//! Where to go after log-in: a place on this site, whatever the address bar was made to say.

use serde::{Deserialize, Deserializer};
use url::{Position, Url};

/// A path on this site, with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextPath(String);

/// Longer paths than any page of ours has.
const MAX_BYTES: usize = 1024;

impl NextPath {
    /// Reads a path; what would lead anywhere else leads to the start page.
    pub fn parse(typed: &str) -> Self {
        local(typed).map_or_else(Self::default, Self)
    }

    /// The path, in ASCII, fit for a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The log-in page that leads here.
    pub fn login_page(&self) -> String {
        if self.0 == "/" {
            return "/login".to_owned();
        }
        let next: String = url::form_urlencoded::byte_serialize(self.0.as_bytes()).collect();
        format!("/login?next={next}")
    }
}

impl Default for NextPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl<'de> Deserialize<'de> for NextPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|typed| Self::parse(&typed))
    }
}

/// Browsers read `\` as `/`, drop tabs and line breaks, and take `//host` for another host. So those
/// are refused, and what is left is resolved as a browser would, to see where it ends.
fn local(typed: &str) -> Option<String> {
    let hostile = |c: char| c == '\\' || c.is_control();
    if typed.len() > MAX_BYTES || !typed.starts_with('/') || typed.contains(hostile) {
        return None;
    }
    let here = Url::parse("http://here.invalid/").ok()?;
    let there = here.join(typed).ok()?;
    let path = &there[Position::BeforePath..Position::AfterQuery];
    let local = there.origin() == here.origin() && !path.starts_with("//");
    local.then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_on_this_site_are_kept() {
        for (typed, path) in [
            ("/", "/"),
            ("/rooms/0191d5c8", "/rooms/0191d5c8"),
            ("/rooms?q=a%20b&x=//y", "/rooms?q=a%20b&x=//y"),
            ("/部屋", "/%E9%83%A8%E5%B1%8B"),
            ("/a/../b", "/b"),
        ] {
            assert_eq!(NextPath::parse(typed).as_str(), path);
        }
    }

    #[test]
    fn other_sites_become_the_start_page() {
        for typed in [
            "",
            "rooms",
            "https://evil.example",
            "javascript:alert(1)",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/..//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            " //evil.example",
            "/rooms\r\nSet-Cookie: a=b",
        ] {
            assert_eq!(NextPath::parse(typed).as_str(), "/", "{typed:?}");
        }
    }

    #[test]
    fn the_log_in_page_leads_back() {
        assert_eq!(NextPath::default().login_page(), "/login");
        let next = NextPath::parse("/rooms?a=1&b=2");
        assert_eq!(next.login_page(), "/login?next=%2Frooms%3Fa%3D1%26b%3D2");
    }

    proptest! {
        #[test]
        fn nothing_leads_away(typed in "[/\\\\.a-z:?#@%2ef\t\n]{0,24}") {
            let here = Url::parse("https://chat.example.com/login").unwrap();
            let there = here.join(NextPath::parse(&typed).as_str()).unwrap();
            prop_assert_eq!(there.origin(), here.origin());
        }
    }
}
