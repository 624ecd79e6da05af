//! Calling upon people of a LINE group: what the composer knows of it. The list to choose from
//! ([`MentionList`]) is fetched with the first name that is begun.

mod list;

use leptos::{ev, html, prelude::*};

pub use self::list::MentionList;
use crate::{
    domain::{
        MemberId, Mention, RoomId, TextMessage,
        mention::{self, Chosen},
        text::{byte_at, utf16_len},
    },
    sync::local,
};

/// The list's id, unique in the page.
pub const LIST: &str = "mentions";

/// A name that is being written in a room. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Calling {
    /// The LINE group.
    pub room: RoomId,
    me: MemberId,
    area: NodeRef<html::Textarea>,
    /// Puts a new text into the field.
    write: Callback<String>,
    /// What is there of the name by now, if one is being written.
    pub asked: RwSignal<Option<String>>,
    /// Those who can be meant.
    pub found: RwSignal<Vec<Chosen>>,
    /// Which of them Enter takes.
    pub active: RwSignal<usize>,
}

impl Calling {
    /// For the field in which this member writes to a LINE group.
    pub fn new(
        (me, room): (MemberId, RoomId),
        area: NodeRef<html::Textarea>,
        write: Callback<String>,
    ) -> Self {
        Self {
            room,
            me,
            area,
            write,
            asked: RwSignal::new(None),
            found: RwSignal::default(),
            active: RwSignal::new(0),
        }
    }

    /// Looks at what stands before the caret. Who was chosen for a text that is gone is not called upon by
    /// the next one.
    pub fn look(self) {
        if self.area.get_untracked().is_some_and(|area| area.value().trim().is_empty()) {
            local::keep_chosen(self.me, self.room, &[]);
        }
        let asked = self.before_caret().and_then(|text| mention::asked(&text).map(str::to_owned));
        if self.asked.with_untracked(|now| *now != asked) {
            self.asked.set(asked);
        }
    }

    /// Is asked for nobody any more.
    pub fn close(self) {
        self.asked.set(None);
    }

    /// Whether there is somebody to choose. Follows changes.
    pub fn is_open(self) -> bool {
        self.asked.with(Option::is_some) && self.found.with(|found| !found.is_empty())
    }

    /// Takes a key that is meant for the list; answers whether it was.
    pub fn takes_key(self, event: &ev::KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        if !untrack(|| self.is_open()) {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" => self.active.update(|active| *active = (*active + count - 1) % count),
            "Enter" | "Tab" if !event.shift_key() => self.choose(self.active.get_untracked()),
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Puts the name of one of those who are found where it was begun.
    pub fn choose(self, which: usize) {
        let chosen = self.found.with_untracked(|found| found.get(which).cloned());
        let (Some(chosen), Some(before)) = (chosen, self.before_caret()) else { return };
        let (Some(asked), Some(area)) = (mention::asked(&before), self.area.get_untracked()) else {
            return;
        };
        let mut text = before[..before.len() - asked.len()].to_owned();
        let _sign = text.pop();
        text.extend(["@", &chosen.name, " "]);
        let caret = u32::try_from(utf16_len(&text)).unwrap_or(u32::MAX);
        text.push_str(&area.value()[before.len()..]);
        area.set_value(&text);
        let _cannot_fail = area.set_selection_range(caret, caret);
        self.write.run(text);
        let mut all = local::chosen(self.me, self.room);
        all.push(chosen);
        local::keep_chosen(self.me, self.room, &all);
        self.close();
    }

    /// Whom a text calls upon, which is then sent.
    pub fn take(self, text: &TextMessage) -> Vec<Mention> {
        let chosen = local::chosen(self.me, self.room);
        if !chosen.is_empty() {
            local::keep_chosen(self.me, self.room, &[]);
        }
        mention::mentions(text.as_str(), &chosen)
    }

    fn before_caret(self) -> Option<String> {
        let area = self.area.get_untracked()?;
        let caret = area.selection_end().ok().flatten()?;
        let mut text = area.value();
        text.truncate(byte_at(&text, usize::try_from(caret).ok()?)?);
        Some(text)
    }
}
