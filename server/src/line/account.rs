//! LINE as the rest of the server meets it: calls made in the name of a connection.

use std::sync::Arc;

use app::domain::ConnectionId;
use uuid::Uuid;

use super::{
    client::LineClient,
    content::ContentAnswer,
    credentials::Credentials,
    inbound::{GroupId, LineUserId},
    lookup::LookupError,
    message::Outgoing,
    payload::{BotInfo, GroupSummary, Profile},
    quota::Figures,
    send::SendAnswer,
    token::TokenError,
    tokens::{TokenWatch, Tokens},
};
use crate::clock::Clock;

/// Every connected official account's voice.
pub struct Accounts {
    client: LineClient,
    tokens: Tokens,
}

impl Accounts {
    /// Speaks through `client` with what `credentials` knows.
    pub fn new(
        client: LineClient,
        credentials: Arc<dyn Credentials>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { tokens: Tokens::new(client.clone(), credentials, clock), client }
    }

    /// Tells `watch` how buying access tokens goes.
    #[must_use]
    pub fn watched_by(self, watch: Arc<dyn TokenWatch>) -> Self {
        Self { tokens: self.tokens.watched_by(watch), ..self }
    }

    /// Forgets what was bought with a connection's credentials, which are others from now on or none.
    pub async fn forget(&self, connection: ConnectionId) {
        self.tokens.forget(connection).await;
    }

    /// See [`LineClient::push`].
    ///
    /// # Errors
    /// When no access token is to be had; nothing was sent then.
    pub async fn push(
        &self,
        connection: ConnectionId,
        to: &str,
        messages: &[Outgoing],
        retry_key: Uuid,
    ) -> Result<SendAnswer, TokenError> {
        let call = |token| async move { self.client.push(&token, to, messages, retry_key).await };
        self.tokens.with(connection, call).await
    }

    /// See [`LineClient::reply`].
    ///
    /// # Errors
    /// When no access token is to be had; nothing was sent then.
    pub async fn reply(
        &self,
        connection: ConnectionId,
        reply_token: &str,
        messages: &[Outgoing],
    ) -> Result<SendAnswer, TokenError> {
        let call = |token| async move { self.client.reply(&token, reply_token, messages).await };
        self.tokens.with(connection, call).await
    }

    /// A LINE user's profile, as this official account may see it.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when LINE does not show it to this account.
    pub async fn profile(
        &self,
        connection: ConnectionId,
        user: &LineUserId,
    ) -> Result<Profile, LookupError> {
        let call = |token| async move { self.client.profile(&token, &user.0).await };
        self.tokens.with(connection, call).await?
    }

    /// The profile of somebody in a group with this official account.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when LINE does not show it to this account.
    pub async fn member_profile(
        &self,
        connection: ConnectionId,
        group: &GroupId,
        user: &LineUserId,
    ) -> Result<Profile, LookupError> {
        let call = |token| async move { self.client.member_profile(&token, group, &user.0).await };
        self.tokens.with(connection, call).await?
    }

    /// The name and picture of a group.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the account is not in it.
    pub async fn group_summary(
        &self,
        connection: ConnectionId,
        group: &GroupId,
    ) -> Result<GroupSummary, LookupError> {
        let call = |token| async move { self.client.group_summary(&token, group).await };
        self.tokens.with(connection, call).await?
    }

    /// How many people are in a group with this official account, which is not counted.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when the account is not in it.
    pub async fn member_count(
        &self,
        connection: ConnectionId,
        group: &GroupId,
    ) -> Result<u32, LookupError> {
        let call = |token| async move { self.client.member_count(&token, group).await };
        self.tokens.with(connection, call).await?.map(|answer| answer.count)
    }

    /// Takes the official account out of a group.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when it is not in it (any more).
    pub async fn leave(
        &self,
        connection: ConnectionId,
        group: &GroupId,
    ) -> Result<(), LookupError> {
        let call = |token| async move { self.client.leave(&token, group).await };
        self.tokens.with(connection, call).await?
    }

    /// See [`LineClient::content`].
    ///
    /// # Errors
    /// When no access token is to be had.
    pub async fn content(
        &self,
        connection: ConnectionId,
        line_id: &str,
    ) -> Result<ContentAnswer, TokenError> {
        let call = |token| async move { self.client.content(&token, line_id).await };
        self.tokens.with(connection, call).await
    }

    /// See [`LineClient::content_preview`].
    ///
    /// # Errors
    /// When no access token is to be had.
    pub async fn content_preview(
        &self,
        connection: ConnectionId,
        line_id: &str,
    ) -> Result<ContentAnswer, TokenError> {
        let call = |token| async move { self.client.content_preview(&token, line_id).await };
        self.tokens.with(connection, call).await
    }

    /// See [`LineClient::content_progress`].
    ///
    /// # Errors
    /// When no access token is to be had.
    pub async fn content_progress(
        &self,
        connection: ConnectionId,
        line_id: &str,
    ) -> Result<ContentAnswer, TokenError> {
        let call = |token| async move { self.client.content_progress(&token, line_id).await };
        self.tokens.with(connection, call).await
    }

    /// What the official account may send this month, and what it has.
    ///
    /// # Errors
    /// When LINE does not tell.
    pub async fn figures(&self, connection: ConnectionId) -> Result<Figures, LookupError> {
        let call = |token| async move { self.client.figures(&token).await };
        self.tokens.with(connection, call).await?
    }

    /// Marks a message to the official account, and all before it in its chat, as read.
    ///
    /// # Errors
    /// [`LookupError::NotAvailable`] when LINE does not take the mark, and never will.
    pub async fn mark_as_read(
        &self,
        connection: ConnectionId,
        mark: &str,
    ) -> Result<(), LookupError> {
        let call = |token| async move { self.client.mark_as_read(&token, mark).await };
        self.tokens.with(connection, call).await?
    }

    /// What LINE says of the official account itself.
    ///
    /// # Errors
    /// When LINE does not tell.
    pub async fn bot_info(&self, connection: ConnectionId) -> Result<BotInfo, LookupError> {
        let call = |token| async move { self.client.bot_info(&token).await };
        self.tokens.with(connection, call).await?
    }
}
