//! Web addresses as settings: where people reach this server, and where it reaches LINE.

use std::{fmt, str::FromStr};

use url::{Host, Position, Url};

/// Where browsers and LINE reach this server: scheme, host and port, nothing behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
    host_and_port: String,
}

/// The base of a service of LINE's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrl(Url);

/// Why an address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Not an absolute URL with a host.
    #[error("not a web address such as https://chat.example.com")]
    NotAUrl,
    /// Neither `http` nor `https`.
    #[error("must begin with http:// or https://")]
    Scheme,
    /// A user name or a password, which would end up in logs.
    #[error("must not contain a user name or a password")]
    UserInfo,
    /// A query or a fragment.
    #[error("must end before any ? or #")]
    Extra,
    /// A path, where the server must be at the root of its host.
    #[error("must not contain a path: the server needs a host name of its own")]
    Path,
    /// A slash at the end, which is none of the address.
    #[error("must not end with a slash")]
    TrailingSlash,
}

impl PublicUrl {
    /// The origin as browsers spell it: `https://chat.example.com`, default ports left out.
    pub fn origin(&self) -> &str {
        &self.url[..Position::BeforePath]
    }

    /// Host and port as in the `Host` header, default ports left out.
    pub fn host_and_port(&self) -> &str {
        &self.host_and_port
    }

    /// Whether people come over TLS, so that cookies may be bound to it.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether LINE takes addresses here as those of pictures: it wants https, and only its stand-in on
    /// this machine does without.
    pub fn is_open_to_line(&self) -> bool {
        let is_this_machine = match self.url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        self.is_https() || is_this_machine
    }

    /// The address of `path`, which begins with `/`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }
}

impl FromStr for PublicUrl {
    type Err = UrlError;

    fn from_str(typed: &str) -> Result<Self, UrlError> {
        let url = web_url(typed)?;
        if typed.ends_with('/') {
            return Err(UrlError::TrailingSlash);
        }
        if url.path() != "/" {
            return Err(UrlError::Path);
        }
        let host_and_port = url[Position::BeforeHost..Position::AfterPort].to_owned();
        Ok(Self { url, host_and_port })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.origin())
    }
}

impl ServiceUrl {
    /// The base, for clients to append paths to.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for ServiceUrl {
    type Err = UrlError;

    fn from_str(typed: &str) -> Result<Self, UrlError> {
        let url = web_url(typed)?;
        if typed.ends_with('/') {
            return Err(UrlError::TrailingSlash);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn web_url(typed: &str) -> Result<Url, UrlError> {
    let url = Url::parse(typed).map_err(|_| UrlError::NotAUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(UrlError::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlError::UserInfo);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(UrlError::Extra);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        let url: PublicUrl = "https://chat.example.com:443".parse().unwrap();
        assert_eq!(url.origin(), "https://chat.example.com");
        assert_eq!(url.host_and_port(), "chat.example.com");
        assert_eq!(url.at("/login"), "https://chat.example.com/login");
        assert!(url.is_https());

        let local: PublicUrl = "http://[::1]:3000".parse().unwrap();
        assert_eq!(local.host_and_port(), "[::1]:3000");
        assert!(!local.is_https());
    }

    #[test]
    fn line_takes_pictures_over_https_and_its_stand_in_takes_those_of_this_machine() {
        for (typed, open) in [
            ("https://chat.example.com", true),
            ("http://127.0.0.1:3000", true),
            ("http://[::1]:3000", true),
            ("http://localhost:3000", true),
            ("http://chat.example.com", false),
            ("http://192.168.1.2:3000", false),
            ("http://127.0.0.1.example.com", false),
        ] {
            let url: PublicUrl = typed.parse().unwrap();
            assert_eq!(url.is_open_to_line(), open, "{typed}");
        }
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        for (typed, error) in [
            ("", UrlError::NotAUrl),
            ("chat.example.com", UrlError::NotAUrl),
            ("https://", UrlError::NotAUrl),
            ("ftp://chat.example.com", UrlError::Scheme),
            ("chat.example.com:443", UrlError::Scheme),
            ("https://aoi:pw@chat.example.com", UrlError::UserInfo),
            ("https://chat.example.com/?a", UrlError::Extra),
            ("https://chat.example.com/", UrlError::TrailingSlash),
            ("https://chat.example.com/chat", UrlError::Path),
        ] {
            assert_eq!(typed.parse::<PublicUrl>(), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn a_service_may_live_under_a_path() {
        let url: ServiceUrl = "http://127.0.0.1:4000/line".parse().unwrap();
        assert_eq!(url.url().path(), "/line");
        assert_eq!("https://api.line.me/".parse::<ServiceUrl>(), Err(UrlError::TrailingSlash));
    }
}
