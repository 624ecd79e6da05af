//! What a blocked LINE user writes reaches nobody who blocked them, by no way.

use app::{
    domain::{Barred, Delivery, FailReason, Friendship, MessageId, Notice, Seq},
    sync::snapshot::PageAt,
};

use super::*;
use crate::{
    line::inbound::What,
    outbox::store::OutboxStore,
    store::{
        DatabaseUrl, News, Refusal,
        export::Exported,
        key::TextKey,
        receive::Received,
        schema::WebhookEventRow,
        testing::{Company, NOW, colleague, gather},
        timeline::{self, LineTokens, NewMessage},
    },
};

const SECRET: &str = "what nobody should read";

/// A company whose member has blocked U1, who had said "before".
async fn with_a_block() -> (Company, RoomId, ContactId) {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "before").await;
    let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    let contact = room.contact.unwrap();
    set(&company, contact, Block::On).await.unwrap();
    (company, room.id, contact)
}

async fn set(company: &Company, contact: ContactId, block: Block) -> Result<(), StoreError> {
    let member = company.member;
    company.store.run(SetBlock { member, contact, block, now: NOW }).await
}

/// Everything that any device of anybody has been told so far.
fn told(company: &Company) -> String {
    let heard = company.listener.0.lock().unwrap();
    let frames =
        heard.iter().flat_map(|aftermath| &aftermath.news).map(|(_, _, news)| match news {
            News::Frame(frame) => frame.to_string(),
            News::Afresh => "afresh".to_owned(),
        });
    frames.collect()
}

async fn exported(company: &Company) -> String {
    let mut all = String::new();
    for what in Exported::ALL {
        let (objects, _) = company.store.export(what, None, 1000).await.unwrap();
        for object in &objects {
            all.push_str(&object.to_string());
        }
    }
    all
}

/// Whether any frame to the company's member had this in it.
fn was_told(company: &Company, text: &str) -> bool {
    let told = company.listener.0.lock().unwrap();
    told.iter().flat_map(|aftermath| &aftermath.news).any(|(who, _, news)| {
        *who == company.member && matches!(news, News::Frame(frame) if frame.contains(text))
    })
}

async fn texts(company: &Company, room: RoomId) -> Vec<Body> {
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    page.messages.into_iter().map(|message| message.body).collect()
}

fn text(text: &str) -> Body {
    Body::text(text)
}

#[tokio::test]
async fn what_a_blocked_line_user_writes_is_in_no_page_snapshot_event_export_or_last_line() {
    let (company, room, _) = with_a_block().await;
    let before = company.store.snapshot(company.member).await.unwrap();
    assert_eq!(company.hear("U1", "e2", SECRET).await, Received::Kept);
    assert_eq!(company.hear("U1", "e2", SECRET).await, Received::Known);
    assert_eq!(company.store.snapshot(company.member).await.unwrap(), before);
    assert_eq!(before.rooms[0].barred, Some(Barred::Blocked));
    assert_eq!(texts(&company, room).await, [text("before")]);
    assert!(!told(&company).contains(SECRET));
    assert!(!exported(&company).await.contains(SECRET));
    let event = company.store.get::<WebhookEventRow>(TextKey::of("e2")).await.unwrap().unwrap();
    assert_eq!(event.raw, "", "only that it came is kept");
    let list = company.store.block_list(company.member).await.unwrap();
    assert_eq!((list.people.len(), list.people[0].dropped), (1, 1));
}

#[tokio::test]
async fn after_unblocking_only_what_comes_from_then_on_is_seen() {
    let (company, room, contact) = with_a_block().await;
    company.hear("U1", "e2", SECRET).await;
    set(&company, contact, Block::Off).await.unwrap();
    company.hear("U1", "e3", "after").await;
    assert_eq!(texts(&company, room).await, [text("before"), text("after")]);
    assert_eq!(company.store.block_list(company.member).await.unwrap().people, []);
    company.say(room, "はい").await.unwrap();
    set(&company, contact, Block::On).await.unwrap();
    let list = company.store.block_list(company.member).await.unwrap();
    assert_eq!(list.people[0].dropped, 0, "the count begins anew");
}

#[tokio::test]
async fn nobody_blocks_whom_they_have_never_met_and_nobody_elses_block_matters() {
    let (company, _, contact) = with_a_block().await;
    let outsider = colleague(&company, "ren").await;
    for block in [Block::On, Block::Off] {
        let set = SetBlock { member: outsider, contact, block, now: NOW };
        let refused = company.store.run(set).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
    assert_eq!(company.store.block_list(outsider).await.unwrap().people, []);
}

#[tokio::test]
async fn a_block_is_told_once_and_survives_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::SurrealKv(dir.path().join("db"));
    let company = Company::at(&url).await;
    company.hear("U1", "e1", "before").await;
    let contact = company.store.snapshot(company.member).await.unwrap().rooms[0].contact.unwrap();
    set(&company, contact, Block::On).await.unwrap();
    let cursor = company.store.cursor(company.member).await.unwrap();
    set(&company, contact, Block::On).await.unwrap();
    assert_eq!(company.store.cursor(company.member).await.unwrap(), cursor);
    company.abandon().await;
    let company = Company::at(&url).await;
    company.hear("U1", "e2", SECRET).await;
    let snapshot = company.store.snapshot(company.member).await.unwrap();
    assert_eq!((snapshot.rooms[0].barred, snapshot.me.blocks), (Some(Barred::Blocked), 1));
    assert_eq!(snapshot.rooms[0].last_seq, Seq(1));
    company.close().await;
}

#[tokio::test]
async fn nothing_is_sent_to_whom_one_has_blocked_and_what_waits_fails_visibly() {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "before").await;
    let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0);
    company.say(room.id, "queued").await.unwrap();
    set(&company, room.contact.unwrap(), Block::On).await.unwrap();
    let refused = company.say(room.id, "はい").await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Blocked))), "{refused:?}");
    assert!(company.store.next(room.id).await.unwrap().is_none());
    let page = company.store.page(company.member, room.id, PageAt::Head).await.unwrap();
    let reason = FailReason::Blocked;
    assert_eq!(page.messages[1].delivery, Some(Delivery::Failed { reason }));
}

#[tokio::test]
async fn whether_a_blocked_line_user_can_be_reached_is_still_known() {
    let (company, room, contact) = with_a_block().await;
    company.store.run(company.event("U1", "e2", NOW, What::Unfollow)).await.unwrap();
    set(&company, contact, Block::Off).await.unwrap();
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    assert_eq!(page.room.barred, Some(Barred::Unfollowed));
    assert_eq!(page.room.friendship, Friendship::Unfollowed);
    assert!(!page.messages.iter().any(|m| m.body == Body::Notice { notice: Notice::Unfollowed }));
}

/// The LINE user writes in a room with several.
struct Says(RoomId, ContactId, &'static str);

impl Command for Says {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let mut row = draft.need::<RoomRow>(self.0).await?;
        let new = NewMessage {
            id: MessageId::new(Uuid::from_u128(1)),
            at: NOW,
            author: Author::LineUser(self.1),
            body: text(self.2),
            delivery: None,
            delivery_id: None,
            parts: Vec::new(),
            tokens: LineTokens::default(),
            quote: None,
            edited_at: None,
        };
        let message = timeline::append(draft, self.0, &mut row, new, NOW);
        timeline::tell_message(draft, self.0, &row, &message).await
    }
}

#[tokio::test]
async fn in_a_shared_room_a_blocked_line_user_is_hidden_for_who_blocked_and_for_nobody_else() {
    let (company, _, contact) = with_a_block().await;
    let other = colleague(&company, "ren").await;
    let room = gather(&company, &[contact], &[company.member, other]).await;
    company.store.run(Says(room, contact, SECRET)).await.unwrap();
    assert_eq!(texts(&company, room).await, [Body::Hidden]);
    let mine = company.store.snapshot(company.member).await.unwrap().rooms;
    let mine = mine.into_iter().find(|one| one.id == room).unwrap();
    assert_eq!((mine.unread(), mine.barred), (0, None));
    assert_eq!(mine.last.unwrap().body, Body::Hidden);
    let theirs = company.store.page(other, room, PageAt::Head).await.unwrap();
    assert_eq!((theirs.room.unread(), &theirs.messages[0].body), (1, &text(SECRET)));
    assert!(!was_told(&company, SECRET));
    for (member, blocked) in [(company.member, true), (other, false)] {
        let details = company.store.details(member, room).await.unwrap();
        assert_eq!(details.participants[0].blocked, blocked);
    }
    let before = company.store.cursor(company.member).await.unwrap();
    set(&company, contact, Block::Off).await.unwrap();
    assert!(company.store.cursor(company.member).await.unwrap() > before);
    assert_eq!(texts(&company, room).await, [text(SECRET)]);
}
