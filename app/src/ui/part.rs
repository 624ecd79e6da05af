//! Parts of the client that are files of their own: fetched when they are first asked for, so that a
//! person who wants to read and write waits for nothing else.
//!
//! A part is a function under `#[wasm_split]`. The server has every part at hand and draws it like
//! anything else; the browser does once the part's file has arrived. Which parts there are is the
//! affair of [`features::parts`](crate::features::parts).

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};

use crate::browser;

/// The fetching of a part's file.
pub type Loading = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;

/// A part of the client.
#[derive(Clone, Copy, Debug)]
pub struct Part(fn() -> Loading);

/// Why a part cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is on its way.
    Coming,
    /// It could not be had. [`Part::draw`] hands over what asks for it once more.
    Failed,
}

impl Part {
    /// The part that is fetched by this.
    pub const fn new(load: fn() -> Loading) -> Self {
        Self(load)
    }

    /// Fetches it, if it has not come yet.
    ///
    /// # Errors
    /// When there is no network, or the server has another build by now. The next try starts anew.
    pub async fn load(self) -> Result<(), SplitLoaderError> {
        (self.0)().await
    }

    fn has_come(self) -> bool {
        now(self.load()).is_some_and(|outcome| outcome.is_ok())
    }

    /// What `draw` makes, as soon as the part is there; until then, what stands in its place.
    pub fn draw(
        self,
        draw: impl Fn() -> AnyView + Send + 'static,
        instead: impl Fn(Missing, Callback<()>) -> AnyView + Send + 'static,
    ) -> AnyView {
        let missing = RwSignal::new((!self.has_come()).then_some(Missing::Coming));
        let fetch = move |after_failure: fn()| {
            missing.set(Some(Missing::Coming));
            spawn_local(async move {
                let outcome = self.load().await;
                if outcome.is_err() {
                    after_failure();
                }
                missing.try_set(outcome.err().map(|_logged_by_the_loader| Missing::Failed));
            });
        };
        if missing.get_untracked().is_some() {
            fetch(|| ());
        }
        let again = Callback::new(move |()| fetch(reload_when_online));
        let view = move || match missing.get() {
            None => draw(),
            Some(why) => instead(why, again),
        };
        view.into_any()
    }
}

/// A part that fails twice while there is a network belongs to a build that the server no longer has.
fn reload_when_online() {
    if browser::has_network() {
        browser::reload();
    }
}

/// What a future gives without having to wait.
pub fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}
