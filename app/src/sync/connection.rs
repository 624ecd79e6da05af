//! The event socket: one at a time, from the store's cursor, back as soon as there is a line.
//!
//! Order, gaps and repetition are `apply`'s business; this only brings frames to the store, and
//! decides when a line is dead. Browser only.

use std::{cell::RefCell, rc::Rc};

use gloo::{events::EventListener, timers::callback::Timeout};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, WebSocket};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{Frame, Goodbye, RoomId, Timestamp},
    json,
};

use super::{Applied, Link, Store, outbox::Outbox};

/// The shortest and the longest wait before another attempt, in milliseconds.
const BACKOFF: (f64, f64) = (300.0, 20_000.0);

/// What a line may be silent before the server has said its own measure, in milliseconds.
const FIRST_HEARTBEAT: u32 = 25_000;

/// Every so many failed attempts, from the second on, a snapshot is asked for instead: where only the
/// socket is barred, the screen becomes true all the same, and a session that has ended is noticed.
const ASK_EVERY: u32 = 4;

/// An attempt so late that the wait before it is the longest.
const LAST_ATTEMPT: u32 = 10;

/// How long to wait before attempt `attempt` (from 0), in milliseconds; `random` is of `0.0..1.0`.
fn backoff(attempt: u32, random: f64) -> u32 {
    let (shortest, longest) = BACKOFF;
    let full = (shortest * f64::from(1u32 << attempt.min(LAST_ATTEMPT))).min(longest);
    whole(full * (0.5 + random / 2.0))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between zero and the longest wait"
)]
const fn whole(millis: f64) -> u32 {
    millis as u32
}

/// The line to the server, as long as the page lives.
#[derive(Clone)]
pub struct Connection {
    store: Store,
    outbox: Outbox,
    open_room: Signal<Option<RoomId>>,
    state: Rc<RefCell<State>>,
}

struct State {
    socket: Option<Socket>,
    /// Attempts since something was last heard.
    attempts: u32,
    heartbeat: u32,
    heard: Timestamp,
    /// Whether a snapshot is being fetched; no socket is opened meanwhile.
    resyncing: bool,
    retry: Option<Timeout>,
    watchdog: Option<Timeout>,
}

/// A socket that closes and falls silent when it is dropped.
struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _already_closed = self.socket.close();
    }
}

impl Connection {
    /// Connects, and stays connected. `open_room` is the room whose timeline a resync brings along.
    pub fn start(store: Store, outbox: Outbox, open_room: Signal<Option<RoomId>>) {
        let state = State {
            socket: None,
            attempts: 0,
            heartbeat: FIRST_HEARTBEAT,
            heard: browser::now(),
            resyncing: false,
            retry: None,
            watchdog: None,
        };
        let line = Self { store, outbox, open_room, state: Rc::new(RefCell::new(state)) };
        line.listen_for_wakeups();
        line.connect();
    }

    /// Phones and laptops suspend sockets without a word: look after the line when they wake.
    fn listen_for_wakeups(&self) {
        let wake = |line: &Self| {
            let line = line.clone();
            move |_: &web_sys::Event| {
                if browser::is_visible() {
                    line.wake();
                }
            }
        };
        EventListener::new(&window(), "online", wake(self)).forget();
        EventListener::new(&window(), "pageshow", wake(self)).forget();
        EventListener::new(&document(), "visibilitychange", wake(self)).forget();
        let line = self.clone();
        EventListener::new(&window(), "offline", move |_| {
            line.lost();
            line.offline();
        })
        .forget();
    }

    fn wake(&self) {
        let silent = {
            let state = self.state.borrow();
            state.socket.is_none() || browser::now().since(state.heard) > i64::from(state.heartbeat)
        };
        if silent {
            self.state.borrow_mut().attempts = 0;
            self.state.borrow_mut().socket = None;
            self.connect();
        }
    }

    fn connect(&self) {
        let mut state = self.state.borrow_mut();
        state.retry = None;
        if state.socket.is_some() || state.resyncing {
            return;
        }
        if !browser::has_network() {
            drop(state);
            // The `online` event wakes the line; this only makes sure of it.
            self.offline();
            return self.connect_later(LAST_ATTEMPT);
        }
        state.socket = self.open();
        let is_open = state.socket.is_some();
        drop(state);
        if is_open {
            self.watch();
        } else {
            self.lost();
        }
    }

    fn open(&self) -> Option<Socket> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let (epoch, cursor) = self.store.position();
        let host = location.host().ok()?;
        let url = format!("{scheme}://{host}/events?since={}&epoch={}", cursor.0, epoch.0);
        let socket = WebSocket::new(&url).ok()?;
        let line = self.clone();
        let message = EventListener::new(&socket, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            line.hear(&text.unwrap_or_default());
        });
        let ended = |line: Self| move |_: &web_sys::Event| line.lost();
        let close = EventListener::new(&socket, "close", ended(self.clone()));
        let error = EventListener::new(&socket, "error", ended(self.clone()));
        Some(Socket { socket, _listeners: [message, close, error] })
    }

    /// Gives the line up when nothing is heard for twice the heartbeat.
    fn watch(&self) {
        let line = self.clone();
        let mut state = self.state.borrow_mut();
        state.heard = browser::now();
        state.watchdog = Some(Timeout::new(2 * state.heartbeat, move || line.lost()));
    }

    fn hear(&self, text: &str) {
        self.watch();
        match json::read(text.as_bytes()) {
            Ok(Frame::Hello { build, heartbeat_ms, address_book, .. }) => {
                self.greet(&build, heartbeat_ms);
                self.store.meet_address_book(address_book);
            }
            Ok(Frame::Event(event)) => {
                self.state.borrow_mut().attempts = 0;
                if self.store.receive(*event) == Applied::Gap {
                    self.lost();
                }
            }
            Ok(Frame::AddressBook { edition }) => self.store.meet_address_book(edition),
            Ok(Frame::Heartbeat) => self.state.borrow_mut().attempts = 0,
            Ok(Frame::Resync) => self.resync(),
            Ok(Frame::Goodbye { reason: Goodbye::SignedOut }) => self.sign_out(),
            Ok(Frame::Goodbye { reason: Goodbye::Restarting }) => self.lost(),
            Err(_) => {
                // A newer server speaks of things that this build has no words for.
                self.store.outdated.set(true);
                self.resync();
            }
        }
    }

    fn greet(&self, build: &str, heartbeat: u32) {
        self.state.borrow_mut().heartbeat = heartbeat;
        self.watch();
        self.store.meet_build(build);
        self.store.link.set(Link::Online);
        self.outbox.flush();
        self.outbox.reads.report();
    }

    /// The line is dead: try again after a while.
    fn lost(&self) {
        let attempts = {
            let mut state = self.state.borrow_mut();
            state.socket = None;
            state.watchdog = None;
            state.attempts += 1;
            state.attempts
        };
        if attempts > 1 {
            self.offline();
        } else if self.store.link.get_untracked() == Link::Online {
            self.store.link.set(Link::Connecting);
        }
        if attempts % ASK_EVERY == 2 && browser::has_network() {
            self.resync();
        } else {
            self.connect_later(attempts - 1);
        }
    }

    fn offline(&self) {
        if !matches!(self.store.link.get_untracked(), Link::Offline { .. }) {
            self.store.link.set(Link::Offline { since: browser::now() });
        }
    }

    fn connect_later(&self, attempt: u32) {
        let line = self.clone();
        let wait = backoff(attempt, browser::random());
        self.state.borrow_mut().retry = Some(Timeout::new(wait, move || line.connect()));
    }

    /// The session has ended: no further attempt while the browser is on its way to the log-in page.
    fn sign_out(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.socket = None;
            state.watchdog = None;
        }
        browser::go_to_login();
    }

    /// Starts again from a fresh snapshot.
    fn resync(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.socket = None;
            state.watchdog = None;
            state.retry = None;
            if state.resyncing {
                return;
            }
            state.resyncing = true;
        }
        let line = self.clone();
        spawn_local(async move {
            let opening = api::open_messenger(line.open_room.get_untracked()).await;
            line.state.borrow_mut().resyncing = false;
            match opening {
                Ok(opening) => {
                    line.store.meet_build(&opening.build);
                    line.store.reset(opening);
                    // Where the socket is barred, no greeting comes to tell them on.
                    line.outbox.reads.report();
                    line.connect();
                }
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => line.lost(),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::backoff;

    proptest! {
        #[test]
        fn waits_grow_and_stay_bounded(attempt in 0u32..100, random in 0.0..1.0f64) {
            let wait = backoff(attempt, random);
            prop_assert!((150..=20_000).contains(&wait));
            prop_assert!(backoff(attempt + 1, random) >= wait);
        }
    }
}
