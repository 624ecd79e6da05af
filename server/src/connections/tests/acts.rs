//! Connecting, checking, renewing and disconnecting, by an admin.

use app::{
    domain::{Delivery, DeliveryId, FailReason, MessageId, TextMessage, Timestamp},
    sync::snapshot::PageAt,
};
use axum::http::StatusCode;
use uuid::Uuid;

use super::*;
use crate::{
    outbox::store::OutboxStore,
    store::{Behind, send::SendMessage},
};

#[tokio::test]
async fn nobody_but_an_admin_learns_or_changes_anything() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.allow_own().await;
    let asked = works.line.calls().len();
    let acts: [(String, Vec<(&str, &str)>); 6] = [
        ("/new".into(), vec![("channel_id", "7"), ("channel_secret", SECRET)]),
        (format!("/{id}/check"), vec![]),
        (format!("/{id}/secret"), vec![("channel_secret", OTHER_SECRET)]),
        (format!("/{id}/provider"), vec![("provider", "Stolen")]),
        (format!("/{id}/disconnect"), vec![("sure", "yes")]),
        ("/own".into(), vec![]),
    ];
    for (path, fields) in acts {
        let path = format!("/admin/connections{path}");
        for cookie in [&works.member, &works.other] {
            let answer = works.site.post(&path, &fields, Some(cookie)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let by_nobody = works.site.post(&path, &fields, None).await;
        assert_eq!(by_nobody.status, StatusCode::SEE_OTHER, "{path}");
        assert!(by_nobody.header("location").starts_with("/login"), "{path}");
        let evil = "https://evil.example";
        let forged = works.site.post_from(evil, &path, &fields, Some(&works.admin)).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["", "/new", &format!("/{id}")] {
        let path = format!("/admin/connections{path}");
        let answer = works.site.get(&path, Some(&works.member)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.body.contains(CHANNEL) && !answer.body.contains("Sagawa"));
    }
    assert_eq!(works.line.calls().len(), asked, "LINE was not asked either");
    let entry = works.entries().await.remove(0);
    assert_eq!((entry.is_bound(), entry.provider.as_deref()), (true, Some("Sagawa Foods")));
}

#[tokio::test]
async fn an_account_is_connected_step_by_step() {
    let works = Works::open().await;
    let id = works.connected().await;
    let webhook = format!("{HTTPS}/line/webhook/{id}");
    let asked = works.line.asked();
    let calls: Vec<&str> = asked.iter().map(|asked| asked.what.as_str()).collect();
    assert_eq!(
        calls,
        [
            "POST /oauth2/v3/token",
            "GET /v2/bot/info",
            "PUT /v2/bot/channel/webhook/endpoint",
            "POST /v2/bot/channel/webhook/test",
            "GET /v2/bot/channel/webhook/endpoint",
        ]
    );
    assert!(asked[2].body.contains(&webhook) && asked[3].body.contains(&webhook));
    let page = works.page(&format!("/{id}")).await;
    for said in ["@sagawa · @123abcde", "林 葵", &webhook, "Healthy", "Chat is on", "manual"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("Sagawa &lt;i&gt;") && !page.contains("<i>"), "{page}");
    assert!(!page.contains("Failed") && !page.contains("Not tried"), "{page}");
    let list = works.page("").await;
    assert!(list.contains("Sagawa &lt;i&gt;") && list.contains("stands for 林 葵"), "{list}");
    let me = works.site.store.snapshot(works.aoi).await.unwrap().me;
    assert_eq!(me.line_id.as_deref(), Some("@sagawa"));
}

#[tokio::test]
async fn a_wrong_secret_keeps_nothing_but_what_was_typed() {
    for (answer, says) in [
        (Line::Status(400, REFUSED), "does not accept this channel ID"),
        (Line::Status(500, ""), "LINE did not answer"),
    ] {
        let works = Works::open().await;
        works.line.answer(TOKEN, [answer]);
        let answer = works.connect_for("aoi@example.com", SECRET).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(says), "{}", answer.body);
        for typed in ["aoi@example.com", CHANNEL, "Sagawa Foods"] {
            assert!(answer.body.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
        assert!(!answer.body.contains(SECRET));
        assert!(works.entries().await.is_empty());
    }
}

#[tokio::test]
async fn an_account_that_line_does_not_describe_is_not_kept() {
    let works = Works::open().await;
    works.line.answer(INFO, [Line::Status(500, "")]);
    let answer = works.connect_for("aoi@example.com", SECRET).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(works.entries().await.is_empty());
}

#[tokio::test]
async fn each_field_is_checked_before_line_is_asked() {
    let works = Works::open().await;
    let hostile = r#""><img src=x onerror=alert(1)>"#;
    let good = [
        ("member", "aoi@example.com"),
        ("channel_id", CHANNEL),
        ("channel_secret", SECRET),
        ("provider", ""),
    ];
    for (name, typed, says) in [
        ("member", "nobody@example.com", "No active member"),
        ("member", hostile, "No active member"),
        ("channel_id", hostile, "digits only"),
        ("channel_secret", "two words", "one word"),
        ("channel_secret", "", "one word"),
        ("provider", &"あ".repeat(101), "too long"),
    ] {
        let fields = good.map(|(field, value)| (field, if field == name { typed } else { value }));
        let answer = works.post("/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {typed}");
        assert!(answer.body.contains(says), "{name}: {}", answer.body);
        assert!(!answer.body.contains("<img") && !answer.body.contains("two words"));
    }
    assert!(works.line.calls().is_empty() && works.entries().await.is_empty());
}

#[tokio::test]
async fn what_fails_after_binding_is_said_with_what_to_do() {
    let off = r#"{"endpoint":"https://chat.example.com/x","active":false}"#;
    let failed = |reason| match reason {
        "COULD_NOT_CONNECT" => r#"{"success":false,"reason":"COULD_NOT_CONNECT"}"#,
        "REQUEST_TIMEOUT" => r#"{"success":false,"reason":"REQUEST_TIMEOUT"}"#,
        "ERROR_STATUS_CODE" => r#"{"success":false,"statusCode":502,"reason":"ERROR_STATUS_CODE"}"#,
        _ => r#"{"success":false,"reason":"UNCLASSIFIED"}"#,
    };
    for (set, test, get, says) in [
        (400, TEST_OK, ON, "LINE does not take this address"),
        (200, failed("COULD_NOT_CONNECT"), ON, "port 443"),
        (200, failed("REQUEST_TIMEOUT"), ON, "too late for LINE"),
        (200, failed("ERROR_STATUS_CODE"), ON, "status 502"),
        (200, failed("UNCLASSIFIED"), ON, "LINE does not say at what"),
        (200, TEST_OK, off, "switch on “Use webhook”"),
    ] {
        let works = Works::open().await;
        works.line.answer(INFO, [Line::Status(200, BOT)]);
        works.line.answer(ENDPOINT, [Line::Status(set, "{}"), Line::Status(200, get)]);
        works.line.answer(TEST, [Line::Status(200, test)]);
        let answer = works.connect_for("aoi@example.com", SECRET).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{says}");
        let id = works.entries().await[0].id;
        let page = works.page(&format!("/{id}")).await;
        assert!(page.contains(says) && page.contains("Webhook failing since"), "{says}: {page}");
    }
}

#[tokio::test]
async fn chat_that_is_off_is_said_with_what_to_do() {
    let works = Works::open().await;
    let bot = r#"{"userId":"Ubot","basicId":"@1","displayName":"A","chatMode":"bot"}"#;
    works.line.answer(INFO, [Line::Status(200, bot)]);
    works.connect_for("aoi@example.com", SECRET).await;
    let id = works.entries().await[0].id;
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("switch Chat on") && page.contains("Auto-response"), "{page}");
}

#[tokio::test]
async fn a_server_without_public_https_says_so_and_line_is_not_asked_to_call_it() {
    let works = Works::at("http://chat.example.com").await;
    let form = works.page("/new").await;
    assert!(form.contains("public address is http://chat.example.com"), "{form}");
    works.line_is_content();
    works.connect_for("aoi@example.com", SECRET).await;
    let id = works.entries().await[0].id;
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("is not https") && page.contains("enter it by hand"), "{page}");
    assert!(page.contains(&format!("http://chat.example.com/line/webhook/{id}")), "{page}");
    assert!(works.line.calls().iter().all(|call| !call.contains("webhook")));
}

#[tokio::test]
async fn a_stand_in_on_this_machine_takes_this_machines_addresses() {
    let works = Works::at("http://127.0.0.1:3000").await;
    let id = works.connected().await;
    assert!(works.page(&format!("/{id}")).await.contains("Healthy"));
}

#[tokio::test]
async fn a_channel_is_connected_once_and_it_is_said_whose_it_is() {
    let works = Works::open().await;
    works.connected().await;
    for email in ["aoi@example.com", "ren@example.com"] {
        let again = works.connect_for(email, SECRET).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("connected already"), "{}", again.body);
        assert!(again.body.contains("It stands for 林 葵"), "{}", again.body);
    }
    works.line.answer(INFO, [Line::Status(200, BOT)]);
    let fields =
        [("member", "ren@example.com"), ("channel_id", "2000000002"), ("channel_secret", SECRET)];
    let same_bot = works.post("/new", &fields).await;
    assert_eq!(same_bot.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same_bot.body.contains("through another channel"), "{}", same_bot.body);
    assert!(same_bot.body.contains("It stands for 林 葵"));
    assert_eq!(works.entries().await.len(), 1);
}

#[tokio::test]
async fn of_two_admins_who_connect_a_channel_at_once_one_is_refused() {
    let works = Works::open().await;
    works.line_is_content();
    works.line_is_content();
    let (one, other) = tokio::join!(
        works.connect_for("aoi@example.com", SECRET),
        works.connect_for("ren@example.com", SECRET)
    );
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    assert_eq!(works.entries().await.len(), 1);
}

#[tokio::test]
async fn a_new_secret_holds_at_once_and_the_old_one_is_nothing_any_more() {
    let works = Works::open().await;
    let id = works.connected().await;
    let accounts = works.site.connections.accounts.clone();
    accounts.push(id, "U1", &[], Uuid::nil()).await.unwrap();
    works.line.answer(TOKEN, [Line::Status(400, REFUSED)]);
    let refused = works.post(&format!("/{id}/secret"), &[("channel_secret", "nonsense")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("still in use") && !refused.body.contains("nonsense"));
    assert_eq!(works.webhook(id, &hello("e1"), SECRET).await, StatusCode::OK);

    works.line_is_content();
    let renewed = works.post(&format!("/{id}/secret"), &[("channel_secret", OTHER_SECRET)]).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.body);
    assert_eq!(works.webhook(id, &hello("e2"), SECRET).await, StatusCode::UNAUTHORIZED);
    assert_eq!(works.webhook(id, &hello("e3"), OTHER_SECRET).await, StatusCode::OK);
    accounts.push(id, "U1", &[], Uuid::nil()).await.unwrap();
    let asked = works.line.asked();
    let bought = asked.iter().rfind(|asked| asked.what.ends_with("/token")).unwrap();
    assert!(bought.body.contains(OTHER_SECRET), "bought anew, with the new secret");
    let pushes: Vec<_> = asked.iter().filter(|asked| asked.what.ends_with("/push")).collect();
    assert_ne!(pushes[0].bearer, pushes[1].bearer);
}

#[tokio::test]
async fn what_is_disconnected_neither_sends_nor_receives_and_keeps_its_rooms() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.webhook(id, &hello("e1"), SECRET).await;
    let store = &works.site.store;
    let room = store.snapshot(works.aoi).await.unwrap().rooms[0].id;
    let send = SendMessage {
        member: works.aoi,
        room,
        id: MessageId::new(Uuid::now_v7()),
        writing: TextMessage::parse("queued").unwrap().into(),
        delivery: DeliveryId::new(Uuid::now_v7()),
        now: Timestamp::from_millis(1_795_376_468_000),
    };
    store.run(send).await.unwrap();
    let seen = store.cursor(works.aoi).await.unwrap();

    let unsure = works.post(&format!("/{id}/disconnect"), &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = works.post(&format!("/{id}/disconnect"), &[("sure", "yes")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(matches!(store.behind(works.aoi, seen).await.unwrap(), Behind::Resync));
    assert_eq!(works.webhook(id, &hello("e2"), SECRET).await, StatusCode::UNAUTHORIZED);
    assert_eq!(store.next(room).await.unwrap(), None);
    let page = store.page(works.aoi, room, PageAt::Head).await.unwrap();
    let failed = Delivery::Failed { reason: FailReason::Disconnected };
    assert_eq!(page.messages.last().unwrap().delivery, Some(failed));
    let snapshot = store.snapshot(works.aoi).await.unwrap();
    assert_eq!((snapshot.me.line_id, snapshot.rooms.len()), (None, 1), "the history stays");
    let token = works.site.connections.accounts.push(id, "U1", &[], Uuid::nil()).await;
    assert!(token.is_err(), "no token is left either");
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("Disconnected 2026") && !page.contains("/secret\""), "{page}");
    for act in ["check", "disconnect", "secret"] {
        let fields = [("sure", "yes"), ("channel_secret", SECRET)];
        let late = works.post(&format!("/{id}/{act}"), &fields).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND, "{act}");
    }

    assert_eq!(works.connected().await, id, "the same connection");
    assert_eq!(works.webhook(id, &hello("e3"), SECRET).await, StatusCode::OK);
    let rooms = store.snapshot(works.aoi).await.unwrap().rooms;
    assert_eq!((rooms.len(), rooms[0].id), (1, room), "with its room");
}

#[tokio::test]
async fn a_channel_that_goes_to_another_member_leaves_the_rooms_where_they_are() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.webhook(id, &hello("e1"), SECRET).await;
    works.post(&format!("/{id}/disconnect"), &[("sure", "yes")]).await;
    works.line_is_content();
    let answer = works.connect_for("ren@example.com", SECRET).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let entries = works.entries().await;
    assert_eq!(entries.len(), 2);
    assert!(entries[0].is_bound() && entries[0].member_name == "Ren" && entries[0].id != id);
    let ren = entries[0].member;
    assert!(works.site.store.snapshot(ren).await.unwrap().rooms.is_empty());
    assert_eq!(works.site.store.snapshot(works.aoi).await.unwrap().rooms.len(), 1);
}

#[tokio::test]
async fn mixed_providers_are_warned_of() {
    let works = Works::open().await;
    let id = works.connected().await;
    assert!(!works.page("").await.contains("provider"));
    let bot = r#"{"userId":"Uother","basicId":"@2","displayName":"Ren"}"#;
    works.line.answer(INFO, [Line::Status(200, bot)]);
    let fields = [
        ("member", "ren@example.com"),
        ("channel_id", "2000000002"),
        ("channel_secret", SECRET),
        ("provider", "Other"),
    ];
    works.post("/new", &fields).await;
    let list = works.page("").await;
    assert!(list.contains("different LINE providers: Other, Sagawa Foods"), "{list}");
    works.post(&format!("/{id}/provider"), &[("provider", "")]).await;
    assert!(works.page("").await.contains("nobody has entered it"));
    works.post(&format!("/{id}/provider"), &[("provider", " other ")]).await;
    assert!(!works.page("").await.contains("nobody has entered it"));
}
