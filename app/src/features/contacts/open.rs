//! The contact that the address names, as it was last read. Browser only, but for its first state.

use leptos::{prelude::*, task::spawn_local};

use super::listing::Listing;
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
}

impl Open {
    /// Reads whichever contact the address names.
    pub fn follow(id: Memo<Option<ContactId>>, listing: Listing) -> Self {
        let first = if id.get_untracked().is_some() { State::Reading } else { State::None };
        let state = RwSignal::new(first);
        let open = Self { id, known: RwSignal::new(None), state, listing };
        Effect::new(move |_| {
            open.known.set(None);
            match id.get() {
                Some(id) => open.read(id),
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

    /// Reads it once more.
    pub fn again(self) {
        if let Some(id) = self.id.get_untracked() {
            self.read(id);
        }
    }

    fn read(self, id: ContactId) {
        self.state.set(State::Reading);
        spawn_local(async move {
            let answer = api::read_contact(id).await;
            // The page may have been left, or another contact been opened.
            if self.id.try_get_untracked() != Some(Some(id)) {
                return;
            }
            match answer {
                Ok(contact) => self.take(contact),
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(ApiError::NotFound) => self.state.set(State::Absent),
                Err(_) => self.state.set(State::Failed),
            }
        });
    }

    /// Shows what was read or saved.
    pub fn take(self, contact: Contact) {
        self.known.set(Some(contact));
        self.state.set(State::Here);
    }

    /// Something was done with it: both are read again.
    pub fn changed(self) {
        self.again();
        self.listing.refresh();
    }
}
