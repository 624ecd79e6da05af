//! Reading a page of 50 at the head, in the middle and at the tail of rooms of every length. The
//! calls take turns between rooms and places, so that whatever else the machine does hits all alike.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    error::BenchError,
    figure::{Bound, Figure, Unit},
    member::{Member, Page},
    samples::Samples,
    stack::Room,
};

const PAGE: usize = 50;
/// How much longer a page of the longest room may take.
const RATIO: f64 = 1.5;

#[derive(Clone, Copy)]
enum Place {
    Head,
    Middle,
    Tail,
}

impl Place {
    const ALL: [Self; 3] = [Self::Head, Self::Middle, Self::Tail];

    const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Middle => "middle",
            Self::Tail => "tail",
        }
    }

    fn at(self, messages: u32) -> Value {
        match self {
            Self::Head => json!({ "at": "head" }),
            Self::Middle => json!({ "at": "before", "seq": messages / 2 }),
            Self::Tail => json!({ "at": "after", "seq": 0 }),
        }
    }

    /// The last message of the page.
    const fn last(self, messages: u32) -> u32 {
        match self {
            Self::Head => messages,
            Self::Middle => messages / 2 - 1,
            Self::Tail => 50,
        }
    }
}

/// Reads `count` pages at each place of each room. The first room is the one to compare with.
pub async fn measure(
    member: &Member,
    rooms: &[Room],
    count: usize,
) -> Result<Vec<Figure>, BenchError> {
    let spots: Vec<(&Room, Place)> =
        Place::ALL.iter().flat_map(|place| rooms.iter().map(|room| (room, *place))).collect();
    let mut times = vec![Vec::new(); spots.len()];
    for _ in 0..count {
        for ((room, place), times) in spots.iter().zip(&mut times) {
            times.push(read(member, room, *place).await?);
        }
    }
    let times: Vec<Samples> = times.into_iter().map(Samples::from).collect();
    let mut figures = Vec::new();
    for (spots, times) in spots.chunks(rooms.len()).zip(times.chunks(rooms.len())) {
        for ((room, place), times) in spots.iter().zip(times) {
            let name = format!("page at the {} of {} messages", place.name(), room.messages);
            for percent in [50, 99] {
                let value = times.percentile(percent);
                figures.push(Figure::new(format!("{name}, p{percent}"), value, Unit::Millis));
            }
        }
        if let ([(short, place), .., (long, _)], [least, .., most]) = (spots, times) {
            let name =
                format!("  {}: {} beside {}, p50", place.name(), long.messages, short.messages);
            let ratio = most.percentile(50) / least.percentile(50);
            figures.push(Figure::new(name, ratio, Unit::Times).bound(Bound::AtMost(RATIO)));
        }
    }
    Ok(figures)
}

async fn read(member: &Member, room: &Room, place: Place) -> Result<Duration, BenchError> {
    let at = place.at(room.messages);
    let began = Instant::now();
    let bytes = member.read_page(&room.room, &at).await?;
    let took = began.elapsed();
    let page: Page = serde_json::from_slice(&bytes)?;
    let last = page.messages.last().map(|message| message.seq);
    let right = Some(place.last(room.messages));
    if page.messages.len() != PAGE || last != right || right != Some(page.to) {
        let what = format!("the page at {at} of {} messages ends at {last:?}", room.messages);
        return Err(BenchError::Wrong(what));
    }
    Ok(took)
}
