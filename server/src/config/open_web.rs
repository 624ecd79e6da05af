//! What the server asks of the open web, and which places beside the public internet.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use url::Url;

/// What is asked of the open web.
#[derive(Clone, Debug)]
pub struct OpenWebConfig {
    /// Whether links that people send are looked at.
    pub previews: LinkPreviews,
    /// Places that are asked wherever they are.
    pub listed: Vec<HostAndPort>,
}

/// Whether the server looks at links that people send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LinkPreviews {
    /// It does.
    On,
    /// It does not.
    Off,
}

/// A host at a port, such as `wiki.example:8080`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostAndPort {
    host: String,
    port: u16,
}

/// Why something typed is no host and port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a host and a port such as wiki.example:8080")]
pub struct NotHostAndPort;

/// What was typed about the open web.
#[derive(Args, Clone, Debug)]
pub struct OpenWebSettings {
    /// Whether the server looks at links in messages, and shows what pages say of themselves
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LINK_PREVIEWS",
        value_name = "SWITCH",
        value_enum,
        default_value = "on"
    )]
    link_previews: LinkPreviews,

    /// Places that are asked although they are not on the public internet, separated by commas.
    /// For tests and intranets: whoever writes a message can have the server ask them
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_WEB_ALLOW",
        value_name = "HOST:PORT,…",
        value_delimiter = ','
    )]
    web_allow: Vec<HostAndPort>,
}

impl OpenWebSettings {
    /// The settings together.
    pub fn resolve(self) -> OpenWebConfig {
        OpenWebConfig { previews: self.link_previews, listed: self.web_allow }
    }
}

impl HostAndPort {
    /// Whether an address of the web is there.
    pub fn is_of(&self, url: &Url) -> bool {
        url.host_str() == Some(&self.host) && url.port_or_known_default() == Some(self.port)
    }
}

impl FromStr for HostAndPort {
    type Err = NotHostAndPort;

    fn from_str(typed: &str) -> Result<Self, NotHostAndPort> {
        let (_, port) = typed.rsplit_once(':').ok_or(NotHostAndPort)?;
        let port = port.parse().map_err(|_| NotHostAndPort)?;
        // Read as links are, so that what is the same is spelled the same.
        let url = Url::parse(&format!("http://{typed}")).map_err(|_| NotHostAndPort)?;
        let is_bare = url.username().is_empty() && url.password().is_none() && url.path() == "/";
        let is_bare = is_bare && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().filter(|_| is_bare).ok_or(NotHostAndPort)?;
        Ok(Self { host: host.to_owned(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_host_and_a_port() {
        let place: HostAndPort = "Wiki.example:80".parse().unwrap();
        assert!(place.is_of(&Url::parse("http://wiki.EXAMPLE/a").unwrap()));
        assert!(!place.is_of(&Url::parse("https://wiki.example/a").unwrap()));
        assert!("[::1]:3000".parse::<HostAndPort>().is_ok());
        for typed in ["", "wiki.example", "wiki.example:", "a:70000", "me@a:80", "a/b:80", "a?:80"]
        {
            assert_eq!(typed.parse::<HostAndPort>(), Err(NotHostAndPort), "{typed}");
        }
    }
}
