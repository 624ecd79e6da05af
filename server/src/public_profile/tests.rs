//! Public pages through the real router: who has the address sees them, and nobody else does.

use app::domain::{
    Choice, Grant, LineChat, MemberId, Newcomers, Profile, ProfileForm, Role, Rules, Standing,
};
use axum::http::{Request, StatusCode, header};

use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    media::photo::testing::{RED, plain},
    member_profile::{self, Country},
    store::{
        company::AboutCompany,
        directory::SetStanding,
        permission::Choose,
        profile::EditProfile,
        testing::{describe, put_connection},
    },
};

const ID: &str = "@123abcde";
const ORIGIN: &str = "http://127.0.0.1:3000";

/// A company with an admin, and a member whom LINE users can reach.
struct Company {
    site: Site,
    admin: String,
    member: String,
    aoi: MemberId,
    boss: MemberId,
}

impl Company {
    async fn open() -> Self {
        let site = Site::empty(ORIGIN).await;
        let boss = site.add("boss@example.com", "Boss", Role::Admin).await;
        let aoi = site.add("aoi@example.com", "林 葵", Role::Member).await;
        let connection = put_connection(&site.store, aoi).await;
        describe(&site.store, connection, ID).await;
        let admin = site.log_in("boss@example.com", PASSWORD).await.cookie();
        let member = site.signed_in().await;
        Self { site, admin, member, aoi, boss }
    }

    async fn own(&self, path: &str) -> Answer {
        self.site.get(path, Some(&self.member)).await
    }

    /// What a stranger gets.
    async fn get(&self, path: &str) -> Answer {
        self.site.get(path, None).await
    }

    /// Where the page is by the key that nobody can guess.
    async fn by_key(&self) -> String {
        let page = self.own("/profile/public").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (_, rest) = page.body.split_once(&format!("{ORIGIN}/p/")).unwrap();
        format!("/p/{}", &rest[..32])
    }

    async fn choose(&self, name: &str) -> Answer {
        self.site.post("/profile/public", &[("name", name)], Some(&self.member)).await
    }

    async fn withdraw(&self) {
        let rules = Rules {
            line_chat: LineChat::On,
            grant: Grant::Chosen,
            newcomers: Newcomers::NotChosen,
        };
        self.site.store.set_rules(rules).await.unwrap();
        let choose = Choose { members: vec![self.aoi], choice: Choice::NotChosen };
        self.site.store.run(choose).await.unwrap();
    }

    async fn says(&self, form: &ProfileForm) {
        let profile: Profile = member_profile::read(form, Country::JAPAN).unwrap();
        self.site.store.run(EditProfile { member: self.aoi, profile }).await.unwrap();
    }

    async fn is_gone(&self, path: &str) {
        let unknown = self.get(&format!("/p/{}", "0".repeat(32))).await;
        let page = self.get(path).await;
        assert_eq!((page.status, page.body), (StatusCode::NOT_FOUND, unknown.body), "{path}");
        let card = self.get(&format!("{path}/card.png")).await;
        assert_eq!((card.status, card.body.as_str()), (StatusCode::NOT_FOUND, ""), "{path}");
    }
}

#[tokio::test]
async fn who_has_the_address_sees_the_member_without_a_session() {
    let company = Company::open().await;
    let path = company.by_key().await;
    let form = ProfileForm { about: "図面から".into(), ..ProfileForm::default() };
    company.says(&form).await;
    let page = company.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("図面から") && page.body.contains(ID), "{}", page.body);
    assert!(page.body.contains(&format!("content=\"{ORIGIN}{path}/card.png\"")), "{}", page.body);
    for private in ["aoi@example.com", &company.aoi.to_string()] {
        assert!(!page.body.contains(private), "{private}");
    }
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(page.header("x-robots-tag"), "noindex");
    assert!(!page.header(header::CONTENT_SECURITY_POLICY).contains("nonce"));
    let card = company.get(&format!("{path}/card.png")).await;
    assert_eq!((card.status, card.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/png"));
}

#[tokio::test]
async fn before_the_member_has_looked_there_is_no_page() {
    let company = Company::open().await;
    company.is_gone(&format!("/p/{ID}")).await;
    company.is_gone(&format!("/p/{}", company.aoi)).await;
}

#[tokio::test]
async fn the_member_chooses_and_the_other_address_ends_at_once() {
    let company = Company::open().await;
    let (by_key, by_id) = (company.by_key().await, format!("/p/{ID}"));
    company.is_gone(&by_id).await;
    assert_eq!(company.choose("line_id").await.status, StatusCode::SEE_OTHER);
    company.is_gone(&by_key).await;
    assert_eq!(company.get(&by_id).await.status, StatusCode::OK);
    assert_eq!(company.get("/p/%40123abcde").await.status, StatusCode::OK);
    company.choose("key").await;
    company.site.post("/profile/public/new", &[], Some(&company.member)).await;
    company.is_gone(&by_key).await;
    company.is_gone(&by_id).await;
    let renewed = company.by_key().await;
    assert_eq!(company.get(&renewed).await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_the_permission_page_and_card_go_at_once() {
    let company = Company::open().await;
    let path = company.by_key().await;
    assert_eq!(company.own("/profile/card.png").await.status, StatusCode::OK);
    company.withdraw().await;
    company.is_gone(&path).await;
    for own in ["/profile/card.png", "/profile/public"] {
        assert_eq!(company.own(own).await.status, StatusCode::NOT_FOUND, "{own}");
    }
    assert_eq!(company.choose("line_id").await.status, StatusCode::NOT_FOUND);
    company.is_gone(&format!("/p/{ID}")).await;
}

#[tokio::test]
async fn a_closed_account_has_no_page() {
    let company = Company::open().await;
    let path = company.by_key().await;
    let (by, member) = (company.boss, company.aoi);
    let close = SetStanding { by, member, standing: Standing::Deactivated };
    company.site.store.run(close).await.unwrap();
    company.is_gone(&path).await;
}

#[tokio::test]
async fn strangers_learn_nothing_of_the_members_own_pages() {
    let company = Company::open().await;
    let card = company.get("/profile/card.png").await;
    assert_eq!(card.status, StatusCode::UNAUTHORIZED);
    let page = company.get("/profile/public").await;
    assert!(page.header(header::LOCATION).starts_with("/login"), "{}", page.status);
    for path in ["/profile/public", "/profile/public/new"] {
        let name = [("name", "line_id")];
        let by_nobody = company.site.post(path, &name, None).await;
        assert!(by_nobody.header(header::LOCATION).starts_with("/login"), "{path}");
        let evil = "https://evil.example";
        let forged = company.site.post_from(evil, path, &name, Some(&company.member)).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
        let not_connected = company.site.post(path, &name, Some(&company.admin)).await;
        assert_eq!(not_connected.status, StatusCode::NOT_FOUND, "{path}");
    }
    let not_connected = company.site.get("/profile/card.png", Some(&company.admin)).await;
    assert_eq!(not_connected.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_card_is_sent_anew_only_when_it_is_another_one() {
    let company = Company::open().await;
    let first = company.own("/profile/card.png?shape=portrait").await;
    let tag = first.header(header::ETAG).to_owned();
    assert_eq!(first.header(header::CACHE_CONTROL), "private, no-cache");
    let again = || {
        let request = Request::get("/profile/card.png?shape=portrait")
            .header(header::COOKIE, &company.member)
            .header(header::IF_NONE_MATCH, &tag);
        company.site.send(request.body(axum::body::Body::empty()).unwrap())
    };
    let same = again().await;
    assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    company.says(&ProfileForm { about: "New".into(), ..ProfileForm::default() }).await;
    let changed = again().await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header(header::ETAG), tag);
}

#[tokio::test]
async fn another_photo_is_another_card() {
    let company = Company::open().await;
    let path = format!("{}/card.png", company.by_key().await);
    let before = company.get(&path).await;
    company.site.upload_photo("/profile/photo", &plain(RED), Some(&company.member)).await;
    let after = company.get(&path).await;
    assert_ne!(after.header(header::ETAG), before.header(header::ETAG));
    assert!(after.body != before.body, "the photo is drawn");
}

#[tokio::test]
async fn hostile_words_are_words_on_the_page() {
    let company = Company::open().await;
    let path = company.by_key().await;
    let hostile = "<img src=x onerror=alert(1)>";
    let about = AboutCompany { name: Some(hostile.into()), country: None };
    company.site.store.describe_company(about).await.unwrap();
    company.says(&ProfileForm { about: hostile.into(), ..ProfileForm::default() }).await;
    let page = company.get(&path).await;
    assert!(!page.body.contains("<img") && page.body.contains("&lt;img"), "{}", page.body);
    assert_eq!(company.get(&format!("{path}/card.png")).await.status, StatusCode::OK);
}
