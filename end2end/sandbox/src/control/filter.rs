//! Which happenings a test asks for: by kind, by any property, by a text they contain.

use std::collections::HashMap;

use serde_json::Value;

use crate::world::{World, journal::Happening};

/// A question about the journal, as a query string asks it.
#[derive(Clone, Debug)]
pub struct Filter {
    kinds: Vec<String>,
    contains: Option<String>,
    properties: Vec<(String, String)>,
    /// Only what has a greater number.
    pub after: u64,
}

const RESERVED: [&str; 5] = ["kind", "contains", "after", "count", "timeoutMs"];

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Filter {
    /// Reads the query.
    pub fn new(query: &HashMap<String, String>) -> Self {
        let words = |text: &String| text.split(',').map(str::to_owned).collect();
        Self {
            kinds: query.get("kind").map(words).unwrap_or_default(),
            contains: query.get("contains").cloned(),
            after: query.get("after").and_then(|n| n.parse().ok()).unwrap_or_default(),
            properties: query
                .iter()
                .filter(|(name, _)| !RESERVED.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        }
    }

    /// The same question for one kind.
    pub fn of_kind(mut self, kind: &str) -> Self {
        self.kinds = vec![kind.to_owned()];
        self
    }

    /// Whether a happening is asked for.
    pub fn matches(&self, happening: &Happening) -> bool {
        let kind = happening.get("kind").and_then(Value::as_str).unwrap_or_default();
        let right_kind = self.kinds.is_empty() || self.kinds.iter().any(|k| k == kind);
        right_kind
            && self.properties.iter().all(|(name, wanted)| {
                happening.get(name).is_some_and(|value| plain(value) == *wanted)
            })
            && self
                .contains
                .as_ref()
                .is_none_or(|text| happening.values().any(|value| holds(value, text)))
    }

    /// All that match, oldest first.
    pub fn find(&self, world: &World) -> Vec<Happening> {
        world.journal.after(self.after).filter(|one| self.matches(one)).cloned().collect()
    }
}

/// Whether any string within the value contains the text.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(string) => string.contains(text),
        Value::Array(list) => list.iter().any(|one| holds(one, text)),
        Value::Object(map) => map.values().any(|one| holds(one, text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Moment;

    #[test]
    fn happenings_are_found_by_kind_property_and_text() {
        let mut world = World::default();
        let now = Moment { at: 0, micros: 0 };
        world.journal.note(now, "call", json!({ "family": "push", "status": 200 }));
        world.journal.note(
            now,
            "delivered",
            json!({ "channelId": "1", "message": { "text": "こんにちは" } }),
        );
        let found = |query: &[(&str, &str)]| {
            let query = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            Filter::new(&query).find(&world).len()
        };
        assert_eq!(found(&[]), 2);
        assert_eq!(found(&[("kind", "call,delivered")]), 2);
        assert_eq!(found(&[("kind", "call"), ("status", "200")]), 1);
        assert_eq!(found(&[("contains", "こんに")]), 1);
        assert_eq!(found(&[("channelId", "2")]), 0);
        assert_eq!(found(&[("after", "1")]), 1);
    }
}
