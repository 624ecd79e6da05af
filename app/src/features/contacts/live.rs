//! When what is shown of the address book is read again: when it has become another one, and when the
//! server is heard again after a reading that failed. One reading at a time, however fast news comes.
//! Browser only.

use leptos::prelude::*;

use crate::sync::{Link, Store};

/// How the last reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// It is on its way.
    Underway,
    /// It is here.
    Done,
    /// It could not be had.
    Failed,
}

/// Which edition of the address book something shows. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Live(StoredValue<Shown>);

#[derive(Clone)]
struct Shown {
    store: Store,
    /// The edition that was known when what is shown was asked for; it is at least of that one.
    edition: Option<u32>,
    reading: ArcRwSignal<Reading>,
}

impl Live {
    /// Nothing is shown yet.
    pub fn begin() -> Self {
        let (store, reading) = (expect_context::<Store>(), ArcRwSignal::new(Reading::Done));
        Self(StoredValue::new(Shown { store, edition: None, reading }))
    }

    /// Calls `again` whenever what is shown is out of date, as long as it `may` be replaced.
    pub fn follow(self, may: impl Fn() -> bool + 'static, again: impl Fn() + 'static) {
        Effect::new(move |before: Option<(u32, bool)>| {
            let shown = self.0.get_value();
            let edition = shown.store.address_book();
            let can = may() && shown.store.link.get() == Link::Online;
            let now = (edition, can);
            let is_due = match shown.reading.get() {
                Reading::Underway => false,
                Reading::Done => true,
                // Not at once: what has failed would fail again.
                Reading::Failed => before != Some(now),
            };
            if is_due && can && before.is_some() && shown.edition != Some(edition) {
                untrack(&again);
            }
            now
        });
    }

    /// Something is being read. Answers the edition that it will have at least.
    pub fn ask(self) -> u32 {
        self.note(Reading::Underway);
        untrack(|| self.0.with_value(|shown| shown.store.address_book()))
    }

    /// What was asked for then is here.
    pub fn arrived(self, edition: u32) {
        self.0.update_value(|shown| shown.edition = Some(edition));
        self.note(Reading::Done);
    }

    /// It could not be had now.
    pub fn failed(self) {
        self.note(Reading::Failed);
    }

    fn note(self, reading: Reading) {
        self.0.with_value(|shown| shown.reading.clone()).set(reading);
    }
}
