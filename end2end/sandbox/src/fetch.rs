//! What a message of an account names by URL, fetched as LINE and phones do: by the address alone,
//! without cookies, whenever they like. LINE says neither when nor how often; so a test says it.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

const PATIENCE: Duration = Duration::from_mins(1);
/// The properties that hold a URL: those of media messages, of pictures in a card, and of what opens
/// when it is touched.
const LINKS: [&str; 5] = ["originalContentUrl", "previewImageUrl", "url", "previewUrl", "uri"];

/// A URL in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it stands: `/originalContentUrl`.
    pub property: String,
    /// The URL.
    pub url: String,
}

/// What came of fetching a link.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fetched {
    /// Which.
    #[serde(flatten)]
    pub link: Link,
    /// HTTP's status; 0 if none came.
    pub status: u16,
    /// As the header says.
    pub content_type: Option<String>,
    /// How many bytes came.
    pub length: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// Why not all of it came.
    pub error: Option<String>,
}

/// The links of a message, in its order.
pub fn links(message: &Value) -> Vec<Link> {
    let mut found = Vec::new();
    collect(message, "", &mut found);
    found
}

fn collect(value: &Value, path: &str, found: &mut Vec<Link>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let property = format!("{path}/{name}");
                match value.as_str().filter(|_| LINKS.contains(&name.as_str())) {
                    Some(url) if url.starts_with("http") => {
                        found.push(Link { property, url: url.to_owned() });
                    }
                    _ => collect(value, &property, found),
                }
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                collect(value, &format!("{path}/{place}"), found);
            }
        }
        _ => {}
    }
}

/// Fetches a link once. However large it is, little of it is in memory.
pub async fn fetch(http: &reqwest::Client, link: Link) -> Fetched {
    let mut fetched = Fetched {
        link,
        status: 0,
        content_type: None,
        length: 0,
        sha256: String::new(),
        error: None,
    };
    let mut digest = Sha256::new();
    let read = read(http, &mut fetched, &mut digest).await;
    fetched.error = read.err().map(|error| error.to_string());
    fetched.sha256 = format!("{:x}", digest.finalize());
    fetched
}

async fn read(
    http: &reqwest::Client,
    fetched: &mut Fetched,
    digest: &mut Sha256,
) -> Result<(), reqwest::Error> {
    let mut answer = http.get(&fetched.link.url).timeout(PATIENCE).send().await?;
    fetched.status = answer.status().as_u16();
    let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    fetched.content_type = content_type.map(str::to_owned);
    while let Some(chunk) = answer.chunk().await? {
        fetched.length += chunk.len() as u64;
        digest.update(&chunk);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn links_are_found_wherever_they_stand() {
        let named = |message: Value| links(&message).into_iter().map(|link| link.property);
        let image = json!({ "type": "image", "originalContentUrl": "https://a/1", "previewImageUrl": "https://a/2" });
        assert!(named(image).eq(["/originalContentUrl", "/previewImageUrl"]));
        let card = json!({ "type": "flex", "contents": { "footer": { "contents": [
            { "action": { "type": "uri", "uri": "https://a/3" } },
            { "action": { "type": "uri", "uri": "tel:+81" } },
        ] } } });
        assert!(named(card).eq(["/contents/footer/contents/0/action/uri"]));
        assert!(named(json!({ "type": "text", "text": "https://a" })).eq([""; 0]));
    }
}
