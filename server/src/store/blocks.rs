//! Whom members have blocked: each for themselves, and LINE is not told.
//!
//! What a blocked LINE user sends to the account directly is dropped while it comes in, and leaves
//! nothing but a count. In rooms of several people it stays for the others, and is hidden from the
//! member wherever it would be drawn; it is theirs to read again when they unblock.

use app::domain::{
    Author, Block, BlockList, Blocked, Body, ContactId, Event, MemberId, Message, PersonId, Quote,
    RoomId, Timestamp,
};
use uuid::Uuid;

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    permission,
    schema::{BlockedRow, BlocksRow, ContactRow, DroppedRow, RoomRow, SeatRow},
    timeline,
    views::{self, Eyes},
};

impl BlocksRow {
    /// Since when a LINE user is blocked, if they are.
    pub fn since(&self, contact: Uuid) -> Option<Timestamp> {
        let block = self.people.iter().find(|block| block.contact == contact)?;
        Some(Timestamp::from_millis(block.since))
    }

    /// Whether what somebody wrote in a room is hidden. In a direct room nothing comes in any more, and
    /// what was said before stays.
    pub fn hide(&self, room: &RoomRow, author: Author) -> bool {
        match author {
            Author::LineUser(contact) => {
                room.contact.is_none() && self.since(contact.uuid()).is_some()
            }
            Author::Member(_) | Author::Unnamed | Author::System => false,
        }
    }

    /// A message of a room as the member sees it.
    pub fn veil(&self, room: &RoomRow, message: Message) -> Message {
        let quote = message.quote.map(|quote| match quote {
            Quote::Known { seq, author, .. } if self.hide(room, author) => {
                Quote::Known { seq, author, body: Box::new(Body::Hidden) }
            }
            other => other,
        });
        let is_hidden = self.hide(room, message.author);
        let body = if is_hidden { Body::Hidden } else { message.body };
        let preview = message.preview.filter(|_| !is_hidden);
        Message { body, quote: quote.filter(|_| !is_hidden), preview, ..message }
    }
}

/// Whom a member has blocked.
///
/// # Errors
/// When the database fails.
pub async fn of(draft: &mut Draft<'_>, member: MemberId) -> Result<BlocksRow, StoreError> {
    Ok(draft.get::<BlocksRow>(member).await?.unwrap_or_default())
}

/// Whether all of these members have blocked a LINE user.
///
/// # Errors
/// When the database fails.
pub async fn is_blocked_by_all(
    draft: &mut Draft<'_>,
    members: &[Uuid],
    contact: ContactId,
) -> Result<bool, StoreError> {
    for member in members {
        if of(draft, MemberId::new(*member)).await?.since(contact.uuid()).is_none() {
            return Ok(false);
        }
    }
    Ok(!members.is_empty())
}

/// Notes for these members that something of a LINE user was dropped.
///
/// # Errors
/// When the database fails.
pub async fn count_dropped(
    draft: &mut Draft<'_>,
    members: &[Uuid],
    contact: ContactId,
) -> Result<(), StoreError> {
    for member in members {
        let key = (MemberId::new(*member), contact);
        let before = draft.get::<DroppedRow>(key).await?.map_or(0, |row| row.count);
        draft.put::<DroppedRow>(key, DroppedRow { count: before + 1 });
    }
    Ok(())
}

/// A member blocks a LINE user, or takes the block back.
pub struct SetBlock {
    /// Who.
    pub member: MemberId,
    /// Whom.
    pub contact: ContactId,
    /// Which of both.
    pub block: Block,
    /// When.
    pub now: Timestamp,
}

impl Command for SetBlock {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let shared = self.shared_rooms(draft).await?;
        let mut blocks = of(draft, self.member).await?;
        let contact = self.contact.uuid();
        match (self.block, blocks.since(contact)) {
            // Whom a member has never met does not exist for them.
            (_, None) if shared.is_empty() => return Err(StoreError::NotFound),
            (Block::On, Some(_)) | (Block::Off, None) => return Ok(()),
            (Block::On, None) => {
                let since = self.now.millis();
                blocks.people.insert(0, BlockedRow { contact, since });
            }
            (Block::Off, Some(_)) => {
                blocks.people.retain(|block| block.contact != contact);
                draft.delete::<DroppedRow>((self.member, self.contact));
            }
        }
        blocks.edition += 1;
        draft.put::<BlocksRow>(self.member, blocks.clone());
        self.tell(draft, &shared, &blocks).await
    }
}

impl SetBlock {
    /// The rooms in which the member meets the LINE user.
    async fn shared_rooms(&self, draft: &mut Draft<'_>) -> Result<Vec<RoomId>, StoreError> {
        let contact = draft.need::<ContactRow>(self.contact).await?;
        let mut shared = Vec::new();
        for room in contact.rooms.into_iter().map(RoomId::new) {
            if draft.get::<SeatRow>((self.member, room)).await?.is_some() {
                shared.push(room);
            }
        }
        Ok(shared)
    }

    async fn tell(
        &self,
        draft: &mut Draft<'_>,
        shared: &[RoomId],
        blocks: &BlocksRow,
    ) -> Result<(), StoreError> {
        let reader = timeline::reader(draft, self.member).await?;
        let eyes = Eyes { reader, blocks: blocks.clone() };
        draft
            .emit(self.member, Event::Blocks { edition: views::number(Some(blocks.edition)) })
            .await?;
        for id in shared.iter().copied() {
            let row = draft.need::<RoomRow>(id).await?;
            if row.contact.is_none() {
                // Whatever they wrote there looks otherwise now.
                return draft.send_to_snapshot(self.member).await;
            }
            let seat = draft.need::<SeatRow>((self.member, id)).await?;
            let drawn = timeline::drawn(draft, &row).await?;
            let room = views::room(id, &row, &seat, &drawn, &eyes)?;
            draft.emit(self.member, Event::Room { room }).await?;
            // What waits there is to fail now rather than when something else is written.
            draft.aftermath.queued.push(id);
        }
        Ok(())
    }
}

impl Store {
    /// Whom a member has blocked, as it is kept.
    pub(super) async fn blocks(&self, member: MemberId) -> Result<BlocksRow, StoreError> {
        Ok(self.get::<BlocksRow>(member).await?.unwrap_or_default())
    }

    /// Whom a member has blocked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without permission, or the database's failure.
    pub async fn block_list(&self, member: MemberId) -> Result<BlockList, StoreError> {
        self.need_permission(member).await?;
        let blocks = self.blocks(member).await?;
        let ids =
            blocks.people.iter().map(|block| PersonId::LineUser(ContactId::new(block.contact)));
        let mut known = self.people(ids, &self.reader(member).await?).await?;
        let mut people = Vec::with_capacity(blocks.people.len());
        for block in &blocks.people {
            let contact = ContactId::new(block.contact);
            let of_them = |person: &app::domain::Person| person.id == PersonId::LineUser(contact);
            let Some(at) = known.iter().position(of_them) else { continue };
            let dropped = self.get::<DroppedRow>((member, contact)).await?.map(|row| row.count);
            people.push(Blocked {
                person: known.swap_remove(at),
                since: Timestamp::from_millis(block.since),
                dropped: views::number(dropped),
            });
        }
        Ok(BlockList { edition: views::number(Some(blocks.edition)), people })
    }
}

#[cfg(test)]
mod tests;
