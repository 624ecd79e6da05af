//! What is left of the month's messages: LINE tells nobody, so it is asked when a member opens a room of
//! the account, and from then on events tell of it. Browser only.

use std::collections::HashMap;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api, browser,
    domain::{ConnectionId, RoomId, Timestamp},
    sync::Store,
};

/// Between two looks at one account, in milliseconds: the server asks LINE no more often.
const LOOK_EVERY: i64 = 3 * 60 * 1000;

/// When this page looked at which account. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Looks(StoredValue<HashMap<ConnectionId, Timestamp>>);

impl Looks {
    /// Puts it into the context.
    pub fn provide() {
        provide_context(Self(StoredValue::default()));
    }

    /// Looks at a room's account as soon as it is known which one that is, unless it was a moment ago.
    pub fn look_when_opened(self, store: Store, room: RoomId) {
        let account = Memo::new(move |_| {
            let open = store.room(room).is_some_and(|room| room.barred.is_none());
            store.account(room).filter(|_| open)
        });
        Effect::new(move |_| {
            if let Some(account) = account.get().filter(|account| self.is_due(*account)) {
                self.look(account, room);
            }
        });
    }

    fn is_due(self, account: ConnectionId) -> bool {
        let last = self.0.with_value(|looks| looks.get(&account).copied());
        last.is_none_or(|last| browser::now().since(last) >= LOOK_EVERY)
    }

    fn look(self, account: ConnectionId, room: RoomId) {
        self.0.update_value(|looks| {
            looks.insert(account, browser::now());
        });
        spawn_local(async move {
            // What is found comes as an event; without it the next room that is opened looks again.
            if api::look_at_allowance(room).await.is_err() {
                self.0.update_value(|looks| {
                    looks.remove(&account);
                });
            }
        });
    }
}
