//! Rows between Rust and the database: the trait every table's row implements, and nested values.

use serde::{Serialize, de::DeserializeOwned};
use surrealdb::types::{Object, RecordId, RecordIdKey, RecordIdKeyRange, SurrealValue, Value};

use super::{StoreError, key::KeyParts};

/// A table's row.
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
