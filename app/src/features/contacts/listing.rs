//! The list as far as it was looked at: stretches of it, read as they come into sight. Browser only, but
//! for its first state.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use leptos::{prelude::*, task::spawn_local};

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
    asked: StoredValue<BTreeSet<u32>>,
    /// Grows with every new question: answers to older ones are no news.
    round: StoredValue<u32>,
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
            asked: StoredValue::default(),
            round: StoredValue::new(0),
        };
        Effect::new(move |_| {
            listing.query.track();
            listing.refresh();
        });
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
        self.round.update_value(|round| *round += 1);
        self.asked.update_value(BTreeSet::clear);
        self.read(0);
    }

    /// The contact at this place, if that was read; follows changes.
    pub fn entry(self, at: u32) -> Option<ContactEntry> {
        let (page, within) = (at / CONTACTS_PAGE, at % CONTACTS_PAGE);
        self.pages.with(|pages| pages.get(&page)?.get(within as usize).cloned())
    }

    fn read(self, page: u32) {
        self.asked.update_value(|asked| {
            asked.insert(page);
        });
        let round = self.round.get_value();
        let query = self.query.get_untracked();
        let query = ContactQuery { from: page * CONTACTS_PAGE, ..query };
        spawn_local(async move {
            let answer = api::read_contacts(query).await;
            // The page may have been left, or something else been asked for.
            if self.round.try_get_value() == Some(round) {
                self.take(page, answer);
            }
        });
    }

    fn take(self, page: u32, answer: Result<ContactPage, ApiError>) {
        let read = match answer {
            Ok(read) => read,
            Err(ApiError::SignedOut) => return browser::go_to_login(),
            Err(_) => {
                self.asked.update_value(|asked| {
                    asked.remove(&page);
                });
                return self.failed.set(true);
            }
        };
        self.failed.set(false);
        self.pages.update(|pages| {
            if page == 0 {
                pages.clear();
            }
            pages.insert(page, read.contacts);
        });
        self.tags.set(read.tags);
        self.found.set(Some(read.found));
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
        for page in places.start / CONTACTS_PAGE..end.div_ceil(CONTACTS_PAGE) {
            if self.asked.with_value(|asked| !asked.contains(&page)) {
                self.read(page);
            }
        }
    }
}
