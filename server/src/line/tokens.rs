//! The access tokens in use: one a connection, renewed before it ends, bought once however many
//! callers need it at the same time.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use app::domain::{ConnectionId, Timestamp};
use tokio::sync::Mutex;

use super::{
    client::LineClient,
    credentials::{Credentials, CredentialsError},
    token::{AccessToken, MayBeUnauthorized, TokenError},
};
use crate::clock::Clock;

/// A token is renewed this long before its end, so that no call starts with one that dies on the way.
const RENEW_BEFORE_END: Duration = Duration::from_mins(3);
/// Callers that waited for a purchase that failed share its failure, instead of each waiting for
/// one more of their own.
const FAILURE_HOLDS_MS: i64 = 1000;

/// Access tokens by connection.
pub struct Tokens {
    client: LineClient,
    credentials: Arc<dyn Credentials>,
    clock: Arc<dyn Clock>,
    watch: Option<Arc<dyn TokenWatch>>,
    slots: std::sync::Mutex<HashMap<ConnectionId, Arc<Mutex<Slot>>>>,
}

/// Told how buying access tokens goes. Must return at once.
pub trait TokenWatch: Send + Sync {
    /// What came of a purchase, or of the use of a token that was just bought.
    fn token(&self, connection: ConnectionId, news: TokenNews);
}

/// What came of buying a token. That LINE did not answer is no news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenNews {
    /// LINE has issued one.
    Issued,
    /// LINE does not accept the credentials.
    Refused,
    /// The credentials could not be read here.
    Unreadable,
}

/// What is known of one connection's token. Its lock is held while a token is bought.
#[derive(Default)]
enum Slot {
    #[default]
    Empty,
    Kept {
        token: AccessToken,
        renew_at: Timestamp,
    },
    Failed {
        error: TokenError,
        at: Timestamp,
    },
}

impl Tokens {
    /// No tokens yet; they are bought when first needed.
    pub fn new(
        client: LineClient,
        credentials: Arc<dyn Credentials>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { client, credentials, clock, watch: None, slots: std::sync::Mutex::default() }
    }

    /// Tells `watch` how it goes.
    #[must_use]
    pub fn watched_by(self, watch: Arc<dyn TokenWatch>) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// Forgets a connection's token, and what came of buying it. One that is just being bought is
    /// waited for and forgotten too.
    pub async fn forget(&self, connection: ConnectionId) {
        *self.slot(connection).lock().await = Slot::Empty;
    }

    /// Calls LINE in the name of a connection. When LINE says that the token is not valid, it is
    /// renewed and the call made once more; that second answer stands.
    ///
    /// # Errors
    /// When no token is to be had. If that comes up at the renewal, `call` was refused before it.
    pub async fn with<T, F>(
        &self,
        connection: ConnectionId,
        call: impl Fn(AccessToken) -> F,
    ) -> Result<T, TokenError>
    where
        T: MayBeUnauthorized,
        F: Future<Output = T>,
    {
        let token = self.token(connection).await?;
        let answer = call(token.clone()).await;
        if !answer.is_unauthorized() {
            return Ok(answer);
        }
        self.drop_token(connection, &token).await;
        let token = self.token(connection).await?;
        let answer = call(token).await;
        if answer.is_unauthorized() {
            self.tell(connection, TokenNews::Refused);
        }
        Ok(answer)
    }

    async fn token(&self, connection: ConnectionId) -> Result<AccessToken, TokenError> {
        let slot = self.slot(connection);
        let mut slot = slot.lock().await;
        let now = self.clock.now();
        match &*slot {
            Slot::Kept { token, renew_at } if now < *renew_at => return Ok(token.clone()),
            Slot::Failed { error, at } if now.since(*at) < FAILURE_HOLDS_MS => return Err(*error),
            _ => {}
        }
        match self.buy(connection).await {
            Ok((token, keep)) => {
                let renew_at = now.plus_millis(i64::try_from(keep.as_millis()).unwrap_or(0));
                *slot = Slot::Kept { token: token.clone(), renew_at };
                Ok(token)
            }
            Err(error) => {
                *slot = Slot::Failed { error, at: self.clock.now() };
                Err(error)
            }
        }
    }

    async fn buy(&self, connection: ConnectionId) -> Result<(AccessToken, Duration), TokenError> {
        let credentials = self.credentials.credentials(connection).await.map_err(|error| {
            tracing::error!(%connection, %error, "no credentials to buy an access token with");
            match error {
                CredentialsError::Unknown => TokenError::Refused,
                CredentialsError::Unreadable(_) => TokenError::NotNow,
                CredentialsError::Sealed(_) => {
                    self.tell(connection, TokenNews::Unreadable);
                    TokenError::NotNow
                }
            }
        })?;
        let issued = self.client.issue_token(&credentials).await;
        match &issued {
            Ok(_) => self.tell(connection, TokenNews::Issued),
            Err(TokenError::Refused) => self.tell(connection, TokenNews::Refused),
            Err(TokenError::NotNow) => {}
        }
        let issued = issued?;
        let early = RENEW_BEFORE_END.min(issued.lifetime / 2);
        Ok((issued.token, issued.lifetime.saturating_sub(early)))
    }

    fn tell(&self, connection: ConnectionId, news: TokenNews) {
        if let Some(watch) = &self.watch {
            watch.token(connection, news);
        }
    }

    /// Forgets a token that LINE refused, unless another caller has renewed it already.
    async fn drop_token(&self, connection: ConnectionId, refused: &AccessToken) {
        let slot = self.slot(connection);
        let mut slot = slot.lock().await;
        if matches!(&*slot, Slot::Kept { token, .. } if token == refused) {
            *slot = Slot::Empty;
        }
    }

    fn slot(&self, connection: ConnectionId) -> Arc<Mutex<Slot>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(connection).or_default())
    }
}
