//! Addresses of websites, as people type them.

use app::domain::Website;
use url::Url;

/// Longer ones LINE does not take in a button.
const MAX: usize = 1000;

/// Reads an address as typed; none when it is not one that may be offered to others: only `http` and
/// `https`, with a host of more than one label, without a log-in.
pub fn read(typed: &str) -> Option<Website> {
    let address = if has_scheme(typed) { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&address).ok()?;
    let domain = url.domain().is_some_and(is_domain);
    let open = url.username().is_empty() && url.password().is_none();
    let known = matches!(url.scheme(), "http" | "https");
    let url = String::from(url);
    let fits = url.len() <= MAX;
    if domain && open && known && fits { Website::try_from(url).ok() } else { None }
}

/// Whether a host is more than one label of what the domain name system knows. Parsers of addresses
/// take more than that, quotation marks among it.
fn is_domain(host: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    host.trim_end_matches('.').contains('.') && host.bytes().all(known)
}

/// Whether a scheme was typed, as opposed to a host with a port.
fn has_scheme(typed: &str) -> bool {
    typed.split_once(':').is_some_and(|(scheme, rest)| {
        let word = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
        let port = rest
            .split('/')
            .next()
            .is_some_and(|port| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()));
        word && !port
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(typed: &str) -> Option<String> {
        read(typed).map(String::from)
    }

    #[test]
    fn an_address_is_completed_and_made_uniform() {
        for (typed, kept) in [
            ("sagawa.example", "https://sagawa.example/"),
            ("HTTP://Sagawa.Example/a b", "http://sagawa.example/a%20b"),
            ("sagawa.example:8443/x", "https://sagawa.example:8443/x"),
            ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ] {
            assert_eq!(address(typed).as_deref(), Some(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_no_website_is_refused() {
        for typed in [
            "javascript:alert(1)",
            "JavaScript://example.com/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://example.com",
            "https://user:pass@example.com",
            "https://bank.example@evil.example",
            "localhost",
            "http://127.0.0.1",
            "//",
            "a b",
            "mailto:a@example.com",
        ] {
            assert_eq!(address(typed), None, "{typed}");
        }
        assert_eq!(address(&format!("example.com/{}", "a".repeat(MAX))), None);
    }

    #[test]
    fn a_quotation_mark_is_no_part_of_a_domain() {
        assert_eq!(address("\".¡ "), None);
        assert_eq!(address("a'b.example"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_kept_is_http(typed in ".{0,60}") {
            if let Some(kept) = address(&typed) {
                prop_assert!(kept.starts_with("https://") || kept.starts_with("http://"));
                prop_assert!(!kept.contains(['<', '>', '"', '\n', ' ']), "{kept}");
            }
        }
    }
}
