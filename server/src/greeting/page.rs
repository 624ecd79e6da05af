//! `GET` and `POST /profile/greeting`: a member writes what their new friends read. To who may not talk
//! with LINE users the page does not exist.

use app::{
    domain::GreetingText,
    features::greeting::{GreetingPage, GreetingSaid, greeting_page},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Query},
    middleware::from_fn,
    response::{Html, Response},
    routing::get,
};
use serde::Deserialize;

use crate::{
    auth::middleware::require_on_page,
    plain::{Asked, NoPage, back, mend},
    state::AppState,
    store::greeting::{MemberGreeting, SetOwnGreeting},
};

const PAGE: &str = "/profile/greeting";

/// Far above what can be kept, so that a text that is too long comes back to be shortened.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// The page and its form.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PAGE, get(show).post(save))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(require_on_page))
}

async fn page(asked: &Asked) -> Result<GreetingPage, NoPage> {
    match asked.state.store.member_greeting(asked.member).await {
        Ok(MemberGreeting { own, greetings }) => Ok(GreetingPage {
            frame: asked.frame.clone(),
            text: own.map(String::from).unwrap_or_default(),
            fault: None,
            said: None,
            greet: greetings.greet,
        }),
        Err(error) => Err(asked.no_page(error)),
    }
}

/// What was just done, as it stands in the address.
#[derive(Deserialize)]
struct At {
    said: Option<GreetingSaid>,
}

async fn show(asked: Asked, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    let page = page(&asked).await?;
    Ok(Html(greeting_page(GreetingPage { said, ..page })))
}

#[derive(Deserialize)]
struct GreetingForm {
    text: String,
}

async fn save(asked: Asked, Form(typed): Form<GreetingForm>) -> Result<Response, NoPage> {
    match GreetingText::parse(&typed.text) {
        Ok(text) => {
            let set = SetOwnGreeting { member: asked.member, text };
            match asked.state.store.run(set).await {
                Ok(()) => Ok(back(PAGE, &[], GreetingSaid::Kept)),
                Err(error) => Err(asked.no_page(error)),
            }
        }
        Err(fault) => {
            let page = page(&asked).await?;
            let page = GreetingPage { text: typed.text, fault: Some(fault), ..page };
            Ok(mend(greeting_page(page)))
        }
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Grant, LineChat, Newcomers, Role, Rules};
    use axum::http::StatusCode;

    use super::*;
    use crate::auth::testing::Site;

    const HOSTILE: &str = "</textarea><script>alert(1)</script> {oops}";

    #[tokio::test]
    async fn a_member_writes_reads_and_takes_back_their_greeting() {
        let site = Site::with_member().await;
        let cookie = site.signed_in().await;
        let kept =
            site.post(PAGE, &[("text", " Hello {name}\r\n<b>I</b> am {me} ")], Some(&cookie));
        assert_eq!(kept.await.header("location"), "/profile/greeting?said=kept");
        let page = site.get("/profile/greeting?said=kept", Some(&cookie)).await;
        assert!(page.body.contains("Hello {name}\n&lt;b&gt;I&lt;/b&gt; am {me}"), "{}", page.body);
        assert!(page.body.contains("role=\"status\""));
        site.post(PAGE, &[("text", " ")], Some(&cookie)).await;
        assert!(!site.get(PAGE, Some(&cookie)).await.body.contains("Hello"));
    }

    #[tokio::test]
    async fn what_cannot_be_kept_comes_back_harmless_with_its_fault() {
        let site = Site::with_member().await;
        let cookie = site.signed_in().await;
        let long = "長".repeat(503);
        for (typed, fault) in [(HOSTILE, "may stand in braces"), (&long, "3 characters too many")] {
            let answer = site.post(PAGE, &[("text", typed)], Some(&cookie)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains(fault) && answer.body.contains("aria-invalid"), "{fault}");
            assert!(!answer.body.contains("<script"), "{}", answer.body);
        }
        let answer = site.post(PAGE, &[("text", &long)], Some(&cookie)).await;
        assert!(answer.body.contains(&long), "nothing typed is lost");
        assert!(!site.get(PAGE, Some(&cookie)).await.body.contains('長'));
    }

    #[tokio::test]
    async fn outsiders_neither_read_nor_write() {
        let site = Site::with_member().await;
        let cookie = site.signed_in().await;
        site.post(PAGE, &[("text", "Secret words")], Some(&cookie)).await;
        for answer in [site.get(PAGE, None).await, site.post(PAGE, &[("text", "x")], None).await] {
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            assert!(answer.header("location").starts_with("/login"));
        }
        let forged = site.post_from("https://evil.example", PAGE, &[("text", "x")], Some(&cookie));
        assert_eq!(forged.await.status, StatusCode::FORBIDDEN);
        site.add("ren@example.com", "Ren", Role::Member).await;
        let ren = site.log_in("ren@example.com", crate::auth::testing::PASSWORD).await.cookie();
        assert!(!site.get(PAGE, Some(&ren)).await.body.contains("Secret"));
        site.post(PAGE, &[("text", "Ren's")], Some(&ren)).await;
        assert!(site.get(PAGE, Some(&cookie)).await.body.contains("Secret words"));
        let off = Rules {
            line_chat: LineChat::Off,
            grant: Grant::Everyone,
            newcomers: Newcomers::Chosen,
        };
        site.store.set_rules(off).await.unwrap();
        for answer in [
            site.get(PAGE, Some(&cookie)).await,
            site.post(PAGE, &[("text", "x")], Some(&cookie)).await,
        ] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(!answer.body.contains("Secret"));
        }
    }
}
