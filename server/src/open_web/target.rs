//! Which addresses of the web may be asked at all, before any name in them is looked up. A redirect is
//! an address like any other.

use url::Url;

use super::refused::Refused;
use crate::config::HostAndPort;

/// What the name in an address may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The public internet only.
    Public,
    /// Wherever it is: the settings name this host and port.
    Listed,
}

/// Judges an address as it was parsed, by when decimal, octal and hexadecimal hosts are numbers.
pub fn reach(url: &Url, listed: &[HostAndPort]) -> Result<Reach, Refused> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refused::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::UserInfo);
    }
    if listed.iter().any(|one| one.is_of(url)) {
        return Ok(Reach::Listed);
    }
    match url.port_or_known_default() {
        Some(80 | 443) => Ok(Reach::Public),
        _ => Err(Refused::Port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(url: &str, listed: &[&str]) -> Result<Reach, Refused> {
        let listed: Vec<HostAndPort> = listed.iter().map(|one| one.parse().unwrap()).collect();
        reach(&Url::parse(url).unwrap(), &listed)
    }

    #[test]
    fn only_the_web_at_its_own_ports_is_asked() {
        for url in ["http://example.com/", "https://example.com:443/a?b", "https://example.com:80/"]
        {
            assert!(matches!(judged(url, &[]), Ok(Reach::Public)), "{url}");
        }
        for url in ["file:///etc/passwd", "gopher://a.b/", "ftp://a.b/", "data:text/html,x"] {
            assert!(matches!(judged(url, &[]), Err(Refused::Scheme)), "{url}");
        }
        for url in ["http://me@example.com/", "http://:x@example.com/", "http://a:b@127.0.0.1/"] {
            assert!(matches!(judged(url, &[]), Err(Refused::UserInfo)), "{url}");
        }
        for url in ["http://example.com:22/", "https://example.com:8443/", "http://127.0.0.1:0/"] {
            assert!(matches!(judged(url, &[]), Err(Refused::Port)), "{url}");
        }
    }

    #[test]
    fn a_listed_place_is_that_host_at_that_port_and_no_other() {
        let listed = ["127.0.0.1:4010", "wiki.example:80"];
        for url in ["http://127.0.0.1:4010/a", "http://0x7f.1:4010/", "http://WIKI.example/"] {
            assert!(matches!(judged(url, &listed), Ok(Reach::Listed)), "{url}");
        }
        for url in ["http://127.0.0.1:4011/", "http://127.0.0.2:4010/", "http://localhost:4010/"] {
            assert!(matches!(judged(url, &listed), Err(Refused::Port)), "{url}");
        }
        assert!(matches!(judged("https://wiki.example/", &listed), Ok(Reach::Public)));
        assert!(matches!(judged("http://me@127.0.0.1:4010/", &listed), Err(Refused::UserInfo)));
    }
}
