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
        && matches!(media.state, MediaState::Coming | MediaState::Here)
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
    let is_picture =
        |media: &Media| media.kind == MediaKind::Image && media.state == MediaState::Here;
    seen.map(|shot| shot.media).filter(is_picture).collect()
}
