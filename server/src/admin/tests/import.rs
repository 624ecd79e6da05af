//! Lists of members are looked at, mended and imported.

use app::domain::{Email, Role};
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use encoding_rs::SHIFT_JIS;

use super::Company;
use crate::auth::testing::{Answer, PASSWORD};

const PATH: &str = "/admin/members/import";

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap().0
}

impl Company {
    async fn upload(&self, file: &[u8]) -> Answer {
        self.site.upload(PATH, &[("file", file), ("act", b"check")], Some(&self.admin)).await
    }

    /// Presses the button that imports, as a browser does: what the page holds is posted again.
    async fn import(&self, page: &Answer) -> Answer {
        let text = between(&page.body, "<textarea", "</textarea>");
        let text = text.split_once(">\n").unwrap().1;
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let text = text.replace('\n', "\r\n");
        let checked = between(&page.body, "name=\"checked\" value=\"", "\"");
        let fields = [
            ("checked", checked.as_bytes()),
            ("file", b""),
            ("text", text.as_bytes()),
            ("act", b"import"),
        ];
        self.site.upload(PATH, &fields, Some(&self.admin)).await
    }

    async fn count(&self) -> usize {
        self.site.store.listed().await.unwrap().len()
    }
}

/// The file with the links that a page holds.
fn links(page: &Answer) -> Vec<[String; 3]> {
    let file = between(&page.body, "data:text/csv;charset=utf-8;base64,", "\"");
    let file = STANDARD.decode(file).unwrap();
    let mut reader = csv::Reader::from_reader(&file[3..]);
    let cells = |line: csv::StringRecord| [0, 1, 2].map(|n| line[n].to_owned());
    reader.records().map(|line| cells(line.unwrap())).collect()
}

#[tokio::test]
async fn a_list_with_a_bad_line_is_mended_and_imported_whole() {
    let company = Company::open().await;
    let bad = "email,name,group,role\r\naoi@example.com,Aoi,Design,\r\nno address,Ren,,\r\n";
    let page = company.upload(bad.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Line 3: “no address” is not an e-mail address."), "{}", page.body);
    assert!(page.body.contains("0 new, 1 changed, 0 unchanged"), "{}", page.body);
    let forced = company.import(&page).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(company.site.store.member(company.aoi).await.unwrap().unwrap().name, "林 葵");

    let good = bad.replace("no address", "ren@example.com");
    let page = company.upload(good.as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("1 new, 1 changed, 0 unchanged"), "{}", page.body);
    assert_eq!(company.count().await, 2, "looking changes nothing");
    let done = company.import(&page).await;
    assert!(done.body.contains("1 new, 1 changed, 0 unchanged"), "{}", done.body);
    assert_eq!(company.count().await, 3);

    let [[email, name, link]] = <[_; 1]>::try_from(links(&done)).unwrap();
    assert_eq!((email.as_str(), name.as_str()), ("ren@example.com", "Ren"));
    let path = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    let chosen = company.site.post(path, &[("password", PASSWORD)], None).await;
    assert_eq!(chosen.status, StatusCode::OK);
    let log_in = company.site.log_in("ren@example.com", PASSWORD).await;
    assert_eq!(log_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_not_looked_at_is_not_imported() {
    let company = Company::open().await;
    let page = company.upload(b"email,name\nren@example.com,Ren").await;
    let other = Answer { body: page.body.replace("ren@", "mai@"), ..page };
    let looked = company.import(&other).await;
    assert!(looked.body.contains("1 new") && looked.body.contains("value=\"import\""));
    assert_eq!(company.count().await, 2);
    let done = company.import(&looked).await;
    assert!(done.body.contains("password-links.csv"), "{}", done.body);
    let mai = Email::parse("mai@example.com").unwrap();
    assert!(company.site.store.member_by_email(&mai).await.unwrap().is_some());
}

#[tokio::test]
async fn a_list_of_a_japanese_office_is_read() {
    let company = Company::open().await;
    let text = "氏名,メールアドレス,部署,権限\r\n髙橋 蓮,ren@example.com,営業部,管理者\r\n";
    let (bytes, _, _) = SHIFT_JIS.encode(text);
    let page = company.upload(&bytes).await;
    let done = company.import(&page).await;
    assert_eq!(links(&done)[0][1], "髙橋 蓮");
    let page = company.upload(format!("\u{FEFF}{text}").as_bytes()).await;
    assert!(page.body.contains("0 new, 0 changed, 1 unchanged"), "{}", page.body);
}

#[tokio::test]
async fn nobody_is_taken_out_of_their_role_or_found_twice_by_a_list() {
    let company = Company::open().await;
    let list = "email,name,role\nboss@example.com,Boss,member\nx@example.com,<img onerror>,\n\
                X@example.com,X,chief\nx@example.com,X,";
    let page = company.upload(list.as_bytes()).await;
    for said in [
        "Line 2: You cannot take the admin role",
        "Line 4: “chief” is not a role.",
        "Line 5: line 3 has the same",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("<img"), "{}", page.body);
    assert_eq!(company.site.store.role(company.boss).await.unwrap(), Role::Admin);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_said_so() {
    let company = Company::open().await;
    let large = vec![b'a'; (2 << 20) + 1];
    for (file, said) in [
        (&b""[..], "There is nothing in the list."),
        (b"\x89PNG\xff\xfe\x00", "This is no text"),
        (b"aoi@example.com,Aoi", "must name the columns"),
        (&large, "larger than 2 MB"),
    ] {
        let page = company.upload(file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}

#[tokio::test]
async fn ten_thousand_lines_are_looked_at_and_hundreds_imported_in_one_act() {
    let company = Company::open().await;
    let line = |n| format!("m{n}@example.com,Member {n},Group {}\n", n % 40);
    let list = |count| format!("email,name,group\n{}", (0..count).map(line).collect::<String>());
    let page = company.upload(list(10_000).as_bytes()).await;
    assert!(page.body.contains("10000 new"));
    let page = company.upload(list(10_001).as_bytes()).await;
    assert!(page.body.contains("more than 10,000 lines"));
    let page = company.upload(list(400).as_bytes()).await;
    let done = company.import(&page).await;
    assert_eq!(links(&done).len(), 400);
    assert_eq!(company.count().await, 402);
    let found = company.page("/members?q=group+39").await;
    assert!(found.body.contains("1 to "), "{}", found.body);
}
