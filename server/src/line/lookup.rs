//! Asking LINE about people and about the official account itself.

use serde::de::DeserializeOwned;

use super::{
    client::{Endpoint, LineClient},
    payload::{BotInfo, Profile},
    token::{AccessToken, MayBeUnauthorized, TokenError},
};

const BOT_INFO: Endpoint<'_> = Endpoint { method: "GET", path: "/v2/bot/info", person: None };

/// Why LINE did not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// LINE does not tell this account: no such LINE user, no consent, or the LINE user has blocked
    /// the official account. Asking again is of no use until something happens.
    #[error("not available to this official account")]
    NotAvailable,
    /// The access token or the credentials behind it are not valid.
    #[error("LINE does not accept the official account's credentials")]
    Unauthorized,
    /// LINE did not answer, or not now. Asking again later is of use.
    #[error("LINE did not answer")]
    NotNow,
}

impl From<TokenError> for LookupError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Refused => Self::Unauthorized,
            TokenError::NotNow => Self::NotNow,
        }
    }
}

impl<T> MayBeUnauthorized for Result<T, LookupError> {
    fn is_unauthorized(&self) -> bool {
        matches!(self, Err(LookupError::Unauthorized))
    }
}

impl LineClient {
    /// A LINE user's profile
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-profile>).
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] is an everyday answer here.
    pub async fn profile(
        &self,
        token: &AccessToken,
        user_id: &str,
    ) -> Result<Profile, LookupError> {
        let profile = Endpoint { method: "GET", path: "/v2/bot/profile", person: Some(user_id) };
        self.look_up(profile, token).await
    }

    /// The official account that the token belongs to
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-bot-info>).
    ///
    /// # Errors
    /// When LINE does not tell.
    pub async fn bot_info(&self, token: &AccessToken) -> Result<BotInfo, LookupError> {
        self.look_up(BOT_INFO, token).await
    }

    async fn look_up<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint<'_>,
        token: &AccessToken,
    ) -> Result<T, LookupError> {
        let request = self.request(endpoint).bearer_auth(token.as_str());
        let Ok(heard) = self.ask(endpoint, request).await else {
            return Err(LookupError::NotNow);
        };
        match heard.status.as_u16() {
            200 => heard.json().ok_or(LookupError::NotNow),
            401 => Err(LookupError::Unauthorized),
            408 | 429 => Err(LookupError::NotNow),
            400..=499 => Err(LookupError::NotAvailable),
            _ => Err(LookupError::NotNow),
        }
    }
}
