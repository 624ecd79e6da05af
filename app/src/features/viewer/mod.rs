//! Looking at a picture of a room, large, and at the others of it one after the other.

mod look;

use leptos::prelude::*;

pub use self::look::PictureViewer;
use crate::domain::{MediaId, RoomId};

/// Which picture is looked at. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Viewing {
    at: RwSignal<Option<(RoomId, MediaId)>>,
}

impl Viewing {
    /// Puts it into the context.
    pub fn provide() {
        provide_context(Self { at: RwSignal::new(None) });
    }

    /// Looks at a picture of a room.
    pub fn open(self, room: RoomId, picture: MediaId) {
        self.at.set(Some((room, picture)));
    }

    /// Whether one is looked at; follows it.
    pub fn is_open(self) -> bool {
        self.at.with(Option::is_some)
    }

    /// Looks away.
    pub fn close(self) {
        self.at.set(None);
    }
}
