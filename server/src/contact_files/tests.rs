//! Files through the real router: first who may not.

use app::domain::{
    ContactCard, ContactId, ContactQuery, Grant, LineChat, MemberId, Newcomers, Role, Rules,
    contact::{Sharing, Visibility},
};
use axum::http::StatusCode;

use crate::{
    auth::testing::{Answer, PASSWORD, Site},
    store::{
        address_book::{AddContact, EditContact},
        testing::{NOW, hear, put_connection},
    },
};

const PAGE: &str = "/contacts/files";

/// A site whose member has a contact, shown to nobody else.
struct Scene {
    site: Site,
    cookie: String,
    aoi: MemberId,
    contact: ContactId,
}

impl Scene {
    async fn open() -> Self {
        let site = Site::with_member().await;
        let cookie = site.signed_in().await;
        let aoi = site.store.listed().await.unwrap()[0].id;
        let connection = put_connection(&site.store, aoi).await;
        hear(&site.store, connection, "U1").await;
        let contact = site.store.snapshot(aoi).await.unwrap().rooms[0].contact.unwrap();
        let add = AddContact { by: aoi, contact, now: NOW };
        site.store.run(add).await.unwrap();
        let card = ContactCard { name: "佐藤 由紀".into(), ..ContactCard::default() };
        let sharing = Some(Sharing { owner: aoi, visibility: Visibility::Members(Vec::new()) });
        let my_tags = Vec::new();
        let edit = EditContact { by: aoi, contact, edition: 1, card, my_tags, sharing, now: NOW };
        site.store.run(edit).await.unwrap();
        Self { site, cookie, aoi, contact }
    }

    async fn upload(&self, text: &str, cookie: &str) -> Answer {
        let fields = [("file", text.as_bytes()), ("act", b"check".as_slice())];
        self.site.upload(PAGE, &fields, Some(cookie)).await
    }

    async fn import(&self, text: &str, cookie: &str) -> Answer {
        let seal = crate::lists::seal(text);
        let fields = [
            ("checked", seal.as_bytes()),
            ("text", text.as_bytes()),
            ("act", b"import".as_slice()),
        ];
        self.site.upload(PAGE, &fields, Some(cookie)).await
    }
}

#[tokio::test]
async fn nothing_of_the_address_book_leaves_it_for_others() {
    let scene = Scene::open().await;
    let site = &scene.site;
    for path in [PAGE, "/contacts/export.vcf", "/contacts/export.csv"] {
        let answer = site.get(path, None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
    }
    site.add("ren@example.com", "Ren", Role::Member).await;
    let ren = site.log_in("ren@example.com", PASSWORD).await.cookie();
    for path in ["/contacts/export.vcf", "/contacts/export.csv"] {
        assert!(!site.get(path, Some(&ren)).await.body.contains("佐藤"), "{path}");
    }
    let file = format!("ID,Name\n{},Mine\n,佐藤 由紀", scene.contact);
    let looked = scene.upload(&file, &ren).await;
    assert!(looked.body.contains("Added: 0 · changed: 0 · unchanged: 0"), "{}", looked.body);
    scene.import(&file, &ren).await;
    assert_eq!(site.store.contact(scene.aoi, scene.contact).await.unwrap().card.name, "佐藤 由紀");

    let off =
        Rules { line_chat: LineChat::Off, grant: Grant::Everyone, newcomers: Newcomers::Chosen };
    site.store.set_rules(off).await.unwrap();
    for path in [PAGE, "/contacts/export.vcf", "/contacts/export.csv"] {
        assert_eq!(site.get(path, Some(&scene.cookie)).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(scene.import(&file, &scene.cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_exported_is_changed_elsewhere_and_brought_back() {
    let scene = Scene::open().await;
    let (site, cookie) = (&scene.site, &scene.cookie);
    for (path, company) in [("/contacts/export.csv", "青葉建築"), ("/contacts/export.vcf", "Aoba")]
    {
        let file = site.get(path, Some(cookie)).await.body;
        let file = file.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
        let again = scene.upload(&file, cookie).await;
        assert!(again.body.contains("Added: 0 · changed: 0 · unchanged: 1"), "{}", again.body);
        let file = if path.ends_with("csv") {
            format!("ID,Company\n{},{company}\n", scene.contact)
        } else {
            file.replace("ORG:青葉建築", &format!("ORG:{company}"))
        };
        let looked = scene.upload(&file, cookie).await;
        assert!(looked.body.contains("changed: 1") && looked.body.contains("value=\"import\""));
        let done = scene.import(&file, cookie).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let card = site.store.contact(scene.aoi, scene.contact).await.unwrap().card;
        assert_eq!((card.name.as_str(), card.company.as_str()), ("佐藤 由紀", company));
    }
    let found = site.store.contacts(scene.aoi, &ContactQuery::default()).await.unwrap().found;
    assert_eq!(found, 1);
}

#[tokio::test]
async fn a_bad_line_is_named_and_stands_in_the_way_of_all() {
    let scene = Scene::open().await;
    let file = format!("ID,Company,Birthday\n{},X,31/31\n", scene.contact);
    let looked = scene.upload(&file, &scene.cookie).await;
    assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(looked.body.contains("Line 2: There is no such day."), "{}", looked.body);
    scene.import(&file, &scene.cookie).await;
    let card = scene.site.store.contact(scene.aoi, scene.contact).await.unwrap().card;
    assert_eq!(card.company, "");
    let unread = scene.upload("Company\nX", &scene.cookie).await;
    assert!(unread.body.contains("neither ID nor Name"), "{}", unread.body);
}
