//! Fetches the beginning of a page, or a picture, from the [open web](crate::open_web): bounded in kind,
//! size and time.

use std::time::Duration;

use axum::{body::Bytes, http::header};
use tokio::time::timeout;
use url::Url;

use super::refused::Refused;
use crate::open_web::{OpenWeb, Opened, said};

/// All of a fetch, redirects included, takes no longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A page, of which the beginning is enough.
    Page,
    /// A picture, whole.
    Picture,
}

impl Wanted {
    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Page => &["text/html", "application/xhtml+xml"],
            Self::Picture => &["image/jpeg", "image/png", "image/webp", "image/gif"],
        }
    }

    /// The most bytes that are taken.
    const fn most(self) -> usize {
        match self {
            Self::Page => 512 << 10,
            Self::Picture => 2 << 20,
        }
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Fetched {
    /// Where it was in the end.
    pub url: Url,
    /// What it is said to be, parameters included.
    pub kind: String,
    /// At most as much as is taken.
    pub bytes: Bytes,
}

/// Fetches what is at an address.
pub async fn get(web: &OpenWeb, url: &Url, wanted: Wanted) -> Result<Fetched, Refused> {
    get_within(PATIENCE, web, url, wanted).await
}

async fn get_within(
    patience: Duration,
    web: &OpenWeb,
    url: &Url,
    wanted: Wanted,
) -> Result<Fetched, Refused> {
    let kinds = wanted.kinds().join(", ");
    // The limit of all of it is the one that strikes.
    let fetched = async { read(web.open(url, &kinds, 2 * patience).await?, wanted).await };
    timeout(patience, fetched).await.unwrap_or(Err(Refused::TooSlow))
}

async fn read(Opened { url, mut answer }: Opened, wanted: Wanted) -> Result<Fetched, Refused> {
    let kind = said(answer.headers(), header::CONTENT_TYPE).unwrap_or_default().to_owned();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !wanted.kinds().contains(&essence.as_str()) {
        return Err(Refused::Kind);
    }
    let most = wanted.most();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        let room = most - bytes.len();
        if chunk.len() > room && wanted == Wanted::Picture {
            return Err(Refused::TooLarge);
        }
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if bytes.len() == most && wanted == Wanted::Page {
            break;
        }
    }
    Ok(Fetched { url, kind, bytes: bytes.into() })
}

#[cfg(test)]
mod tests;
