//! The channel secrets of connections, opened for as long as they are needed.

use std::sync::Arc;

use app::domain::ConnectionId;
use futures::future::BoxFuture;
use zeroize::Zeroizing;

use crate::{
    line::credentials::{ChannelCredentials, Credentials, CredentialsError},
    secret::{OpenError, Purpose, SealError, Sealed, SecretKey, SecretText},
    store::{Store, binding::Resealed, connections::Connection},
};

/// Credentials kept sealed in the store.
pub struct SealedCredentials {
    store: Store,
    key: Arc<SecretKey>,
}

impl SealedCredentials {
    /// Credentials of `store` that `key` opens.
    pub fn new(store: Store, key: Arc<SecretKey>) -> Self {
        Self { store, key }
    }
}

/// Opens a connection's channel secret.
///
/// # Errors
/// When another key sealed it, or it is damaged.
pub fn channel_secret(connection: &Connection, key: &SecretKey) -> Result<SecretText, OpenError> {
    let purpose = Purpose::ChannelSecret { channel_id: &connection.channel_id };
    key.open(purpose, &Sealed::from_text(&connection.sealed_secret)?)
}

/// A connection's channel ID and secret, opened.
///
/// # Errors
/// As [`channel_secret`].
pub fn channel_credentials(
    connection: &Connection,
    key: &SecretKey,
) -> Result<ChannelCredentials, OpenError> {
    let secret = channel_secret(connection, key)?;
    Ok(ChannelCredentials {
        channel_id: connection.channel_id.clone(),
        channel_secret: Zeroizing::new(secret.reveal().to_owned()),
    })
}

/// Seals a channel secret for the store.
///
/// # Errors
/// When it is absurdly long.
pub fn seal_channel_secret(
    channel_id: &str,
    secret: &SecretText,
    key: &SecretKey,
) -> Result<String, SealError> {
    let nonce = crate::secret::Nonce::mint(&mut rand::rng());
    Ok(key.seal(Purpose::ChannelSecret { channel_id }, nonce, secret)?.to_text())
}

/// A channel secret that opens with neither the old key nor the new one.
#[derive(Debug, thiserror::Error)]
#[error(
    "the secret of channel {channel_id} cannot be opened: {source}; give the channel its secret again \
     with `kakehashi connection add`, or disconnect it, and rotate then"
)]
pub struct Unopened {
    channel_id: String,
    source: OpenError,
}

/// Why secrets could not be sealed anew. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum ResealError {
    /// One does not open.
    #[error(transparent)]
    Unopened(#[from] Unopened),
    /// One does not seal.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What is to be written so that every channel secret is sealed with `new`. Those that are already
/// stay as they are, so that an interrupted rotation can be taken up.
///
/// # Errors
/// When one opens with neither key.
pub fn seal_anew(
    connections: &[Connection],
    old: &SecretKey,
    new: &SecretKey,
) -> Result<Vec<Resealed>, ResealError> {
    let mut resealed = Vec::new();
    for connection in connections {
        if channel_secret(connection, new).is_ok() {
            continue;
        }
        let secret = channel_secret(connection, old)
            .map_err(|source| Unopened { channel_id: connection.channel_id.clone(), source })?;
        resealed.push(Resealed {
            connection: connection.id,
            before: connection.sealed_secret.clone(),
            after: seal_channel_secret(&connection.channel_id, &secret, new)?,
        });
    }
    Ok(resealed)
}

impl Credentials for SealedCredentials {
    fn credentials(
        &self,
        connection: ConnectionId,
    ) -> BoxFuture<'_, Result<ChannelCredentials, CredentialsError>> {
        Box::pin(async move {
            let found = self.store.connection(connection).await;
            let found = found.map_err(|error| CredentialsError::Unreadable(Box::new(error)))?;
            let connection = found.ok_or(CredentialsError::Unknown)?;
            channel_credentials(&connection, &self.key)
                .map_err(|error| CredentialsError::Sealed(Box::new(error)))
        })
    }
}
