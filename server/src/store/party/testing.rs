//! What tests of rooms with several LINE users stand on: friends of the official account, rooms made of
//! them, and a LINE that takes everything.

use app::domain::{
    Additions, Body, ContactId, History, MemberId, Message, MessageId, NewRoom, PersonId, RoomId,
    Seq, Timestamp,
};
use uuid::Uuid;

use super::{AddPeople, CreateRoom, RemovePerson};
use crate::{
    line::{
        inbound::{Inbound, Said, What},
        payload::SentMessage,
    },
    outbox::store::{Call, Content, Job, OutboxStore, Outcome, Via},
    relay::Choice,
    store::{
        StoreError,
        receive::ReceiveEvent,
        testing::{Company, NOW, said},
    },
};

/// Something that LINE brought to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// LINE's id of the recipient.
    pub to: String,
    /// What it said.
    pub text: String,
    /// LINE's id of the message.
    pub id: String,
}

/// LINE users become friends of the official account. Answers their contacts.
pub async fn friends(company: &Company, users: &[&str]) -> Vec<ContactId> {
    let mut contacts = Vec::new();
    for user in users {
        let name = format!("follow-{user}");
        company
            .store
            .run(company.event(user, &name, NOW, What::Follow { again: false }))
            .await
            .unwrap();
        let rooms = company.store.snapshot(company.member).await.unwrap().rooms;
        let newest = rooms.iter().filter_map(|room| room.contact).find(|it| !contacts.contains(it));
        contacts.push(newest.unwrap());
    }
    bring(company).await;
    contacts
}

/// A room of these people, made by the company's member.
pub async fn make(company: &Company, people: &[ContactId]) -> Result<RoomId, StoreError> {
    make_with(company, people, &[]).await
}

/// A room of these people and these colleagues.
pub async fn make_with(
    company: &Company,
    people: &[ContactId],
    colleagues: &[MemberId],
) -> Result<RoomId, StoreError> {
    let id = RoomId::new(Uuid::now_v7());
    let new = NewRoom {
        id,
        people: people.to_vec(),
        name: None,
        description: None,
        colleagues: colleagues.to_vec(),
    };
    let create = CreateRoom { member: company.member, new, fresh: Uuid::now_v7(), now: NOW };
    company.store.run(create).await.map(|()| id)
}

/// The company's member brings others in.
pub async fn add(
    company: &Company,
    room: RoomId,
    people: &[ContactId],
    colleagues: &[MemberId],
    history: History,
) -> Result<(), StoreError> {
    let additions = Additions { people: people.to_vec(), colleagues: colleagues.to_vec(), history };
    let (member, fresh) = (company.member, Uuid::now_v7());
    company.store.run(AddPeople { member, room, additions, fresh, now: NOW }).await
}

/// A member removes somebody.
pub async fn remove(
    company: &Company,
    member: MemberId,
    room: RoomId,
    person: PersonId,
) -> Result<(), StoreError> {
    let fresh = Uuid::now_v7();
    company.store.run(RemovePerson { member, room, person, fresh, now: NOW }).await
}

/// A LINE user writes, maybe quoting a message by LINE's id.
pub async fn writes(company: &Company, user: &str, text: &str, quoted: Option<&str>) {
    writes_at(company, NOW, (user, text), quoted).await;
}

/// The same at some time by LINE's clock, which need not be when it comes.
pub async fn writes_at(
    company: &Company,
    at: Timestamp,
    (user, text): (&str, &str),
    quoted: Option<&str>,
) {
    let what = What::Said(Said { line_message_id: Some(format!("by-{text}")), ..said(text) });
    let event = company.event(user, &format!("says-{text}"), at, what);
    let inbound = Inbound { quoted: quoted.map(Into::into), reply_token: None, ..event.event };
    company.store.run(ReceiveEvent { event: inbound, ..event }).await.unwrap();
}

/// A LINE user presses a button.
pub async fn presses(company: &Company, user: &str, name: &str, choice: Choice) {
    presses_at(company, NOW, (user, name), choice).await;
}

/// The same at some time by LINE's clock.
pub async fn presses_at(
    company: &Company,
    at: Timestamp,
    (user, name): (&str, &str),
    choice: Choice,
) {
    company.store.run(company.event(user, name, at, What::Pressed(choice))).await.unwrap();
}

/// LINE takes everything that waits.
pub async fn bring(company: &Company) -> Vec<Brought> {
    let mut brought = Vec::new();
    for room in company.store.waiting_rooms(None, 1000).await.unwrap() {
        while let Some(job) = company.store.next(room).await.unwrap() {
            if job.call == Call::Open {
                let key = Uuid::now_v7();
                OutboxStore::share_call(&company.store, job.delivery, key).await.unwrap();
                continue;
            }
            let named: Vec<_> = job.deliveries().iter().map(|id| format!("sent-{id}")).collect();
            let all = named.iter().zip(texts(&job));
            brought.extend(all.map(|(id, text)| Brought {
                to: job.to.clone(),
                text,
                id: id.clone(),
            }));
            let named = named.into_iter().map(|id| SentMessage { id, quote_token: None });
            let sent = Outcome::Sent { via: Via::Push, messages: named.collect() };
            company.store.record(job.deliveries(), sent, NOW).await.unwrap();
        }
    }
    brought
}

/// What goes in a job's call.
pub fn texts(job: &Job) -> Vec<String> {
    let fellows = job.fellows().iter().map(|fellow| &fellow.content);
    let text = |content: &Content| match content {
        Content::Said { body: Body::Text { text, .. }, .. } => text.clone(),
        other => format!("{other:?}"),
    };
    std::iter::once(&job.content).chain(fellows).map(text).collect()
}

/// Everything in a room's timeline.
pub async fn timeline(company: &Company, room: RoomId) -> Vec<Message> {
    company.store.messages(room, Seq(1), Seq(10_000)).await.unwrap()
}

/// A message id that nobody used.
pub fn fresh_message() -> MessageId {
    MessageId::new(Uuid::now_v7())
}
