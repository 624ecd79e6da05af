//! A member's own account, where the admin allows it.

use app::domain::{Grant, LineChat, Newcomers, Rules};
use axum::http::StatusCode;

use super::*;

const OWN: &str = "/settings/connection";

#[tokio::test]
async fn a_member_connects_only_where_and_only_while_it_is_allowed() {
    let works = Works::open().await;
    let page = || works.site.get(OWN, Some(&works.member));
    let me = || async { works.site.store.snapshot(works.aoi).await.unwrap().me.own_account };
    assert_eq!(page().await.status, StatusCode::NOT_FOUND);
    assert_eq!(me().await, OwnAccounts::NotAllowed);
    let on = works.post("/own", &[("own", "allowed")]).await;
    assert_eq!(on.status, StatusCode::SEE_OTHER);
    assert_eq!(page().await.status, StatusCode::OK);
    assert_eq!(me().await, OwnAccounts::Allowed);

    let nobody =
        Rules { line_chat: LineChat::Off, grant: Grant::Everyone, newcomers: Newcomers::Chosen };
    works.site.store.set_rules(nobody).await.unwrap();
    assert_eq!(page().await.status, StatusCode::NOT_FOUND);
    assert_eq!(me().await, OwnAccounts::NotAllowed);
    works.site.store.set_rules(Rules::default()).await.unwrap();
    assert_eq!(page().await.status, StatusCode::OK);

    works.post("/own", &[]).await;
    assert_eq!(page().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_member_connects_for_themselves_whatever_they_post() {
    let works = Works::open().await;
    works.allow_own().await;
    works.line_is_content();
    let fields = [
        ("member", "ren@example.com"),
        ("channel_id", CHANNEL),
        ("channel_secret", SECRET),
        ("provider", ""),
    ];
    let bound = works.site.post(&format!("{OWN}/new"), &fields, Some(&works.member)).await;
    assert_eq!(bound.status, StatusCode::SEE_OTHER, "{}", bound.body);
    let entry = works.entries().await.remove(0);
    assert_eq!(entry.member, works.aoi);
    assert!(bound.header("location").starts_with(&format!("{OWN}/{}", entry.id)));
    let list = works.site.get(OWN, Some(&works.member)).await.body;
    assert!(list.contains("@sagawa") && !list.contains("admin-parts"), "{list}");
}

#[tokio::test]
async fn a_member_neither_sees_nor_touches_another_members_account() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.allow_own().await;
    let list = works.site.get(OWN, Some(&works.other)).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(!list.body.contains("@sagawa") && !list.body.contains(&id.to_string()));
    let page = works.site.get(&format!("{OWN}/{id}"), Some(&works.other)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let asked = works.line.calls().len();
    for (act, fields) in [
        ("check", vec![]),
        ("secret", vec![("channel_secret", OTHER_SECRET)]),
        ("provider", vec![("provider", "Stolen")]),
        ("disconnect", vec![("sure", "yes")]),
    ] {
        let path = format!("{OWN}/{id}/{act}");
        let answer = works.site.post(&path, &fields, Some(&works.other)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    let picture = format!("/pictures/accounts/{id}/1");
    let picture = works.site.get(&picture, Some(&works.other)).await;
    assert_eq!(picture.status, StatusCode::NOT_FOUND);
    assert_eq!(works.line.calls().len(), asked);

    let fields = [("channel_id", CHANNEL), ("channel_secret", SECRET)];
    let taken = works.site.post(&format!("{OWN}/new"), &fields, Some(&works.other)).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.body.contains("connected already"), "{}", taken.body);
    assert!(!taken.body.contains("葵") && !taken.body.contains(&id.to_string()), "not whose");
    assert!(works.entries().await[0].is_bound());
}
