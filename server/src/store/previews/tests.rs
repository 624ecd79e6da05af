//! A preview comes with its message's link, goes with it, and is seen by those who see the message.

use std::fmt::Write as _;

use app::{
    domain::{Block, Event, Frame},
    sync::snapshot::PageAt,
};

use super::*;
use crate::{
    line::inbound::{Said, What, Words},
    store::{
        News,
        blocks::SetBlock,
        database::Vars,
        schema::TABLES,
        testing::{Company, NOW, colleague, said, says},
    },
};

const URL: &str = "https://example.com/a";
const PICTURE: &[u8] = b"a small picture";

fn page() -> Page {
    Page {
        url: URL.into(),
        site: "example.com".into(),
        title: "架け橋".into(),
        description: None,
        picture: Some(Bytes::from_static(PICTURE)),
    }
}

async fn hears(company: &Company, id: &str, what: What) {
    company.store.run(company.event("U1", id, NOW, what)).await.unwrap();
}

fn writes(id: &str, text: &str) -> What {
    What::Said(Said { line_message_id: Some(id.into()), ..said(text) })
}

async fn tasks(company: &Company) -> Vec<PreviewTask> {
    company.store.preview_tasks(None, 10).await.unwrap()
}

/// Somebody looks at the one link that waits, and finds this.
async fn finds(company: &Company, page: Option<Page>) {
    let task = tasks(company).await.pop().unwrap();
    let known = company.store.known_link(&task.url, NOW).await.unwrap();
    let looked = known.unwrap_or(Looked::Now(page, NOW));
    company.store.run(RecordPreview { task, looked }).await.unwrap();
    assert!(tasks(company).await.is_empty());
}

async fn previews(company: &Company) -> Vec<Option<LinkPreview>> {
    let room = company.room().await;
    let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
    page.messages.into_iter().map(|message| message.preview.map(|preview| *preview)).collect()
}

async fn pictures(company: &Company) -> usize {
    company.store.scan::<PreviewPictureRow>(None, 10).await.unwrap().len()
}

/// The picture of a message by its address, as a member asks for it.
async fn picture(company: &Company, member: MemberId, address: &str) -> Result<Bytes, StoreError> {
    let parts: Vec<&str> = address.split('/').collect();
    let ["", "previews", room, seq, name] = parts[..] else { panic!("{address}") };
    let at = (room.parse().unwrap(), Seq(seq.parse().unwrap()));
    company.store.preview_picture(member, at, name).await
}

#[tokio::test]
async fn a_link_is_looked_at_after_the_message_and_everybody_in_the_room_is_told() {
    let company = Company::in_memory().await;
    hears(&company, "e1", writes("1", "see https://example.com/a and https://b.c")).await;
    hears(&company, "e2", writes("2", "nothing to see: a@b.c")).await;
    let waiting = tasks(&company).await;
    assert_eq!((waiting.len(), waiting[0].url.as_str()), (1, URL));
    assert_eq!(previews(&company).await, [None, None]);
    finds(&company, Some(page())).await;
    let shown = previews(&company).await.remove(0).unwrap();
    assert_eq!((shown.url.as_str(), shown.title.as_str()), (URL, "架け橋"));
    let bytes = picture(&company, company.member, &shown.picture.unwrap()).await.unwrap();
    assert_eq!(bytes, PICTURE);
    let told = company.listener.0.lock().unwrap().pop().unwrap().news.pop().unwrap();
    let News::Frame(frame) = told.2 else { panic!("{told:?}") };
    let Frame::Event(event) = serde_json::from_str(&frame).unwrap() else { panic!("{frame}") };
    let Event::Message { message, .. } = event.event else { panic!("{frame}") };
    assert_eq!(message.preview.unwrap().title, "架け橋");
}

#[tokio::test]
async fn a_members_message_with_a_link_is_looked_at_too() {
    let company = Company::in_memory().await;
    company.hear("U1", "e1", "hi").await;
    company.say(company.room().await, "これです https://example.com/a").await.unwrap();
    finds(&company, Some(page())).await;
    assert!(previews(&company).await[1].is_some());
}

#[tokio::test]
async fn an_address_is_asked_once_a_day_and_once_an_hour_where_there_was_nothing() {
    const HOUR: i64 = 3_600_000;
    let company = Company::in_memory().await;
    hears(&company, "e1", writes("1", URL)).await;
    finds(&company, Some(page())).await;
    hears(&company, "e2", writes("2", "https://example.com/none")).await;
    finds(&company, None).await;
    let knows = async |url: &str, after: i64| {
        company.store.known_link(url, NOW.plus_millis(after)).await.unwrap().is_some()
    };
    assert!(knows(URL, 24 * HOUR - 1).await && !knows(URL, 24 * HOUR).await);
    let none = "https://example.com/none";
    assert!(knows(none, HOUR - 1).await && !knows(none, HOUR).await);
    hears(&company, "e3", writes("3", URL)).await;
    finds(&company, None).await;
    let shown = previews(&company).await;
    assert!(shown[1].is_none());
    assert_eq!(shown[0].as_ref().unwrap().title, shown[2].as_ref().unwrap().title);
    assert_eq!(pictures(&company).await, 1, "both show the same");
    company.store.tidy(NOW.plus_millis(24 * HOUR)).await.unwrap();
    assert!(company.store.scan::<LinkRow>(None, 10).await.unwrap().is_empty());
    assert_eq!(previews(&company).await, shown, "messages go on showing it");
    let address = shown[0].as_ref().unwrap().picture.clone().unwrap();
    assert!(picture(&company, company.member, &address).await.is_ok());
}

#[tokio::test]
async fn what_is_taken_back_takes_its_preview_along() {
    let company = Company::in_memory().await;
    for id in ["1", "2"] {
        hears(&company, id, writes(id, URL)).await;
        finds(&company, Some(page())).await;
    }
    let takes_back = |id: &str| What::Unsent { line_message_id: id.into() };
    hears(&company, "e3", takes_back("1")).await;
    let shown = previews(&company).await;
    assert!(shown[0].is_none() && shown[1].is_some());
    assert_eq!(pictures(&company).await, 1, "the other still shows it");
    hears(&company, "e4", takes_back("2")).await;
    company.store.tidy(NOW).await.unwrap();
    let mut left = String::new();
    for table in TABLES {
        let sql = format!("SELECT * FROM {table}");
        let found = company.store.db.query(&sql, Vars::new()).await.unwrap().take(0);
        let found: surrealdb::types::Value = found.unwrap();
        write!(left, "{found:?}").unwrap();
    }
    assert!(!left.contains("example.com/a") && !left.contains("架け橋"), "{left}");
    assert_eq!(pictures(&company).await, 0);
}

#[tokio::test]
async fn changed_words_change_the_preview_and_what_comes_too_late_is_not_shown() {
    let company = Company::in_memory().await;
    let rewords = |text: &str| What::Edited {
        line_message_id: "1".into(),
        words: Words { text: text.into(), marks: Vec::new() },
        quote_token: None,
    };
    hears(&company, "e1", writes("1", URL)).await;
    finds(&company, Some(page())).await;
    let later =
        |id, text: &str, after| company.event("U1", id, NOW.plus_millis(after), rewords(text));
    company.store.run(later("e2", "the same: https://example.com/a", 1)).await.unwrap();
    assert!(previews(&company).await[0].is_some() && tasks(&company).await.is_empty());
    company.store.run(later("e3", "https://example.com/b", 2)).await.unwrap();
    assert_eq!((previews(&company).await, pictures(&company).await), (vec![None], 0));
    let task = tasks(&company).await.remove(0);
    company.store.run(later("e4", "no link", 3)).await.unwrap();
    assert!(tasks(&company).await.is_empty());
    company
        .store
        .run(RecordPreview { task, looked: Looked::Now(Some(page()), NOW) })
        .await
        .unwrap();
    assert_eq!((previews(&company).await, pictures(&company).await), (vec![None], 0));
    company.store.run(later("e5", URL, 4)).await.unwrap();
    finds(&company, Some(page())).await;
    assert!(previews(&company).await[0].is_some());
}

#[tokio::test]
async fn where_nobody_looks_nothing_waits() {
    let company = Company::in_memory().await;
    hears(&company, "e1", writes("1", URL)).await;
    let task = tasks(&company).await.remove(0);
    company.store.run(RecordPreview { task, looked: Looked::Never }).await.unwrap();
    assert!(
        tasks(&company).await.is_empty()
            && company.store.known_link(URL, NOW).await.unwrap().is_none()
    );
}

#[tokio::test]
async fn a_picture_is_for_those_who_see_the_message() {
    let company = Company::in_memory().await;
    let stranger = colleague(&company, "mei").await;
    let said = company.group_event("C1", Some("U1"), "e1", NOW, says(URL));
    company.store.run(said).await.unwrap();
    finds(&company, Some(page())).await;
    let address = previews(&company).await.pop().unwrap().unwrap().picture.unwrap();
    assert!(picture(&company, company.member, &address).await.is_ok());
    let not_here = async |member, address: &str| {
        matches!(picture(&company, member, address).await, Err(StoreError::NotFound))
    };
    assert!(not_here(stranger, &address).await);
    assert!(not_here(company.member, &format!("{address}0")).await, "by its name alone");
    let contact = company.contact("U1").await;
    let block = SetBlock { member: company.member, contact, block: Block::On, now: NOW };
    company.store.run(block).await.unwrap();
    assert!(not_here(company.member, &address).await);
    assert!(previews(&company).await.iter().all(Option::is_none), "nor are its words");
}

#[tokio::test]
async fn messages_from_before_there_were_previews_are_read() {
    let company = Company::in_memory().await;
    hears(&company, "e1", writes("1", URL)).await;
    let older = "UPDATE message UNSET preview; DELETE preview_task";
    company.store.db.query(older, Vars::new()).await.unwrap();
    assert_eq!(previews(&company).await, [None]);
}
