//! Images, video and audio: sent as URLs that LINE and the phones can fetch.

use serde_json::Value;

use super::{Findings, message::length};

const LONGEST_URL: usize = 2_000;

/// Whether `http` is taken for hosts of this machine. LINE takes `https` only; without the
/// allowance every test would need certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpPolicy {
    /// `https` everywhere.
    Forbidden,
    /// `http` too, for loopback hosts.
    LoopbackAllowed,
}

impl HttpPolicy {
    /// Whether the URL may be used.
    pub fn allows(self, url: &str) -> bool {
        if let Some(rest) = url.strip_prefix("https://") {
            return !rest.is_empty();
        }
        let host = url
            .strip_prefix("http://")
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .map(|authority| authority.rsplit_once(':').map_or(authority, |(host, _)| host));
        self == Self::LoopbackAllowed
            && host.is_some_and(|host| {
                matches!(host, "localhost" | "[::1]")
                    || host.starts_with("127.")
                    || host.ends_with(".localhost")
            })
    }
}

/// Checks an image, video or audio message.
pub fn check(kind: &str, message: &Value, path: &str, policy: HttpPolicy, findings: &mut Findings) {
    url(message, path, "originalContentUrl", policy, findings);
    if kind == "audio" {
        if message["duration"].as_u64().is_none() {
            findings.add(format!("{path}.duration"), "Must be a number of milliseconds");
        }
    } else {
        url(message, path, "previewImageUrl", policy, findings);
    }
}

/// Checks a URL property that must be there.
pub fn url(message: &Value, path: &str, name: &str, policy: HttpPolicy, findings: &mut Findings) {
    let url = message.get(name).and_then(Value::as_str);
    check_url(url, &format!("{path}.{name}"), policy, findings);
}

/// Checks a URL.
pub fn check_url(url: Option<&str>, path: &str, policy: HttpPolicy, findings: &mut Findings) {
    match url {
        None | Some("") => findings.add(path, "May not be empty"),
        Some(url) if length(url) > LONGEST_URL => {
            findings.add(path, "Length must be between 0 and 2000");
        }
        Some(url) if !policy.allows(url) || !url.is_ascii() => {
            findings.add(path, "invalid uri scheme");
        }
        Some(_) => {}
    }
}
