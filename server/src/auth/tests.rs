//! Signing in and out, through the real router.

use axum::http::{StatusCode, header};

use super::{
    session::LIFE_MS,
    testing::{PASSWORD, Site},
};

const OPEN: (&str, &str) = ("open_messenger", r#"{"room":null}"#);

async fn is_signed_in(site: &Site, cookie: &str) -> bool {
    let answer = site.call(OPEN.0, OPEN.1, Some(cookie)).await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other} {}", answer.body),
    }
}

#[tokio::test]
async fn the_right_password_opens_the_door() {
    let site = Site::with_member().await;
    let fields = [("email", " AOI@example.com"), ("password", PASSWORD), ("next", "/rooms/1?a=b")];
    let answer = site.post("/login", &fields, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/rooms/1?a=b");
    assert!(is_signed_in(&site, &answer.cookie()).await);
}

#[tokio::test]
async fn a_device_learns_the_language_and_colours_of_who_signs_in() {
    let site = Site::with_member().await;
    let cookie = site.signed_in().await;
    let choice = r#"{"preferences":{"language":"ja","theme":"dark"}}"#;
    let kept = site.call("set_preferences", choice, Some(&cookie)).await;
    assert_eq!(kept.status, StatusCode::OK);
    let answer = site.log_in("aoi@example.com", PASSWORD).await;
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let set: Vec<_> = set.filter_map(|cookie| cookie.to_str().ok()).collect();
    for choice in ["language=ja; ", "theme=dark; "] {
        assert!(set.iter().any(|cookie| cookie.starts_with(choice)), "{choice}: {set:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_look_the_same() {
    let site = Site::with_member().await;
    let wrong = site.log_in("aoi@example.com", "not the password").await;
    let unknown = site.log_in("ren@example.com", PASSWORD).await;
    let nonsense = site.log_in("no address", PASSWORD).await;
    for (answer, typed) in
        [(&wrong, "aoi@example.com"), (&unknown, "ren@example.com"), (&nonsense, "no address")]
    {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
        assert!(answer.body.contains(typed), "what was typed stays: {}", answer.body);
        assert!(!answer.body.contains(PASSWORD));
    }
    assert_eq!(wrong.body.replace("aoi@", "ren@"), unknown.body);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let site = Site::with_member().await;
    for _ in 0..10 {
        let answer = site.log_in("aoi@example.com", "a guess at it").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = site.log_in("aoi@example.com", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header(header::RETRY_AFTER), "60");
    site.pass(60_000);
    assert_eq!(site.log_in("aoi@example.com", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn log_in_never_leads_to_another_site() {
    let site = Site::with_member().await;
    for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"] {
        let fields = [("email", "aoi@example.com"), ("password", PASSWORD), ("next", next)];
        let answer = site.post("/login", &fields, None).await;
        assert_eq!(answer.header(header::LOCATION), "/", "{next:?}");
        let cookie = answer.cookie();
        let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let answer = site.get(&format!("/login?next={query}"), Some(&cookie)).await;
        assert_eq!(answer.header(header::LOCATION), "/", "{next:?}");
    }
}

#[tokio::test]
async fn what_another_site_posts_is_refused() {
    let site = Site::with_member().await;
    let fields = [("email", "aoi@example.com"), ("password", PASSWORD)];
    let answer = site.post_from("https://evil.example", "/login", &fields, None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.headers.contains_key(header::SET_COOKIE));

    let cookie = site.signed_in().await;
    let answer = site.post_from("https://evil.example", "/logout", &[], Some(&cookie)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let path = format!("/api/{}", OPEN.0);
    let answer = site.post_from("https://evil.example", &path, &[], Some(&cookie)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(is_signed_in(&site, &cookie).await);
}

#[tokio::test]
async fn a_page_without_a_session_leads_to_log_in_and_a_call_is_told() {
    let site = Site::with_member().await;
    let answer = site.get("/?a=b", None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/login?next=%2F%3Fa%3Db");
    let answer = site.call(OPEN.0, OPEN.1, None).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.body, r#"{"error":"signed_out"}"#);
    assert_eq!(site.get("/events?since=0", None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_ends_thirty_days_after_its_last_use() {
    let site = Site::with_member().await;
    let cookie = site.signed_in().await;
    site.pass(LIFE_MS - 1);
    let answer = site.call(OPEN.0, OPEN.1, Some(&cookie)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.cookie(), cookie, "the browser is told of the new end");
    site.pass(LIFE_MS - 1);
    assert!(is_signed_in(&site, &cookie).await);
    site.pass(LIFE_MS);
    assert!(!is_signed_in(&site, &cookie).await);
}

#[tokio::test]
async fn log_out_ends_the_session_and_no_other() {
    let site = Site::with_member().await;
    let (phone, desk) = (site.signed_in().await, site.signed_in().await);
    let answer = site.post("/logout", &[], Some(&phone)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header(header::SET_COOKIE).ends_with("Max-Age=0"));
    assert!(!is_signed_in(&site, &phone).await);
    assert!(is_signed_in(&site, &desk).await);
}

#[tokio::test]
async fn log_in_makes_a_new_session_and_ends_the_one_before() {
    let site = Site::with_member().await;
    let planted = site.signed_in().await;
    let fields = [("email", "aoi@example.com"), ("password", PASSWORD)];
    let own = site.post("/login", &fields, Some(&planted)).await.cookie();
    assert_ne!(own, planted);
    assert!(!is_signed_in(&site, &planted).await);
    assert!(is_signed_in(&site, &own).await);
}

#[tokio::test]
async fn cookies_are_as_strict_as_the_address_allows() {
    for (url, starts, ends) in [
        (
            "https://chat.example.com",
            "__Host-kakehashi=",
            "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=2592000",
        ),
        (
            "http://127.0.0.1:3000",
            "kakehashi=",
            "; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000",
        ),
    ] {
        let answer = Site::at(url).await.log_in("aoi@example.com", PASSWORD).await;
        let cookie = answer.header(header::SET_COOKIE);
        assert!(cookie.starts_with(starts) && cookie.ends_with(ends), "{cookie}");
    }
}

#[tokio::test]
async fn the_first_admin_needs_the_code_and_there_is_one_first() {
    let site = Site::empty("http://127.0.0.1:3000").await;
    let answer = site.get("/login", None).await;
    assert_eq!(answer.header(header::LOCATION), "/setup");
    assert_eq!(site.get("/setup", None).await.status, StatusCode::OK);

    let fields = |code: &'static str| {
        [("code", code), ("name", "林 葵"), ("email", "aoi@example.com"), ("password", PASSWORD)]
    };
    let answer = site.post("/setup", &fields("AAAA-AAAA-AAAA-AAAA"), None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!site.store.any_member().await.unwrap());

    let mut right = fields("");
    right[0].1 = &site.code;
    let answer = site.post("/setup", &right, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(is_signed_in(&site, &answer.cookie()).await);

    assert_eq!(site.get("/setup", None).await.status, StatusCode::NOT_FOUND);
    let second = [right[0], right[1], ("email", "ren@example.com"), right[3]];
    assert_eq!(site.post("/setup", &second, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/login", None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn set_up_codes_cannot_be_guessed_for_long() {
    let site = Site::empty("http://127.0.0.1:3000").await;
    let fields = [("code", "0"), ("name", "x"), ("email", "x@example.com"), ("password", PASSWORD)];
    for _ in 0..10 {
        let answer = site.post("/setup", &fields, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(site.post("/setup", &fields, None).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn set_up_says_which_fields_are_wrong_and_keeps_the_rest() {
    let site = Site::empty("http://127.0.0.1:3000").await;
    let fields =
        [("code", &*site.code), ("name", "林 葵"), ("email", "no address"), ("password", "short")];
    let answer = site.post("/setup", &fields, None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("林 葵") && answer.body.contains("no address"));
    assert!(!answer.body.contains("short\""), "the password is not repeated");
    assert!(!site.store.any_member().await.unwrap());
}

#[tokio::test]
async fn every_answer_keeps_other_sites_out() {
    let site = Site::with_member().await;
    for path in ["/login", "/", "/offline", "/nowhere", "/healthz"] {
        let answer = site.get(path, None).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
    }
}
