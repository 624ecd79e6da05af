//! The channel secrets of connections, opened for as long as they are needed.

use std::sync::Arc;

use app::domain::ConnectionId;
use futures::future::BoxFuture;
use zeroize::Zeroizing;

use crate::{
    line::credentials::{ChannelCredentials, Credentials, CredentialsError},
    secret::{OpenError, Purpose, SealError, Sealed, SecretKey, SecretText},
    store::{Store, connections::Connection},
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

impl Credentials for SealedCredentials {
    fn credentials(
        &self,
        connection: ConnectionId,
    ) -> BoxFuture<'_, Result<ChannelCredentials, CredentialsError>> {
        Box::pin(async move {
            let found = self.store.connection(connection).await;
            let found = found.map_err(|error| CredentialsError::Unreadable(Box::new(error)))?;
            let connection = found.ok_or(CredentialsError::Unknown)?;
            let secret = channel_secret(&connection, &self.key)
                .map_err(|error| CredentialsError::Unreadable(Box::new(error)))?;
            Ok(ChannelCredentials {
                channel_id: connection.channel_id,
                channel_secret: Zeroizing::new(secret.reveal().to_owned()),
            })
        })
    }
}
