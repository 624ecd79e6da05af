//! Fetches what is at an address that somebody else chose, and that may be chosen to hurt: the only
//! place from which the server asks the open web. Every hop is judged anew, by [`super::target`] before
//! its name is looked up and by [`super::address`] after; what comes is bounded in kind, size and time.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, header},
};
use reqwest::{Client, Response, redirect};
use tokio::time::timeout;
use url::{Host, Url};

use super::{
    address::is_public,
    names::{Judged, Names},
    refused::Refused,
    target::{Reach, reach},
};
use crate::config::HostAndPort;

/// All of a fetch, redirects included, takes no longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// So often an answer may lead elsewhere.
const REDIRECTS: usize = 4;
/// Who asks.
const AGENT: &str = concat!("Kakehashi/", env!("CARGO_PKG_VERSION"), " (link preview)");

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

/// Fetches pages and pictures.
pub struct Fetcher {
    names: Arc<dyn Names>,
    listed: Vec<HostAndPort>,
    patience: Duration,
}

impl Fetcher {
    /// One that asks the public internet, and the places that the settings list.
    pub fn new(names: Arc<dyn Names>, listed: Vec<HostAndPort>) -> Self {
        Self { names, listed, patience: PATIENCE }
    }

    /// The same that waits for so long.
    #[cfg(test)]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Fetches what is at an address.
    pub async fn get(&self, url: &Url, wanted: Wanted) -> Result<Fetched, Refused> {
        let fetched = timeout(self.patience, self.follow(url.clone(), wanted)).await;
        fetched.unwrap_or(Err(Refused::TooSlow))
    }

    async fn follow(&self, mut url: Url, wanted: Wanted) -> Result<Fetched, Refused> {
        for _ in 0..=REDIRECTS {
            url.set_fragment(None);
            let answer = self.ask(&url, wanted).await?;
            match leads_to(&url, &answer)? {
                Some(next) => url = next,
                None => return read(url, answer, wanted).await,
            }
        }
        Err(Refused::TooManyRedirects)
    }

    async fn ask(&self, url: &Url, wanted: Wanted) -> Result<Response, Refused> {
        let addresses = self.judged(url).await?;
        let request = client(&addresses)?
            .get(url.clone())
            .header(header::ACCEPT, wanted.kinds().join(", "))
            .header(header::ACCEPT_ENCODING, "identity");
        Ok(request.send().await?)
    }

    /// The addresses of a host, if all of them may be asked: one that answers with an inner address
    /// among public ones is up to something.
    async fn judged(&self, url: &Url) -> Result<Vec<IpAddr>, Refused> {
        let reach = reach(url, &self.listed)?;
        let addresses = match url.host() {
            Some(Host::Ipv4(v4)) => vec![v4.into()],
            Some(Host::Ipv6(v6)) => vec![v6.into()],
            Some(Host::Domain(name)) => {
                self.names.addresses(name).await.map_err(|_| Refused::UnknownHost)?
            }
            None => return Err(Refused::NotAnAddress),
        };
        if addresses.is_empty() {
            return Err(Refused::UnknownHost);
        }
        match reach {
            Reach::Public if !addresses.iter().copied().all(is_public) => Err(Refused::NotPublic),
            Reach::Public | Reach::Listed => Ok(addresses),
        }
    }
}

/// A client for one request: it can connect to these addresses and to no other, by no proxy, and
/// follows nothing.
fn client(addresses: &[IpAddr]) -> Result<Client, reqwest::Error> {
    Client::builder()
        .user_agent(AGENT)
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .dns_resolver(Judged::new(addresses))
        .pool_max_idle_per_host(0)
        .build()
}

/// Where an answer leads, if it leads elsewhere.
fn leads_to(url: &Url, answer: &Response) -> Result<Option<Url>, Refused> {
    let status = answer.status();
    if status.is_success() {
        return Ok(None);
    }
    let place = said(answer.headers(), header::LOCATION).filter(|_| status.is_redirection());
    let place = place.ok_or(Refused::Status(status))?;
    url.join(place).map(Some).map_err(|_| Refused::NotAnAddress)
}

async fn read(url: Url, mut answer: Response, wanted: Wanted) -> Result<Fetched, Refused> {
    let kind = said(answer.headers(), header::CONTENT_TYPE).unwrap_or_default().to_owned();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !wanted.kinds().contains(&essence.as_str()) {
        return Err(Refused::Kind);
    }
    let packed = said(answer.headers(), header::CONTENT_ENCODING);
    if packed.is_some_and(|packed| !packed.eq_ignore_ascii_case("identity")) {
        return Err(Refused::Compressed);
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

fn said(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests;
