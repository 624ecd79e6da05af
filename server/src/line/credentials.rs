//! What proves to LINE that a call comes from an official account, and who keeps it.

use app::domain::ConnectionId;
use futures::future::BoxFuture;
use zeroize::Zeroizing;

/// A Messaging API channel's ID and secret. The secret is wiped from memory when dropped, and never
/// printed.
#[derive(Clone)]
pub struct ChannelCredentials {
    /// The channel ID, a decimal number as text.
    pub channel_id: String,
    /// The channel secret: signs webhooks, and buys access tokens.
    pub channel_secret: Zeroizing<String>,
}

impl std::fmt::Debug for ChannelCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChannelCredentials")
            .field("channel_id", &self.channel_id)
            .finish_non_exhaustive()
    }
}

/// Why credentials are not to be had.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// There is no such connection (any more).
    #[error("no such connection")]
    Unknown,
    /// They could not be read now.
    #[error("the credentials could not be read: {0}")]
    Unreadable(Box<dyn std::error::Error + Send + Sync>),
    /// They are kept, but do not open with this server's key.
    #[error("the credentials could not be opened: {0}")]
    Sealed(Box<dyn std::error::Error + Send + Sync>),
}

/// Where the credentials of connections are kept.
pub trait Credentials: Send + Sync {
    /// The credentials of one connection.
    fn credentials(
        &self,
        connection: ConnectionId,
    ) -> BoxFuture<'_, Result<ChannelCredentials, CredentialsError>>;
}
