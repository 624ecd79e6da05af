//! What LINE says of LINE users, and how it reaches the members who know them.

use app::domain::{ConnectionId, ContactId, Event, MemberId, RoomId, Timestamp};

use super::{
    Store, StoreError, address_book,
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
        let seen = (row.name.clone(), row.picture_url.clone());
        row.name = Some(profile.name);
        row.picture_url = profile.picture_url;
        row.status_message = profile.status_message;
        row.language = profile.language;
        draft.put::<ContactRow>(self.contact, row.clone());
        if seen == (row.name.clone(), row.picture_url.clone()) {
            return Ok(());
        }
        if row.kept.is_some() {
            address_book::turn(draft).await?;
        }
        tell(draft, self.contact, &row).await
    }
}

/// Tells everybody who sees a LINE user, each as they see them, and of the rooms that bear the name.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(
    draft: &mut Draft<'_>,
    contact: ContactId,
    row: &ContactRow,
) -> Result<(), StoreError> {
    for room in &row.rooms {
        let id = RoomId::new(*room);
        let room = draft.need::<RoomRow>(id).await?;
        for member in timeline::readers(draft, &room).await? {
            let reader = timeline::reader(draft, member).await?;
            let person = views::contact_person(contact, Some(row), &reader);
            draft.emit(member, Event::Person { person }).await?;
        }
        // The list draws a direct room as the person.
        if room.contact.is_some() {
            timeline::tell_room(draft, id, &room).await?;
        }
    }
    Ok(())
}

/// Somebody looks at a LINE user: what LINE says of them is read again, if it is a day old.
pub struct RefreshProfile {
    /// Whom.
    pub contact: ContactId,
    /// When.
    pub now: Timestamp,
}

/// How long a profile is good, in milliseconds.
const FRESH_MS: i64 = 24 * 60 * 60 * 1000;

impl RefreshProfile {
    /// Whether the profile is to be read again. One that was never read has its task already.
    fn is_due(&self, row: &ContactRow) -> bool {
        row.profile_at.is_some_and(|at| self.now.since(Timestamp::from_millis(at)) >= FRESH_MS)
    }
}

impl Command for RefreshProfile {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = draft.need::<ContactRow>(self.contact).await?;
        let Some(room) = row.rooms.first().filter(|_| self.is_due(&row)) else { return Ok(()) };
        if draft.get::<ProfileTaskRow>(self.contact).await?.is_none() {
            let connection = draft.need::<RoomRow>(RoomId::new(*room)).await?.connection;
            draft.put::<ProfileTaskRow>(self.contact, ProfileTaskRow { connection, group: None });
            draft.aftermath.profiles.push(self.contact);
        }
        Ok(())
    }
}

impl Store {
    /// Has what LINE says of somebody read again, if it is a day old. Of a LINE user who is not known
    /// nothing is read.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn refresh_profile(
        &self,
        contact: ContactId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let refresh = RefreshProfile { contact, now };
        match self.get::<ContactRow>(contact).await? {
            Some(row) if refresh.is_due(&row) => self.run(refresh).await,
            Some(_) | None => Ok(()),
        }
    }

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
        if self.meets(member, &row).await? || self.sees_card_of(member, contact).await? {
            return row.picture_url.ok_or(StoreError::NotFound);
        }
        Err(StoreError::NotFound)
    }

    /// Whether a member sits in a room with this LINE user.
    pub(super) async fn meets(
        &self,
        member: MemberId,
        row: &ContactRow,
    ) -> Result<bool, StoreError> {
        let seats = row.rooms.iter().map(|room| (member, RoomId::new(*room)));
        Ok(!self.get_all::<SeatRow>(seats).await?.is_empty())
    }
}
