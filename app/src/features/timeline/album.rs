//! Pictures that were sent together: one row, in the order in which they were chosen, in whichever they
//! came. Pure.

use super::{
    layout::{Content, Row},
    order::in_reading_order,
};
use crate::domain::{Body, Media, MediaKind, MediaState, Message, Seq};

/// One of the pictures of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shot {
    /// The number of its message.
    pub seq: Option<Seq>,
    /// The picture.
    pub media: Media,
}

/// Whether media is looked at, and stands without a bubble.
pub const fn is_looked_at(media: &Media) -> bool {
    matches!(media.kind, MediaKind::Image | MediaKind::Video)
        && (media.is_here() || matches!(media.state, MediaState::Coming))
}

/// Takes a row into the one above it, if both are of pictures that were sent together. Answers whether
/// it did.
pub fn join(above: &mut Row, below: &Row) -> bool {
    let (Content::Talk(above), Content::Talk(below)) = (&mut above.content, &below.content) else {
        return false;
    };
    let (Some(first), Some(next)) = (set_of(&above.body), set_of(&below.body)) else {
        return false;
    };
    let is_one = first == next && above.author == below.author && below.quote.is_none();
    if is_one && let Body::Media { media } = &below.body {
        above.beside.push(Shot { seq: below.seq, media: (**media).clone() });
    }
    is_one
}

fn set_of(body: &Body) -> Option<&str> {
    match body {
        Body::Media { media } if is_looked_at(media) => Some(media.set.as_ref()?.id.as_str()),
        _ => None,
    }
}

/// The pictures of one set, as they are to be seen.
pub fn in_order(mut shots: Vec<Shot>) -> Vec<Shot> {
    // Old devices do not say which is which.
    let index = |shot: &Shot| shot.media.set.as_ref().and_then(|set| set.index).unwrap_or(u32::MAX);
    shots.sort_by_key(|shot| (index(shot), shot.seq));
    shots
}

/// All pictures among these messages that are here, as they are to be seen one after the other.
pub fn pictures(messages: &[Message]) -> Vec<Media> {
    let shot = |message: &Message| match &message.body {
        Body::Media { media } => {
            Some(Shot { seq: Some(message.seq), media: media.as_ref().clone() })
        }
        _ => None,
    };
    let all: Vec<Option<Shot>> = in_reading_order(messages).into_iter().map(shot).collect();
    let set = |shot: &Option<Shot>| Some(shot.as_ref()?.media.set.as_ref()?.id.clone());
    let sets = all.chunk_by(|above, below| set(above).is_some() && set(above) == set(below));
    let seen = sets.flat_map(|set| in_order(set.iter().flatten().cloned().collect()));
    let is_picture = |media: &Media| media.kind == MediaKind::Image && media.is_here();
    seen.map(|shot| shot.media).filter(is_picture).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{Author, ContactId, MediaId, MemberId, MessageId, RoomId, SetPlace, Timestamp},
        features::timeline::layout::{Talk, lay_out},
    };

    /// A picture with this number that was sent at this second, as the one with this index of a set.
    fn sent(seq: u32, at: i64, set: Option<(&str, u32)>) -> Message {
        let set =
            set.map(|(id, index)| SetPlace { id: id.into(), index: Some(index), total: None });
        let media = Media {
            id: MediaId::new(Uuid::from_u128(seq.into())),
            kind: MediaKind::Image,
            state: MediaState::Here,
            name: None,
            size: None,
            pixels: None,
            duration: None,
            blur: None,
            set,
        };
        Message {
            id: MessageId::new(Uuid::from_u128(seq.into())),
            room: RoomId::new(Uuid::from_u128(1)),
            seq: Seq(seq),
            at: Timestamp::from_millis(at * 1_000),
            author: Author::LineUser(ContactId::new(Uuid::from_u128(5))),
            body: Body::Media { media: Box::new(media) },
            again_at: None,
            preview: None,
            edited: false,
            quote: None,
            delivery: None,
        }
    }

    fn with(mut message: Message, change: impl FnOnce(&mut Media)) -> Message {
        if let Body::Media { media } = &mut message.body {
            change(media);
        }
        message
    }

    /// The numbers of the pictures in each row, as they are seen.
    fn rows(messages: &[Message]) -> Vec<Vec<u32>> {
        let me = MemberId::new(Uuid::from_u128(7));
        let days = lay_out(messages, &[], None, me, |_| 0);
        let talks = days.iter().flat_map(|day| &day.rows).filter_map(|row| match &row.content {
            Content::Talk(talk) => Some(talk.as_ref()),
            Content::Unread(_) => None,
        });
        let seen = |talk: &Talk| {
            let Body::Media { media } = &talk.body else { return vec![0] };
            let own = Shot { seq: talk.seq, media: media.as_ref().clone() };
            let all = in_order([vec![own], talk.beside.clone()].concat());
            all.iter().filter_map(|shot| shot.seq.map(|Seq(seq)| seq)).collect()
        };
        talks.map(seen).collect()
    }

    #[test]
    fn what_was_sent_together_stands_in_one_row_in_its_order() {
        let all = [
            sent(1, 0, Some(("a", 3))),
            sent(2, 1, Some(("a", 1))),
            sent(3, 2, Some(("a", 2))),
            sent(4, 3, Some(("b", 1))),
            sent(5, 4, None),
            sent(6, 5, None),
        ];
        assert_eq!(rows(&all), [vec![2, 3, 1], vec![4], vec![5], vec![6]]);
        let seen: Vec<u128> = pictures(&all).iter().map(|one| one.id.uuid().as_u128()).collect();
        assert_eq!(seen, [2, 3, 1, 4, 5, 6]);
    }

    #[test]
    fn what_is_said_in_between_parts_a_set() {
        let mut words = sent(2, 1, None);
        words.body = Body::text("look");
        let all = [sent(1, 0, Some(("a", 1))), words, sent(3, 2, Some(("a", 2)))];
        assert_eq!(rows(&all), [vec![1], vec![0], vec![3]]);
    }

    #[test]
    fn what_cannot_be_seen_is_not_among_the_others() {
        let all = [
            sent(1, 0, Some(("a", 1))),
            with(sent(2, 1, Some(("a", 2))), |media| media.state = MediaState::Gone),
            with(sent(3, 2, Some(("a", 3))), |media| media.kind = MediaKind::File),
        ];
        assert_eq!(rows(&all), [[1], [2], [3]]);
        assert_eq!(pictures(&all).len(), 1);
    }

    #[test]
    fn old_devices_do_not_say_which_is_which() {
        let unnumbered = |seq| {
            with(sent(seq, 0, Some(("a", 1))), |media| {
                if let Some(set) = &mut media.set {
                    set.index = None;
                }
            })
        };
        assert_eq!(rows(&[unnumbered(1), unnumbered(2)]), [[1, 2]]);
    }
}
