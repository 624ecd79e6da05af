//! What was used of the month's messages: shown to whom it concerns, looked at and chosen through the
//! interface's own calls.

use app::domain::{DeliveryId, MessageId, ReadMarks, RoomId, TextMessage};
use uuid::Uuid;

use super::*;
use crate::{
    line::quota::Figures,
    outbox::store::{OutboxStore, Outcome, Via},
    store::{quota::RecordFigures, send::SendMessage},
};

impl Works {
    async fn line_tells(&self, connection: ConnectionId, limit: Option<u64>, used: u64) {
        let figures = Some(Figures { limit, used });
        let at = self.site.connections.clock.now();
        let told = RecordFigures { connection, figures, counted: 0, at };
        self.site.store.run(told).await.unwrap();
    }

    /// A LINE user's room, in which something is pushed.
    async fn pushes(&self, connection: ConnectionId) -> RoomId {
        self.webhook(connection, &hello("e1"), SECRET).await;
        let store = &self.site.store;
        let room = store.snapshot(self.aoi).await.unwrap().rooms[0].id;
        let now = self.site.connections.clock.now();
        let send = SendMessage {
            member: self.aoi,
            room,
            id: MessageId::new(Uuid::now_v7()),
            writing: TextMessage::parse("はい").unwrap().into(),
            delivery: DeliveryId::new(Uuid::now_v7()),
            now,
        };
        store.run(send).await.unwrap();
        let job = store.next(room).await.unwrap().unwrap();
        let pushed = Outcome::Sent { via: Via::Push, messages: Vec::new() };
        store.record(vec![job.delivery], pushed, now).await.unwrap();
        room
    }
}

#[tokio::test]
async fn from_four_fifths_on_those_who_look_after_an_account_are_warned() {
    let works = Works::open().await;
    let id = works.connected().await;
    assert!(works.page(&format!("/{id}")).await.contains("LINE has not told yet"));
    works.line_tells(id, Some(200), 158).await;
    works.pushes(id).await;
    assert!(!works.page("").await.contains("% used"));
    works.line_tells(id, Some(200), 160).await;
    let list = works.page("").await;
    assert!(list.contains("80 % used") && list.contains("four fifths or more"), "{list}");
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("161 of 200 messages used this month (80 %)"), "{page}");
    assert!(page.contains("Four fifths of this month’s messages are used."), "{page}");
    assert_eq!(page.matches("<figure").count(), 2, "this month and the last: {page}");
    assert_eq!(page.matches("<td>1</td>").count(), 1, "{page}");
    works.line_tells(id, Some(200), 999).await;
    assert!(works.page(&format!("/{id}")).await.contains("200 of 200 messages used"));
    works.line_tells(id, None, 999).await;
    assert!(works.page(&format!("/{id}")).await.contains("plan has no limit"));

    works.allow_own().await;
    let path = format!("/settings/connection/{id}");
    assert!(works.site.get(&path, Some(&works.member)).await.body.contains("plan has no limit"));
    let other = works.site.get(&path, Some(&works.other)).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_disconnected_keeps_what_was_used_and_is_asked_about_no_more() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.line_tells(id, Some(200), 199).await;
    works.pushes(id).await;
    works.post(&format!("/{id}/disconnect"), &[("sure", "yes")]).await;
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("<td>1</td>") && !page.contains("of 200 messages"), "{page}");
    assert!(!works.page("").await.contains("% used"));
    let now = works.site.connections.clock.now();
    assert_eq!(works.site.store.figures_due(now).await.unwrap(), []);
}

#[tokio::test]
async fn a_room_is_looked_at_by_whom_it_is_for() {
    let works = Works::open().await;
    let id = works.connected().await;
    let room = works.pushes(id).await;
    let json = format!(r#"{{"room":"{room}"}}"#);
    let look = async |cookie: Option<&str>| {
        works.site.call("look_at_allowance", &json, cookie).await.status
    };
    assert_eq!(look(None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(look(Some(&works.other)).await, StatusCode::NOT_FOUND);
    let now = works.site.connections.clock.now();
    assert_eq!(works.site.store.figures_due(now).await.unwrap(), []);
    assert_eq!(look(Some(&works.member)).await, StatusCode::OK);
    assert_eq!(works.site.store.figures_due(now).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_member_chooses_for_themselves_what_line_users_see() {
    let works = Works::open().await;
    let json = r#"{"read_marks":"shown"}"#;
    let call = async |cookie| works.site.call("set_read_marks", json, cookie).await.status;
    assert_eq!(call(None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(call(Some(works.member.as_str())).await, StatusCode::OK);
    let forged = works.site.call("set_read_marks", r#"{"read_marks":"x"}"#, Some(&works.member));
    assert_ne!(forged.await.status, StatusCode::OK);
    let me = works.site.store.snapshot(works.aoi).await.unwrap().me;
    assert_eq!(me.read_marks, ReadMarks::Shown);
}
