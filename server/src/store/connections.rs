//! Official accounts bound to Kakehashi.

use app::domain::{ConnectionId, MemberId, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    journal::Command,
    key::TextKey,
    members::Put,
    queries::uuid_of,
    schema::{ChannelRow, ConnectionRow, MemberRow},
};

/// A connection, its secret still sealed.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Which.
    pub id: ConnectionId,
    /// The member it stands for.
    pub member: MemberId,
    /// LINE's channel id.
    pub channel_id: String,
    /// The channel secret, sealed.
    pub sealed_secret: String,
    /// LINE's user id of the bot, once known.
    pub bot_user_id: Option<String>,
}

/// An official account to bind, or to bring up to date.
pub struct PutConnection {
    /// The id, if the channel is new.
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
        draft.need::<MemberRow>(self.member).await?;
        let key = TextKey::of(&self.channel_id);
        if let Some(known) = draft.get::<ChannelRow>(key).await? {
            let id = ConnectionId::new(known.connection);
            let mut row = draft.need::<ConnectionRow>(id).await?;
            if row.member != self.member.uuid() {
                return Err(StoreError::Refused(Refusal::ChannelTaken));
            }
            row.sealed_secret.clone_from(&self.sealed_secret);
            draft.put::<ConnectionRow>(id, row);
            return Ok((id, Put::Updated));
        }
        let row = ConnectionRow {
            member: self.member.uuid(),
            channel_id: self.channel_id.clone(),
            sealed_secret: self.sealed_secret.clone(),
            bot_user_id: None,
            basic_id: None,
            display_name: None,
            created_at: self.now.millis(),
        };
        draft.insert::<ChannelRow>(key, ChannelRow { connection: self.fresh.uuid() });
        draft.insert::<ConnectionRow>(self.fresh, row);
        Ok((self.fresh, Put::Created))
    }
}

/// What LINE says of an official account.
pub struct SetBotInfo {
    /// Which connection.
    pub connection: ConnectionId,
    /// LINE's user id of the bot.
    pub bot_user_id: String,
    /// The ID people type: the premium ID where there is one, else the basic ID.
    pub basic_id: String,
    /// Its name on LINE.
    pub display_name: String,
}

impl Command for SetBotInfo {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<ConnectionRow>(self.connection).await?;
        row.bot_user_id = Some(self.bot_user_id.clone());
        if row.basic_id.as_ref() != Some(&self.basic_id) {
            draft.send_to_snapshot(MemberId::new(row.member)).await?;
        }
        row.basic_id = Some(self.basic_id.clone());
        row.display_name = Some(self.display_name.clone());
        draft.put::<ConnectionRow>(self.connection, row);
        Ok(())
    }
}

impl Store {
    /// The connection with this id.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn connection(&self, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
        Ok(self.get::<ConnectionRow>(id).await?.map(|row| read(id, row)))
    }

    /// All connections. A company has a handful.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let rows = self.scan::<ConnectionRow>(None, usize::MAX).await?;
        let found = rows
            .into_iter()
            .filter_map(|(id, row)| Some(read(ConnectionId::new(uuid_of(&id)?), row)));
        Ok(found.collect())
    }
}

fn read(id: ConnectionId, row: ConnectionRow) -> Connection {
    Connection {
        id,
        member: MemberId::new(row.member),
        channel_id: row.channel_id,
        sealed_secret: row.sealed_secret,
        bot_user_id: row.bot_user_id,
    }
}
