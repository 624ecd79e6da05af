//! Rows between Rust and the database: record ids, and the trait every table's row implements.

use app::domain::{ConnectionId, ContactId, DeliveryId, MemberId, RoomId, Seq};
use serde::{Serialize, de::DeserializeOwned};
use surrealdb::types::{
    Array, Object, RecordId, RecordIdKey, RecordIdKeyRange, SurrealValue, Value,
};
use uuid::Uuid;

use super::StoreError;

/// A table's row. What the key is made of is part of the type, so that an id of one table cannot be
/// used in another.
pub trait Row: SurrealValue + Clone + Send + Sync + 'static {
    /// The table's name.
    const TABLE: &'static str;
    /// What the row is found by.
    type Key: Copy + Into<KeyParts> + Send + Sync;

    /// The record id for a key.
    fn id(key: Self::Key) -> RecordId {
        RecordId::new(Self::TABLE, RecordIdKey::from(key.into()))
    }

    /// The record ids from `from` to `to`, both included.
    fn range(from: Self::Key, to: Self::Key) -> RecordId {
        let range = RecordIdKeyRange {
            start: std::ops::Bound::Included(from.into().into()),
            end: std::ops::Bound::Included(to.into().into()),
        };
        RecordId::new(Self::TABLE, RecordIdKey::Range(Box::new(range)))
    }

    /// Reads a row from what a query returned.
    ///
    /// # Errors
    /// When the value is not of this table's shape.
    fn read(value: Value) -> Result<Self, StoreError> {
        Self::from_value(value).map_err(|e| StoreError::malformed(Self::TABLE, e))
    }

    /// The row as the database takes it, its id included.
    fn write(self, key: Self::Key) -> Value {
        let mut value = self.into_value();
        if let Value::Object(object) = &mut value {
            object.insert("id", Value::RecordId(Self::id(key)));
        }
        value
    }
}

/// The parts of a record key: one value, or an array that sorts part by part.
#[derive(Clone, Copy, Debug)]
pub enum KeyParts {
    /// A UUID.
    Uuid(Uuid),
    /// Two UUIDs.
    Pair(Uuid, Uuid),
    /// A UUID and a number: everything of the first lies together, in the order of the second.
    Numbered(Uuid, i64),
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
uuid_keys!(MemberId, ConnectionId, ContactId, RoomId, DeliveryId);

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

impl From<(ConnectionId, ContactId)> for KeyParts {
    fn from((connection, contact): (ConnectionId, ContactId)) -> Self {
        Self::Pair(connection.uuid(), contact.uuid())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// A domain value as a nested object of a row.
pub fn to_json<T: Serialize>(value: &T) -> serde_json::Value {
    // The domain's types have no maps with non-text keys and no failing serializers.
    serde_json::to_value(value).unwrap_or(serde_json::Value::Null)
}

/// A domain value back from a nested object of a row.
///
/// # Errors
/// When it is not of that type's shape.
pub fn from_json<T: DeserializeOwned>(
    table: &'static str,
    value: serde_json::Value,
) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|e| StoreError::malformed(table, e))
}

/// The object inside a row value.
pub fn into_object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::default(),
    }
}
