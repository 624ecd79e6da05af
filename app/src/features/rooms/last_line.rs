//! What a room's row says below its name. Pure; the words come from the view.

use crate::{
    domain::{Author, Barred, Body, MemberId, Notice, PersonId, Room, RoomKind, text::preview},
    sync::{Pending, PendingState},
};

/// Longer than any row; the style sheet cuts what does not fit.
const LENGTH: usize = 120;

/// The last line of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastText {
    /// Something was typed and not sent.
    Draft(String),
    /// The member's last message did not go out.
    NotSent(Body),
    /// The member wrote last.
    Mine(Body),
    /// A LINE user wrote last.
    Theirs(Body),
    /// One of several wrote last: a colleague, or a LINE user of a room with more than one.
    Somebody(PersonId, Body),
    /// Nothing can be written there.
    Barred(Barred),
    /// Somebody wrote whom the member has blocked.
    Hidden,
    /// Something happened.
    Notice(Notice),
    /// Nothing has happened yet.
    Nothing,
}

/// What to say of a room, by its newest message and what is only on this device. `pending` is what
/// was written in this room and not confirmed.
pub fn last_text(room: &Room, me: MemberId, draft: Option<&str>, pending: &[&Pending]) -> LastText {
    if let Some(draft) = draft.map(|draft| preview(draft, LENGTH)).filter(|draft| !draft.is_empty())
    {
        return LastText::Draft(draft);
    }
    if let Some(newest) = pending.last() {
        let body = Body::from(newest.writing.what.clone()).shortened();
        return match newest.state {
            PendingState::NotSent(_) => LastText::NotSent(body),
            PendingState::Waiting | PendingState::Accepted => LastText::Mine(body),
        };
    }
    if let Some(barred) = room.barred {
        return LastText::Barred(barred);
    }
    let Some(last) = &room.last else { return LastText::Nothing };
    let body = match &last.body {
        Body::Hidden => return LastText::Hidden,
        Body::Notice { notice } => return LastText::Notice(notice.clone()),
        Body::Unsent => return LastText::Theirs(Body::Unsent),
        said => said.clone(),
    };
    match (last.author, last.delivery) {
        (Author::Member(_), Some(delivery)) if delivery.is_failed() => LastText::NotSent(body),
        (Author::Member(member), _) if member == me => LastText::Mine(body),
        (Author::Member(member), _) => LastText::Somebody(PersonId::Member(member), body),
        (Author::LineUser(contact), _) if room.kind != RoomKind::Direct => {
            LastText::Somebody(PersonId::LineUser(contact), body)
        }
        (Author::LineUser(_) | Author::Unnamed | Author::System, _) => LastText::Theirs(body),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            ContactId, Delivery, FailReason, LastLine, MessageId, RoomId, TextMessage, Timestamp,
            testing::{self, ME},
        },
        sync::Obstacle,
    };

    const ROOM: RoomId = RoomId::new(Uuid::from_u128(2));

    fn room(author: Author, delivery: Option<Delivery>) -> Room {
        let body = Body::text("a\nb").shortened();
        let last = LastLine { at: Timestamp::default(), author, body, delivery };
        Room { last: Some(last), ..testing::room(ROOM) }
    }

    fn pending(state: PendingState) -> Pending {
        Pending {
            id: MessageId::new(Uuid::from_u128(3)),
            room: ROOM,
            writing: TextMessage::parse("later").unwrap().into(),
            at: Timestamp::default(),
            state,
        }
    }

    #[test]
    fn a_draft_hides_the_newest_message_and_blank_is_no_draft() {
        let room = room(Author::Member(ME), None);
        assert_eq!(last_text(&room, ME, Some("hi"), &[]), LastText::Draft("hi".into()));
        assert_eq!(last_text(&room, ME, Some(" \n"), &[]), LastText::Mine(Body::text("a b")));
    }

    #[test]
    fn what_did_not_go_out_says_so_wherever_it_stopped() {
        let failed = Some(Delivery::Failed { reason: FailReason::NoAnswer });
        let at_line = room(Author::Member(ME), failed);
        assert_eq!(last_text(&at_line, ME, None, &[]), LastText::NotSent(Body::text("a b")));
        let here = pending(PendingState::NotSent(Obstacle::Server));
        assert_eq!(last_text(&at_line, ME, None, &[&here]), LastText::NotSent(Body::text("later")));
    }

    #[test]
    fn where_nothing_can_be_written_the_row_says_why_unless_a_draft_waits() {
        let user = Author::LineUser(ContactId::new(Uuid::from_u128(9)));
        let barred = Room { barred: Some(Barred::Blocked), ..room(user, None) };
        assert_eq!(last_text(&barred, ME, None, &[]), LastText::Barred(Barred::Blocked));
        assert_eq!(last_text(&barred, ME, Some("hi"), &[]), LastText::Draft("hi".into()));
    }

    #[test]
    fn each_side_is_told_apart() {
        let user = Author::LineUser(ContactId::new(Uuid::from_u128(9)));
        assert_eq!(
            last_text(&room(user, None), ME, None, &[]),
            LastText::Theirs(Body::text("a b"))
        );
        let peer = MemberId::new(Uuid::from_u128(8));
        assert_eq!(
            last_text(&room(Author::Member(peer), None), ME, None, &[]),
            LastText::Somebody(PersonId::Member(peer), Body::text("a b"))
        );
        let user = ContactId::new(Uuid::from_u128(9));
        let group = Room { kind: RoomKind::Group, ..room(Author::LineUser(user), None) };
        assert_eq!(
            last_text(&group, ME, None, &[]),
            LastText::Somebody(PersonId::LineUser(user), Body::text("a b"))
        );
    }
}
