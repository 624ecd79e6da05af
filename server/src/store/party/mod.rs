//! Rooms with several LINE users, as they are kept: who takes part, what reaches whom, and where each
//! LINE user's words go.
//!
//! Must hold: what was said in a room reaches those who took part in it then, and nobody else; what a
//! LINE user writes goes to a room by their own choice only, and else to the member alone.

mod change;
mod choose;
mod create;
mod exclude;
mod notes;
mod parts;
mod relay;
mod seats;

pub use self::{
    change::{AddPeople, RemovePerson},
    create::CreateRoom,
    parts::Part,
};
pub(super) use self::{
    choose::{Chooser, Pressed, offers, talks_in},
    create::title,
    notes::note,
    parts::{failed as failed_parts, go_again as parts_go_again, part_ended, read as parts_of},
    relay::{Relay, Voice},
};

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
