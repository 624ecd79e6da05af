//! The admin's pages through the real router, by those who may and by those who may not.

mod import;
mod members;

use app::domain::{Greet, GreetingLanguage, Greetings, MemberId, Role};
use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    store::testing::{hear, put_connection},
};

/// A company with an admin, and a member to whom a LINE user has written.
struct Company {
    site: Site,
    admin: String,
    member: String,
    aoi: MemberId,
    boss: MemberId,
}

impl Company {
    async fn open() -> Self {
        let site = Site::empty("http://127.0.0.1:3000").await;
        let boss = site.add("boss@example.com", "Boss", Role::Admin).await;
        let aoi = site.add("aoi@example.com", "林 葵", Role::Member).await;
        let connection = put_connection(&site.store, aoi).await;
        hear(&site.store, connection, "U1").await;
        let admin = site.log_in("boss@example.com", PASSWORD).await.cookie();
        let member = site.signed_in().await;
        Self { site, admin, member, aoi, boss }
    }

    /// Posts a form as the admin.
    async fn act(&self, form: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(&format!("/admin/{form}"), fields, Some(&self.admin)).await
    }

    /// Opens a page as the admin.
    async fn page(&self, path: &str) -> Answer {
        self.site.get(&format!("/admin{path}"), Some(&self.admin)).await
    }

    async fn rooms_of_aoi(&self) -> usize {
        self.site.store.snapshot(self.aoi).await.unwrap().rooms.len()
    }
}

#[tokio::test]
async fn nobody_but_an_admin_learns_or_changes_anything() {
    let company = Company::open().await;
    let boss = company.boss.to_string();
    let own = format!("/admin/members/{}", company.aoi);
    let link = format!("{own}/link");
    let forms: [(&str, Vec<(&str, &str)>); 10] = [
        ("/admin/company", vec![("name", "Stolen"), ("country", "TH")]),
        ("/admin/rules", vec![("grant", "everyone")]),
        ("/admin/greeting", vec![("language", "en"), ("english", "Stolen"), ("japanese", "")]),
        ("/admin/members/choice", vec![("act", "withdraw_found"), ("q", "")]),
        ("/admin/members/standing", vec![("member", &boss), ("standing", "deactivated")]),
        ("/admin/members/new", vec![("email", "x@y.z"), ("name", "Stolen"), ("role", "admin")]),
        (&own, vec![("name", "Stolen"), ("role", "admin")]),
        (&link, vec![]),
        ("/admin/groups", vec![("from", "Design"), ("to", "Stolen")]),
        ("/admin/members/import", vec![]),
    ];
    for (path, fields) in forms {
        let by_member = company.site.post(path, &fields, Some(&company.member)).await;
        assert_eq!(by_member.status, StatusCode::NOT_FOUND, "{path}");
        let by_nobody = company.site.post(path, &fields, None).await;
        assert_eq!(by_nobody.status, StatusCode::SEE_OTHER, "{path}");
        assert!(by_nobody.header("location").starts_with("/login"), "{path}");
        let elsewhere = "https://evil.example";
        let forged = company.site.post_from(elsewhere, path, &fields, Some(&company.admin)).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
    }
    let import = [("text", &b"email,name\nx@y.z,Stolen"[..]), ("act", b"import")];
    let imported = company.site.upload("/admin/members/import", &import, Some(&company.member));
    assert_eq!(imported.await.status, StatusCode::NOT_FOUND);
    for path in [
        "/admin",
        "/admin/greeting",
        "/admin/members",
        "/admin/members/new",
        &own,
        "/admin/members/import",
        "/admin/members/import/template",
        "/admin/groups",
    ] {
        let page = company.site.get(path, Some(&company.member)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.body.contains("boss@"), "{path}: {}", page.body);
        let page = company.site.get(path, None).await;
        assert!(page.header("location").starts_with("/login"), "{path}");
        let page = company.site.get(path, Some(&company.admin)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("Stolen"), "{path}: {}", page.body);
    }
    assert_eq!(company.rooms_of_aoi().await, 1);
    let page = company.page("/members").await;
    assert!(page.body.contains("boss@example.com") && !page.body.contains("Deactivated"));
}

#[tokio::test]
async fn a_withdrawn_permission_closes_every_way_to_a_room() {
    let company = Company::open().await;
    let room = company.site.store.snapshot(company.aoi).await.unwrap().rooms[0].id;
    let rules = company.act("rules", &[("line_chat", "on"), ("grant", "chosen")]).await;
    assert_eq!(rules.status, StatusCode::SEE_OTHER);
    assert_eq!(company.rooms_of_aoi().await, 1, "who was permitted stays so");
    let aoi = company.aoi.to_string();
    company.act("members/choice", &[("act", "withdraw"), ("member", &aoi)]).await;
    let id = Uuid::now_v7();
    for (name, arguments) in [
        ("read_page", json!({ "room": room, "at": { "at": "head" } })),
        (
            "send_message",
            json!({ "room": room, "id": id, "writing": { "what": { "kind": "text", "text": "hello" } } }),
        ),
        ("mark_read", json!({ "room": room, "seq": 1 })),
        ("remedy_message", json!({ "room": room, "seq": 1, "remedy": { "remedy": "again" } })),
        ("remedy_message", json!({ "room": room, "seq": 1, "remedy": { "remedy": "discard" } })),
    ] {
        let answer = company.site.call(name, &arguments.to_string(), Some(&company.member)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}: {}", answer.body);
    }
    let opening = company.site.call("open_messenger", r#"{"room":null}"#, Some(&company.member));
    let opening = opening.await;
    assert!(opening.body.contains(r#""permitted":false"#), "{}", opening.body);
    assert!(!opening.body.contains(&room.to_string()));
    company.act("members/choice", &[("act", "choose_found"), ("q", "葵")]).await;
    assert_eq!(company.rooms_of_aoi().await, 1);
}

#[tokio::test]
async fn who_ticks_nobody_is_told_so() {
    let company = Company::open().await;
    let answer = company.act("members/choice", &[("act", "withdraw"), ("q", "aoi")]).await;
    assert_eq!(answer.header("location"), "/admin/members?q=aoi&from=0&said=nobody");
}

#[tokio::test]
async fn a_closed_account_is_signed_out_everywhere_and_can_be_opened_again() {
    let company = Company::open().await;
    let aoi = company.aoi.to_string();
    company.act("members/standing", &[("member", &aoi), ("standing", "deactivated")]).await;
    let call = company.site.call("open_messenger", r#"{"room":null}"#, Some(&company.member)).await;
    assert_eq!(call.status, StatusCode::UNAUTHORIZED);
    let log_in = company.site.log_in("aoi@example.com", PASSWORD).await;
    assert_eq!(log_in.status, StatusCode::UNPROCESSABLE_ENTITY);
    company.act("members/standing", &[("member", &aoi), ("standing", "active")]).await;
    let log_in = company.site.log_in("aoi@example.com", PASSWORD).await;
    assert_eq!(log_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_closes_their_own_account() {
    let company = Company::open().await;
    let boss = company.boss.to_string();
    let answer =
        company.act("members/standing", &[("member", &boss), ("standing", "deactivated")]).await;
    assert!(answer.header("location").ends_with("said=own"), "{}", answer.header("location"));
    assert_eq!(company.page("").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_directory_is_searched_and_paged_by_name() {
    let company = Company::open().await;
    for n in 0..60 {
        let (email, name) = (format!("m{n}@example.com"), format!("Member {n:02}"));
        company.site.add(&email, &name, Role::Member).await;
    }
    let first = company.page("/members?q=member").await.body;
    assert!(first.contains("1 to 50 of 60"), "{first}");
    assert!(first.contains("Member 49") && !first.contains("Member 50"));
    let second = company.page("/members?q=member&from=50").await.body;
    assert!(!second.contains("Member 49") && second.contains("Member 59"));
    let one = company.page("/members?q=%E8%91%B5").await.body;
    assert!(one.contains("1 to 1 of 1") && !one.contains("boss@"));
}

#[tokio::test]
async fn a_name_that_cannot_be_comes_back_harmless_and_is_not_kept() {
    let company = Company::open().await;
    let hostile = format!("\"><script>{}", "x".repeat(100));
    let answer = company.act("company", &[("name", &hostile), ("country", "XX")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.body.contains("<script"), "{}", answer.body);
    assert!(answer.body.contains("&quot;&gt;&lt;script&gt;"));
    assert_eq!(answer.body.matches("aria-invalid=\"true\"").count(), 2);
    assert!(!company.page("").await.body.contains("script"));
    company.act("company", &[("name", " <b>Sagawa</b> "), ("country", "th")]).await;
    let page = company.page("").await.body;
    assert!(page.contains("&lt;b&gt;Sagawa&lt;/b&gt;") && page.contains("value=\"TH\""), "{page}");
}

#[tokio::test]
async fn greetings_are_settled_and_come_back_as_they_were_written() {
    let company = Company::open().await;
    let (english, japanese) = ("Hi {name}\r\n<b>there</b>", "{me}です");
    let fields = [("language", "ja"), ("english", english), ("japanese", japanese)];
    let answer = company.act("greeting", &fields).await;
    assert_eq!(answer.header("location"), "/admin/greeting?said=kept");
    let kept = company.site.store.greetings().await.unwrap();
    assert_eq!((kept.greet, kept.language), (Greet::Off, GreetingLanguage::Japanese));
    let page = company.page("/greeting?said=kept").await.body;
    assert!(
        page.contains("Hi {name}\n&lt;b&gt;there&lt;/b&gt;") && page.contains(japanese),
        "{page}"
    );
}

#[tokio::test]
async fn a_greeting_that_cannot_be_is_marked_in_its_language_and_nothing_is_kept() {
    let company = Company::open().await;
    let hostile = "</textarea><script>{x}";
    let fields = [("greet", "on"), ("language", "en"), ("english", "fine"), ("japanese", hostile)];
    let answer = company.act("greeting", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.body.matches("aria-invalid").count(), 1, "{}", answer.body);
    assert!(answer.body.contains("fine") && !answer.body.contains("<script"), "{}", answer.body);
    assert_eq!(company.site.store.greetings().await.unwrap(), Greetings::default());
    let unknown = [("language", "xx"), ("english", ""), ("japanese", "")];
    let answer = company.act("greeting", &unknown).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}
