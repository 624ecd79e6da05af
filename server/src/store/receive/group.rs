//! What happens in a LINE group, kept: who writes there, who comes and goes, the official account
//! itself included.
//!
//! LINE may deliver an event late. What is newer stands: a late event that would undo it changes nothing
//! and is not told, because the last word in the room must be the newest. Whom a group's events name is
//! made a contact, but no direct room: nobody there has turned to the account.

use app::domain::{
    Author, ContactId, Friendship, MemberId, Notice, PersonId, RoomId, RoomKind, Timestamp,
};

use super::{ReceiveEvent, Worth};
use crate::{
    line::inbound::{GroupId, LineUserId, What},
    store::{
        StoreError,
        draft::Draft,
        key::TextKey,
        line_groups::{self, group_key},
        row::to_json,
        schema::{
            ConnectionRow, ContactRow, LineGroupRow, LineUserRow, ProfileTaskRow, RoomRow, SeatRow,
            StayRow,
        },
        timeline::{self, NewMessage},
    },
};

/// A LINE user who shares no profile may come to share one: LINE is asked again after so long, in
/// milliseconds.
const ASK_AGAIN: i64 = 24 * 60 * 60 * 1000;

impl ReceiveEvent {
    pub(super) async fn in_group(
        &self,
        draft: &mut Draft<'_>,
        group: &GroupId,
        user: Option<&LineUserId>,
    ) -> Result<Worth, StoreError> {
        let (id, mut room) = self.group_room(draft, group).await?;
        let sender = match user {
            Some(user) => Some(self.sender(draft, id, &mut room, group, user).await?),
            None => None,
        };
        if !matches!(self.event.what, What::Join | What::Leave) {
            self.proves_that_it_is_in(&mut room);
        }
        let mut worth = Worth::Whole;
        let told = match &self.event.what {
            What::Join => self.account_joined(draft, id, &mut room),
            What::Leave => self.account_left(draft, &mut room, group).await?,
            What::MembersJoined(who) => {
                self.members_joined(draft, id, &mut room, group, who).await?
            }
            What::MembersLeft(who) => self.members_left(draft, id, &mut room, who).await?,
            _ => {
                let author = sender.map_or(Author::Unnamed, Author::LineUser);
                let (message, kept) = self.message(draft, (id, &room), author).await?;
                worth = kept;
                Some(message)
            }
        };
        let Some(message) = told else {
            draft.put::<RoomRow>(id, room);
            return Ok(worth);
        };
        room.reply = self.token(room.last_seq + 1).or(room.reply);
        let message = timeline::append(draft, id, &mut room, message, self.received_at);
        timeline::tell_message(draft, id, &room, &message).await?;
        Ok(worth)
    }

    /// The room of a group: one for each connection, however often the account leaves and comes back.
    async fn group_room(
        &self,
        draft: &mut Draft<'_>,
        group: &GroupId,
    ) -> Result<(RoomId, RoomRow), StoreError> {
        let key = group_key(self.connection, group);
        if let Some(known) = draft.get::<LineGroupRow>(key).await? {
            let id = RoomId::new(known.room);
            return Ok((id, draft.need::<RoomRow>(id).await?));
        }
        let member = draft.need::<ConnectionRow>(self.connection).await?.member;
        let id = self.fresh.room;
        draft.insert::<LineGroupRow>(key, LineGroupRow::of(id));
        let row = RoomRow {
            members: vec![member],
            line_id: Some(group.as_str().to_owned()),
            friendship: to_json(&Friendship::Friend),
            ..RoomRow::new(RoomKind::Group, self.connection, self.received_at)
        };
        draft.insert::<RoomRow>(id, row.clone());
        draft.insert::<SeatRow>((MemberId::new(member), id), SeatRow::new(id, 0));
        line_groups::want(draft, id, &row);
        Ok((id, row))
    }

    /// Whoever an event of a group is from. They are in the group, unless they have left it since.
    async fn sender(
        &self,
        draft: &mut Draft<'_>,
        id: RoomId,
        room: &mut RoomRow,
        group: &GroupId,
        user: &LineUserId,
    ) -> Result<ContactId, StoreError> {
        let contact = self.known_in_group(draft, group, user, self.fresh.contact).await?;
        let stay = draft.get::<StayRow>((id, contact)).await?;
        if stay.is_none_or(|stay| stay.at <= self.event.at.millis()) {
            line_groups::enter(draft, id, room, contact).await?;
        }
        Ok(contact)
    }

    /// The contact of somebody in a group. LINE is asked for the profile that the group's members
    /// have, where nothing is known of them.
    async fn known_in_group(
        &self,
        draft: &mut Draft<'_>,
        group: &GroupId,
        user: &LineUserId,
        fresh: ContactId,
    ) -> Result<ContactId, StoreError> {
        let id = self.contact_of(draft, user, fresh).await?;
        let row = draft.need::<ContactRow>(id).await?;
        let asked = row
            .profile_at
            .is_some_and(|at| self.received_at.since(Timestamp::from_millis(at)) < ASK_AGAIN);
        if row.name.is_none() && !asked && draft.get::<ProfileTaskRow>(id).await?.is_none() {
            self.want_profile(draft, id, Some(group));
        }
        Ok(id)
    }

    fn account_joined(
        &self,
        draft: &mut Draft<'_>,
        id: RoomId,
        room: &mut RoomRow,
    ) -> Option<NewMessage> {
        self.is_newest_of_account(room).then(|| {
            room.left_at = None;
            line_groups::want(draft, id, room);
            self.happening(Notice::AccountJoined)
        })
    }

    /// The account left, or was removed. Where a member has asked LINE for it, the notice names them;
    /// and where that is known already, there is nothing more to tell.
    async fn account_left(
        &self,
        draft: &mut Draft<'_>,
        room: &mut RoomRow,
        group: &GroupId,
    ) -> Result<Option<NewMessage>, StoreError> {
        if !self.is_newest_of_account(room) || room.left_at.is_some() {
            return Ok(None);
        }
        let key = group_key(self.connection, group);
        let asked = line_groups::forget_leaving(draft, key).await?;
        line_groups::bar(room, self.event.at);
        Ok(Some(self.happening(asked.map_or(Notice::AccountLeft, |by| Notice::LeftGroup { by }))))
    }

    /// Whether no newer coming or going of the account is known. It is then the newest.
    const fn is_newest_of_account(&self, room: &mut RoomRow) -> bool {
        let newest = self.event.at.millis() > room.friendship_at;
        if newest {
            room.friendship_at = self.event.at.millis();
        }
        newest
    }

    /// LINE tells of what happens in a group only to an account that is in it.
    fn proves_that_it_is_in(&self, room: &mut RoomRow) {
        let at = self.event.at.millis();
        if room.left_at.is_some_and(|left| left < at) {
            room.left_at = None;
            room.friendship_at = at;
        }
    }

    async fn members_joined(
        &self,
        draft: &mut Draft<'_>,
        id: RoomId,
        room: &mut RoomRow,
        group: &GroupId,
        who: &[LineUserId],
    ) -> Result<Option<NewMessage>, StoreError> {
        let mut came = Vec::new();
        for (user, fresh) in who.iter().zip(self.fresh.people.iter().copied()) {
            let contact = self.known_in_group(draft, group, user, fresh).await?;
            if self.is_newest_of(draft, id, contact).await? {
                line_groups::enter(draft, id, room, contact).await?;
                came.push(PersonId::LineUser(contact));
            }
        }
        line_groups::want(draft, id, room);
        // Those who are not named came too.
        let told = who.is_empty() || !came.is_empty();
        Ok(told.then(|| self.happening(Notice::Joined { who: came, by: None })))
    }

    async fn members_left(
        &self,
        draft: &mut Draft<'_>,
        id: RoomId,
        room: &mut RoomRow,
        who: &[LineUserId],
    ) -> Result<Option<NewMessage>, StoreError> {
        let (mut went, mut unknown) = (Vec::new(), who.is_empty());
        for user in who {
            let Some(known) = draft.get::<LineUserRow>(TextKey::of(&user.0)).await? else {
                unknown = true;
                continue;
            };
            let contact = ContactId::new(known.contact);
            if self.is_newest_of(draft, id, contact).await? {
                line_groups::exit(draft, id, room, contact).await?;
                went.push(PersonId::LineUser(contact));
            }
        }
        line_groups::want(draft, id, room);
        let told = unknown || !went.is_empty();
        Ok(told.then(|| self.happening(Notice::Left { who: went, by: None })))
    }

    /// Whether no newer coming or going of this person is known. It is then the newest.
    async fn is_newest_of(
        &self,
        draft: &mut Draft<'_>,
        room: RoomId,
        contact: ContactId,
    ) -> Result<bool, StoreError> {
        let (key, at) = ((room, contact), self.event.at.millis());
        if draft.get::<StayRow>(key).await?.is_some_and(|stay| stay.at >= at) {
            return Ok(false);
        }
        draft.put::<StayRow>(key, StayRow { at });
        Ok(true)
    }

    fn happening(&self, what: Notice) -> NewMessage {
        NewMessage::notice(self.fresh.message, self.event.at, what)
    }
}

#[cfg(test)]
mod tests;
