//! From messages to rows: which day they stand under, who speaks, and where a turn begins and ends.
//! Pure: the reader's zone comes in as an argument.

use super::{
    album::{self, Shot},
    order::in_reading_order,
    state::{Shares, State},
};
use crate::domain::{
    Author, Body, Delivery, LinkPreview, MemberId, Message, MessageId, PersonId, Quote, Seq,
    Timestamp,
};
use crate::features::messenger::clock::DayNumber;
use crate::sync::{Pending, PendingState};

/// A sender who writes again within this time goes on with the same turn, in milliseconds.
const TURN: i64 = 5 * 60_000;

/// What tells rows apart, over all changes to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A message, from the moment it is written.
    Message(MessageId),
    /// The line before the first unread message.
    Unread,
}

/// A day and what happened on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub number: DayNumber,
    /// A moment of it, to write its name from.
    pub at: Timestamp,
    /// Its rows, oldest first.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub key: RowKey,
    /// What it shows.
    pub content: Content,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The line before the first unread message: so many were unread when the room was opened.
    Unread(u32),
    /// A message or a notice.
    Talk(Box<Talk>),
}

/// A message as a row of the timeline.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of how a row is drawn")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Its number, once the server has given it one.
    pub seq: Option<Seq>,
    /// When it happened.
    pub at: Timestamp,
    /// On which pier it stands.
    pub pier: Pier,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Body,
    /// The other pictures that were sent with its own.
    pub beside: Vec<Shot>,
    /// Whether its words were changed since.
    pub edited: bool,
    /// What it quotes.
    pub quote: Option<Quote>,
    /// Where its first link leads.
    pub preview: Option<Box<LinkPreview>>,
    /// How far it has come.
    pub state: State,
    /// When it goes again by itself.
    pub again_at: Option<Timestamp>,
    /// The first of its turn.
    pub head: bool,
    /// Another of its turn follows.
    pub more: bool,
    /// Time and mark stand beside it.
    pub meta: bool,
}

impl Talk {
    /// A quote of it, where LINE lets it be quoted: it is on LINE, and of a kind that can be.
    pub fn quote_of(&self) -> Option<Quote> {
        let is_there = matches!(self.state, State::Here | State::Sent | State::Partly(_));
        let seq = self.seq.filter(|_| is_there && self.body.can_be_quoted())?;
        let body = Box::new(self.body.clone().shortened());
        Some(Quote::Known { seq, author: self.author, body })
    }
}

/// Where a row stands, by who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pier {
    /// A LINE user, at the left.
    Line(PersonId),
    /// A LINE user who shares no profile, at the left too.
    Unnamed,
    /// A colleague, one pier short of the right.
    Peer(PersonId),
    /// The member who is signed in, at the right.
    Me,
    /// Nobody: something happened.
    Nobody,
}

/// The line before the first unread message, fixed when a room is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The last message that had been read.
    pub after: Seq,
    /// How many had not.
    pub count: u32,
}

/// Lays messages out, by the reader's days: in reading order, and what has not reached the server yet
/// behind them.
pub fn lay_out(
    messages: &[Message],
    pending: &[Pending],
    unread: Option<Unread>,
    me: MemberId,
    day_of: impl Fn(Timestamp) -> DayNumber,
) -> Vec<Day> {
    let mut rows: Vec<Row> = Vec::with_capacity(messages.len() + pending.len() + 1);
    // Where the first unread message is not here, the line would stand above any other.
    let mut unread =
        unread.filter(|line| messages.first().is_some_and(|first| first.seq <= line.after.next()));
    for message in in_reading_order(messages) {
        if let Some(line) = unread.take_if(|line| message.seq > line.after) {
            rows.push(Row { key: RowKey::Unread, content: Content::Unread(line.count) });
        }
        rows.push(row_of(message, me));
    }
    let arrived = |id| messages.iter().any(|message| message.id == id);
    let waiting = pending.iter().filter(|waiting| !arrived(waiting.id));
    rows.extend(waiting.map(|waiting| row_of_pending(waiting, messages, me)));
    let mut days = into_days(rows, day_of);
    for day in &mut days {
        day.rows.dedup_by(|below, above| album::join(above, below));
        join_turns(&mut day.rows);
    }
    days
}

fn row_of(message: &Message, me: MemberId) -> Row {
    let pier = match message.author {
        _ if message.body == Body::Hidden => Pier::Nobody,
        Author::LineUser(contact) => Pier::Line(PersonId::LineUser(contact)),
        Author::Unnamed => Pier::Unnamed,
        Author::Member(member) if member == me => Pier::Me,
        Author::Member(member) => Pier::Peer(PersonId::Member(member)),
        Author::System => Pier::Nobody,
    };
    let state = match message.delivery {
        None => State::Here,
        Some(Delivery::Queued) => State::Waiting,
        Some(Delivery::Sent) => State::Sent,
        Some(Delivery::Failed { reason }) => State::Failed(reason),
        Some(Delivery::Partly { waiting, sent, failed }) => {
            State::Partly(Shares { waiting, sent, failed })
        }
    };
    let said = fresh(message.at, pier, message.author, message.body.clone());
    let (seq, quote) = (Some(message.seq), message.quote.clone());
    let (preview, again_at) = (message.preview.clone(), message.again_at);
    let edited = message.edited;
    row(message.id, Talk { seq, edited, quote, preview, state, again_at, ..said })
}

fn row_of_pending(pending: &Pending, messages: &[Message], me: MemberId) -> Row {
    let state = match pending.state {
        PendingState::Waiting | PendingState::Accepted => State::Waiting,
        PendingState::NotSent(obstacle) => State::NotSent(obstacle),
    };
    let quoted = pending.writing.quote;
    let quote = quoted.and_then(|seq| messages.iter().find(|message| message.seq == seq));
    let body = pending.writing.what.clone().into();
    let said = fresh(pending.at, Pier::Me, Author::Member(me), body);
    row(pending.id, Talk { quote: quote.map(Quote::of), state, ..said })
}

/// Something that was just said, and stands alone.
const fn fresh(at: Timestamp, pier: Pier, author: Author, body: Body) -> Talk {
    Talk {
        seq: None,
        at,
        pier,
        author,
        body,
        beside: Vec::new(),
        edited: false,
        quote: None,
        preview: None,
        again_at: None,
        state: State::Here,
        head: true,
        more: false,
        meta: true,
    }
}

fn row(id: MessageId, talk: Talk) -> Row {
    Row { key: RowKey::Message(id), content: Content::Talk(Box::new(talk)) }
}

/// Puts rows under their days. The clock of another device may be behind; a day is never left for
/// an earlier one, so that the order of the rows stays.
fn into_days(rows: Vec<Row>, day_of: impl Fn(Timestamp) -> DayNumber) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut held = None;
    for row in rows {
        let Content::Talk(talk) = &row.content else {
            held = Some(row);
            continue;
        };
        let (at, number) = (talk.at, day_of(talk.at));
        if days.last().is_none_or(|day| day.number < number) {
            days.push(Day { number, at, rows: Vec::new() });
        }
        if let Some(day) = days.last_mut() {
            // The unread line belongs to the message below it.
            day.rows.extend(held.take());
            day.rows.push(row);
        }
    }
    days
}

fn join_turns(rows: &mut [Row]) {
    for next in 1..rows.len() {
        let (above, below) = rows.split_at_mut(next);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else { continue };
        let (Content::Talk(above), Content::Talk(below)) = (&mut above.content, &mut below.content)
        else {
            continue;
        };
        if goes_on(above, below) {
            above.more = true;
            below.head = false;
            let same_minute = above.at.millis() / 60_000 == below.at.millis() / 60_000;
            above.meta = !same_minute || above.state != below.state;
        }
    }
}

/// Those who are not named may be several.
fn goes_on(above: &Talk, below: &Talk) -> bool {
    above.pier == below.pier
        && !matches!(above.pier, Pier::Nobody | Pier::Unnamed)
        && (0..TURN).contains(&below.at.since(above.at))
}

#[cfg(test)]
mod tests;
