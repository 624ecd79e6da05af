//! The list as far as it was looked at: stretches of it, read as they come into sight. Browser only, but
//! for its first state.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    ops::Range,
};

use leptos::{prelude::*, task::spawn_local};

use super::live::Live;
use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        ContactEntry, ContactPage, ContactQuery,
        contact::{CONTACTS_PAGE, Shelf, Tag},
    },
    ui::Rows,
};

/// What is known of the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Listing {
    /// What is asked for; its `from` says nothing.
    query: RwSignal<ContactQuery>,
    /// The stretches that were read, by their number.
    pages: RwSignal<BTreeMap<u32, Vec<ContactEntry>>>,
    /// How many match; nothing until the first answer.
    pub found: RwSignal<Option<u32>>,
    /// The tags there are.
    pub tags: RwSignal<Vec<Tag>>,
    /// Whether the last attempt came to nothing.
    pub failed: RwSignal<bool>,
    round: StoredValue<Round>,
    live: Live,
}

/// The question that is being answered.
#[derive(Default)]
struct Round {
    /// Grows with every new one: answers to older ones are no news.
    number: u32,
    /// The edition of the address book that all answers have at least.
    edition: u32,
    /// The stretches that were asked for.
    asked: BTreeSet<u32>,
    /// Whether what was read answers another question: it ends with the first answer to this one.
    is_other: bool,
    /// The stretches that were last near.
    near: Range<u32>,
}

impl Listing {
    /// Reads the top of the list, and anew whenever something else is asked for.
    pub fn begin() -> Self {
        let listing = Self {
            query: RwSignal::default(),
            pages: RwSignal::default(),
            found: RwSignal::new(None),
            tags: RwSignal::default(),
            failed: RwSignal::new(false),
            round: StoredValue::default(),
            live: Live::begin(),
        };
        Effect::new(move |_| {
            listing.query.track();
            listing.round.update_value(|round| {
                round.is_other = true;
                round.near = 0..1;
            });
            untrack(|| listing.refresh());
        });
        listing.live.follow(|| true, move || listing.refresh());
        listing
    }

    /// Where the contacts lie that are asked for.
    pub fn shelf(self) -> Shelf {
        self.query.with(|query| query.shelf)
    }

    /// Whether only some of what lies there is asked for.
    pub fn is_narrowed(self) -> bool {
        self.query.with(|query| query.tag.is_some() || !query.search.trim().is_empty())
    }

    /// The tag that is asked for.
    pub fn tag(self) -> Option<Tag> {
        self.query.with(|query| query.tag.clone())
    }

    /// Asks for what lies on a shelf, unless that is asked for.
    pub fn look_at(self, which: Shelf) {
        if untrack(|| self.shelf()) != which {
            self.ask(|query| {
                query.shelf = which;
                query.tag = None;
            });
        }
    }

    /// Asks for something else.
    pub fn ask(self, change: impl FnOnce(&mut ContactQuery)) {
        self.query.update(change);
    }

    /// Reads again what is in sight: something has changed. What was read stands until the answer comes.
    pub fn refresh(self) {
        let edition = self.live.ask();
        let near = self.round.try_update_value(|round| {
            round.number += 1;
            round.edition = edition;
            round.asked.clear();
            round.near.clone()
        });
        for page in near.unwrap_or_default() {
            self.read(page);
        }
    }

    /// The contact at this place, if that was read; follows changes.
    pub fn entry(self, at: u32) -> Option<ContactEntry> {
        let (page, within) = (at / CONTACTS_PAGE, at % CONTACTS_PAGE);
        self.pages.with(|pages| pages.get(&page)?.get(within as usize).cloned())
    }

    fn read(self, page: u32) {
        let round = self.round.try_update_value(|round| {
            round.asked.insert(page);
            round.number
        });
        let query = self.query.get_untracked();
        let query = ContactQuery { from: page * CONTACTS_PAGE, ..query };
        spawn_local(async move {
            let answer = api::read_contacts(query).await;
            // The page may have been left, or something else been asked for.
            if self.round.try_with_value(|now| now.number) == round {
                self.take(page, answer);
            }
        });
    }

    fn take(self, page: u32, answer: Result<ContactPage, ApiError>) {
        let read = match answer {
            Ok(read) => read,
            Err(ApiError::SignedOut) => return browser::go_to_login(),
            Err(_) => {
                self.round.update_value(|round| {
                    round.asked.remove(&page);
                });
                self.failed.set(true);
                return self.live.failed();
            }
        };
        self.failed.set(false);
        let round =
            self.round.try_update_value(|round| (mem::take(&mut round.is_other), round.edition));
        let (is_other, edition) = round.unwrap_or_default();
        self.pages.update(|pages| {
            if is_other {
                pages.clear();
            }
            pages.insert(page, read.contacts);
        });
        // A choice that is open is not to be disturbed for nothing.
        if self.tags.with_untracked(|tags| *tags != read.tags) {
            self.tags.set(read.tags);
        }
        self.found.set(Some(read.found));
        self.live.arrived(edition);
        self.let_go_of_tag();
    }

    /// Nobody has the tag any more by which one looks: all are shown again, as the choice says.
    fn let_go_of_tag(self) {
        let chosen = self.query.with_untracked(|query| query.tag.clone());
        if chosen.is_some_and(|tag| self.tags.with_untracked(|tags| !tags.contains(&tag))) {
            self.ask(|query| query.tag = None);
        }
    }
}

/// Each row is of a place, and shows what was read of it.
impl Rows for Listing {
    type Key = u32;

    fn follow(self) {
        self.found.track();
    }

    fn count(self) -> u32 {
        self.found.get().unwrap_or_default()
    }

    fn at(self, place: u32) -> Option<u32> {
        (place < self.count()).then_some(place)
    }

    fn place(self, key: u32) -> Option<u32> {
        self.at(key)
    }

    fn near(self, places: Range<u32>) {
        let end = places.end.min(untrack(|| self.count()));
        let near = places.start / CONTACTS_PAGE..end.div_ceil(CONTACTS_PAGE);
        // Of an empty list, too, it is looked whether it still is.
        let start = near.start.min(near.end.saturating_sub(1));
        self.round.update_value(|round| round.near = start..near.end.max(1));
        for page in near {
            if self.round.with_value(|round| !round.asked.contains(&page)) {
                self.read(page);
            }
        }
    }
}
