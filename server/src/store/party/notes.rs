//! What a room says of itself: who came, went or was excluded, as a row of its timeline; and that its
//! details are others now.

use app::domain::{Body, ContactId, MemberId, MessageId, Notice, PersonId, RoomId, Timestamp};
use uuid::Uuid;

use super::{
    super::{
        StoreError,
        draft::Draft,
        key::derived,
        schema::{RoomRow, SeatRow},
        timeline::{self, NewMessage},
    },
    parts::Part,
};

/// Says in the room that these members may not take part.
pub(super) async fn exclude(
    draft: &mut Draft<'_>,
    room: RoomId,
    whom: &[MemberId],
    (fresh, now): (Uuid, Timestamp),
) -> Result<(), StoreError> {
    for who in whom.iter().copied() {
        let own = derived(fresh, who.uuid().as_bytes());
        note(draft, room, Notice::Excluded { who }, own, now).await?;
    }
    Ok(())
}

/// Those who came, as a notice names them.
pub(super) fn who(line_users: &[ContactId], members: &[MemberId]) -> Vec<PersonId> {
    let line_users = line_users.iter().copied().map(PersonId::LineUser);
    line_users.chain(members.iter().copied().map(PersonId::Member)).collect()
}

/// Says in a room what happened to it, and that its details are others now.
pub(in crate::store) async fn note(
    draft: &mut Draft<'_>,
    room: RoomId,
    notice: Notice,
    fresh: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    note_with(draft, room, notice, Vec::new(), (fresh, now)).await
}

/// As [`note`], with what is sent to LINE users because of it.
pub(super) async fn note_with(
    draft: &mut Draft<'_>,
    room: RoomId,
    notice: Notice,
    parts: Vec<Part>,
    (fresh, now): (Uuid, Timestamp),
) -> Result<(), StoreError> {
    let mut row = draft.need::<RoomRow>(room).await?;
    row.edition = Some(row.edition.unwrap_or_default() + 1);
    let id = MessageId::new(derived(fresh, b"notice"));
    let new = NewMessage { parts, ..NewMessage::notice(id, now, notice) };
    let doer = doer(&new.body);
    let message = timeline::append(draft, room, &mut row, new, now);
    if let Some(doer) = doer
        && let Some(seat) = draft.get::<SeatRow>((doer, room)).await?
    {
        // What one did oneself is no news.
        let read_seq = row.last_seq;
        draft.put::<SeatRow>((doer, room), SeatRow { read_seq, ..seat });
    }
    timeline::tell_message(draft, room, &row, &message).await
}

/// The member who did what a notice tells.
const fn doer(body: &Body) -> Option<MemberId> {
    let Body::Notice { notice } = body else { return None };
    match notice {
        Notice::Created { by } | Notice::Renamed { by, .. } | Notice::LeftGroup { by } => Some(*by),
        Notice::Joined { by, .. } | Notice::Left { by, .. } => *by,
        Notice::Excluded { .. }
        | Notice::Followed
        | Notice::FollowedAgain
        | Notice::Unfollowed
        | Notice::AccountJoined
        | Notice::AccountLeft => None,
    }
}

/// Says that a room's details are others now, where nothing happened that its timeline would tell.
pub(super) async fn renew(draft: &mut Draft<'_>, room: RoomId) -> Result<(), StoreError> {
    let mut row = draft.need::<RoomRow>(room).await?;
    row.edition = Some(row.edition.unwrap_or_default() + 1);
    draft.put::<RoomRow>(room, row.clone());
    timeline::tell_room(draft, room, &row).await
}

/// Notes in a LINE user's own chat where they talk from now on, for its members to see.
pub(super) async fn turn_chat(
    draft: &mut Draft<'_>,
    chat: RoomId,
    to: Option<RoomId>,
) -> Result<(), StoreError> {
    let row = draft.need::<RoomRow>(chat).await?;
    let row = RoomRow { talks_in: to.map(RoomId::uuid), ..row };
    draft.put::<RoomRow>(chat, row.clone());
    timeline::tell_room(draft, chat, &row).await
}
