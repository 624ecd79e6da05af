//! Asking LINE about a connection, step by step. A step that fails says why; those that need it are
//! left out.

use app::domain::{Checkup, ConnectionId, Fault, OfficialAccount, Step};

use super::Connections;
use crate::{
    credentials::channel_credentials,
    line::{
        credentials::ChannelCredentials,
        lookup::LookupError,
        token::{AccessToken, TokenError},
        tokens::{TokenNews, TokenWatch},
    },
    store::{
        StoreError,
        binding::{Describe, RecordCheckup},
        connections::Connection,
    },
};

/// What LINE gave for credentials that it accepts.
pub(super) struct Admitted {
    pub token: AccessToken,
    pub account: OfficialAccount,
}

/// Where it came to an end.
pub(super) enum Stopped {
    /// There is no access token.
    Token(Fault),
    /// There is one, but LINE does not describe the account.
    Account(Fault),
}

impl Stopped {
    /// Why.
    pub(super) const fn why(&self) -> Fault {
        match self {
            Self::Token(why) | Self::Account(why) => *why,
        }
    }
}

impl Connections {
    /// Has LINE issue a token for these credentials, and say whose they are.
    pub(super) async fn admit(
        &self,
        credentials: &ChannelCredentials,
    ) -> Result<Admitted, Stopped> {
        let issued = self.client.issue_token(credentials).await;
        let token = issued.map_err(|error| Stopped::Token(token_fault(error)))?.token;
        let info = self.client.bot_info(&token).await;
        let account = info.map_err(|error| Stopped::Account(lookup_fault(error)))?.into();
        Ok(Admitted { token, account })
    }

    /// Checks a connection that is kept, and keeps what was found.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none that is bound, or the database's failure.
    pub async fn check(&self, id: ConnectionId) -> Result<(), StoreError> {
        let connection = self.store.connection(id).await?.ok_or(StoreError::NotFound)?;
        let now = self.clock.now();
        match self.admit_kept(&connection).await {
            Ok(admitted) => self.take_up(id, admitted).await,
            Err(stopped) => {
                let checkup = match stopped {
                    Stopped::Token(why) => Checkup::without_token(now, why),
                    Stopped::Account(why) => Checkup::without_account(now, why),
                };
                self.record(id, checkup).await
            }
        }
    }

    async fn admit_kept(&self, connection: &Connection) -> Result<Admitted, Stopped> {
        match channel_credentials(connection, &self.key) {
            Ok(credentials) => self.admit(&credentials).await,
            Err(error) => {
                tracing::error!(connection = %connection.id, %error, "a channel secret does not open");
                Err(Stopped::Token(Fault::SecretUnreadable))
            }
        }
    }

    /// Keeps what LINE says of the account, and has LINE send its webhooks here.
    pub(super) async fn take_up(
        &self,
        id: ConnectionId,
        admitted: Admitted,
    ) -> Result<(), StoreError> {
        let Admitted { token, account } = admitted;
        let now = self.clock.now();
        self.store.run(Describe { connection: id, account, now }).await?;
        self.settle(id, &token).await
    }

    /// Has LINE send the webhooks of an account that is described here, and keeps what came of it.
    pub(super) async fn settle(
        &self,
        id: ConnectionId,
        token: &AccessToken,
    ) -> Result<(), StoreError> {
        let checkup = self.bring_webhooks_here(id, token).await;
        self.record(id, checkup).await
    }

    async fn bring_webhooks_here(&self, id: ConnectionId, token: &AccessToken) -> Checkup {
        let url = self.webhook_address(id);
        let address = if self.is_public() {
            self.client.set_webhook(token, &url).await.into()
        } else {
            Step::failed(Fault::NotPublic)
        };
        let (mut test, mut switch) = (Step::Skipped, Step::Skipped);
        if address == Step::Passed {
            test = self.client.test_webhook(token, &url).await.into();
            switch = self.is_switched_on(token).await.into();
        }
        let at = self.clock.now();
        Checkup { at, token: Step::Passed, account: Step::Passed, address, test, switch }
    }

    /// Only whether webhooks are sent: for a minute LINE may still name the address of before.
    async fn is_switched_on(&self, token: &AccessToken) -> Result<(), Fault> {
        match self.client.webhook(token).await? {
            Some(webhook) if webhook.active => Ok(()),
            Some(_) => Err(Fault::SwitchedOff),
            None => Err(Fault::NoAnswer),
        }
    }

    async fn record(&self, id: ConnectionId, checkup: Checkup) -> Result<(), StoreError> {
        match checkup.token {
            Step::Passed => self.pulse.token(id, TokenNews::Issued),
            Step::Failed { why: Fault::CredentialsRefused } => {
                self.pulse.token(id, TokenNews::Refused);
            }
            Step::Failed { why: Fault::SecretUnreadable } => {
                self.pulse.token(id, TokenNews::Unreadable);
            }
            Step::Failed { .. } | Step::Skipped => {}
        }
        if let Some(went) = checkup.webhooks() {
            self.pulse.webhook(id, went);
        }
        self.store.run(RecordCheckup { connection: id, checkup }).await
    }
}

const fn token_fault(error: TokenError) -> Fault {
    match error {
        TokenError::Refused => Fault::CredentialsRefused,
        TokenError::NotNow => Fault::NoAnswer,
    }
}

const fn lookup_fault(error: LookupError) -> Fault {
    match error {
        LookupError::Unauthorized => Fault::CredentialsRefused,
        LookupError::NotAvailable | LookupError::NotNow => Fault::NoAnswer,
    }
}
