//! The server functions: the only calls from browser to server besides the event socket and the bytes of
//! files ([`uploads`]).
//!
//! Each authorises itself in its first line. JSON in and out; paths carry no hash, so that a tab that
//! was opened before a deploy still reaches them.

#![expect(
    missing_docs,
    reason = "the server macro makes argument structs whose fields it leaves undocumented"
)]

mod contacts;
pub mod uploads;

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr, server},
    server_fn::ServerFn,
};
use serde::{Deserialize, Serialize};

pub use contacts::*;

use crate::{
    browser,
    domain::{
        Additions, Block, BlockList, Candidates, ContactId, Language, ListPlace, Message,
        MessageId, Naming, NewRoom, Person, PersonId, ProfileFault, ProfileForm, ReadMarks,
        Recipient, Remedy, Room, RoomAct, RoomDescription, RoomDetails, RoomId, Seq, Theme,
        Writing,
    },
    json::{Json, Wire},
    sync::{MoreRooms, Opening, Page, snapshot::PageAt},
};

/// Why a call came to nothing, in terms a view can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ApiError {
    /// There is no session, or it has ended: sign in.
    #[error("not signed in")]
    SignedOut,
    /// There is no such thing, or it is not for this member.
    #[error("not found")]
    NotFound,
    /// What was sent breaks a rule of the domain.
    #[error("not valid: {detail}")]
    Invalid {
        /// Which rule, for the log and for developers; views say it in their own words.
        detail: String,
    },
    /// The LINE user cannot be reached through the official account now.
    #[error("the LINE user cannot be reached")]
    Unreachable,
    /// The member has blocked the LINE user.
    #[error("the LINE user is blocked")]
    Blocked,
    /// The request or the answer did not come through; nothing is known of its effect.
    #[error("the server could not be reached")]
    Offline,
    /// The server could not do it now. Its log says why.
    #[error("the server could not do it")]
    Unavailable,
}

impl FromServerFnError for ApiError {
    type Encoder = Wire;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Offline,
            ServerFnErrorErr::Args(detail) | ServerFnErrorErr::MissingArg(detail) => {
                Self::Invalid { detail }
            }
            _ => Self::Unavailable,
        }
    }
}

/// A member's own choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The language of the interface.
    pub language: Language,
    /// The colour scheme.
    pub theme: Theme,
}

/// All that the first screen needs; with the timeline of `room` when one is given.
#[server(endpoint = "open_messenger", input = Json, output = Json)]
pub async fn open_messenger(room: Option<RoomId>) -> Result<Opening, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.open(viewer, room).await
}

/// The rooms below a place in the list: the snapshot has only its top.
#[server(endpoint = "read_rooms", input = Json, output = Json)]
pub async fn read_rooms(after: ListPlace) -> Result<MoreRooms, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.rooms_after(viewer, after).await
}

/// A stretch of a room's timeline.
#[server(endpoint = "read_page", input = Json, output = Json)]
pub async fn read_page(room: RoomId, at: PageAt) -> Result<Page, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.page(viewer, room, at).await
}

/// Who takes part in a room.
#[server(endpoint = "read_details", input = Json, output = Json)]
pub async fn read_details(room: RoomId) -> Result<RoomDetails, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.details(viewer, room).await
}

/// The LINE users whom the member can bring into a room and who are meant by a search, those of late
/// first; from a place in that order on.
#[server(endpoint = "read_candidates", input = Json, output = Json)]
pub async fn read_candidates(search: String, from: u32) -> Result<Candidates, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.candidates(viewer, search, from).await
}

/// The member's rooms that bring exactly these LINE users together.
#[server(endpoint = "rooms_with", input = Json, output = Json)]
pub async fn rooms_with(people: Vec<ContactId>) -> Result<Vec<Room>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.rooms_with(viewer, people).await
}

/// The first members by name who are meant by a search, also those who may not talk with LINE users.
#[server(endpoint = "read_colleagues", input = Json, output = Json)]
pub async fn read_colleagues(search: String) -> Result<Vec<Person>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.colleagues(viewer, search).await
}

/// Makes a room that brings several LINE users together. The browser mints its id, and may repeat the
/// call with it as often as it likes: the room is made once.
#[server(endpoint = "create_room", input = Json, output = Json)]
pub async fn create_room(room: NewRoom) -> Result<RoomId, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.create_room(viewer, room).await
}

/// Has people take part in a room from now on.
#[server(endpoint = "add_people", input = Json, output = Json)]
pub async fn add_people(room: RoomId, additions: Additions) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.add_people(viewer, room, additions).await
}

/// Has somebody take part no longer: another, or the member themselves, who leaves.
#[server(endpoint = "remove_person", input = Json, output = Json)]
pub async fn remove_person(room: RoomId, person: PersonId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.remove_person(viewer, room, person).await
}

/// The LINE users to whom a message goes, each with how far it has come.
#[server(endpoint = "read_recipients", input = Json, output = Json)]
pub async fn read_recipients(room: RoomId, seq: Seq) -> Result<Vec<Recipient>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.recipients(viewer, room, seq).await
}

/// Says how a room with several people is to be called and what it is for.
/// LINE users see neither.
#[server(endpoint = "edit_room", input = Json, output = Json)]
pub async fn edit_room(
    room: RoomId,
    name: Naming,
    description: Option<RoomDescription>,
) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.edit_room(viewer, room, name, description).await
}

/// Has LINE asked what became of a room's LINE group: its name, its picture and how many are in it come as
/// an event. For when somebody opens it; the server asks once in a few minutes.
#[server(endpoint = "look_at_group", input = Json, output = Json)]
pub async fn look_at_group(room: RoomId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.look_at_group(viewer, room).await
}

/// Takes the official account out of the LINE group of a room. The room and what was said stay.
#[server(endpoint = "leave_group", input = Json, output = Json)]
pub async fn leave_group(room: RoomId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.leave_group(viewer, room).await
}

/// Sends something to the LINE users of a room, The browser mints `id`, and may repeat the call
/// with it as often as it likes: the message is made once.
#[server(endpoint = "send_message", input = Json, output = Json)]
pub async fn send_message(
    room: RoomId,
    id: MessageId,
    writing: Writing,
) -> Result<Message, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.send_message(viewer, room, id, writing).await
}

/// Does with a failed message what the member has decided.
#[server(endpoint = "remedy_message", input = Json, output = Json)]
pub async fn remedy_message(room: RoomId, seq: Seq, remedy: Remedy) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.remedy(viewer, room, seq, remedy).await
}

/// Takes media that the member sent out of the reach of LINE users.
#[server(endpoint = "withdraw_media", input = Json, output = Json)]
pub async fn withdraw_media(room: RoomId, seq: Seq) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.withdraw(viewer, room, seq).await
}

/// Marks a room read up to `seq` on all of the member's devices.
#[server(endpoint = "mark_read", input = Json, output = Json)]
pub async fn mark_read(room: RoomId, seq: Seq) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.mark_read(viewer, room, seq).await
}

/// Does something with a room in the member's own list, on all of their devices.
#[server(endpoint = "keep_room", input = Json, output = Json)]
pub async fn keep_room(room: RoomId, act: RoomAct) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.keep_room(viewer, room, act).await
}

/// [`mark_read`] from a page that is going away: it still goes out, and nobody hears the answer.
pub fn mark_read_on_leaving(room: RoomId, seq: Seq) {
    if let Ok(call) = serde_json::to_string(&MarkRead { room, seq }) {
        browser::post_on_leaving(MarkRead::PATH, &call);
    }
}

/// Has LINE asked what is left of the month's messages of a room's official account, and events tell of
/// it from now on. For when somebody opens the room; the server asks once in a few minutes.
#[server(endpoint = "look_at_allowance", input = Json, output = Json)]
pub async fn look_at_allowance(room: RoomId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.look_at_allowance(viewer, room).await
}

/// Blocks a LINE user for the member, or takes the block back. The LINE user is not told.
#[server(endpoint = "set_block", input = Json, output = Json)]
pub async fn set_block(contact: ContactId, block: Block) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.set_block(viewer, contact, block).await
}

/// Whom the member has blocked.
#[server(endpoint = "read_blocks", input = Json, output = Json)]
pub async fn read_blocks() -> Result<BlockList, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.blocks(viewer).await
}

/// Keeps the member's own choices.
#[server(endpoint = "set_preferences", input = Json, output = Json)]
pub async fn set_preferences(preferences: Preferences) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.set_preferences(viewer, preferences).await
}

/// Says whether LINE users see what the member has read.
#[server(endpoint = "set_read_marks", input = Json, output = Json)]
pub async fn set_read_marks(read_marks: ReadMarks) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.set_read_marks(viewer, read_marks).await
}

/// Keeps what the member says of themselves to LINE users. Answers what is wrong with it, in which
/// case nothing is kept.
#[server(endpoint = "save_profile", input = Json, output = Json)]
pub async fn save_profile(form: ProfileForm) -> Result<Vec<ProfileFault>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.save_profile(viewer, form).await
}
