//! What happened: every call, webhook attempt, delivery and change, numbered, for tests to read,
//! to wait on and to follow live.

use std::{collections::VecDeque, sync::Arc};

use serde_json::{Map, Value};
use tokio::sync::broadcast;

use crate::clock::Moment;

/// How many happenings are kept; the oldest go first.
const KEPT: usize = 50_000;
/// How far a live listener may fall behind before it must read the rest from here.
const LIVE: usize = 16_384;

/// One happening: `seq`, `at`, `micros`, `kind` and the kind's own properties.
pub type Happening = Arc<Map<String, Value>>;

/// The journal.
#[derive(Debug)]
pub struct Journal {
    last: u64,
    kept: VecDeque<Happening>,
    live: broadcast::Sender<Happening>,
}

impl Default for Journal {
    fn default() -> Self {
        Self { last: 0, kept: VecDeque::new(), live: broadcast::channel(LIVE).0 }
    }
}

impl Journal {
    /// Writes down that something happened. `properties` is an object.
    pub fn note(&mut self, now: Moment, kind: &str, properties: Value) {
        self.last += 1;
        let mut happening = Map::new();
        happening.insert("seq".to_owned(), self.last.into());
        happening.insert("at".to_owned(), now.at.into());
        happening.insert("micros".to_owned(), now.micros.into());
        happening.insert("kind".to_owned(), kind.into());
        if let Value::Object(properties) = properties {
            happening.extend(properties);
        }
        let happening = Arc::new(happening);
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(Arc::clone(&happening));
        // Nobody listening is the usual case, not a failure.
        let _ = self.live.send(happening);
    }

    /// What happened after the number `after`.
    pub fn after(&self, after: u64) -> impl Iterator<Item = &Happening> {
        let dropped = self.last - self.kept.len() as u64;
        let skip = usize::try_from(after.saturating_sub(dropped)).unwrap_or(usize::MAX);
        self.kept.iter().skip(skip)
    }

    /// The number of the latest happening.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Everything from now on.
    pub fn listen(&self) -> broadcast::Receiver<Happening> {
        self.live.subscribe()
    }

    /// The same journal without its past; numbers go on and listeners stay.
    pub fn emptied(mut self) -> Self {
        self.kept.clear();
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_go_on_after_a_reset() {
        let now = Moment { at: 1, micros: 2 };
        let mut journal = Journal::default();
        journal.note(now, "a", json!({}));
        journal.note(now, "b", json!({}));
        assert_eq!(journal.after(1).count(), 1);
        let mut journal = journal.emptied();
        journal.note(now, "c", json!({ "x": 1 }));
        let kept: Vec<_> = journal.after(0).map(|h| h["seq"].clone()).collect();
        assert_eq!(kept, [json!(3)]);
        assert_eq!(journal.after(3).count(), 0);
    }
}
