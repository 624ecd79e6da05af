//! Members are added and changed, choose their passwords by links, and their groups are renamed.

use app::domain::{MemberId, Role};
use axum::http::{StatusCode, header};

use super::Company;
use crate::auth::testing::{Answer, PASSWORD};

const REN: [(&str, &str); 4] =
    [("email", "Ren@example.com"), ("name", "髙橋 蓮"), ("group", "営業"), ("role", "member")];

/// The path of the link that a page shows.
fn link(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (_, link) = page.body.split_once("value=\"http://127.0.0.1:3000/password/").unwrap();
    format!("/password/{}", link.split_once('"').unwrap().0)
}

impl Company {
    async fn choose(&self, link: &str, password: &str) -> Answer {
        self.site.post(link, &[("password", password)], None).await
    }

    async fn id(&self, email: &str) -> MemberId {
        let all = self.site.store.listed().await.unwrap();
        all.into_iter().find(|member| member.email.as_str() == email).unwrap().id
    }
}

#[tokio::test]
async fn a_new_member_chooses_a_password_by_the_link_and_logs_in() {
    let company = Company::open().await;
    let link = link(&company.act("members/new", &REN).await);
    let before = company.site.log_in("ren@example.com", PASSWORD).await;
    let unknown = company.site.log_in("nobody@example.com", PASSWORD).await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(before.body.replace("ren@", "nobody@"), unknown.body, "nothing is told");

    let page = company.site.get(&link, None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("ren@example.com"), "{}", page.body);
    assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    assert!(!page.body.contains("name=\"referrer\""), "the page itself says nothing else");
    let short = company.choose(&link, "short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(short.header(header::REFERRER_POLICY), "no-referrer");

    let chosen = company.choose(&link, PASSWORD).await;
    assert_eq!(chosen.status, StatusCode::OK);
    assert!(!chosen.headers.contains_key(header::SET_COOKIE), "nobody is signed in by a link");
    assert!(chosen.body.contains("value=\"ren@example.com\""), "{}", chosen.body);
    let log_in = company.site.log_in("ren@example.com", PASSWORD).await;
    assert_eq!(log_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_browser_that_sends_no_origin_may_choose_and_another_session_ends() {
    let company = Company::open().await;
    let link = link(&company.act(&format!("members/{}/link", company.aoi), &[]).await);
    company.site.pass(1);
    let chosen = company.site.post_from("null", &link, &[("password", "another one")], None).await;
    assert_eq!(chosen.status, StatusCode::OK);
    let call = company.site.call("open_messenger", r#"{"room":null}"#, Some(&company.member)).await;
    assert_eq!(call.status, StatusCode::UNAUTHORIZED);
    let log_in = company.site.log_in("aoi@example.com", PASSWORD).await;
    assert_eq!(log_in.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_dead_link_says_nothing_of_why() {
    let company = Company::open().await;
    let aoi = company.aoi.to_string();
    let path = format!("members/{aoi}/link");
    let replaced = link(&company.act(&path, &[]).await);
    let used = link(&company.act(&path, &[]).await);
    company.choose(&used, PASSWORD).await;
    let old = link(&company.act(&path, &[]).await);
    company.site.pass(72 * 3_600_000);
    let closed = link(&company.act(&path, &[]).await);
    company.act("members/standing", &[("member", &aoi), ("standing", "deactivated")]).await;
    let unknown = format!("{}x", &used[..used.len() - 1]);
    let first = company.site.get("/password/nothing", None).await;
    assert_eq!(first.status, StatusCode::NOT_FOUND);
    assert_eq!(first.header(header::REFERRER_POLICY), "no-referrer");
    for dead in [replaced, used, old, closed, unknown, "/password/%00".to_owned()] {
        let page = company.site.get(&dead, None).await;
        assert_eq!((page.status, &page.body), (StatusCode::NOT_FOUND, &first.body), "{dead}");
        let chosen = company.choose(&dead, "another one").await;
        assert_eq!((chosen.status, &chosen.body), (StatusCode::NOT_FOUND, &first.body), "{dead}");
    }
}

#[tokio::test]
async fn links_cannot_be_guessed_for_long() {
    let company = Company::open().await;
    for _ in 0..30 {
        let page = company.site.get("/password/guess", None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
    let page = company.site.get("/password/guess", None).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.header(header::RETRY_AFTER), "10");
    company.site.pass(10_000);
    let page = company.site.get("/password/guess", None).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_that_cannot_be_kept_says_why_and_loses_nothing() {
    let company = Company::open().await;
    let hostile = "<img src=x onerror=alert(1)>\u{202E}";
    let fields = [("email", "no address"), ("name", hostile), ("group", "a\nb"), ("role", "admin")];
    let answer = company.act("members/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.body.matches("aria-invalid=\"true\"").count(), 3, "{}", answer.body);
    assert!(answer.body.contains("&lt;img src=x onerror=alert(1)&gt;"), "{}", answer.body);
    assert!(!answer.body.contains("<img"), "{}", answer.body);
    let known = [("email", "AOI@example.com"), ("name", "Aoi"), ("role", "member")];
    let answer = company.act("members/new", &known).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("A member has this address already."), "{}", answer.body);
    assert_eq!(company.site.store.listed().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_hostile_name_is_harmless_on_every_page() {
    let company = Company::open().await;
    let name = "<img src=x onerror=alert(1)>";
    let fields = [("name", name), ("group", "\"><script>alert(1)</script>"), ("role", "member")];
    let path = format!("members/{}", company.aoi);
    assert_eq!(company.act(&path, &fields).await.status, StatusCode::SEE_OTHER);
    for page in ["/members", &format!("/{path}"), "/groups", "/members/new"] {
        let body = company.page(page).await.body;
        assert!(!body.contains("<img") && !body.contains("<script"), "{page}: {body}");
        assert!(body.contains("&lt;") || body.contains("&quot;"), "{page}: {body}");
    }
}

#[tokio::test]
async fn an_admin_whose_role_is_taken_finds_no_page_any_more() {
    let company = Company::open().await;
    company.site.add("mai@example.com", "Mai", Role::Admin).await;
    let mai = company.site.log_in("mai@example.com", PASSWORD).await.cookie();
    assert_eq!(company.site.get("/admin", Some(&mai)).await.status, StatusCode::OK);
    let path = format!("members/{}", company.id("mai@example.com").await);
    company.act(&path, &[("name", "Mai"), ("role", "member")]).await;
    assert_eq!(company.site.get("/admin", Some(&mai)).await.status, StatusCode::NOT_FOUND);
    let own = format!("members/{}", company.boss);
    let answer = company.act(&own, &[("name", "Boss"), ("role", "member")]).await;
    assert!(answer.header("location").ends_with("said=own_role"), "{}", answer.header("location"));
    assert_eq!(company.page("").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_member_who_is_not_there_is_no_page() {
    let company = Company::open().await;
    for path in ["/members/nobody", "/members/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(company.page(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn two_groups_become_one_only_when_that_was_said() {
    let company = Company::open().await;
    let members =
        [("a@example.com", "Design"), ("b@example.com", "Design"), ("c@example.com", "営業")];
    for (email, group) in members {
        let fields = [("email", email), ("name", "X"), ("group", group), ("role", "member")];
        company.act("members/new", &fields).await;
    }
    let asked = company.act("groups", &[("from", "Design"), ("to", " 営業 ")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains("already (members: 1). Everybody in"), "{}", asked.body);
    assert_eq!(company.site.store.groups().await.unwrap().len(), 2);
    let fields = [("from", "Design"), ("to", "営業"), ("merge", "yes")];
    assert_eq!(company.act("groups", &fields).await.status, StatusCode::SEE_OTHER);
    let page = company.page("/groups").await.body;
    assert!(page.contains("Members: 3") && !page.contains("Design"), "{page}");
    let blank = company.act("groups", &[("from", "営業"), ("to", "\u{3000}")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = company.act("groups", &[("from", "Design"), ("to", "Sales")]).await;
    assert!(gone.header("location").ends_with("said=gone"));
}
