//! Binding official accounts, unbinding them, and what is told of them. What was said through a
//! connection stays when it is unbound, and is taken up when the same member binds the channel again.

use app::domain::{Checkup, ConnectionId, MemberId, OfficialAccount, OwnAccounts, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::{Singleton, TextKey},
    members::Put,
    quota,
    row::{Row, from_json, to_json},
    schema::{BotRow, ChannelRow, CompanyRow, ConnectionRow, MemberRow, SignsRow},
};

/// An official account whose credentials LINE has accepted, to be bound.
pub struct Bind {
    /// The connection: [`Store::earlier_connection`], or a fresh one.
    pub connection: ConnectionId,
    /// The member it stands for.
    pub member: MemberId,
    /// LINE's channel id; also what it is recognised by.
    pub channel_id: String,
    /// The channel secret, sealed.
    pub sealed_secret: String,
    /// What LINE says of it.
    pub account: OfficialAccount,
    /// The LINE provider it belongs to, as was told.
    pub provider: Option<String>,
    /// When.
    pub now: Timestamp,
}

impl Command for Bind {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        if draft.get::<ChannelRow>(TextKey::of(&self.channel_id)).await?.is_some() {
            return Err(StoreError::Refused(Refusal::ChannelTaken));
        }
        let bot = TextKey::of(&self.account.bot_user_id);
        if draft.get::<BotRow>(bot).await?.is_some() {
            return Err(StoreError::Refused(Refusal::AccountTaken));
        }
        let Self { connection, member, .. } = *self;
        let mut row = open(draft, connection, member, &self.channel_id, self.now).await?;
        row.sealed_secret = Some(self.sealed_secret.clone());
        row.provider.clone_from(&self.provider);
        describe(&mut row, &self.account, self.now);
        draft.insert::<BotRow>(bot, BotRow { connection: connection.uuid() });
        draft.put::<ConnectionRow>(connection, row);
        draft.send_to_snapshot(member).await
    }
}

/// An official account to bind without asking LINE, or whose secret to bring up to date.
pub struct PutConnection {
    /// The id, if the channel is new: [`Store::earlier_connection`], or a fresh one.
    pub fresh: ConnectionId,
    /// The member it stands for.
    pub member: MemberId,
    /// LINE's channel id; also what it is recognised by.
    pub channel_id: String,
    /// The channel secret, sealed.
    pub sealed_secret: String,
    /// When.
    pub now: Timestamp,
}

impl Command for PutConnection {
    type Output = (ConnectionId, Put);

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Self::Output, StoreError> {
        let known = draft.get::<ChannelRow>(TextKey::of(&self.channel_id)).await?;
        let (id, mut row, put) = if let Some(known) = known {
            let id = ConnectionId::new(known.connection);
            (id, draft.need::<ConnectionRow>(id).await?, Put::Updated)
        } else {
            let Self { fresh, member, .. } = *self;
            let row = open(draft, fresh, member, &self.channel_id, self.now).await?;
            (fresh, row, Put::Created)
        };
        if row.member != self.member.uuid() {
            return Err(StoreError::Refused(Refusal::ChannelTaken));
        }
        row.sealed_secret = Some(self.sealed_secret.clone());
        draft.put::<ConnectionRow>(id, row);
        Ok((id, put))
    }
}

/// The row of a channel that is not bound, as it begins, or begins again.
async fn open(
    draft: &mut Draft<'_>,
    id: ConnectionId,
    member: MemberId,
    channel_id: &str,
    now: Timestamp,
) -> Result<ConnectionRow, StoreError> {
    draft.need::<MemberRow>(member).await?;
    let channel = TextKey::of(channel_id);
    draft.insert::<ChannelRow>(channel, ChannelRow { connection: id.uuid() });
    if let Some(earlier) = draft.get::<ConnectionRow>(id).await? {
        if earlier.member != member.uuid() || earlier.channel_id != channel_id {
            return Err(StoreError::NotFound);
        }
        return Ok(ConnectionRow { unbound_at: None, described_at: None, ..earlier });
    }
    Ok(ConnectionRow {
        member: member.uuid(),
        channel_id: channel_id.to_owned(),
        sealed_secret: None,
        bot_user_id: None,
        basic_id: None,
        premium_id: None,
        display_name: None,
        picture_url: None,
        chat_mode: None,
        read_mode: None,
        described_at: None,
        provider: None,
        checkup: None,
        unbound_at: None,
        created_at: now.millis(),
    })
}

fn describe(row: &mut ConnectionRow, account: &OfficialAccount, at: Timestamp) {
    row.bot_user_id = Some(account.bot_user_id.clone());
    row.basic_id = Some(account.basic_id.clone());
    row.premium_id.clone_from(&account.premium_id);
    row.display_name = Some(account.name.clone());
    row.picture_url.clone_from(&account.picture_url);
    row.chat_mode = account.chat_mode.as_ref().map(to_json);
    row.read_mode = account.read_mode.as_ref().map(to_json);
    row.described_at = Some(at.millis());
}

/// A bound connection's row, as a command changes it.
async fn bound(draft: &mut Draft<'_>, id: ConnectionId) -> Result<ConnectionRow, StoreError> {
    let row = draft.need::<ConnectionRow>(id).await?;
    if row.is_bound() { Ok(row) } else { Err(StoreError::NotFound) }
}

/// The channel of a connection has another secret.
pub struct Rebind {
    /// Which connection.
    pub connection: ConnectionId,
    /// The new secret, sealed.
    pub sealed_secret: String,
}

impl Command for Rebind {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = bound(draft, self.connection).await?;
        row.sealed_secret = Some(self.sealed_secret.clone());
        draft.put::<ConnectionRow>(self.connection, row);
        Ok(())
    }
}

/// Nothing is sent or received through a connection any more, and its secret is forgotten.
pub struct Unbind {
    /// Which connection.
    pub connection: ConnectionId,
    /// When.
    pub now: Timestamp,
}

impl Command for Unbind {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = bound(draft, self.connection).await?;
        draft.delete::<ChannelRow>(TextKey::of(&row.channel_id));
        if let Some(bot) = &row.bot_user_id {
            let key = TextKey::of(bot);
            let holder = draft.get::<BotRow>(key).await?;
            if holder.is_some_and(|holder| holder.connection == self.connection.uuid()) {
                draft.delete::<BotRow>(key);
            }
        }
        draft.delete::<SignsRow>(self.connection);
        quota::forget(draft, self.connection).await?;
        row.sealed_secret = None;
        row.checkup = None;
        row.unbound_at = Some(self.now.millis());
        let member = MemberId::new(row.member);
        draft.put::<ConnectionRow>(self.connection, row);
        draft.send_to_snapshot(member).await
    }
}

/// What LINE says of an official account.
pub struct Describe {
    /// Which connection.
    pub connection: ConnectionId,
    /// What LINE says.
    pub account: OfficialAccount,
    /// When.
    pub now: Timestamp,
}

impl Command for Describe {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = bound(draft, self.connection).await?;
        let bot = TextKey::of(&self.account.bot_user_id);
        // Two channels of one account are refused when they are bound; where it happened, both stay.
        if draft.get::<BotRow>(bot).await?.is_none() {
            draft.insert::<BotRow>(bot, BotRow { connection: self.connection.uuid() });
        }
        if row.line_id() != Some(self.account.line_id()) {
            draft.send_to_snapshot(MemberId::new(row.member)).await?;
        }
        describe(&mut row, &self.account, self.now);
        draft.put::<ConnectionRow>(self.connection, row);
        Ok(())
    }
}

/// An admin tells the LINE provider of a connection.
pub struct NameProvider {
    /// Which connection.
    pub connection: ConnectionId,
    /// Its provider; none takes the word back.
    pub provider: Option<String>,
}

impl Command for NameProvider {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = bound(draft, self.connection).await?;
        row.provider.clone_from(&self.provider);
        draft.put::<ConnectionRow>(self.connection, row);
        Ok(())
    }
}

/// What a check of a connection found.
pub struct RecordCheckup {
    /// Which connection.
    pub connection: ConnectionId,
    /// What was found.
    pub checkup: Checkup,
}

impl Command for RecordCheckup {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = bound(draft, self.connection).await?;
        row.checkup = Some(to_json(&self.checkup));
        draft.put::<ConnectionRow>(self.connection, row);
        Ok(())
    }
}

/// Secrets sealed with another key, all at once.
pub struct Reseal(pub Vec<Resealed>);

/// A connection's secret, sealed anew.
#[derive(Clone, Debug)]
pub struct Resealed {
    /// Which connection.
    pub connection: ConnectionId,
    /// The seal that was opened.
    pub before: String,
    /// The new one over the same secret.
    pub after: String,
}

impl Command for Reseal {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for Resealed { connection, before, after } in &self.0 {
            let mut row = draft.need::<ConnectionRow>(*connection).await?;
            // Another secret, or none, was kept in the meantime: that one stands.
            if row.sealed_secret.as_ref() == Some(before) {
                row.sealed_secret = Some(after.clone());
                draft.put::<ConnectionRow>(*connection, row);
            }
        }
        Ok(())
    }
}

/// An admin says whether members connect accounts of their own.
struct AllowOwnAccounts(OwnAccounts);

impl Command for AllowOwnAccounts {
    /// What was said before.
    type Output = OwnAccounts;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<OwnAccounts, StoreError> {
        let row = draft.get::<CompanyRow>(Singleton).await?;
        let before = own_accounts(row.clone())?;
        let own_accounts = Some(to_json(&self.0));
        let row = CompanyRow { own_accounts, ..row.unwrap_or_default() };
        draft.put::<CompanyRow>(Singleton, row);
        Ok(before)
    }
}

/// What the company's row says of accounts of members' own.
pub(super) fn own_accounts(row: Option<CompanyRow>) -> Result<OwnAccounts, StoreError> {
    let kept = row.and_then(|row| row.own_accounts);
    Ok(kept.map(|kept| from_json(CompanyRow::TABLE, kept)).transpose()?.unwrap_or_default())
}

impl Store {
    /// Whether members may connect official accounts of their own.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn own_accounts(&self) -> Result<OwnAccounts, StoreError> {
        own_accounts(self.get::<CompanyRow>(Singleton).await?)
    }

    /// Says whether members may connect official accounts of their own; every open device learns of it.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn allow_own_accounts(&self, allowed: OwnAccounts) -> Result<(), StoreError> {
        let before = self.run(AllowOwnAccounts(allowed)).await?;
        if before == allowed { Ok(()) } else { self.all_look_again().await }
    }
}
