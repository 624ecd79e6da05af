//! Tells the server how far the member has read here, and loses no mark: it is told at once or a
//! moment later, once more when the page goes away, and kept on the device until the server has it.
//! Browser only, but for the rule.

use gloo::{events::EventListener, timers::callback::Timeout};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{RoomId, Seq},
};

use super::{Store, local};

/// Marks that follow a told one within this time are told together, in milliseconds.
const GATHER: u32 = 300;

/// When marks are told: one at once, and what follows it closely together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pace {
    /// Nothing was told just now.
    #[default]
    Idle,
    /// All that there is was told just now. Whoever comes here tells it, and rests for [`GATHER`].
    Told,
    /// There is more since.
    Due,
}

impl Pace {
    /// A mark was made.
    const fn marked(self) -> Self {
        match self {
            Self::Idle => Self::Told,
            Self::Told | Self::Due => Self::Due,
        }
    }

    /// The rest after telling is over.
    const fn rested(self) -> Self {
        match self {
            Self::Idle | Self::Told => Self::Idle,
            Self::Due => Self::Told,
        }
    }
}

/// The read marks of one member. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Reads {
    store: Store,
    pace: StoredValue<Pace>,
}

impl Reads {
    /// The marks that the store holds unconfirmed.
    pub fn new(store: Store) -> Self {
        Self { store, pace: StoredValue::default() }
    }

    /// Takes up the marks that an earlier page of this device made and the server does not have; the
    /// connection's greeting tells them. From now on none stays behind when the page goes away.
    pub fn restore(self) {
        let member = self.store.my_id();
        for (room, seq) in local::read_marks(member) {
            if !self.store.mark_read(room, seq) {
                local::forget_mark(member, room, seq);
            }
        }
        // The last that every browser tells a page that is closed, left, or put away on a phone.
        let hidden = EventListener::new(&document(), "visibilitychange", move |_| {
            if !browser::is_visible() {
                self.take_leave();
            }
        });
        hidden.forget();
    }

    /// Reads a room up to `seq`: its badge is gone at once, on all devices a moment later.
    pub fn mark(self, room: RoomId, seq: Seq) {
        if self.store.mark_read(room, seq) {
            local::keep_mark(self.store.my_id(), room, seq);
            self.step(Pace::marked);
        }
    }

    fn step(self, step: impl FnOnce(Pace) -> Pace) {
        let pace = step(self.pace.get_value());
        self.pace.set_value(pace);
        if pace == Pace::Told {
            self.report();
            Timeout::new(GATHER, move || self.step(Pace::rested)).forget();
        }
    }

    /// Tells the server how far rooms were read. What does not come through is told again when
    /// the connection is back.
    pub fn report(self) {
        let member = self.store.my_id();
        for (room, seq) in self.store.unconfirmed_reads() {
            spawn_local(async move {
                let answer = api::mark_read(room, seq).await;
                if is_settled(&answer) {
                    local::forget_mark(member, room, seq);
                }
                if answer == Err(ApiError::NotFound) {
                    self.store.drop_mark(room);
                }
            });
        }
    }

    fn take_leave(self) {
        for (room, seq) in self.store.unconfirmed_reads() {
            api::mark_read_on_leaving(room, seq);
        }
    }
}

/// Whether telling a mark again would change nothing: the server has it, or never will.
const fn is_settled(answer: &Result<(), ApiError>) -> bool {
    !matches!(answer, Err(ApiError::Offline | ApiError::SignedOut | ApiError::Unavailable))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Step = fn(Pace) -> Pace;

    /// When marks made at these moments are told.
    fn told(marks: &[u32]) -> Vec<u32> {
        let (mut pace, mut told) = (Pace::default(), Vec::<u32>::new());
        for now in 0..=marks.iter().max().unwrap() + 2 * GATHER {
            let rested = told.last().is_some_and(|last| last + GATHER == now);
            let marked = marks.contains(&now);
            for (happens, step) in [(rested, Pace::rested as Step), (marked, Pace::marked)] {
                if happens {
                    pace = step(pace);
                    told.extend((pace == Pace::Told).then_some(now));
                }
            }
        }
        told
    }

    #[test]
    fn the_first_mark_is_told_at_once_and_those_close_behind_it_together() {
        assert_eq!(told(&[10]), [10]);
        assert_eq!(told(&[10, 11, 200]), [10, 10 + GATHER]);
        assert_eq!(told(&[10, 11 + GATHER]), [10, 11 + GATHER]);
    }

    proptest! {
        #[test]
        fn every_mark_is_told_soon_and_none_too_often(
            marks in prop::collection::vec(0u32..3_000, 1..40),
        ) {
            let told = told(&marks);
            prop_assert_eq!(told.first(), marks.iter().min());
            for mark in marks {
                prop_assert!(told.iter().any(|at| (mark..=mark + GATHER).contains(at)));
            }
            prop_assert!(told.windows(2).all(|pair| pair[1] - pair[0] >= GATHER));
        }
    }

    #[test]
    fn a_mark_is_kept_until_the_server_has_it_or_never_will() {
        assert!(is_settled(&Ok(())) && is_settled(&Err(ApiError::NotFound)));
        for later in [ApiError::Offline, ApiError::SignedOut, ApiError::Unavailable] {
            assert!(!is_settled(&Err(later)));
        }
    }
}
