//! The contact that the address names, as it was last read. Browser only, but for its first state.

use leptos::{prelude::*, task::spawn_local};

use super::{listing::Listing, live::Live};
use crate::{
    api::{self, ApiError},
    browser,
    domain::{Contact, ContactId},
    sync::Store,
};

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No contact is open.
    None,
    /// On its way.
    Reading,
    /// It is here.
    Here,
    /// There is none, or it is not for this member.
    Absent,
    /// It could not be had now.
    Failed,
}

/// What is known of the open contact. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Open {
    /// Which one the address names.
    pub id: Memo<Option<ContactId>>,
    /// What was read of it.
    pub known: RwSignal<Option<Contact>>,
    /// How far that is.
    pub state: RwSignal<State>,
    /// The list beside it, which must be read again when something is done here.
    pub listing: Listing,
    /// Whether it is chosen with what to merge it.
    pub merging: RwSignal<bool>,
    /// Whether something is being done with the whole of it, by which it may end or be left.
    pub doing: RwSignal<bool>,
    live: Live,
}

impl Open {
    /// Reads whichever contact the address names.
    pub fn follow(id: Memo<Option<ContactId>>, listing: Listing) -> Self {
        let first = if id.get_untracked().is_some() { State::Reading } else { State::None };
        let state = RwSignal::new(first);
        let (merging, doing) = (RwSignal::new(false), RwSignal::new(false));
        let (known, live) = (RwSignal::new(None), Live::begin());
        let open = Self { id, known, state, listing, merging, doing, live };
        Effect::new(move |_| {
            open.known.set(None);
            open.merging.set(false);
            open.doing.set(false);
            match id.get() {
                Some(id) => {
                    open.state.set(State::Reading);
                    open.read(id);
                }
                None => open.state.set(State::None),
            }
        });
        let store = expect_context::<Store>();
        let blocks = Memo::new(move |_| store.me().blocks);
        Effect::new(move |before: Option<u32>| {
            let edition = blocks.get();
            // Whoever was blocked or unblocked may be the one who is open.
            if before.is_some_and(|before| before != edition) {
                open.again();
            }
            edition
        });
        open
    }

    /// Reads it again whenever the address book has changed, but not from under the hands of one who is
    /// `busy` with it: what they save says which edition they had before them.
    pub fn keep_up(self, busy: impl Fn() -> bool + 'static) {
        let is_free = move || !(busy() || self.merging.get() || self.doing.get());
        self.live.follow(is_free, move || self.again());
    }

    /// Reads it once more. What is known of it stands until the answer comes.
    pub fn again(self) {
        if let Some(id) = self.id.get_untracked() {
            if self.state.get_untracked() == State::Failed {
                self.state.set(State::Reading);
            }
            self.read(id);
        }
    }

    fn read(self, id: ContactId) {
        let edition = self.live.ask();
        spawn_local(async move {
            let answer = api::read_contact(id).await;
            // The page may have been left, or another contact been opened.
            if self.id.try_get_untracked() != Some(Some(id)) {
                return;
            }
            match answer {
                Ok(contact) => self.take(contact),
                Err(ApiError::SignedOut) => return browser::go_to_login(),
                Err(ApiError::NotFound) => {
                    self.known.set(None);
                    self.state.set(State::Absent);
                }
                Err(_) => {
                    if self.known.with_untracked(Option::is_none) {
                        self.state.set(State::Failed);
                    }
                    return self.live.failed();
                }
            }
            self.live.arrived(edition);
        });
    }

    /// Shows what was read or saved.
    pub fn take(self, contact: Contact) {
        self.known.set(Some(contact));
        self.state.set(State::Here);
    }

    /// Something was done with it: both are read again.
    pub fn changed(self) {
        self.doing.set(false);
        self.again();
        self.listing.refresh();
    }
}
