//! All that the interface may ask of the server. The server implements it; nothing here knows how.
//!
//! Every call names who asks, and the implementation authorises it: a member sees and changes only
//! what they may, and learns nothing about the rest (what may not be seen is `NotFound`).

mod contacts;

use std::{future::Future, pin::Pin, sync::Arc};

use crate::{
    api::{ApiError, Preferences},
    domain::{
        Additions, Block, BlockList, Candidates, ContactId, ListPlace, MemberId, Message,
        MessageId, Naming, NewRoom, Person, PersonId, ProfileFault, ProfileForm, ReadMarks,
        Recipient, Remedy, Room, RoomAct, RoomDescription, RoomDetails, RoomId, Seq, Writing,
    },
    sync::{MoreRooms, Opening, Page, snapshot::PageAt},
};

pub use contacts::AddressBook;

/// What a call comes to.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// Who asks: put into the request by the server after it has checked the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The signed-in member.
    pub member: MemberId,
}

/// The server, as the interface sees it.
pub trait Backend: AddressBook + Send + Sync {
    /// All that the first screen needs; the timeline too when `room` is given.
    fn open(&self, viewer: Viewer, room: Option<RoomId>) -> Answer<'_, Opening>;

    /// The rooms below a place in the member's list.
    fn rooms_after(&self, viewer: Viewer, after: ListPlace) -> Answer<'_, MoreRooms>;

    /// A stretch of a timeline.
    fn page(&self, viewer: Viewer, room: RoomId, at: PageAt) -> Answer<'_, Page>;

    /// Who takes part in a room.
    fn details(&self, viewer: Viewer, room: RoomId) -> Answer<'_, RoomDetails>;

    /// The LINE users whom a member can bring into a room and who are meant by a search, those of late
    /// first; from a place in that order on.
    fn candidates(&self, viewer: Viewer, search: String, from: u32) -> Answer<'_, Candidates>;

    /// The member's rooms that bring exactly these LINE users together.
    fn rooms_with(&self, viewer: Viewer, people: Vec<ContactId>) -> Answer<'_, Vec<Room>>;

    /// The first members by name who are meant by a search, without the one who asks.
    fn colleagues(&self, viewer: Viewer, search: String) -> Answer<'_, Vec<Person>>;

    /// Makes a room that brings several LINE users together. Idempotent by its id.
    fn create_room(&self, viewer: Viewer, room: NewRoom) -> Answer<'_, RoomId>;

    /// Has people take part in a room from now on. Whoever does already stays as they are.
    fn add_people(&self, viewer: Viewer, room: RoomId, additions: Additions) -> Answer<'_, ()>;

    /// Has somebody take part no longer: another, or the member themselves, who leaves.
    fn remove_person(&self, viewer: Viewer, room: RoomId, person: PersonId) -> Answer<'_, ()>;

    /// The LINE users to whom a message goes, each with how far it has come.
    fn recipients(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, Vec<Recipient>>;

    /// Says how a room with several people is to be called and what it is for.
    fn edit_room(
        &self,
        viewer: Viewer,
        room: RoomId,
        name: Naming,
        description: Option<RoomDescription>,
    ) -> Answer<'_, ()>;

    /// Has LINE asked about the LINE group of a room that a member has opened, unless it was a moment
    /// ago. Does nothing for other rooms.
    fn look_at_group(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()>;

    /// Has LINE asked what is left of the month's messages of the account of a room that a member has
    /// opened, unless it was a moment ago; events tell the member of it from now on.
    fn look_at_allowance(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()>;

    /// Takes the official account out of the LINE group of a room, which stays.
    fn leave_group(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()>;

    /// Keeps a message and puts it on its way. Idempotent by `id`: a repeated call answers the
    /// message that the first one made.
    fn send_message(
        &self,
        viewer: Viewer,
        room: RoomId,
        id: MessageId,
        writing: Writing,
    ) -> Answer<'_, Message>;

    /// Does with a failed message what the member has decided.
    fn remedy(&self, viewer: Viewer, room: RoomId, seq: Seq, remedy: Remedy) -> Answer<'_, ()>;

    /// Takes media that the member sent out of the reach of LINE users.
    fn withdraw(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()>;

    /// Marks a room read up to `seq`, on all of the member's devices. Never moves back.
    fn mark_read(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()>;

    /// Does something with a room in the member's list, on all of their devices.
    fn keep_room(&self, viewer: Viewer, room: RoomId, act: RoomAct) -> Answer<'_, ()>;

    /// Blocks a LINE user for the member, or takes the block back.
    fn set_block(&self, viewer: Viewer, contact: ContactId, block: Block) -> Answer<'_, ()>;

    /// Whom the member has blocked.
    fn blocks(&self, viewer: Viewer) -> Answer<'_, BlockList>;

    /// Keeps the member's own choices.
    fn set_preferences(&self, viewer: Viewer, preferences: Preferences) -> Answer<'_, ()>;

    /// Says whether LINE users see what the member has read.
    fn set_read_marks(&self, viewer: Viewer, read_marks: ReadMarks) -> Answer<'_, ()>;

    /// Keeps what the member says of themselves to LINE users, unless something is wrong with it.
    fn save_profile(&self, viewer: Viewer, form: ProfileForm) -> Answer<'_, Vec<ProfileFault>>;
}

/// The backend as it stands in Leptos' context.
pub type SharedBackend = Arc<dyn Backend>;

/// The first line of every server function: who asks, and whom to ask.
///
/// # Errors
/// [`ApiError::SignedOut`] when the request carries no valid session.
pub fn authorised() -> Result<(SharedBackend, Viewer), ApiError> {
    let viewer = leptos::prelude::use_context::<Viewer>().ok_or(ApiError::SignedOut)?;
    let backend = leptos::prelude::use_context::<SharedBackend>().ok_or(ApiError::Unavailable)?;
    Ok((backend, viewer))
}
