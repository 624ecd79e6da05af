//! Binding an official account, giving it another secret, unbinding it. Nothing is kept before LINE
//! has accepted the credentials and said whose they are.

use app::domain::{ChannelId, ConnectionId, Fault, MemberId, ProviderName};
use zeroize::Zeroizing;

use super::Connections;
use crate::{
    credentials::seal_channel_secret,
    line::credentials::ChannelCredentials,
    secret::{SealError, SecretText},
    store::{
        Refusal, StoreError,
        binding::{Bind, Rebind, Unbind},
    },
};

/// An official account that somebody wishes to connect.
pub struct Wish {
    /// The member it is to stand for.
    pub member: MemberId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The channel's secret.
    pub secret: SecretText,
    /// The LINE provider it belongs to, as was told.
    pub provider: Option<ProviderName>,
}

/// Why an official account was not bound. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum NotBound {
    /// LINE does not accept the credentials, or did not answer.
    #[error("LINE was asked in vain: {0:?}")]
    Line(Fault),
    /// It is bound already.
    #[error("it is connected already")]
    Taken {
        /// What was recognised.
        through: Through,
        /// The connection it is bound by, where that is still so.
        holder: Option<ConnectionId>,
    },
    /// The secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// By what an official account that is bound already was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// By its channel.
    Channel,
    /// By its bot, which LINE named for another channel.
    Account,
}

impl Connections {
    /// Binds an official account, and has LINE send its webhooks here. What does not work yet of the
    /// latter is no reason not to bind it: the checkup says what to do.
    ///
    /// # Errors
    /// When LINE does not accept it, it is bound already, or the database fails.
    pub async fn bind(&self, wish: Wish) -> Result<ConnectionId, NotBound> {
        let Wish { member, channel_id, secret, provider } = wish;
        let channel_id = channel_id.as_str();
        if let Some(holder) = self.store.holder_of_channel(channel_id).await? {
            return Err(NotBound::Taken { through: Through::Channel, holder: Some(holder) });
        }
        let admitted = self.admit(&credentials(channel_id, &secret)).await;
        let admitted = admitted.map_err(|stopped| NotBound::Line(stopped.why()))?;
        let earlier = self.store.earlier_connection(member, channel_id).await?;
        let connection = earlier.unwrap_or_else(|| ConnectionId::new(self.clock.uuid()));
        let bind = Bind {
            connection,
            member,
            channel_id: channel_id.to_owned(),
            sealed_secret: seal_channel_secret(channel_id, &secret, &self.key)?,
            account: admitted.account.clone(),
            provider: provider.map(|name| name.as_str().to_owned()),
            now: self.clock.now(),
        };
        let bot_user_id = &admitted.account.bot_user_id;
        match self.store.run(bind).await {
            Ok(()) => {}
            Err(StoreError::Refused(Refusal::ChannelTaken)) => {
                let holder = self.store.holder_of_channel(channel_id).await?;
                return Err(NotBound::Taken { through: Through::Channel, holder });
            }
            Err(StoreError::Refused(Refusal::AccountTaken)) => {
                let holder = self.store.holder_of_account(bot_user_id).await?;
                return Err(NotBound::Taken { through: Through::Account, holder });
            }
            Err(error) => return Err(error.into()),
        }
        self.accounts.forget(connection).await;
        self.settle(connection, &admitted.token).await?;
        Ok(connection)
    }

    /// Gives a bound connection the new secret of its channel. What was bought with the old one is
    /// forgotten at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none that is bound; when LINE does not accept the
    /// secret, or the database fails.
    pub async fn rebind(&self, id: ConnectionId, secret: &SecretText) -> Result<(), NotBound> {
        let connection = self.store.connection(id).await?.ok_or(StoreError::NotFound)?;
        let admitted = self.admit(&credentials(&connection.channel_id, secret)).await;
        let admitted = admitted.map_err(|stopped| NotBound::Line(stopped.why()))?;
        let sealed_secret = seal_channel_secret(&connection.channel_id, secret, &self.key)?;
        self.store.run(Rebind { connection: id, sealed_secret }).await?;
        self.accounts.forget(id).await;
        Ok(self.take_up(id, admitted).await?)
    }

    /// Unbinds a connection. From the commit on nothing is sent or received through it, and its
    /// secret is nowhere any more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none that is bound, or the database's failure.
    pub async fn unbind(&self, id: ConnectionId) -> Result<(), StoreError> {
        self.store.run(Unbind { connection: id, now: self.clock.now() }).await?;
        self.accounts.forget(id).await;
        self.pulse.forget(id);
        Ok(())
    }
}

fn credentials(channel_id: &str, secret: &SecretText) -> ChannelCredentials {
    ChannelCredentials {
        channel_id: channel_id.to_owned(),
        channel_secret: Zeroizing::new(secret.reveal().to_owned()),
    }
}
