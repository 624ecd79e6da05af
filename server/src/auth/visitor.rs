//! Who stands at the door, as far as a request tells: address, browser, language.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use app::{
    domain::{MemberId, Timestamp},
    plain::Frame,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};

use super::session::{self, SessionToken};
use crate::{
    plain,
    state::AppState,
    store::{
        StoreError,
        sessions::{CreateSession, DeleteSession},
    },
};

/// Longer descriptions of browsers are cut.
const MAX_USER_AGENT_CHARS: usize = 200;

/// The sender of a request to the log-in pages.
pub struct Visitor {
    /// Who asks. What proxies claim is believed only of those that the settings name.
    pub address: IpAddr,
    headers: HeaderMap,
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // A server that was not told of peers has them all share one limit.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        let address = sender(peer, &parts.headers, &state.config.trusted_proxies);
        Ok(Self { address, headers: parts.headers.clone() })
    }
}

/// The last address on the way here that is none of our proxies: each proxy adds whom it heard, and
/// what stands before the first of ours can be invented.
fn sender(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let said = headers.get_all("x-forwarded-for").iter().rev();
    let said = said.filter_map(|value| value.to_str().ok()).flat_map(|list| list.rsplit(','));
    let mut sender = peer;
    for address in said {
        if !proxies.contains(&sender.to_canonical()) {
            break;
        }
        let Ok(address) = address.trim().parse() else { break };
        sender = address;
    }
    sender
}

impl Visitor {
    /// What their pages look like.
    pub fn frame(&self, state: &AppState) -> Frame {
        plain::frame(state, &self.headers)
    }

    /// Begins a new session, and ends the one that the browser had: nobody can be made to sign in
    /// to a session that somebody else knows. Returns the cookie.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn begin_session(
        &self,
        state: &AppState,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<HeaderValue>, StoreError> {
        self.end_session(state).await?;
        let token = SessionToken::mint(&mut rand::rng());
        let create = CreateSession {
            key: token.key(),
            member,
            now,
            expires_at: session::expiry(now),
            user_agent: self.user_agent(),
            address: Some(self.address.to_string()),
        };
        state.store.run(create).await?;
        Ok(state.auth.cookie.set(&token))
    }

    /// Ends the session that the browser has, if any, and its sockets.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn end_session(&self, state: &AppState) -> Result<(), StoreError> {
        if let Some(token) = state.auth.cookie.read(&self.headers) {
            state.store.run(DeleteSession(token.key())).await?;
            state.hub.end_session(token.key());
        }
        Ok(())
    }

    fn user_agent(&self) -> Option<String> {
        let said = self.headers.get(header::USER_AGENT)?.to_str().ok()?;
        Some(said.chars().take(MAX_USER_AGENT_CHARS).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(peer: &str, said: &[&'static str], proxies: &[&str]) -> String {
        let headers = said
            .iter()
            .map(|said| (header::HeaderName::from_static("x-forwarded-for"), said.parse().unwrap()))
            .collect();
        let proxies: Vec<IpAddr> = proxies.iter().map(|ip| ip.parse().unwrap()).collect();
        sender(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn nobody_is_believed_unless_the_settings_say_so() {
        assert_eq!(sent("192.0.2.1", &["198.51.100.7"], &[]), "192.0.2.1");
        assert_eq!(sent("192.0.2.1", &["198.51.100.7"], &["192.0.2.9"]), "192.0.2.1");
    }

    #[test]
    fn behind_our_proxies_the_first_stranger_is_who_asks() {
        let ours = ["192.0.2.1", "192.0.2.2"];
        assert_eq!(sent("192.0.2.1", &["198.51.100.7"], &ours), "198.51.100.7");
        let invented = ["203.0.113.5, 198.51.100.7, 192.0.2.2"];
        assert_eq!(sent("::ffff:192.0.2.1", &invented, &ours), "198.51.100.7");
        assert_eq!(sent("192.0.2.1", &["rubbish"], &ours), "192.0.2.1");
        assert_eq!(sent("192.0.2.1", &[], &ours), "192.0.2.1");
    }
}
