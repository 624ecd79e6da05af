//! Finding messages by LINE's ids of them: what LINE users quote, take back and change.
//!
//! LINE may tell of these before it tells of the message itself; then the id remembers it.

use app::domain::{Body, ConnectionId, Quote, RoomId, Seq};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    StoreError,
    draft::Draft,
    key::TextKey,
    quotes,
    row::{Row, from_json, to_json},
    schema::{LineMessageRow, RoomRow},
    views,
};

/// What was done with a message before it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "early", rename_all = "snake_case")]
pub enum Early {
    /// It was taken back.
    Unsent,
    /// Its words were changed.
    Edited(Edit),
}

/// Words that take the place of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// When they were changed, in Unix milliseconds.
    pub at: i64,
    /// The new words.
    pub body: Body,
    /// LINE's token to quote them with.
    pub quote_token: Option<String>,
}

/// Notes where a message with this id stands, and by which event it came.
pub fn note(draft: &mut Draft<'_>, line_id: &str, at: (RoomId, i64), event: Option<&str>) {
    let (room, seq) = at;
    let row =
        LineMessageRow { room: room.uuid(), seq, event: event.map(str::to_owned), early: None };
    draft.put::<LineMessageRow>(TextKey::of(line_id), row);
}

/// Where the message with this id stands, if it came through this connection.
///
/// # Errors
/// When the database fails.
pub async fn find(
    draft: &mut Draft<'_>,
    connection: ConnectionId,
    line_id: &str,
) -> Result<Option<(RoomId, Seq, LineMessageRow)>, StoreError> {
    let found = draft.get::<LineMessageRow>(TextKey::of(line_id)).await?;
    let Some(row) = found.filter(|row| row.seq > 0) else { return Ok(None) };
    let room = RoomId::new(row.room);
    let is_here =
        draft.get::<RoomRow>(room).await?.is_some_and(|room| room.connection == connection.uuid());
    Ok(is_here.then(|| (room, views::seq(row.seq), row)))
}

/// What a LINE user quotes by this id in a room. What stands in another room is not shown here.
///
/// # Errors
/// When the database fails.
pub async fn quote(
    draft: &mut Draft<'_>,
    room: RoomId,
    line_id: &str,
) -> Result<Quote, StoreError> {
    match draft.get::<LineMessageRow>(TextKey::of(line_id)).await? {
        Some(row) if row.room == room.uuid() && row.seq > 0 => {
            quotes::of(draft, room, views::seq(row.seq)).await
        }
        _ => Ok(Quote::Unknown),
    }
}

/// What was done with the message that comes now.
///
/// # Errors
/// When the database fails.
pub async fn early(draft: &mut Draft<'_>, line_id: &str) -> Result<Option<Early>, StoreError> {
    let row = draft.get::<LineMessageRow>(TextKey::of(line_id)).await?;
    let early = row.filter(|row| row.seq == 0).and_then(|row| row.early);
    early.map(|early| from_json(LineMessageRow::TABLE, early)).transpose()
}

/// Remembers what was done with a message that has not come. What was taken back stays so, and of two
/// changes the newer stands.
///
/// # Errors
/// When the database fails.
pub async fn remember(draft: &mut Draft<'_>, line_id: &str, new: &Early) -> Result<(), StoreError> {
    let stands = match (early(draft, line_id).await?, new) {
        (Some(Early::Unsent), _) => true,
        (Some(Early::Edited(old)), Early::Edited(new)) => old.at >= new.at,
        _ => false,
    };
    if !stands {
        let (room, early) = (Uuid::nil(), Some(to_json(new)));
        let row = LineMessageRow { room, seq: 0, event: None, early };
        draft.put::<LineMessageRow>(TextKey::of(line_id), row);
    }
    Ok(())
}
