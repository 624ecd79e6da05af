//! What a timeline lays out, held against small histories.

use uuid::Uuid;

use super::*;
use crate::domain::{ContactId, Notice, RoomId, TextMessage};

const ME: MemberId = MemberId::new(Uuid::from_u128(7));

fn line_user() -> Author {
    Author::LineUser(ContactId::new(Uuid::from_u128(5)))
}

fn id(seq: u32) -> MessageId {
    MessageId::new(Uuid::from_u128(seq.into()))
}

fn message(seq: u32, at: i64, author: Author) -> Message {
    Message {
        id: id(seq),
        room: RoomId::new(Uuid::from_u128(1)),
        seq: Seq(seq),
        at: Timestamp::from_millis(at),
        author,
        body: Body::text(seq.to_string()),
        again_at: None,
        preview: None,
        edited: false,
        quote: None,
        delivery: matches!(author, Author::Member(_)).then_some(Delivery::Sent),
    }
}

fn pending(n: u32, at: i64) -> Pending {
    Pending {
        id: id(n),
        room: RoomId::new(Uuid::from_u128(1)),
        writing: TextMessage::parse("hello").unwrap().into(),
        at: Timestamp::from_millis(at),
        state: PendingState::Waiting,
    }
}

fn utc(at: Timestamp) -> DayNumber {
    at.millis().div_euclid(86_400_000)
}

fn lay(messages: &[Message], waiting: &[Pending], unread: Option<Unread>) -> Vec<Day> {
    lay_out(messages, waiting, unread, ME, utc)
}

/// Head, more, meta of each row; the unread line is all false.
fn shape(days: &[Day]) -> Vec<(bool, bool, bool)> {
    let rows = days.iter().flat_map(|day| &day.rows);
    rows.map(|row| match &row.content {
        Content::Talk(talk) => (talk.head, talk.more, talk.meta),
        Content::Unread(_) => (false, false, false),
    })
    .collect()
}

#[test]
fn a_turn_is_one_sender_within_five_minutes() {
    let days = lay(
        &[
            message(1, 0, line_user()),
            message(2, 1_000, line_user()),
            message(3, TURN + 1_000, line_user()),
            message(4, TURN + 2_000, Author::Member(ME)),
        ],
        &[],
        None,
    );
    assert_eq!(
        shape(&days),
        [(true, true, false), (false, false, true), (true, false, true), (true, false, true)]
    );
}

#[test]
fn time_stands_once_for_each_minute_of_a_turn() {
    let days = lay(
        &[
            message(1, 0, line_user()),
            message(2, 59_000, line_user()),
            message(3, 61_000, line_user()),
        ],
        &[],
        None,
    );
    assert_eq!(shape(&days), [(true, true, false), (false, true, true), (false, false, true)]);
}

#[test]
fn rows_stand_in_the_order_in_which_things_happened() {
    let days =
        lay(&[message(1, 5_000, line_user()), message(2, 1_000, Author::Member(ME))], &[], None);
    let keys: Vec<_> = days[0].rows.iter().map(|row| row.key).collect();
    assert_eq!(keys, [RowKey::Message(id(2)), RowKey::Message(id(1))]);
}

#[test]
fn the_unread_line_stands_under_the_day_of_the_message_below_it() {
    let unread = Some(Unread { after: Seq(1), count: 1 });
    let days = lay(&[message(1, 0, line_user()), message(2, 86_400_000, line_user())], &[], unread);
    assert_eq!(days[1].rows[0].content, Content::Unread(1));
    assert_eq!(shape(&days), [(true, false, true), (false, false, false), (true, false, true)]);
}

#[test]
fn the_unread_line_stands_nowhere_without_the_first_unread_message() {
    let unread = Some(Unread { after: Seq(1), count: 8 });
    let lines = |messages: &[Message]| {
        let days = lay(messages, &[], unread);
        days[0].rows.iter().filter(|row| row.key == RowKey::Unread).count()
    };
    assert_eq!(lines(&[message(2, 0, line_user())]), 1);
    assert_eq!(lines(&[message(3, 0, line_user())]), 0);
}

#[test]
fn a_local_echo_gives_way_to_the_message_with_its_id() {
    let days = lay(&[message(1, 0, Author::Member(ME))], &[pending(1, 0), pending(2, 100)], None);
    let keys: Vec<_> = days[0].rows.iter().map(|row| row.key).collect();
    assert_eq!(keys, [RowKey::Message(id(1)), RowKey::Message(id(2))]);
}

#[test]
fn a_device_whose_clock_is_behind_opens_no_earlier_day() {
    let days = lay(&[message(1, 86_400_000, line_user())], &[pending(2, 0)], None);
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].rows.len(), 2);
}

#[test]
fn a_notice_ends_a_turn() {
    let mut notice = message(2, 1_000, Author::System);
    notice.body = Body::Notice { notice: Notice::Unfollowed };
    let days =
        lay(&[message(1, 0, line_user()), notice, message(3, 2_000, line_user())], &[], None);
    assert_eq!(shape(&days)[2], (true, false, true));
}
