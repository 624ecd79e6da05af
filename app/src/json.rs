//! JSON, as it travels between server and browser and is kept on a device.
//!
//! It is read into a tree first, and the tree into what is wanted; that it does not fit is all that
//! is said then. `serde_json` reads into each type once for every kind of source, and its messages
//! can write any number there is: with both, the client would be a tenth larger.

use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post},
};
use serde::{
    Deserializer, Serialize,
    de::{
        self, DeserializeOwned, Expected, IntoDeserializer, Unexpected, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

/// A text is not JSON, or not of the form that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not of the expected form")]
pub struct Malformed;

/// Reads a value from its JSON.
///
/// # Errors
/// When the text is not such a value.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Malformed> {
    let tree = serde_json::from_slice(json).map_err(|_| Malformed)?;
    T::deserialize(Tree(tree))
}

/// How calls carry their arguments and answers: as JSON in the body of a `POST` request.
pub type Json = Post<Wire>;

/// JSON, for whoever asks for a codec.
pub struct Wire;

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = Malformed;

    fn decode(json: Bytes) -> Result<T, Malformed> {
        read(&json)
    }
}

impl<T: Serialize> Encoder<T> for Wire {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = Malformed;
    type Encoded = str;

    fn decode(json: &str) -> Result<T, Malformed> {
        read(json.as_bytes())
    }
}

impl de::Error for Malformed {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    // Without these, the words for what is wrong would be made only to be thrown away.
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// What was read, to be read once more as what is wanted.
struct Tree(Value);

impl IntoDeserializer<'_, Malformed> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => {
                if let Some(number) = number.as_u64() {
                    visitor.visit_u64(number)
                } else if let Some(number) = number.as_i64() {
                    visitor.visit_i64(number)
                } else {
                    visitor.visit_f64(number.as_f64().ok_or(Malformed)?)
                }
            }
            Value::String(text) => visitor.visit_string(text),
            Value::Array(all) => {
                let mut all = SeqDeserializer::new(all.into_iter().map(Tree));
                let value = visitor.visit_seq(&mut all)?;
                all.end().map(|()| value)
            }
            Value::Object(all) => visitor.visit_map(members(all)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    /// A variant is its name, or an object of one member: its name and what is in it.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(name.into_deserializer()),
            Value::Object(one) if one.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(members(one)))
            }
            _ => Err(Malformed),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}

type Members<'de, I> = MapDeserializer<'de, I, Malformed>;

fn members<'de>(
    all: serde_json::Map<String, Value>,
) -> Members<'de, impl Iterator<Item = (String, Tree)>> {
    MapDeserializer::new(all.into_iter().map(|(name, value)| (name, Tree(value))))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    /// Every way in which a value of ours is written.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Shape {
        word: String,
        whole: i64,
        part: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maybe: Option<bool>,
        nothing: Option<u8>,
        pair: (u32, u64),
        many: Vec<Kind>,
        named: BTreeMap<String, Result<(), Plain>>,
        #[serde(flatten)]
        kind: Kind,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Kind {
        Empty,
        Full { plain: Plain, more: Box<Adjacent> },
    }

    #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
    enum Plain {
        One,
        Other(u8),
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "side", content = "id")]
    enum Adjacent {
        Whom(Wrapped),
        Nobody,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Wrapped(String);

    fn plain() -> impl Strategy<Value = Plain> {
        prop_oneof![Just(Plain::One), any::<u8>().prop_map(Plain::Other)]
    }

    fn adjacent() -> impl Strategy<Value = Adjacent> {
        let whom = ".{0,5}".prop_map(|text| Adjacent::Whom(Wrapped(text)));
        prop_oneof![whom, Just(Adjacent::Nobody)]
    }

    fn kind() -> impl Strategy<Value = Kind> {
        let full = (plain(), adjacent())
            .prop_map(|(plain, more)| Kind::Full { plain, more: Box::new(more) });
        prop_oneof![Just(Kind::Empty), full]
    }

    fn named() -> impl Strategy<Value = BTreeMap<String, Result<(), Plain>>> {
        let outcome = prop_oneof![Just(Ok(())), plain().prop_map(Err)];
        prop::collection::btree_map(".{0,5}", outcome, 0..4)
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let numbers = (any::<i64>(), -1e9..1e9f64, any::<(u32, u64)>());
        let options = (any::<Option<bool>>(), any::<Option<u8>>());
        let rest = (prop::collection::vec(kind(), 0..4), named(), kind());
        (".{0,20}", numbers, options, rest).prop_map(
            |(word, (whole, part, pair), (maybe, nothing), (many, named, kind))| Shape {
                word,
                whole,
                part,
                maybe,
                nothing,
                pair,
                many,
                named,
                kind,
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(shape in shape()) {
            let json = serde_json::to_string(&shape).unwrap();
            let theirs: Shape = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(read::<Shape>(json.as_bytes()), Ok(theirs));
        }

        #[test]
        fn what_serde_json_refuses_is_refused(shape in shape(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut json = serde_json::to_vec(&shape).unwrap();
            let at = at.index(json.len());
            json[at] = byte;
            prop_assert_eq!(read::<Shape>(&json).ok(), serde_json::from_slice(&json).ok());
        }
    }

    #[test]
    fn members_that_nobody_knows_are_passed_over() {
        assert_eq!(read(br#"{"type":"empty","new":[1.5,{"a":null}]}"#), Ok(Kind::Empty));
    }
}
