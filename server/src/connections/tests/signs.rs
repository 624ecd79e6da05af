//! How a connection is said to do, from what really came in; and that no secret comes out anywhere.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use app::domain::{Failing, Fault, Health};
use uuid::Uuid;

use super::*;

impl Works {
    /// How the only connection does, as the page has it.
    async fn health(&self) -> Health {
        let mut entry = self.entries().await.remove(0);
        entry.signs = entry.signs.then(self.site.connections.pulse.of(entry.id));
        entry.health()
    }

    async fn keep_signs(&self) {
        self.site.connections.pulse.keep(&self.site.store).await.unwrap();
    }

    async fn kept(&self) -> Health {
        self.entries().await.remove(0).health()
    }
}

#[tokio::test]
async fn webhooks_that_are_refused_show_until_a_good_one_comes() {
    let works = Works::open().await;
    let id = works.connected().await;
    assert_eq!(works.health().await, Health::Healthy);
    works.site.pass(60_000);
    let since = works.site.connections.clock.now();
    works.webhook(id, &hello("e1"), OTHER_SECRET).await;
    works.site.pass(60_000);
    let elsewhere = r#"{"destination":"Uelse","events":[]}"#;
    assert_eq!(works.webhook(id, elsewhere, SECRET).await, StatusCode::BAD_REQUEST);
    let failing = Failing { since, why: Fault::OtherAccount };
    assert_eq!(works.health().await, Health::WebhookFails(failing));
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("meant for another official account"), "{page}");
    works.keep_signs().await;
    assert_eq!(works.kept().await, Health::WebhookFails(failing));
    assert!(works.page("").await.contains("Webhook failing since"));
    works.webhook(id, &hello("e2"), SECRET).await;
    assert_eq!(works.health().await, Health::Healthy);
}

#[tokio::test]
async fn who_signs_nothing_is_not_line_and_shows_nowhere() {
    let works = Works::open().await;
    let id = works.connected().await;
    let request = Request::builder().method(Method::POST).uri(format!("/line/webhook/{id}"));
    let answer = works.site.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(works.health().await, Health::Healthy);
}

#[tokio::test]
async fn a_refused_token_shows_since_the_first_refusal() {
    let works = Works::open().await;
    let id = works.connected().await;
    let since = works.site.connections.clock.now();
    works.line.answer(TOKEN, [Line::Status(400, REFUSED), Line::Status(400, REFUSED)]);
    let accounts = &works.site.connections.accounts;
    accounts.push(id, "U1", &[], Uuid::nil()).await.unwrap_err();
    works.site.pass(60_000);
    accounts.push(id, "U1", &[], Uuid::nil()).await.unwrap_err();
    let failing = Failing { since, why: Fault::CredentialsRefused };
    assert_eq!(works.health().await, Health::TokenFails(failing));
    works.line_is_content();
    works.post(&format!("/{id}/check"), &[]).await;
    assert_eq!(works.health().await, Health::Healthy);
}

#[tokio::test]
async fn webhooks_by_the_hundred_are_written_once() {
    let works = Works::open().await;
    let id = works.connected().await;
    for n in 0..100 {
        works.webhook(id, &hello(&format!("e{n}")), SECRET).await;
    }
    let pulse = &works.site.connections.pulse;
    assert_ne!(pulse.of(id), app::domain::Signs::default());
    works.keep_signs().await;
    assert_eq!(pulse.of(id), app::domain::Signs::default(), "nothing is left to be written");
    assert_eq!(works.kept().await, Health::Healthy);
}

#[tokio::test]
async fn a_check_says_which_step_fails() {
    let works = Works::open().await;
    let id = works.connected().await;
    works.line.answer(TOKEN, [Line::Status(400, REFUSED)]);
    works.post(&format!("/{id}/check"), &[]).await;
    let page = works.page(&format!("/{id}")).await;
    assert!(page.contains("does not accept the channel ID and secret any more"), "{page}");
    assert_eq!(page.matches("Not tried").count(), 4, "{page}");
    works.line.answer(INFO, [Line::Status(500, "")]);
    works.post(&format!("/{id}/check"), &[]).await;
    assert_eq!(works.page(&format!("/{id}")).await.matches("Not tried").count(), 3);
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_secret_is_in_no_page_no_answer_and_no_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let works = Works::open().await;
    works.line.answer(TOKEN, [Line::Status(400, REFUSED)]);
    let refused = works.connect_for("aoi@example.com", SECRET).await;
    let id = works.connected().await;
    let taken = works.connect_for("aoi@example.com", SECRET).await;
    works.line_is_content();
    let renewed = works.post(&format!("/{id}/secret"), &[("channel_secret", OTHER_SECRET)]).await;
    works.webhook(id, &hello("e1"), OTHER_SECRET).await;
    let mut seen = vec![refused, taken, renewed];
    for path in ["", "/new", &format!("/{id}")] {
        let path = format!("/admin/connections{path}");
        seen.push(works.site.get(&path, Some(&works.admin)).await);
    }
    let opening = r#"{"room":null}"#;
    seen.push(works.site.call("open_messenger", opening, Some(&works.member)).await);
    let sealed = works.site.store.connection(id).await.unwrap().unwrap().sealed_secret;
    for secret in [SECRET, OTHER_SECRET, &sealed] {
        for answer in &seen {
            assert!(!answer.body.contains(secret), "{}", answer.body);
            assert!(!format!("{:?}", answer.headers).contains(secret));
        }
        let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(log.contains("LINE answered") && log.contains("an account is connected"));
        let ours = log.lines().filter(|line| line.contains(" kakehashi"));
        for line in ours {
            assert!(!line.contains(secret), "{line}");
        }
    }
}
