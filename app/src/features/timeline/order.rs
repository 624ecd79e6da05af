//! In which order messages are read: as they happened, as long as nobody can miss one for it. Pure.

use crate::domain::Message;

/// A message that comes in later than this after younger ones stays where it came in, in
/// milliseconds. Far above the newest message it would be marked read without having been seen.
const LATE: i64 = 60_000;

/// Messages, given by number, in the order in which they stand: by the time when they happened, but
/// what came in late stands where it came in.
pub fn in_reading_order(messages: &[Message]) -> Vec<&Message> {
    let mut newest = None;
    let mut placed: Vec<_> = messages
        .iter()
        .map(|message| {
            let before = newest.unwrap_or(message.at);
            let stands_at = if before.since(message.at) > LATE { before } else { message.at };
            newest = Some(before.max(message.at));
            (stands_at, message)
        })
        .collect();
    placed.sort_by_key(|(stands_at, message)| (*stands_at, message.seq));
    placed.into_iter().map(|(_, message)| message).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Author, Body, MessageId, RoomId, Seq, Timestamp};

    fn messages(times: &[i64]) -> Vec<Message> {
        (1..)
            .zip(times)
            .map(|(seq, at)| Message {
                id: MessageId::new(Uuid::from_u128(seq.into())),
                room: RoomId::new(Uuid::from_u128(1)),
                seq: Seq(seq),
                at: Timestamp::from_millis(*at),
                author: Author::System,
                body: Body::text(""),
                again_at: None,
                preview: None,
                edited: false,
                quote: None,
                delivery: None,
            })
            .collect()
    }

    fn numbers(times: &[i64]) -> Vec<u32> {
        in_reading_order(&messages(times)).iter().map(|message| message.seq.0).collect()
    }

    #[test]
    fn a_message_redelivered_minutes_late_stands_at_the_end_where_it_is_seen() {
        assert_eq!(numbers(&[0, 300_000, 301_000, 1_000]), [1, 2, 3, 4]);
        assert_eq!(numbers(&[0, 300_000, 301_000, 1_000, 302_000]), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn messages_that_overtook_each_other_stand_as_they_happened() {
        assert_eq!(numbers(&[0, LATE, 0, 1]), [1, 3, 4, 2]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_late_stands_before_what_was_there(
            times in prop::collection::vec(0..400_000i64, 0..40),
        ) {
            let order = numbers(&times);
            let mut all = order.clone();
            all.sort_unstable();
            let every: Vec<u32> = (1..).take(times.len()).collect();
            prop_assert_eq!(all, every);
            let at = |seq: u32| times[seq as usize - 1];
            for (place, seq) in order.iter().enumerate() {
                for passed in order[place..].iter().filter(|passed| *passed < seq) {
                    prop_assert!(at(*passed) - at(*seq) <= LATE);
                }
            }
        }

        #[test]
        fn without_late_ones_time_decides(times in prop::collection::vec(0..=LATE, 0..40)) {
            let mut by_time: Vec<u32> = (1..).take(times.len()).collect();
            by_time.sort_by_key(|seq| times[*seq as usize - 1]);
            prop_assert_eq!(numbers(&times), by_time);
        }
    }
}
