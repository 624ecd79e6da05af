//! Who stands at the door, as far as a request tells: address, browser, language.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use app::{
    domain::{MemberId, Timestamp},
    features::login::Frame,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};

use super::session::{self, SessionToken};
use crate::{
    site,
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
    /// The address of the connection. What proxies claim is not believed.
    pub address: IpAddr,
    headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // A server that was not told of peers has them all share one limit.
        let address = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Ok(Self { address, headers: parts.headers.clone() })
    }
}

impl Visitor {
    /// What their pages look like.
    pub fn frame(&self, state: &AppState) -> Frame {
        Frame::of(&self.headers, site::stylesheet(&state.leptos))
    }

    /// Begins a new session, and ends the one that the browser had: nobody can be made to sign in
    /// to a session that somebody else knows. Returns the cookie.
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
