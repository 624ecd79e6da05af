//! What rows are found by. A key's type says which table it is for, so that an id of one table cannot
//! be used in another.

use app::domain::{
    ConnectionId, ContactId, DeliveryId, JapanDay, MediaId, MemberId, PhotoSize, PhotoVersion,
    RoomId, Seq,
};
use sha2::{Digest, Sha256};
use surrealdb::types::{Array, RecordIdKey, SurrealValue, Value};
use uuid::Uuid;

/// The parts of a record key: one value, or an array that sorts part by part.
#[derive(Clone, Copy, Debug)]
pub enum KeyParts {
    /// A UUID.
    Uuid(Uuid),
    /// Two UUIDs.
    Pair(Uuid, Uuid),
    /// A UUID and a number: everything of the first lies together, in the order of the second.
    Numbered(Uuid, i64),
    /// A UUID, a number and a UUID.
    Queued(Uuid, i64, Uuid),
    /// A short text, held by value so that keys stay `Copy`.
    Hash([u8; 32]),
}

impl From<KeyParts> for RecordIdKey {
    fn from(parts: KeyParts) -> Self {
        match parts {
            KeyParts::Uuid(uuid) => Self::Uuid(uuid.into()),
            KeyParts::Pair(a, b) => {
                Self::Array(Array::from(vec![Value::Uuid(a.into()), Value::Uuid(b.into())]))
            }
            KeyParts::Numbered(a, n) => {
                Self::Array(Array::from(vec![Value::Uuid(a.into()), n.into_value()]))
            }
            KeyParts::Queued(a, n, b) => Self::Array(Array::from(vec![
                Value::Uuid(a.into()),
                n.into_value(),
                Value::Uuid(b.into()),
            ])),
            KeyParts::Hash(hash) => Self::String(hex(&hash)),
        }
    }
}

macro_rules! uuid_keys {
    ($($id:ty),+) => {$(
        impl From<$id> for KeyParts {
            fn from(id: $id) -> Self {
                Self::Uuid(id.uuid())
            }
        }
    )+};
}
uuid_keys!(MemberId, ConnectionId, ContactId, RoomId, DeliveryId, MediaId);

impl From<(RoomId, Seq)> for KeyParts {
    fn from((room, seq): (RoomId, Seq)) -> Self {
        Self::Numbered(room.uuid(), i64::from(seq.0))
    }
}

impl From<(MemberId, RoomId)> for KeyParts {
    fn from((member, room): (MemberId, RoomId)) -> Self {
        Self::Pair(member.uuid(), room.uuid())
    }
}

impl From<(MemberId, MediaId)> for KeyParts {
    fn from((member, media): (MemberId, MediaId)) -> Self {
        Self::Pair(member.uuid(), media.uuid())
    }
}

impl From<(MemberId, ContactId)> for KeyParts {
    fn from((member, contact): (MemberId, ContactId)) -> Self {
        Self::Pair(member.uuid(), contact.uuid())
    }
}

impl From<(ConnectionId, JapanDay)> for KeyParts {
    fn from((connection, day): (ConnectionId, JapanDay)) -> Self {
        Self::Numbered(connection.uuid(), day.number())
    }
}

impl From<(ConnectionId, ContactId)> for KeyParts {
    fn from((connection, contact): (ConnectionId, ContactId)) -> Self {
        Self::Pair(connection.uuid(), contact.uuid())
    }
}

impl From<(RoomId, ContactId)> for KeyParts {
    fn from((room, contact): (RoomId, ContactId)) -> Self {
        Self::Pair(room.uuid(), contact.uuid())
    }
}

/// One size of a picture: all sizes of it lie together.
#[derive(Clone, Copy, Debug)]
pub struct PhotoKey {
    version: Uuid,
    size: PhotoSize,
}

impl PhotoKey {
    /// The key of a picture in this size.
    pub fn of(version: &PhotoVersion, size: PhotoSize) -> Self {
        Self { version: Uuid::from_u128(version.bits()), size }
    }
}

impl From<PhotoKey> for KeyParts {
    fn from(key: PhotoKey) -> Self {
        Self::Numbered(key.version, i64::from(key.size.pixels()))
    }
}

/// The key of a table with one row.
#[derive(Clone, Copy, Debug)]
pub struct Singleton;

impl From<Singleton> for KeyParts {
    fn from(_: Singleton) -> Self {
        Self::Uuid(Uuid::nil())
    }
}

/// A text as a key, by its SHA-256: keys stay short and of one form, whatever the text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextKey([u8; 32]);

impl TextKey {
    /// The key for a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Enough of the key to tell versions of one thing apart.
    pub fn short(self) -> String {
        hex(&self.0[..8])
    }
}

impl From<TextKey> for KeyParts {
    fn from(key: TextKey) -> Self {
        Self::Hash(key.0)
    }
}

/// The SHA-256 of a session token; the token itself is only in the member's cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionKey(pub [u8; 32]);

impl From<SessionKey> for KeyParts {
    fn from(key: SessionKey) -> Self {
        Self::Hash(key.0)
    }
}

/// The id a client gave a message.
#[derive(Clone, Copy, Debug)]
pub struct MessageKey(pub Uuid);

impl From<MessageKey> for KeyParts {
    fn from(key: MessageKey) -> Self {
        Self::Uuid(key.0)
    }
}

/// A place in a room's queue: in the order of messages, whose deliveries lie together.
#[derive(Clone, Copy, Debug)]
pub struct QueuedKey {
    /// The room.
    pub room: RoomId,
    /// The message's number; 0 for what stands in no timeline.
    pub seq: i64,
    /// The delivery.
    pub delivery: DeliveryId,
}

impl QueuedKey {
    /// Before everything of a room.
    pub const fn first(room: RoomId) -> Self {
        Self { room, seq: 0, delivery: DeliveryId::new(Uuid::nil()) }
    }

    /// Where the next message of the room begins.
    #[must_use]
    pub const fn next_message(self) -> Self {
        Self { seq: self.seq + 1, delivery: DeliveryId::new(Uuid::nil()), ..self }
    }

    /// Behind everything of a room.
    pub const fn last(room: RoomId) -> Self {
        Self { room, seq: i64::MAX, delivery: DeliveryId::new(Uuid::max()) }
    }
}

impl From<QueuedKey> for KeyParts {
    fn from(key: QueuedKey) -> Self {
        Self::Queued(key.room.uuid(), key.seq, key.delivery.uuid())
    }
}

/// An id that follows from another and from what it is for: the same again, however often it is asked
/// for, and no other's.
pub fn derived(from: Uuid, purpose: &[u8]) -> Uuid {
    let hash = Sha256::new().chain_update(from.as_bytes()).chain_update(purpose).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A place in a member's stream.
#[derive(Clone, Copy, Debug)]
pub struct StreamKey(pub MemberId, pub i64);

impl From<StreamKey> for KeyParts {
    fn from(key: StreamKey) -> Self {
        Self::Numbered(key.0.uuid(), key.1)
    }
}

/// A server process.
#[derive(Clone, Copy, Debug)]
pub struct WriterKey(pub Uuid);

impl From<WriterKey> for KeyParts {
    fn from(key: WriterKey) -> Self {
        Self::Uuid(key.0)
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}
