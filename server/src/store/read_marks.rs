//! How far members have read, and what of it LINE users are to see.
//!
//! LINE is told where the member whom the official account stands for has read, and has chosen that LINE
//! users see it: what colleagues read in the same room marks nothing, for on LINE it is the account that
//! has read. Rooms of LINE users' own chats have no mark of their own.

use app::domain::{Author, ConnectionId, Event, MemberId, ReadMarks, ReadMode, RoomId, Seq};

use super::{
    Store, StoreError, blocks,
    draft::Draft,
    journal::Command,
    permission,
    queries::uuid_of,
    row::{Row, from_json, to_json},
    schema::{ConnectionRow, MemberRow, ReadTaskRow, ReadToken, RoomRow, SeatRow},
    timeline::{self, NewMessage},
    views,
};

/// A member has read a room up to a message.
pub struct MarkRead {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// The last message that was seen.
    pub seq: Seq,
}

impl Command for MarkRead {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let mut seat = draft.need::<SeatRow>((self.member, self.room)).await?;
        let row = draft.need::<RoomRow>(self.room).await?;
        let (before, seq) = (seat.read_seq, i64::from(self.seq.0).min(row.last_seq));
        if seq <= before {
            return Ok(());
        }
        seat.read_to(seq);
        let drawn = timeline::drawn(draft, &row).await?;
        let eyes = timeline::eyes(draft, self.member).await?;
        let room = views::room(self.room, &row, &seat, &drawn, &eyes)?;
        draft.put::<SeatRow>((self.member, self.room), seat);
        let read = HasRead { member: self.member, before, seq };
        has_read(draft, (self.room, &row), read).await?;
        draft.emit(self.member, Event::Room { room }).await
    }
}

/// Remembers LINE's token of a message that takes its place in a room. One that is older than what is there
/// marks less: then the newer one stands, for whoever has read this message too.
pub(super) fn keep_token(room: &mut RoomRow, new: &NewMessage) {
    // Neither a LINE user's chat nor a LINE group: what is said there stands in LINE users' own chats.
    if room.contact.is_none() && room.line_id.is_none() {
        return;
    }
    let Some(token) = new.tokens.mark_as_read.clone() else { return };
    let (seq, at) = (room.last_seq, new.at.millis());
    let author = match new.author {
        Author::LineUser(contact) => Some(contact.uuid()),
        Author::Unnamed | Author::Member(_) | Author::System => None,
    };
    room.read = Some(match room.read.take() {
        Some(newer) if newer.at > at => ReadToken { seq, ..newer },
        _ => ReadToken { token, seq, at, author },
    });
}

/// How far a member has come.
pub(super) struct HasRead {
    /// Who.
    pub member: MemberId,
    /// How far they had read before.
    pub before: i64,
    /// How far they have now.
    pub seq: i64,
}

/// Has LINE told that what a member has read is read, if that is for LINE users to see.
pub(super) async fn has_read(
    draft: &mut Draft<'_>,
    (id, room): (RoomId, &RoomRow),
    read: HasRead,
) -> Result<(), StoreError> {
    let reached = |token: &&ReadToken| read.before < token.seq && token.seq <= read.seq;
    let Some(token) = room.read.as_ref().filter(reached) else { return Ok(()) };
    let is_theirs =
        has_chosen(draft, read.member).await? && owner(draft, room).await? == Some(read.member);
    if !is_theirs || !is_to_see(draft, room, token).await? {
        return Ok(());
    }
    draft.put::<ReadTaskRow>(id, ReadTaskRow { token: token.clone() });
    draft.aftermath.reads.push(id);
    Ok(())
}

/// Whether a member has chosen that LINE users see what they have read.
async fn has_chosen(draft: &mut Draft<'_>, member: MemberId) -> Result<bool, StoreError> {
    let row = draft.need::<MemberRow>(member).await?;
    Ok(views::read_marks(row.read_marks)? == ReadMarks::Shown)
}

/// The member whom a room's account stands for, if what they read is theirs to mark.
async fn owner(draft: &mut Draft<'_>, room: &RoomRow) -> Result<Option<MemberId>, StoreError> {
    let row = draft.need::<ConnectionRow>(ConnectionId::new(room.connection)).await?;
    let table = ConnectionRow::TABLE;
    let mode: Option<ReadMode> =
        row.read_mode.clone().map(|mode| from_json(table, mode)).transpose()?;
    let is_ours = row.is_bound() && mode == Some(ReadMode::Manual);
    Ok(is_ours.then(|| MemberId::new(row.member)))
}

/// Whether LINE users are to see that the account's member has read what this token marks: the member has
/// chosen so, can be answered to there, and has not blocked whoever wrote it.
async fn is_to_see(
    draft: &mut Draft<'_>,
    room: &RoomRow,
    token: &ReadToken,
) -> Result<bool, StoreError> {
    let Some(owner) = owner(draft, room).await? else { return Ok(false) };
    if !has_chosen(draft, owner).await? || !permission::permitted(draft, owner).await? {
        return Ok(false);
    }
    let blocks = blocks::of(draft, owner).await?;
    let is_blocked = token.author.is_some_and(|author| blocks.since(author).is_some());
    Ok(!is_blocked && views::barred(room, &blocks)?.is_none())
}

/// What LINE is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// In the name of which connection.
    pub connection: ConnectionId,
    /// LINE's token.
    pub token: String,
}

/// Takes up the task of a room. What is not for LINE users to see any more is let go.
pub struct BeginMark(pub RoomId);

impl Command for BeginMark {
    type Output = Option<Mark>;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Option<Mark>, StoreError> {
        let Some(task) = draft.get::<ReadTaskRow>(self.0).await? else { return Ok(None) };
        let room = draft.need::<RoomRow>(self.0).await?;
        if !is_to_see(draft, &room, &task.token).await? {
            draft.delete::<ReadTaskRow>(self.0);
            return Ok(None);
        }
        let connection = ConnectionId::new(room.connection);
        Ok(Some(Mark { connection, token: task.token.token }))
    }
}

/// LINE has been told, or will never take it.
pub struct EndMark {
    /// Of which room.
    pub room: RoomId,
    /// By which token: a later one is still to be told.
    pub token: String,
}

impl Command for EndMark {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let task = draft.get::<ReadTaskRow>(self.room).await?;
        if task.is_some_and(|task| task.token.token == self.token) {
            draft.delete::<ReadTaskRow>(self.room);
        }
        Ok(())
    }
}

/// A member says whether LINE users see what they have read, from now on.
pub struct SetReadMarks {
    /// Who.
    pub member: MemberId,
    /// The choice.
    pub read_marks: ReadMarks,
}

impl Command for SetReadMarks {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let row = draft.need::<MemberRow>(self.member).await?;
        if views::read_marks(row.read_marks.clone())? == self.read_marks {
            return Ok(());
        }
        let read_marks = Some(to_json(&self.read_marks));
        draft.put::<MemberRow>(self.member, MemberRow { read_marks, ..row });
        draft.emit(self.member, Event::ReadMarks { read_marks: self.read_marks }).await
    }
}

impl Store {
    /// Rooms of which something is still to be marked read, in their order, from behind `after`, at most
    /// `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn read_tasks(
        &self,
        after: Option<RoomId>,
        limit: usize,
    ) -> Result<Vec<RoomId>, StoreError> {
        let after = after.map(|room| ReadTaskRow::id(room).key);
        let rows = self.scan::<ReadTaskRow>(after, limit).await?;
        Ok(rows.iter().filter_map(|(id, _)| uuid_of(id).map(RoomId::new)).collect())
    }
}

#[cfg(test)]
pub(crate) mod tests;
