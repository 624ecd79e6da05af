//! Brings to the server what the member wrote here, one message after another in the order in which
//! they were written.
//!
//! A call that did not come through is repeated with the same id, so that nothing is made twice.
//! This is the offline outbox: what waits is kept on the device and goes out when the line is back.
//! Browser only.

use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api, browser,
    domain::{MessageId, RoomId, Writing},
};

use super::{
    Pending, PendingState, Store, local,
    pending::{self, Setback},
    reads::Reads,
};

/// How long to wait before a call that did not come through is tried again, in milliseconds.
const AGAIN: u32 = 5_000;

/// Sends for one member. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Outbox {
    store: Store,
    sending: StoredValue<bool>,
    /// How far rooms were read goes out beside the messages.
    pub reads: Reads,
}

impl Outbox {
    /// An outbox for what the store holds unconfirmed.
    pub fn new(store: Store) -> Self {
        Self { store, sending: StoredValue::new(false), reads: Reads::new(store) }
    }

    /// Takes up what an earlier page of this tab or device left behind, and keeps from now on.
    pub fn restore(self) {
        let store = self.store;
        let member = store.my_id();
        let kept = pending::restored(local::read_pending(member));
        if !kept.is_empty() {
            store.pending.update(|all| all.extend(kept));
        }
        Effect::new(move |before: Option<Vec<Pending>>| {
            let now = store.pending.get();
            let before = before.unwrap_or_default();
            for gone in before.iter().filter(|old| now.iter().all(|new| new.id != old.id)) {
                local::forget_pending(member, gone.id);
            }
            now.iter().filter(|new| !before.contains(new)).for_each(|new| {
                local::keep_pending(member, new);
            });
            now
        });
        self.flush();
        self.reads.restore();
    }

    /// Writes a message: it is on the screen at once, and goes out as soon as it can.
    pub fn send(self, room: RoomId, writing: Writing) {
        let at = browser::now();
        let (id, state) = (browser::mint(at), PendingState::Waiting);
        self.store.pending.update(|all| all.push(Pending { id, room, writing, at, state }));
        self.flush();
    }

    /// Tries a refused message again, under the same id.
    pub fn retry(self, id: MessageId) {
        self.store.pending.update(|all| pending::retry(all, id));
        self.flush();
    }

    /// Sends all that waits. Calling it while it is at work changes nothing.
    pub fn flush(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let later = self.send_all().await;
            self.sending.set_value(false);
            if later {
                Timeout::new(AGAIN, move || self.flush()).forget();
            }
        });
    }

    /// Sends until nothing waits. Answers whether the rest must be tried again later.
    async fn send_all(self) -> bool {
        let all = self.store.pending;
        while let Some(next) = all.with_untracked(|all| pending::next(all).cloned()) {
            if !browser::has_network() {
                return true;
            }
            match api::send_message(next.room, next.id, next.writing).await {
                Ok(message) => self.store.accepted(&message),
                Err(error) => match Setback::from(&error) {
                    Setback::Later => return true,
                    Setback::SignIn => {
                        browser::go_to_login();
                        return false;
                    }
                    Setback::Refused(obstacle) => all.update(|all| {
                        pending::settle(all, next.id, PendingState::NotSent(obstacle));
                    }),
                },
            }
        }
        false
    }
}
