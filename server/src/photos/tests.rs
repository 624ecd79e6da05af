//! Uploading and fetching pictures through the real router, by those who may and by those who may not.

use app::domain::{MemberId, PhotoSize, PhotoVersion, Role, RoomId};
use axum::http::{StatusCode, header};

use crate::{
    auth::testing::{PASSWORD, Site},
    line::inbound::{GroupId, Source, What},
    media::photo::{
        MAX_BYTES,
        testing::{BLUE, RED, plain, png_that_claims},
    },
    store::testing::{NOW, event_at, put_connection},
};

/// A site with an admin, a member, and somebody else.
struct Company {
    site: Site,
    admin: String,
    member: String,
    other: String,
    aoi: MemberId,
    ren: MemberId,
}

impl Company {
    async fn open() -> Self {
        let site = Site::empty("http://127.0.0.1:3000").await;
        site.add("boss@example.com", "Boss", Role::Admin).await;
        let aoi = site.add("aoi@example.com", "林 葵", Role::Member).await;
        let ren = site.add("ren@example.com", "佐川 玲", Role::Member).await;
        let [admin, member, other] = ["boss", "aoi", "ren"].map(|who| format!("{who}@example.com"));
        let admin = site.log_in(&admin, PASSWORD).await.cookie();
        let member = site.log_in(&member, PASSWORD).await.cookie();
        let other = site.log_in(&other, PASSWORD).await.cookie();
        Self { site, admin, member, other, aoi, ren }
    }

    /// A LINE group that the member's official account is in.
    async fn group(&self) -> RoomId {
        let store = &self.site.store;
        let connection = put_connection(store, self.aoi).await;
        let group = Source::Group { group: GroupId::new("C1".into()), user: None };
        store.run(event_at(connection, group, "joined", NOW, What::Join)).await.unwrap();
        store.snapshot(self.aoi).await.unwrap().rooms[0].id
    }

    async fn picture(&self, member: MemberId) -> Option<String> {
        self.site.store.snapshot(member).await.unwrap().me.picture
    }
}

#[tokio::test]
async fn a_member_changes_their_own_photo_and_no_other() {
    let company = Company::open().await;
    let site = &company.site;
    let saved = site.upload_photo("/profile/photo", &plain(RED), Some(&company.member)).await;
    assert_eq!(saved.header("location"), "/profile/photo?said=kept");
    let picture = company.picture(company.aoi).await.unwrap();
    assert_eq!(company.picture(company.ren).await, None);

    let page = site.get("/profile/photo?said=kept", Some(&company.member)).await;
    let large = picture.replace("96.jpg", "512.jpg");
    assert!(page.body.contains(&large) && page.body.contains("Saved."), "{}", page.body);
    let theirs = site.get("/profile/photo", Some(&company.other)).await;
    assert!(!theirs.body.contains("/photos/"), "{}", theirs.body);

    site.post("/profile/photo/remove", &[], Some(&company.other)).await;
    assert_eq!(company.picture(company.aoi).await, Some(picture.clone()));
    let removed = site.post("/profile/photo/remove", &[], Some(&company.member)).await;
    assert_eq!(removed.header("location"), "/profile/photo?said=removed");
    assert_eq!(company.picture(company.aoi).await, None);
    assert_eq!(site.get(&picture, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everybody_who_has_the_address_gets_a_photo_and_may_keep_it() {
    let company = Company::open().await;
    let site = &company.site;
    site.upload_photo("/profile/photo", &plain(RED), Some(&company.member)).await;
    let picture = company.picture(company.aoi).await.unwrap();
    let folder = picture.strip_suffix("96.jpg").unwrap();
    for (size, kind) in
        [(PhotoSize::Small, "jpeg"), (PhotoSize::Large, "jpeg"), (PhotoSize::Icon, "png")]
    {
        let answer = site.get(&format!("{folder}{}", size.file()), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{size:?}");
        assert_eq!(answer.header(header::CONTENT_TYPE), format!("image/{kind}"));
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        let forever = "public, max-age=31536000, immutable";
        assert_eq!(answer.header(header::CACHE_CONTROL), forever);
        assert_eq!(answer.header(header::SET_COOKIE), "");
    }
    let unknown = PhotoVersion::of_bits(7).path(PhotoSize::Small);
    for wrong in [
        &unknown,
        &format!("{folder}97.jpg"),
        &format!("{folder}96.png"),
        &format!("{folder}96.jpg/x"),
        "/photos/x/96.jpg",
        "/photos/..%2f..%2fetc/96.jpg",
    ] {
        let answer = site.get(wrong, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
}

#[tokio::test]
async fn a_bad_file_is_said_to_be_one_and_changes_nothing() {
    let company = Company::open().await;
    let site = &company.site;
    site.upload_photo("/profile/photo", &plain(RED), Some(&company.member)).await;
    let before = company.picture(company.aoi).await;
    let good = plain(BLUE);
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    for (file, status, said) in [
        (&b""[..], wrong, "Choose a picture first."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", wrong, "not a picture"),
        (b"<html><script>alert(1)</script>", wrong, "not a picture"),
        (&good[..good.len() / 2], wrong, "damaged"),
        (&png_that_claims(30_000, 30_000), wrong, "too many pixels"),
        (&vec![0; MAX_BYTES + 1], StatusCode::PAYLOAD_TOO_LARGE, "larger than 10 MB"),
    ] {
        let answer = site.upload_photo("/profile/photo", file, Some(&company.member)).await;
        assert_eq!(answer.status, status, "{said}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains("aria-invalid=\"true\""), "{said}");
        assert!(answer.body.contains("/512.jpg"), "the photo is still shown: {said}");
    }
    let no_file = site.post("/profile/photo", &[("photo", "x")], Some(&company.member)).await;
    assert_eq!(no_file.status, wrong);
    assert!(no_file.body.contains("Choose a picture first."));
    assert_eq!(company.picture(company.aoi).await, before);
}

#[tokio::test]
async fn nobody_without_a_session_and_no_other_site_changes_a_photo() {
    let company = Company::open().await;
    let site = &company.site;
    for path in ["/profile/photo", "/profile/photo/remove", "/admin/logo", "/admin/logo/remove"] {
        let answer = site.upload_photo(path, &plain(RED), None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/login"), "{path}");
        let evil = "https://evil.example";
        let forged = site.post_from(evil, path, &[], Some(&company.admin)).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
    }
    let page = site.get("/profile/photo", None).await;
    assert!(page.header("location").starts_with("/login"));
}

#[tokio::test]
async fn an_admin_gives_photos_and_the_logo_and_nobody_else_does() {
    let company = Company::open().await;
    let site = &company.site;
    let photo = format!("/admin/members/{}/photo", company.aoi);
    for path in [photo.as_str(), "/admin/logo"] {
        // Not even for oneself: this page is the admin's.
        for who in [&company.member, &company.other] {
            assert_eq!(site.get(path, Some(who)).await.status, StatusCode::NOT_FOUND);
            let upload = site.upload_photo(path, &plain(RED), Some(who)).await;
            assert_eq!(upload.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!upload.body.contains("葵"));
            let remove = site.post(&format!("{path}/remove"), &[], Some(who)).await;
            assert_eq!(remove.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!site.get(path, Some(&company.admin)).await.body.contains("/photos/"));

        let saved = site.upload_photo(path, &plain(RED), Some(&company.admin)).await;
        assert_eq!(saved.header("location"), format!("{path}?said=kept"));
        assert!(site.get(path, Some(&company.admin)).await.body.contains("/photos/"));
        let bad = site.upload_photo(path, b"<svg/>", Some(&company.admin)).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.body.contains("not a picture") && bad.body.contains("/512.jpg"));
    }
    assert!(company.picture(company.aoi).await.is_some());
    assert!(site.get("/login", None).await.body.contains("class=\"logo\""));

    for path in [photo.as_str(), "/admin/logo"] {
        site.post(&format!("{path}/remove"), &[], Some(&company.admin)).await;
    }
    assert_eq!(company.picture(company.aoi).await, None);
    assert!(!site.get("/login", None).await.body.contains("class=\"logo\""));
    let nobody = "/admin/members/0191d5c8-0000-7000-8000-00000000000a/photo";
    assert_eq!(site.get(nobody, Some(&company.admin)).await.status, StatusCode::NOT_FOUND);
    let upload = site.upload_photo(nobody, &plain(RED), Some(&company.admin)).await;
    assert_eq!(upload.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_takes_part_gives_a_room_its_picture_and_nobody_else_does() {
    let company = Company::open().await;
    let (site, room) = (&company.site, company.group().await);
    let path = format!("/rooms/{room}/photo");
    for who in [&company.other, &company.admin] {
        assert_eq!(site.get(&path, Some(who)).await.status, StatusCode::NOT_FOUND);
        let upload = site.upload_photo(&path, &plain(RED), Some(who)).await;
        assert_eq!(upload.status, StatusCode::NOT_FOUND);
        let remove = site.post(&format!("{path}/remove"), &[], Some(who)).await;
        assert_eq!(remove.status, StatusCode::NOT_FOUND);
    }
    let signed_out = site.upload_photo(&path, &plain(RED), None).await;
    assert!(signed_out.header("location").starts_with("/login"));
    let forged = site.post_from("https://evil.example", &path, &[], Some(&company.member)).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(!site.get(&path, Some(&company.member)).await.body.contains("/photos/"));

    let saved = site.upload_photo(&path, &plain(RED), Some(&company.member)).await;
    assert_eq!(saved.header("location"), format!("{path}?said=kept"));
    let shown = site.get(&format!("{path}?said=kept"), Some(&company.member)).await;
    assert!(shown.body.contains("/512.jpg") && shown.body.contains("Saved."), "{}", shown.body);
    let bad = site.upload_photo(&path, b"<svg/>", Some(&company.member)).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("not a picture") && bad.body.contains("/512.jpg"));

    site.post(&format!("{path}/remove"), &[], Some(&company.member)).await;
    assert!(!site.get(&path, Some(&company.member)).await.body.contains("/photos/"));
}
