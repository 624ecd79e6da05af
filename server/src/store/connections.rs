//! Official accounts bound to Kakehashi, as they are read. What changes them is in
//! [`super::binding`].

use app::domain::{
    Checkup, ConnectionEntry, ConnectionId, MemberId, OfficialAccount, Role, Timestamp,
};
use surrealdb::types::RecordId;

use super::{
    Store, StoreError,
    database::Vars,
    key::TextKey,
    queries::{by_uuid, read_rows, uuid_of},
    row::{Row, from_json},
    schema::{BotRow, ChannelRow, ConnectionRow, MemberRow, QuotaRow, SignsRow},
};

/// A connection that is bound, its secret still sealed.
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
    /// Whether LINE has described the account.
    pub described: bool,
}

impl ConnectionRow {
    /// The ID people type: the premium ID where there is one, else the basic ID.
    pub(super) fn line_id(&self) -> Option<&str> {
        self.premium_id.as_deref().or(self.basic_id.as_deref())
    }

    /// Whether it is bound, or only its history is left.
    pub(super) const fn is_bound(&self) -> bool {
        self.unbound_at.is_none()
    }
}

impl Store {
    /// The connection with this id, while it is bound.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn connection(&self, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
        Ok(self.get::<ConnectionRow>(id).await?.and_then(|row| read(id, row)))
    }

    /// All connections that are bound. A company has a handful.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let rows = self.scan::<ConnectionRow>(None, usize::MAX).await?;
        let found =
            rows.into_iter().filter_map(|(id, row)| read(ConnectionId::new(uuid_of(&id)?), row));
        Ok(found.collect())
    }

    /// A member's connections as they are kept, whether bound or not.
    ///
    /// # Errors
    /// The database's failure.
    pub(super) async fn connection_rows_of(
        &self,
        member: MemberId,
    ) -> Result<Vec<(RecordId, ConnectionRow)>, StoreError> {
        let vars = Vars::new().with("member", member.uuid());
        let sql = "SELECT * FROM connection WHERE member = $member";
        read_rows(self.db.query(sql, vars).await?.take(0)?)
    }

    /// The connection by which a member's channel was bound before, if it was: with it come its
    /// rooms.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn earlier_connection(
        &self,
        member: MemberId,
        channel_id: &str,
    ) -> Result<Option<ConnectionId>, StoreError> {
        let rows = self.connection_rows_of(member).await?;
        let earlier = rows.into_iter().find(|(_, row)| row.channel_id == channel_id);
        Ok(earlier.and_then(|(id, _)| uuid_of(&id)).map(ConnectionId::new))
    }

    /// The connection that a channel is bound by.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn holder_of_channel(
        &self,
        channel_id: &str,
    ) -> Result<Option<ConnectionId>, StoreError> {
        let row = self.get::<ChannelRow>(TextKey::of(channel_id)).await?;
        Ok(row.map(|row| ConnectionId::new(row.connection)))
    }

    /// The connection that an official account is bound by, by the bot's LINE user id.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn holder_of_account(
        &self,
        bot_user_id: &str,
    ) -> Result<Option<ConnectionId>, StoreError> {
        let row = self.get::<BotRow>(TextKey::of(bot_user_id)).await?;
        Ok(row.map(|row| ConnectionId::new(row.connection)))
    }

    /// All connections, or all of one member's, for those who look after them: the oldest first,
    /// those that are bound before those that are not.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn connection_entries(
        &self,
        of: Option<MemberId>,
    ) -> Result<Vec<ConnectionEntry>, StoreError> {
        let rows = match of {
            Some(member) => self.connection_rows_of(member).await?,
            None => self.scan::<ConnectionRow>(None, usize::MAX).await?,
        };
        let rows: Vec<(ConnectionId, ConnectionRow)> = rows
            .into_iter()
            .filter_map(|(id, row)| Some((ConnectionId::new(uuid_of(&id)?), row)))
            .collect();
        let members = rows.iter().map(|(_, row)| MemberId::new(row.member));
        let names = by_uuid(self.get_all::<MemberRow>(members).await?);
        let signs = by_uuid(self.get_all::<SignsRow>(rows.iter().map(|(id, _)| *id)).await?);
        let quotas = by_uuid(self.get_all::<QuotaRow>(rows.iter().map(|(id, _)| *id)).await?);
        let entries = rows.into_iter().map(|(id, row)| {
            let name = names.get(&row.member).map(|member| member.name.clone());
            let life = Life { signs: signs.get(&id.uuid()), quota: quotas.get(&id.uuid()) };
            entry(id, row, name.unwrap_or_default(), life)
        });
        let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(|entry| (!entry.is_bound(), entry.id.uuid()));
        Ok(entries)
    }

    /// Where LINE keeps the picture of an official account that this member may look after.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or it is not for this member.
    pub async fn account_picture(
        &self,
        viewer: MemberId,
        connection: ConnectionId,
    ) -> Result<String, StoreError> {
        let row = self.get::<ConnectionRow>(connection).await?.ok_or(StoreError::NotFound)?;
        if row.member != viewer.uuid() && self.role(viewer).await? != Role::Admin {
            return Err(StoreError::NotFound);
        }
        row.picture_url.ok_or(StoreError::NotFound)
    }
}

fn read(id: ConnectionId, row: ConnectionRow) -> Option<Connection> {
    let sealed_secret = row.sealed_secret.filter(|_| row.unbound_at.is_none())?;
    Some(Connection {
        id,
        member: MemberId::new(row.member),
        channel_id: row.channel_id,
        sealed_secret,
        bot_user_id: row.bot_user_id,
        described: row.described_at.is_some(),
    })
}

/// What is kept of a connection beside its row.
struct Life<'a> {
    signs: Option<&'a SignsRow>,
    quota: Option<&'a QuotaRow>,
}

fn entry(
    id: ConnectionId,
    row: ConnectionRow,
    member_name: String,
    life: Life<'_>,
) -> Result<ConnectionEntry, StoreError> {
    // One that an older version has written in another form is as good as none.
    let checkup = row.checkup.clone().and_then(|kept| serde_json::from_value::<Checkup>(kept).ok());
    let picture = row.picture_url.as_ref().map(|url| {
        let version = TextKey::of(url).short();
        format!("/pictures/accounts/{id}/{version}")
    });
    Ok(ConnectionEntry {
        id,
        member: MemberId::new(row.member),
        member_name,
        account: account(&row)?,
        picture,
        signs: life.signs.map(super::signs::read).unwrap_or_default(),
        quota: life.quota.and_then(QuotaRow::quota),
        checkup,
        unbound_at: row.unbound_at.map(Timestamp::from_millis),
        channel_id: row.channel_id,
        provider: row.provider,
    })
}

fn account(row: &ConnectionRow) -> Result<Option<OfficialAccount>, StoreError> {
    let (Some(bot_user_id), Some(basic_id), Some(name)) =
        (row.bot_user_id.clone(), row.basic_id.clone(), row.display_name.clone())
    else {
        return Ok(None);
    };
    let table = ConnectionRow::TABLE;
    Ok(Some(OfficialAccount {
        bot_user_id,
        name,
        basic_id,
        premium_id: row.premium_id.clone(),
        picture_url: row.picture_url.clone(),
        chat_mode: row.chat_mode.clone().map(|mode| from_json(table, mode)).transpose()?,
        read_mode: row.read_mode.clone().map(|mode| from_json(table, mode)).transpose()?,
    }))
}
