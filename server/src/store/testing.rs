//! What tests of the store stand on: a real engine in memory, a company of one member with one
//! official account, and a LINE user who writes.

use std::sync::{Arc, Mutex};

use app::domain::{
    ConnectionId, ContactId, DeliveryId, Email, MemberId, Message, MessageId, OfficialAccount,
    Role, RoomId, RoomKind, TextMessage, Timestamp,
};
use uuid::Uuid;

use super::{
    Aftermath, Audience, Closing, DatabaseUrl, OpenedBy, Store, StoreError,
    binding::{Describe, PutConnection},
    directory::{AddMember, Newcomer},
    draft::Draft,
    journal::Command,
    key::TextKey,
    members::{Entry, PutMember, Unless},
    password_links::{LinkHash, NewLink},
    receive::{ReceiveEvent, Received, fresh},
    schema::{ContactRow, HeadRow, LineUserRow, PartyRow, RoomRow, SeatRow},
    send::SendMessage,
};
use crate::line::inbound::{
    Content, GroupId, Inbound, LineUserId, Said, Source, WebhookEventId, What, Words,
};

/// Remembers what it is told.
#[derive(Default)]
pub struct Listener(pub Mutex<Vec<Aftermath>>);

impl Audience for Listener {
    fn committed(&self, aftermath: Aftermath) {
        self.0.lock().unwrap().push(aftermath);
    }
}

/// A company with a member, an official account, and whoever writes.
pub struct Company {
    pub store: Store,
    pub member: MemberId,
    pub connection: ConnectionId,
    pub listener: Arc<Listener>,
    closing: Closing,
}

/// An event that LINE tells a connection.
pub fn event_at(
    connection: ConnectionId,
    source: Source,
    name: &str,
    at: Timestamp,
    what: What,
) -> ReceiveEvent {
    let event = Inbound {
        event_id: WebhookEventId(name.into()),
        at,
        redelivered: false,
        reply_token: Some(format!("reply-{name}")),
        source,
        quoted: None,
        what,
        raw: "{}".into(),
    };
    let fresh = fresh(&event, Uuid::now_v7);
    ReceiveEvent { connection, event, received_at: at, fresh }
}

/// The moment tests take place.
pub const NOW: Timestamp = Timestamp::from_millis(1_795_370_000_000);

impl Company {
    pub async fn in_memory() -> Self {
        Self::at(&DatabaseUrl::Memory).await
    }

    pub async fn at(url: &DatabaseUrl) -> Self {
        let listener = Arc::new(Listener::default());
        let audience: Arc<dyn Audience> = listener.clone();
        let (store, closing) = Store::open(url, OpenedBy::Server, audience).await.unwrap();
        let member = PutMember {
            fresh: MemberId::new(Uuid::now_v7()),
            email: Email::parse("aoi@example.com").unwrap(),
            name: "林 葵".into(),
            group: Some("Design".into()),
            role: Role::Admin,
            password_hash: "x".into(),
            unless: Unless::Never,
            now: NOW,
        };
        let (member, _) = store.run(member).await.unwrap();
        let connection = put_connection(&store, member).await;
        Self { store, member, connection, listener, closing }
    }

    pub async fn close(self) {
        self.closing.close().await;
    }

    /// A second server on the same database.
    pub async fn neighbour(&self) -> Self {
        let listener = Arc::new(Listener::default());
        let audience: Arc<dyn Audience> = listener.clone();
        let db = self.store.db.clone();
        let (store, closing) = Store::over(db, OpenedBy::Command, audience).await.unwrap();
        Self { store, member: self.member, connection: self.connection, listener, closing }
    }

    /// The process dies: nothing is noted, only the engine lets go of its files.
    pub async fn abandon(self) {
        drop(self.store);
        self.closing.abandon().await;
    }

    /// An event from a LINE user.
    pub fn event(&self, user: &str, name: &str, at: Timestamp, what: What) -> ReceiveEvent {
        self.event_from(Source::User(LineUserId(user.into())), name, at, what)
    }

    /// An event of a LINE group, from a LINE user where LINE tells who.
    pub fn group_event(
        &self,
        group: &str,
        user: Option<&str>,
        name: &str,
        at: Timestamp,
        what: What,
    ) -> ReceiveEvent {
        let user = user.map(|user| LineUserId(user.into()));
        let source = Source::Group { group: GroupId::new(group.into()), user };
        self.event_from(source, name, at, what)
    }

    fn event_from(&self, source: Source, name: &str, at: Timestamp, what: What) -> ReceiveEvent {
        event_at(self.connection, source, name, at, what)
    }

    /// A LINE user writes.
    pub async fn hear(&self, user: &str, name: &str, text: &str) -> Received {
        self.store.run(self.event(user, name, NOW, says(text))).await.unwrap()
    }

    /// The contact of a LINE user who was heard of.
    pub async fn contact(&self, user: &str) -> ContactId {
        let row = self.store.get::<LineUserRow>(TextKey::of(user)).await.unwrap().unwrap();
        ContactId::new(row.contact)
    }

    /// The member's newest room.
    pub async fn room(&self) -> RoomId {
        self.store.snapshot(self.member).await.unwrap().rooms[0].id
    }

    /// The member writes.
    pub async fn say(&self, room: RoomId, text: &str) -> Result<Message, StoreError> {
        self.say_as(room, MessageId::new(Uuid::now_v7()), text).await
    }

    /// The member writes, with this id.
    pub async fn say_as(
        &self,
        room: RoomId,
        id: MessageId,
        text: &str,
    ) -> Result<Message, StoreError> {
        let (member, delivery) = (self.member, DeliveryId::new(Uuid::now_v7()));
        let text = TextMessage::parse(text).unwrap();
        self.store
            .run(SendMessage { member, room, id, writing: text.into(), delivery, now: NOW })
            .await
    }
}

/// A room that brings LINE users together, made by nobody.
pub async fn gather(company: &Company, people: &[ContactId], members: &[MemberId]) -> RoomId {
    let room = RoomId::new(Uuid::now_v7());
    let (people, members) = (people.to_vec(), members.to_vec());
    company
        .store
        .run(Gather { connection: company.connection, room, people, members })
        .await
        .unwrap();
    room
}

struct Gather {
    connection: ConnectionId,
    room: RoomId,
    people: Vec<ContactId>,
    members: Vec<MemberId>,
}

impl Command for Gather {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let id = self.room;
        let row = RoomRow {
            members: self.members.iter().map(|member| member.uuid()).collect(),
            line_users: i64::try_from(self.people.len()).ok(),
            ..RoomRow::new(RoomKind::Multi, self.connection, NOW)
        };
        draft.insert::<RoomRow>(id, row);
        let people = self.people.iter().map(|contact| contact.uuid()).collect();
        draft.insert::<PartyRow>(id, PartyRow { people });
        for contact in self.people.iter().copied() {
            let mut row = draft.need::<ContactRow>(contact).await?;
            row.rooms.push(id.uuid());
            draft.put::<ContactRow>(contact, row);
        }
        for member in self.members.iter().copied() {
            draft.insert::<SeatRow>((member, id), SeatRow::new(id, 0));
        }
        Ok(())
    }
}

/// Another member, of the group "Sales", without a password.
pub async fn colleague(company: &Company, name: &str) -> MemberId {
    let fresh = MemberId::new(Uuid::now_v7());
    let newcomer = Newcomer {
        fresh,
        email: Email::parse(&format!("{name}@example.com")).unwrap(),
        entry: Entry { name: name.into(), group: Some("Sales".into()), role: Role::Member },
        link: NewLink { hash: LinkHash([0; 32]), expires_at: NOW },
    };
    company.store.run(AddMember { by: company.member, newcomer, now: NOW }).await.unwrap();
    fresh
}

/// A member's official account.
pub async fn put_connection(store: &Store, member: MemberId) -> ConnectionId {
    let connection = PutConnection {
        fresh: ConnectionId::new(Uuid::now_v7()),
        member,
        channel_id: "2000000001".into(),
        sealed_secret: "sealed".into(),
        now: NOW,
    };
    store.run(connection).await.unwrap().0
}

/// LINE says which ID an official account has.
pub async fn describe(store: &Store, connection: ConnectionId, basic_id: &str) {
    let account = OfficialAccount {
        bot_user_id: format!("U{connection}"),
        name: "Sagawa".into(),
        basic_id: basic_id.into(),
        premium_id: None,
        picture_url: None,
        chat_mode: None,
        read_mode: None,
    };
    store.run(Describe { connection, account, now: NOW }).await.unwrap();
}

/// A LINE user writes through an official account.
pub async fn hear(store: &Store, connection: ConnectionId, user: &str) {
    let event = Inbound {
        event_id: WebhookEventId(Uuid::now_v7().to_string()),
        at: NOW,
        redelivered: false,
        reply_token: None,
        source: Source::User(LineUserId(user.into())),
        quoted: None,
        what: says("hi"),
        raw: "{}".into(),
    };
    let fresh = fresh(&event, Uuid::now_v7);
    store.run(ReceiveEvent { connection, event, received_at: NOW, fresh }).await.unwrap();
}

/// A text event.
pub fn says(text: &str) -> What {
    What::Said(said(text))
}

/// Words.
pub fn said(text: &str) -> Said {
    Said {
        line_message_id: Some("1".into()),
        content: Content::Words(Words { text: text.into(), marks: Vec::new() }),
        quote_token: None,
        mark_as_read_token: None,
    }
}

/// Moves a member's stream as a whole.
pub struct SetHead(pub MemberId, pub HeadRow);

impl Command for SetHead {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        draft.put::<HeadRow>(self.0, self.1.clone());
        Ok(())
    }
}
