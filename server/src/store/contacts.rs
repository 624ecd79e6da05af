//! What LINE says of LINE users, and how it reaches the members who know them.

use app::domain::{ConnectionId, ContactId, Event, MemberId, RoomId, Timestamp};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    queries::uuid_of,
    row::Row,
    schema::{ContactRow, ProfileTaskRow, RoomRow, SeatRow},
    timeline, views,
};
use crate::line::inbound::GroupId;

/// A LINE user's profile, as LINE gave it.
#[derive(Clone, Debug)]
pub struct ProfileFound {
    /// The name.
    pub name: String,
    /// Where LINE keeps the picture.
    pub picture_url: Option<String>,
    /// The status message.
    pub status_message: Option<String>,
    /// The language of the person's LINE app.
    pub language: Option<String>,
}

/// A profile that is still to be read.
#[derive(Clone, Debug)]
pub struct ProfileTask {
    /// Whose.
    pub contact: ContactId,
    /// LINE's id of the person.
    pub line_user_id: String,
    /// The connection to ask with.
    pub connection: ConnectionId,
    /// The group whose members LINE shows the profile to, where the person is known from there alone.
    pub group: Option<GroupId>,
}

/// A profile was read, or LINE has none to give: the task is done.
pub struct RecordProfile {
    /// Whose.
    pub contact: ContactId,
    /// What LINE said; none when it says nothing about this person.
    pub profile: Option<ProfileFound>,
    /// When.
    pub at: Timestamp,
}

impl Command for RecordProfile {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.delete::<ProfileTaskRow>(self.contact);
        let mut row = draft.need::<ContactRow>(self.contact).await?;
        row.profile_at = Some(self.at.millis());
        let Some(profile) = self.profile.clone() else {
            draft.put::<ContactRow>(self.contact, row);
            return Ok(());
        };
        row.name = Some(profile.name);
        row.picture_url = profile.picture_url;
        row.status_message = profile.status_message;
        row.language = profile.language;
        let person = views::contact_person(self.contact, Some(&row));
        draft.put::<ContactRow>(self.contact, row.clone());
        for room in &row.rooms {
            let id = RoomId::new(*room);
            let room = draft.need::<RoomRow>(id).await?;
            for member in timeline::readers(draft, &room).await? {
                draft.emit(member, Event::Person { person: person.clone() }).await?;
            }
            // The list draws a direct room as the person.
            if room.contact.is_some() {
                timeline::tell_room(draft, id, &room).await?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Profiles that are still to be read, in the order of their contacts, from behind `after`, at
    /// most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn profile_tasks(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Vec<ProfileTask>, StoreError> {
        let after = after.map(|contact| ProfileTaskRow::id(contact).key);
        let mut tasks = Vec::new();
        for (id, task) in self.scan::<ProfileTaskRow>(after, limit).await? {
            let Some(contact) = uuid_of(&id).map(ContactId::new) else { continue };
            let Some(row) = self.get::<ContactRow>(contact).await? else { continue };
            let connection = ConnectionId::new(task.connection);
            let group = task.group.map(GroupId::new);
            tasks.push(ProfileTask { contact, line_user_id: row.line_user_id, connection, group });
        }
        Ok(tasks)
    }

    /// Where LINE keeps the picture of a contact that this member may see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or it is not for this member.
    pub async fn contact_picture(
        &self,
        member: MemberId,
        contact: ContactId,
    ) -> Result<String, StoreError> {
        self.need_permission(member).await?;
        let row = self.get::<ContactRow>(contact).await?.ok_or(StoreError::NotFound)?;
        for room in &row.rooms {
            if self.get::<SeatRow>((member, RoomId::new(*room))).await?.is_some() {
                return row.picture_url.ok_or(StoreError::NotFound);
            }
        }
        Err(StoreError::NotFound)
    }
}
