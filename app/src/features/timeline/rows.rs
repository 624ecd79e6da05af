//! The rows on the screen: which stand where, and a signal for each, so that a row is drawn again
//! only when that row changed.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;

use super::layout::{Content, Day, Pier, RowKey};
use crate::{
    domain::{MessageId, Timestamp},
    features::messenger::clock::DayNumber,
};

/// A day's place on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    day: DayNumber,
    at: Timestamp,
    keys: Vec<RowKey>,
}

/// The rows of one timeline. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Rows {
    sections: RwSignal<Vec<Section>>,
    cells: StoredValue<HashMap<RowKey, ArcRwSignal<Content>>>,
}

impl Rows {
    /// The rows as first laid out.
    pub fn new(days: Vec<Day>) -> Self {
        let rows = Self { sections: RwSignal::default(), cells: StoredValue::default() };
        rows.put(days);
        rows
    }

    /// Lays the rows out anew; only what differs is touched.
    pub fn put(self, days: Vec<Day>) {
        let mut sections = Vec::with_capacity(days.len());
        for day in days {
            let keys = day.rows.iter().map(|row| row.key).collect();
            day.rows.into_iter().for_each(|row| self.put_cell(row.key, row.content));
            sections.push(Section { day: day.number, at: day.at, keys });
        }
        if self.sections.with_untracked(|now| *now != sections) {
            let kept: HashSet<_> = sections.iter().flat_map(|s| s.keys.iter().copied()).collect();
            self.sections.set(sections);
            self.cells.update_value(|cells| cells.retain(|key, _| kept.contains(key)));
        }
    }

    fn put_cell(self, key: RowKey, content: Content) {
        match self.cells.with_value(|cells| cells.get(&key).cloned()) {
            Some(cell) if cell.with_untracked(|now| *now == content) => {}
            Some(cell) => cell.set(content),
            None => self.cells.update_value(|cells| {
                cells.insert(key, ArcRwSignal::new(content));
            }),
        }
    }

    /// The days, each with a moment of it. Follows changes.
    pub fn days(self) -> Vec<(DayNumber, Timestamp)> {
        self.sections.with(|all| all.iter().map(|section| (section.day, section.at)).collect())
    }

    /// The rows of a day. Follows changes.
    pub fn of(self, day: DayNumber) -> Vec<RowKey> {
        self.sections.with(|all| {
            let section = all.iter().find(|section| section.day == day);
            section.map(|section| section.keys.clone()).unwrap_or_default()
        })
    }

    /// The newest message that somebody said. Follows changes.
    pub fn newest_said(self) -> Option<MessageId> {
        let said = |key: &RowKey| match key {
            RowKey::Message(id) if self.is_said(*key) => Some(*id),
            RowKey::Message(_) | RowKey::Unread => None,
        };
        self.sections
            .with(|all| all.iter().rev().find_map(|one| one.keys.iter().rev().find_map(said)))
    }

    fn is_said(self, key: RowKey) -> bool {
        let is_said =
            |content: &Content| matches!(content, Content::Talk(talk) if talk.pier != Pier::Nobody);
        self.cell(key).is_some_and(|cell| cell.with_untracked(is_said))
    }

    /// What a row shows.
    pub fn cell(self, key: RowKey) -> Option<ArcRwSignal<Content>> {
        self.cells.with_value(|cells| cells.get(&key).cloned())
    }
}
