//! Asks for what is at an address that somebody else chose, and that may be chosen to hurt: the only
//! place from which the server asks the open web. Every hop is judged anew, by [`target`] before its name
//! is looked up and by [`address`] after. How long it may take, how much is read of what comes, and what is
//! made of it is for who asks to say.

mod address;
mod names;
mod refused;
mod target;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::http::{HeaderMap, HeaderName, header};
use reqwest::{Client, Response, redirect};
use url::{Host, Url};

use self::{
    address::is_public,
    names::{Judged, Names, SystemNames},
    target::{Reach, reach},
};
use crate::config::HostAndPort;

pub use refused::Refused;

/// So often an answer may lead elsewhere.
const REDIRECTS: usize = 4;
/// Who asks.
const AGENT: &str = concat!("Kakehashi/", env!("CARGO_PKG_VERSION"));

/// What was answered: nothing of it is read yet.
#[derive(Debug)]
pub struct Opened {
    /// Where it was in the end.
    pub url: Url,
    /// The answer. Its bytes are as they were sent: nothing is unpacked.
    pub answer: Response,
}

/// The open web, as far as it may be asked.
pub struct OpenWeb {
    names: Arc<dyn Names>,
    listed: Vec<HostAndPort>,
}

impl OpenWeb {
    /// The public internet, and the places that the settings list.
    pub fn new(listed: Vec<HostAndPort>) -> Self {
        Self { names: Arc::new(SystemNames), listed }
    }

    /// Asks for what is at an address, wherever it leads, naming the kinds that are of use as `Accept`
    /// does. Every answer has `limit` to come to its end, the bytes that are read of the last one included.
    ///
    /// # Errors
    /// Why nothing is to be had there.
    pub async fn open(&self, url: &Url, kinds: &str, limit: Duration) -> Result<Opened, Refused> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            url.set_fragment(None);
            let answer = self.ask(&url, kinds, limit).await?;
            match leads_to(&url, &answer)? {
                Some(next) => url = next,
                None => return unpacked(answer).map(|answer| Opened { url, answer }),
            }
        }
        Err(Refused::TooManyRedirects)
    }

    async fn ask(&self, url: &Url, kinds: &str, limit: Duration) -> Result<Response, Refused> {
        let addresses = self.judged(url).await?;
        let request = client(&addresses)?
            .get(url.clone())
            .timeout(limit)
            .header(header::ACCEPT, kinds)
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

/// Nobody asked for anything packed: unpacked it could be of any size.
fn unpacked(answer: Response) -> Result<Response, Refused> {
    match said(answer.headers(), header::CONTENT_ENCODING) {
        Some(packed) if !packed.eq_ignore_ascii_case("identity") => Err(Refused::Packed),
        _ => Ok(answer),
    }
}

/// What a header of an answer says.
pub fn said(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
