//! Takes what was taken back out of members' streams, where events keep for a while what was said.
//!
//! Done after the fact, from a task that is written with the taking back itself: a stream is long, and
//! what it says of the message ends in the same way with or without it.

use app::domain::{
    Body, Event, Frame, MemberId, Message, Notice, Numbered, PersonId, Quote, RoomId, Seq,
};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::StreamKey,
    queries::last_number,
    schema::{EraseTaskRow, HeadRow, MessageRow, RoomRow, StreamRow},
    views,
};

/// Tasks looked at in one go.
const TASKS: usize = 100;
/// Rows of a stream read at once.
const CHUNK: i64 = 500;
/// Messages after the one taken back that may say who has left since.
const SINCE: u32 = 1_000;

/// Rows of a stream as they are from now on.
struct Rewrite {
    member: MemberId,
    frames: Vec<(i64, String)>,
}

impl Command for Rewrite {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let floor = draft.get::<HeadRow>(self.member).await?.unwrap_or(HeadRow::START).floor;
        for (n, frame) in self.frames.iter().filter(|(n, _)| *n > floor) {
            let row = StreamRow { frame: frame.clone() };
            draft.put::<StreamRow>(StreamKey(self.member, *n), row);
        }
        Ok(())
    }
}

/// A task that is done.
struct Done(RoomId, Seq);

impl Command for Done {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<EraseTaskRow>((self.0, self.1));
        Ok(())
    }
}

/// Has a message that was just emptied leave the streams, too.
pub(super) fn from_streams(draft: &mut Draft<'_>, room: RoomId, seq: Seq) {
    let task = EraseTaskRow { room: room.uuid(), seq: i64::from(seq.0) };
    draft.put::<EraseTaskRow>((room, seq), task);
}

impl Store {
    /// Takes out of all streams what was taken back.
    ///
    /// # Errors
    /// The database's failure.
    pub(super) async fn erase_what_was_taken_back(&self) -> Result<(), StoreError> {
        loop {
            let tasks = self.scan::<EraseTaskRow>(None, TASKS).await?;
            if tasks.is_empty() {
                return Ok(());
            }
            for (id, task) in tasks {
                let at = (RoomId::new(task.room), views::seq(last_number(&id)));
                if let Some(row) = self.get::<MessageRow>(at).await? {
                    let gone = views::message(at.0, at.1, row)?;
                    for member in self.who_was_told(at).await? {
                        self.erase_from_stream(member, &gone).await?;
                    }
                }
                self.run(Done(at.0, at.1)).await?;
            }
        }
    }

    /// Who takes part in a room, and who did since a message.
    async fn who_was_told(&self, (room, seq): (RoomId, Seq)) -> Result<Vec<MemberId>, StoreError> {
        let Some(row) = self.get::<RoomRow>(room).await? else { return Ok(Vec::new()) };
        let last = Seq(seq.0.saturating_add(SINCE)).min(views::seq(row.last_seq));
        let mut told: Vec<MemberId> = row.members.into_iter().map(MemberId::new).collect();
        for message in self.messages(room, seq, last).await? {
            match message.body {
                Body::Notice { notice: Notice::Excluded { who } } => told.push(who),
                Body::Notice { notice: Notice::Left { who, .. } } => {
                    told.extend(who.into_iter().filter_map(|who| match who {
                        PersonId::Member(member) => Some(member),
                        PersonId::LineUser(_) => None,
                    }));
                }
                _ => {}
            }
        }
        told.sort_unstable();
        told.dedup();
        Ok(told)
    }

    async fn erase_from_stream(&self, member: MemberId, gone: &Message) -> Result<(), StoreError> {
        let head = self.get::<HeadRow>(member).await?.unwrap_or(HeadRow::START);
        let room = gone.room.to_string();
        let mut from = head.floor + 1;
        while from <= head.n {
            let to = head.n.min(from + CHUNK - 1);
            let (first, last) = (StreamKey(member, from), StreamKey(member, to));
            let rows = self.range::<StreamRow>(first, last, usize::MAX).await?.into_iter();
            let concerned = rows.filter(|(_, row)| row.frame.contains(&room));
            let frames: Vec<(i64, String)> = concerned
                .filter_map(|(id, row)| Some((last_number(&id), without(&row.frame, gone)?)))
                .collect();
            if !frames.is_empty() {
                self.run(Rewrite { member, frames }).await?;
            }
            from = to + 1;
        }
        Ok(())
    }
}

/// A frame as it is without what was taken back; nothing where it says nothing of it.
fn without(frame: &str, gone: &Message) -> Option<String> {
    let Ok(Frame::Event(numbered)) = serde_json::from_str(frame) else { return None };
    let Numbered { n, mut event } = *numbered;
    let before = event.clone();
    match &mut event {
        Event::Message { room, message, .. } => {
            if message.id == gone.id {
                **message = gone.clone();
            }
            if let Some(Quote::Known { seq, body, .. }) = &mut message.quote
                && (room.id, *seq) == (gone.room, gone.seq)
            {
                **body = gone.body.clone();
            }
            forget_last(room, gone);
        }
        Event::Room { room } => forget_last(room, gone),
        _ => {}
    }
    if event == before {
        return None;
    }
    serde_json::to_string(&Frame::Event(Box::new(Numbered { n, event }))).ok()
}

fn forget_last(room: &mut app::domain::Room, gone: &Message) {
    if room.id == gone.room
        && room.last_seq == gone.seq
        && let Some(last) = &mut room.last
    {
        last.body = gone.body.clone();
    }
}
