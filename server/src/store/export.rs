//! Everything of worth, page by page, for `kakehashi export`. Never a secret: no password hash, no
//! channel secret, no session, no token of LINE's.

use app::domain::Timestamp;
use serde_json::{Value as Json, json};
use surrealdb::types::{RecordId, RecordIdKey};

use super::{
    Store, StoreError,
    queries::{last_number, uuid_of},
    row::Row,
    schema::{DeliveryRow, MemberRow, MessageRow, RoomRow},
};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// `{"type":"member","id","email","name","group","role","active","created_at"}`
    Members,
    /// `{"type":"room","id","kind","connection","contact","members","friendship","last_seq","created_at"}`
    Rooms,
    /// `{"type":"message","id","room","seq","at","author","body","text","delivery"}`; `text` is null
    /// for what is not words, and the `delivery` of a notice is that of the greeting.
    Messages,
    /// `{"type":"delivery","id","room","seq","recipient","text","greeting","delivery","via","made_at",
    /// "done_at"}`; a greeting (`card` or `words`) has no text.
    Deliveries,
}

impl Exported {
    /// All, in the order in which they are exported.
    pub const ALL: [Self; 4] = [Self::Members, Self::Rooms, Self::Messages, Self::Deliveries];
}

/// Where a page ended.
pub struct ExportCursor(RecordIdKey);

/// Objects of one page, and where to go on.
pub type ExportPage = (Vec<Json>, Option<ExportCursor>);

impl Store {
    /// The next objects of a kind, at most `limit`, and where to go on; none at the end.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn export(
        &self,
        what: Exported,
        after: Option<ExportCursor>,
        limit: usize,
    ) -> Result<ExportPage, StoreError> {
        match what {
            Exported::Members => self.export_page(after, limit, member).await,
            Exported::Rooms => self.export_page(after, limit, room).await,
            Exported::Messages => self.export_page(after, limit, message).await,
            Exported::Deliveries => self.export_page(after, limit, delivery).await,
        }
    }

    async fn export_page<R: Row>(
        &self,
        after: Option<ExportCursor>,
        limit: usize,
        object: impl Fn(&RecordId, R) -> Json,
    ) -> Result<ExportPage, StoreError> {
        let rows = self.scan::<R>(after.map(|cursor| cursor.0), limit).await?;
        let next = match rows.last() {
            Some((id, _)) if rows.len() == limit => Some(ExportCursor(id.key.clone())),
            _ => None,
        };
        Ok((rows.into_iter().map(|(id, row)| object(&id, row)).collect(), next))
    }
}

fn iso(millis: i64) -> String {
    Timestamp::from_millis(millis).to_iso()
}

fn member(id: &RecordId, row: MemberRow) -> Json {
    json!({
        "type": "member", "id": uuid_of(id), "email": row.email, "name": row.name,
        "group": row.group, "role": row.role, "active": row.active,
        "created_at": iso(row.created_at),
    })
}

fn room(id: &RecordId, row: RoomRow) -> Json {
    json!({
        "type": "room", "id": uuid_of(id), "kind": row.kind, "name": row.name, "connection": row.connection,
        "contact": row.contact, "members": row.members, "friendship": row.friendship,
        "last_seq": row.last_seq, "created_at": iso(row.created_at),
    })
}

fn message(id: &RecordId, row: MessageRow) -> Json {
    json!({
        "type": "message", "id": row.message, "room": room_of(id), "seq": last_number(id),
        "at": iso(row.at), "author": row.author, "text": row.body.get("text"), "body": row.body,
        "delivery": row.delivery,
    })
}

fn delivery(id: &RecordId, row: DeliveryRow) -> Json {
    let text =
        row.body.as_ref().and_then(|body| body.get("text")).cloned().or(row.text.map(Json::from));
    json!({
        "type": "delivery", "id": uuid_of(id), "room": row.room, "seq": row.seq,
        "recipient": row.recipient, "text": text, "body": row.body, "greeting": row.greeting,
        "delivery": row.state, "via": row.via, "made_at": iso(row.made_at), "done_at": row.done_at.map(iso),
    })
}

/// The room in a message's id.
fn room_of(id: &RecordId) -> Option<uuid::Uuid> {
    match &id.key {
        RecordIdKey::Array(parts) => match parts.iter().next() {
            Some(surrealdb::types::Value::Uuid(uuid)) => Some((*uuid).into()),
            _ => None,
        },
        _ => None,
    }
}
