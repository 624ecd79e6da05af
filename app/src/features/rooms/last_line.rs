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
    /// A file of this name was to go, and did not get as far as the server.
    FileNotSent(String),
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

/// What is of a room on this device alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here<'a> {
    /// What was typed and not sent.
    pub draft: Option<&'a str>,
    /// The name of a file that was chosen and not sent.
    pub file: Option<&'a str>,
    /// The name of a file that was to go and did not come through.
    pub lost_file: Option<&'a str>,
    /// What was written and is not confirmed.
    pub pending: &'a [&'a Pending],
}

/// What to say of a room, by its newest message and what is only on this device.
pub fn last_text(room: &Room, me: MemberId, here: Here<'_>) -> LastText {
    let draft = here.draft.map(|draft| preview(draft, LENGTH)).filter(|draft| !draft.is_empty());
    if let Some(draft) = draft.or_else(|| here.file.map(str::to_owned)) {
        return LastText::Draft(draft);
    }
    if let Some(name) = here.lost_file {
        return LastText::FileNotSent(name.to_owned());
    }
    if let Some(newest) = here.pending.last() {
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

    fn said(room: &Room, here: Here<'_>) -> LastText {
        last_text(room, ME, here)
    }

    fn typed(draft: &str) -> Here<'_> {
        Here { draft: Some(draft), ..Here::default() }
    }

    #[test]
    fn a_draft_hides_the_newest_message_and_blank_is_no_draft() {
        let room = room(Author::Member(ME), None);
        assert_eq!(said(&room, typed("hi")), LastText::Draft("hi".into()));
        assert_eq!(said(&room, typed(" \n")), LastText::Mine(Body::text("a b")));
    }

    #[test]
    fn what_did_not_go_out_says_so_wherever_it_stopped() {
        let failed = Some(Delivery::Failed { reason: FailReason::NoAnswer });
        let at_line = room(Author::Member(ME), failed);
        assert_eq!(said(&at_line, Here::default()), LastText::NotSent(Body::text("a b")));
        let here = pending(PendingState::NotSent(Obstacle::Server));
        let here = Here { pending: &[&here], ..Here::default() };
        assert_eq!(said(&at_line, here), LastText::NotSent(Body::text("later")));
    }

    #[test]
    fn a_file_that_waits_is_a_draft_and_one_that_is_lost_was_not_sent() {
        let room = room(Author::Member(ME), None);
        let waits = Here { file: Some("a.png"), ..Here::default() };
        assert_eq!(said(&room, waits), LastText::Draft("a.png".into()));
        assert_eq!(
            said(&room, Here { file: Some("a.png"), ..typed("hi") }),
            LastText::Draft("hi".into())
        );
        let lost = Here { lost_file: Some("b.pdf"), ..Here::default() };
        assert_eq!(said(&room, lost), LastText::FileNotSent("b.pdf".into()));
    }

    #[test]
    fn where_nothing_can_be_written_the_row_says_why_unless_a_draft_waits() {
        let user = Author::LineUser(ContactId::new(Uuid::from_u128(9)));
        let barred = Room { barred: Some(Barred::Blocked), ..room(user, None) };
        assert_eq!(said(&barred, Here::default()), LastText::Barred(Barred::Blocked));
        assert_eq!(said(&barred, typed("hi")), LastText::Draft("hi".into()));
    }

    #[test]
    fn each_side_is_told_apart() {
        let user = Author::LineUser(ContactId::new(Uuid::from_u128(9)));
        assert_eq!(said(&room(user, None), Here::default()), LastText::Theirs(Body::text("a b")));
        let peer = MemberId::new(Uuid::from_u128(8));
        assert_eq!(
            said(&room(Author::Member(peer), None), Here::default()),
            LastText::Somebody(PersonId::Member(peer), Body::text("a b"))
        );
        let user = ContactId::new(Uuid::from_u128(9));
        let group = Room { kind: RoomKind::Group, ..room(Author::LineUser(user), None) };
        assert_eq!(
            said(&group, Here::default()),
            LastText::Somebody(PersonId::LineUser(user), Body::text("a b"))
        );
    }
}
