//! Who may look after which connections. A keeper is made for one member at one request, after the
//! store has said what they may do; every act goes through it, and is noted in the log with who did it.

use app::{
    domain::{
        ConnectionEntry, ConnectionId, DirectoryEntry, Email, MemberId, OwnAccounts, ProviderName,
        Role, Standing, Usage,
    },
    features::admin::Stand,
};

use super::{Connections, NotBound, Wish};
use crate::{
    secret::SecretText,
    state::AppState,
    store::{StoreError, binding::NameProvider, quota::WantFigures},
};

/// Members offered to choose from; others are typed.
const OFFERED: usize = 300;

/// Somebody who looks after connections.
pub struct Keeper {
    state: AppState,
    /// Who.
    by: MemberId,
    /// After which.
    pub stand: Stand,
}

impl Keeper {
    /// The keeper that a member is at this stand.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they may not look after connections there, or the database's
    /// failure.
    pub async fn open(state: AppState, member: MemberId, stand: Stand) -> Result<Self, StoreError> {
        let store = &state.store;
        let may = match stand {
            Stand::Office => store.role(member).await? == Role::Admin,
            Stand::Own => {
                store.own_accounts().await? == OwnAccounts::Allowed
                    && store.permitted(member).await?
            }
        };
        if may { Ok(Self { state, by: member, stand }) } else { Err(StoreError::NotFound) }
    }

    /// The connections that are theirs to look after, with the newest signs of life.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn entries(&self) -> Result<Vec<ConnectionEntry>, StoreError> {
        let of = match self.stand {
            Stand::Office => None,
            Stand::Own => Some(self.by),
        };
        let fresh = |entry: ConnectionEntry| {
            let signs = entry.signs.then(self.connections().pulse.of(entry.id));
            ConnectionEntry { signs, ..entry }
        };
        let entries = self.state.store.connection_entries(of).await?;
        Ok(entries.into_iter().map(fresh).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not theirs to look after, or the database's failure.
    pub async fn entry(&self, id: ConnectionId) -> Result<ConnectionEntry, StoreError> {
        let mut entries = self.entries().await?.into_iter();
        entries.find(|entry| entry.id == id).ok_or(StoreError::NotFound)
    }

    /// What one of them has used. LINE is asked anew, unless it was a moment ago; what it says is seen at
    /// the next look.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not theirs to look after, or the database's failure.
    pub async fn usage(&self, id: ConnectionId) -> Result<Usage, StoreError> {
        self.entry(id).await?;
        let now = self.state.clock.now();
        self.state.store.run(WantFigures { connection: id, now }).await?;
        self.state.store.usage(id, now).await
    }

    /// Whom an account may be connected to by this keeper: everybody, or themselves.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn offered(&self) -> Result<Vec<DirectoryEntry>, StoreError> {
        if self.stand == Stand::Own {
            return Ok(Vec::new());
        }
        let mut members = self.state.store.listed().await?;
        members.retain(|member| member.standing == Standing::Active);
        members.sort_by(|a, b| (&a.entry.name, a.id.uuid()).cmp(&(&b.entry.name, b.id.uuid())));
        members.truncate(OFFERED);
        self.state.store.with_choices(members).await
    }

    /// The member that was meant, by what was typed; of no meaning for who connects for themselves.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn meant(&self, typed: &str) -> Result<Option<MemberId>, StoreError> {
        if self.stand == Stand::Own {
            return Ok(Some(self.by));
        }
        let Ok(email) = Email::parse(typed) else { return Ok(None) };
        let found = self.state.store.member_by_email(&email).await?;
        Ok(found.filter(|member| member.active).map(|member| member.id))
    }

    /// Connects an official account.
    ///
    /// # Errors
    /// See [`Connections::bind`]; [`StoreError::NotFound`] when it is for somebody else and that is not
    /// theirs to decide.
    pub async fn bind(&self, wish: Wish) -> Result<ConnectionId, NotBound> {
        if self.stand == Stand::Own && wish.member != self.by {
            return Err(StoreError::NotFound.into());
        }
        let (by, member) = (self.by, wish.member);
        let channel = wish.channel_id.as_str().to_owned();
        let bound = self.connections().bind(wish).await;
        tracing::info!(%by, %member, channel, done = bound.is_ok(), "an account is connected");
        bound
    }

    /// Gives a connection the new secret of its channel.
    ///
    /// # Errors
    /// See [`Connections::rebind`].
    pub async fn rebind(&self, id: ConnectionId, secret: &SecretText) -> Result<(), NotBound> {
        self.entry(id).await?;
        let done = self.connections().rebind(id, secret).await;
        tracing::info!(by = %self.by, connection = %id, done = done.is_ok(), "a secret is renewed");
        done
    }

    /// Checks a connection again.
    ///
    /// # Errors
    /// See [`Connections::check`].
    pub async fn check(&self, id: ConnectionId) -> Result<(), StoreError> {
        self.entry(id).await?;
        self.connections().check(id).await
    }

    /// Tells the LINE provider of a connection.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not theirs, or the database's failure.
    pub async fn name_provider(
        &self,
        id: ConnectionId,
        provider: Option<ProviderName>,
    ) -> Result<(), StoreError> {
        self.entry(id).await?;
        let provider = provider.map(|name| name.as_str().to_owned());
        self.state.store.run(NameProvider { connection: id, provider }).await
    }

    /// Disconnects.
    ///
    /// # Errors
    /// See [`Connections::unbind`].
    pub async fn unbind(&self, id: ConnectionId) -> Result<(), StoreError> {
        self.entry(id).await?;
        tracing::info!(by = %self.by, connection = %id, "an account is disconnected");
        self.connections().unbind(id).await
    }

    /// Whether members connect accounts of their own.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn own_accounts(&self) -> Result<OwnAccounts, StoreError> {
        self.state.store.own_accounts().await
    }

    /// Says whether members connect accounts of their own.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when that is not theirs to say, or the database's failure.
    pub async fn allow_own_accounts(&self, allowed: OwnAccounts) -> Result<(), StoreError> {
        if self.stand == Stand::Own {
            return Err(StoreError::NotFound);
        }
        tracing::info!(by = %self.by, ?allowed, "members' own accounts are allowed or not");
        self.state.store.allow_own_accounts(allowed).await
    }

    /// What does the work.
    pub fn connections(&self) -> &Connections {
        &self.state.connections
    }
}
