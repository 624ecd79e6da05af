//! Passes what is said in a room with several LINE users on to each of them, through their own chats
//! with the room's official account; and tells one of them something that stands in no timeline.

use app::domain::{
    Body, ConnectionId, ContactId, Delivery, DeliveryId, MemberId, Quote, RoomId, Timestamp,
};
use uuid::Uuid;

use super::{
    super::{
        StoreError,
        draft::Draft,
        greeting,
        key::{Singleton, derived},
        row::{Row, from_json, to_json},
        schema::{
            Address, CompanyRow, ConnectionRow, ContactRow, DeliveryRow, MemberRow, PartyRow,
            ReplyToken, RoomRow,
        },
        send::enqueue,
        timeline::NewMessage,
    },
    parts::Part,
};
use crate::{
    greeting::CardLanguage,
    line::message::shortened,
    relay::{self, Say},
};

/// LINE takes texts of up to 5,000 UTF-16 units; so much of a list of names is enough.
const NAMES_UTF16: usize = 500;

/// In whose name something goes out.
#[derive(Clone, Copy, Debug)]
pub enum Voice {
    /// A member's.
    Member(MemberId),
    /// That of a LINE user who takes part, and who does not get their own words back.
    LineUser(ContactId),
}

/// A room that passes something on.
pub struct Relay<'a> {
    /// Which.
    pub room: RoomId,
    /// Its row, before the message is in it.
    pub row: &'a RoomRow,
    /// What the deliveries' ids follow from.
    pub base: DeliveryId,
    /// When.
    pub now: Timestamp,
}

/// A LINE user who is told something, and what is needed to say it.
struct Listener {
    contact: ContactId,
    row: ContactRow,
    language: CardLanguage,
}

/// The names that LINE users of a room know.
struct Names {
    room: String,
    member: String,
}

impl Relay<'_> {
    /// Queues something for every LINE user who takes part, but not for who said it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pass_on(
        &self,
        draft: &mut Draft<'_>,
        voice: Voice,
        new: &NewMessage,
    ) -> Result<Vec<Part>, StoreError> {
        let names = self.names(draft).await?;
        let everybody = draft.get::<PartyRow>(self.room).await?.unwrap_or_default().people;
        let mut parts = Vec::with_capacity(everybody.len());
        for contact in everybody.into_iter().map(ContactId::new) {
            if matches!(voice, Voice::LineUser(speaker) if speaker == contact) {
                continue;
            }
            let listener = self.listener(draft, contact).await?;
            let row = DeliveryRow {
                body: Some(to_json(&new.body)),
                quotes: new.quote.as_ref().and_then(Quote::seq).map(|seq| i64::from(seq.0)),
                buttons: Some(to_json(&self.buttons(&listener, &names))),
                ..self.addressed(&listener, self.row.last_seq + 1)
            };
            parts.push(self.queue(draft, contact, spoken_by(voice, row)));
        }
        Ok(parts)
    }

    /// Queues for these LINE users that a member has brought them in, and who takes part.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invite(
        &self,
        draft: &mut Draft<'_>,
        by: MemberId,
        whom: &[ContactId],
    ) -> Result<Vec<Part>, StoreError> {
        let names = self.names(draft).await?;
        let by_name = draft.need::<MemberRow>(by).await?.name;
        let mut parts = Vec::with_capacity(whom.len());
        for contact in whom.iter().copied() {
            let listener = self.listener(draft, contact).await?;
            let people = self.people(draft, &listener).await?;
            let room = self.described(&names, &by_name, &people);
            let row = DeliveryRow {
                body: Some(words(Say::Invited.words(listener.language, room))),
                buttons: Some(to_json(&relay::buttons(listener.language, room))),
                ..self.addressed(&listener, self.row.last_seq + 1)
            };
            parts.push(self.queue(draft, contact, row));
        }
        Ok(parts)
    }

    /// The choices that one LINE user is offered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offers(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
    ) -> Result<Vec<relay::Button>, StoreError> {
        let names = self.names(draft).await?;
        let listener = self.listener(draft, contact).await?;
        Ok(self.buttons(&listener, &names))
    }

    /// Tells one LINE user something that stands in no timeline: by `token`, which answers what they
    /// did and costs nothing, or by push.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell(
        &self,
        draft: &mut Draft<'_>,
        chat: RoomId,
        contact: ContactId,
        say: Say,
        token: Option<ReplyToken>,
    ) -> Result<(), StoreError> {
        let names = self.names(draft).await?;
        let listener = self.listener(draft, contact).await?;
        let people = self.people(draft, &listener).await?;
        let room = self.described(&names, "", &people);
        let buttons = match say {
            Say::Gone => Vec::new(),
            Say::Invited | Say::Here | Say::Alone | Say::OnlyText => {
                relay::buttons(listener.language, room)
            }
        };
        let row = DeliveryRow {
            room: chat.uuid(),
            body: Some(words(say.words(listener.language, room))),
            buttons: Some(to_json(&buttons)),
            reply: token,
            contact: None,
            ..self.addressed(&listener, 0)
        };
        let id = DeliveryId::new(derived(self.base.uuid(), chat.uuid().as_bytes()));
        enqueue(draft, id, &row);
        draft.insert::<DeliveryRow>(id, row);
        Ok(())
    }

    fn addressed(&self, to: &Listener, seq: i64) -> DeliveryRow {
        let address = Address {
            room: self.room,
            seq,
            connection: self.row.connection,
            recipient: to.row.line_user_id.clone(),
        };
        let contact = Some(to.contact.uuid());
        DeliveryRow { contact, ..DeliveryRow::queued(address, self.now) }
    }

    fn queue(&self, draft: &mut Draft<'_>, contact: ContactId, row: DeliveryRow) -> Part {
        let id = DeliveryId::new(derived(self.base.uuid(), contact.uuid().as_bytes()));
        enqueue(draft, id, &row);
        draft.insert::<DeliveryRow>(id, row);
        Part { contact, delivery: id, state: Delivery::Queued, quote_token: None }
    }

    async fn listener(
        &self,
        draft: &mut Draft<'_>,
        contact: ContactId,
    ) -> Result<Listener, StoreError> {
        let row = draft.need::<ContactRow>(contact).await?;
        let connection = self.connection(draft).await?;
        let host = draft.need::<MemberRow>(MemberId::new(connection.member)).await?;
        let company = greeting::greetings(draft.get::<CompanyRow>(Singleton).await?)?.language;
        let member = from_json(MemberRow::TABLE, host.language)?;
        let language = CardLanguage::choose(row.language.as_deref(), member, company);
        Ok(Listener { contact, row, language })
    }

    async fn connection(&self, draft: &mut Draft<'_>) -> Result<ConnectionRow, StoreError> {
        draft.need::<ConnectionRow>(ConnectionId::new(self.row.connection)).await
    }

    async fn names(&self, draft: &mut Draft<'_>) -> Result<Names, StoreError> {
        let connection = self.connection(draft).await?;
        let member = draft.need::<MemberRow>(MemberId::new(connection.member)).await?.name;
        Ok(Names { room: self.row.line_name.clone().unwrap_or_default(), member })
    }

    fn described<'a>(&self, names: &'a Names, by: &'a str, people: &'a str) -> relay::Party<'a> {
        relay::Party { room: self.room, name: &names.room, member: &names.member, by, people }
    }

    fn buttons(&self, listener: &Listener, names: &Names) -> Vec<relay::Button> {
        relay::buttons(listener.language, self.described(names, "", ""))
    }

    /// Everybody but the one who is told, by the names that LINE users know.
    async fn people(&self, draft: &mut Draft<'_>, told: &Listener) -> Result<String, StoreError> {
        let party = draft.get::<PartyRow>(self.room).await?.unwrap_or_default().people;
        let others = party.into_iter().filter(|one| *one != told.contact.uuid());
        names(draft, &self.row.members, others, told.language).await
    }
}

/// These people in a row, by the names that LINE users know: never what the company calls them.
///
/// # Errors
/// When the database fails.
pub async fn names(
    draft: &mut Draft<'_>,
    members: &[Uuid],
    line_users: impl IntoIterator<Item = Uuid>,
    language: CardLanguage,
) -> Result<String, StoreError> {
    let mut names = Vec::new();
    for member in members.iter().copied().map(MemberId::new) {
        names.extend(draft.get::<MemberRow>(member).await?.map(|row| row.name));
    }
    for contact in line_users {
        let row = draft.need::<ContactRow>(ContactId::new(contact)).await?;
        names.push(row.name.unwrap_or_else(|| language.words().somebody.to_owned()));
    }
    let comma = match language {
        CardLanguage::Japanese | CardLanguage::TraditionalChinese => "、",
        CardLanguage::English | CardLanguage::Korean | CardLanguage::Thai => ", ",
    };
    Ok(shortened(&names.join(comma), NAMES_UTF16))
}

fn words(says: String) -> serde_json::Value {
    to_json(&Body::text(says))
}

fn spoken_by(voice: Voice, row: DeliveryRow) -> DeliveryRow {
    match voice {
        Voice::Member(member) => DeliveryRow { member: Some(member.uuid()), ..row },
        Voice::LineUser(speaker) => DeliveryRow { speaker: Some(speaker.uuid()), ..row },
    }
}
