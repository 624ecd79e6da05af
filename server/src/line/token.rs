//! Buying access tokens with channel ID and secret.
//!
//! Stateless tokens: they live for 15 minutes, any number of them, so that servers never take each
//! other's away.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#issue-stateless-channel-access-token>

use std::time::Duration;

use zeroize::Zeroizing;

use super::{
    client::{Endpoint, LineClient},
    credentials::ChannelCredentials,
    payload::{TokenAnswer, TokenRequest},
};

const ISSUE: Endpoint<'_> = Endpoint { method: "POST", path: "/oauth2/v3/token", names: &[] };

/// The right to act for an official account. Never printed, and wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Zeroizing<String>);

impl AccessToken {
    /// Wraps a token as LINE gave it.
    pub fn new(token: String) -> Self {
        Self(Zeroizing::new(token))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// A token and how long it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// The token.
    pub token: AccessToken,
    /// Its life, from before it was asked for.
    pub lifetime: Duration,
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// LINE does not accept this channel ID and secret, or they are no longer kept here.
    #[error("LINE does not accept the channel ID and secret")]
    Refused,
    /// It could not be had now. Nothing else was asked of LINE.
    #[error("no access token could be had now")]
    NotNow,
}

/// An answer that may say that the token was not valid.
pub trait MayBeUnauthorized {
    /// Whether it says so.
    fn is_unauthorized(&self) -> bool;
}

impl LineClient {
    /// Buys a token.
    ///
    /// # Errors
    /// When LINE does not accept the credentials, or does not answer.
    pub async fn issue_token(
        &self,
        credentials: &ChannelCredentials,
    ) -> Result<IssuedToken, TokenError> {
        let form = TokenRequest {
            grant_type: "client_credentials",
            client_id: &credentials.channel_id,
            client_secret: &credentials.channel_secret,
        };
        let request = self.request(ISSUE).form(&form);
        let heard = self.ask(ISSUE, request).await.map_err(|_| TokenError::NotNow)?;
        match heard.status.as_u16() {
            200 => heard.json::<TokenAnswer>().map(Into::into).ok_or(TokenError::NotNow),
            400 | 401 | 403 => Err(TokenError::Refused),
            _ => Err(TokenError::NotNow),
        }
    }
}

impl From<TokenAnswer> for IssuedToken {
    fn from(answer: TokenAnswer) -> Self {
        Self {
            token: AccessToken::new(answer.access_token),
            lifetime: Duration::from_secs(answer.expires_in.into()),
        }
    }
}
