//! Asking LINE about people, about groups and about the official account itself; and the two acts that are
//! no message: leaving a group, and marking messages as read.

use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use super::{
    client::{Endpoint, LineClient},
    inbound::GroupId,
    payload::{BotInfo, GroupSummary, MarkAsRead, MemberCount, Profile},
    token::{AccessToken, MayBeUnauthorized, TokenError},
};

const BOT_INFO: Endpoint<'_> = Endpoint { method: "GET", path: "/v2/bot/info", names: &[] };
const MARK_AS_READ: Endpoint<'_> =
    Endpoint { method: "POST", path: "/v2/bot/chat/markAsRead", names: &[] };

/// Why LINE did not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// LINE does not tell this account: no such LINE user, no consent, or the LINE user has blocked
    /// the official account; no such group, or the account is not in it. Asking again is of no use
    /// until something happens.
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

/// The path for a group, or the one for one of LINE's rooms.
fn either(group: &GroupId, named: &'static str, unnamed: &'static str) -> &'static str {
    if group.is_unnamed() { unnamed } else { named }
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
        let profile = Endpoint { method: "GET", path: "/v2/bot/profile/{}", names: &[user_id] };
        self.look_up(profile, token).await
    }

    /// The profile of somebody who is in a group with the account, friend or not: without status
    /// message and language
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-group-member-profile>).
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the LINE user is not in it, or shares no profile.
    pub async fn member_profile(
        &self,
        token: &AccessToken,
        group: &GroupId,
        user_id: &str,
    ) -> Result<Profile, LookupError> {
        let path = either(group, "/v2/bot/group/{}/member/{}", "/v2/bot/room/{}/member/{}");
        let profile = Endpoint { method: "GET", path, names: &[group.as_str(), user_id] };
        self.look_up(profile, token).await
    }

    /// A group's name and picture
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-group-summary>). LINE's rooms
    /// have none.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the account is not in the group.
    pub async fn group_summary(
        &self,
        token: &AccessToken,
        group: &GroupId,
    ) -> Result<GroupSummary, LookupError> {
        let path = "/v2/bot/group/{}/summary";
        let summary = Endpoint { method: "GET", path, names: &[group.as_str()] };
        self.look_up(summary, token).await
    }

    /// How many people are in a group, the official account not counted
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-members-group-count>).
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the account is not in it.
    pub async fn member_count(
        &self,
        token: &AccessToken,
        group: &GroupId,
    ) -> Result<MemberCount, LookupError> {
        let path = either(group, "/v2/bot/group/{}/members/count", "/v2/bot/room/{}/members/count");
        let count = Endpoint { method: "GET", path, names: &[group.as_str()] };
        self.look_up(count, token).await
    }

    /// Takes the official account out of a group. LINE tells it so by a webhook too.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#leave-group>
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the account is not in it (any more); of one of LINE's rooms
    /// LINE does not say so.
    pub async fn leave(&self, token: &AccessToken, group: &GroupId) -> Result<(), LookupError> {
        let path = either(group, "/v2/bot/group/{}/leave", "/v2/bot/room/{}/leave");
        let leave = Endpoint { method: "POST", path, names: &[group.as_str()] };
        self.look_up(leave, token).await.map(|_: serde::de::IgnoredAny| ())
    }

    /// The official account that the token belongs to
    /// (<https://developers.line.biz/en/reference/messaging-api/#get-bot-info>).
    ///
    /// # Errors
    /// When LINE does not tell.
    pub async fn bot_info(&self, token: &AccessToken) -> Result<BotInfo, LookupError> {
        self.look_up(BOT_INFO, token).await
    }

    /// Marks a message, and all before it in its chat, as read for whoever wrote them.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#mark-as-read>
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when LINE does not take the mark, and never will.
    pub async fn mark_as_read(&self, token: &AccessToken, mark: &str) -> Result<(), LookupError> {
        let request = self.request(MARK_AS_READ).json(&MarkAsRead { mark_as_read_token: mark });
        let told = self.told(MARK_AS_READ, token, request).await;
        told.map(|_: serde::de::IgnoredAny| ())
    }

    pub(super) async fn look_up<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint<'_>,
        token: &AccessToken,
    ) -> Result<T, LookupError> {
        self.told(endpoint, token, self.request(endpoint)).await
    }

    async fn told<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint<'_>,
        token: &AccessToken,
        request: RequestBuilder,
    ) -> Result<T, LookupError> {
        let Ok(heard) = self.ask(endpoint, request.bearer_auth(token.as_str())).await else {
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
