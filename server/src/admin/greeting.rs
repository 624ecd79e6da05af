//! `/admin/greeting`: how LINE users are greeted who add an official account.

use app::{
    domain::{Greet, GreetingLanguage, GreetingText, Greetings},
    features::admin::{
        GreetingFaults, GreetingsPage, GreetingsSaid, GreetingsTyped, greetings_page,
    },
};
use axum::{
    Form, Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::desk::Desk;
use crate::{
    plain::{NoPage, back, mend},
    state::AppState,
};

const PAGE: &str = "/admin/greeting";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PAGE, get(show).post(settle))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<GreetingsSaid>,
}

async fn show(desk: Desk, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    let greetings = desk.office.greetings().await.map_err(|error| desk.no_page(error))?;
    let (typed, faults) = (typed(greetings), GreetingFaults::default());
    Ok(Html(greetings_page(GreetingsPage { frame: desk.frame, typed, faults, said })))
}

/// The greetings as they stand in the form.
fn typed(greetings: Greetings) -> GreetingsTyped {
    let Greetings { greet, language, english, japanese } = greetings;
    let text = |text: Option<GreetingText>| text.map(String::from).unwrap_or_default();
    GreetingsTyped { greet, language, english: text(english), japanese: text(japanese) }
}

/// A box that is not ticked posts nothing.
#[derive(Deserialize)]
struct GreetingsForm {
    greet: Option<String>,
    language: GreetingLanguage,
    english: String,
    japanese: String,
}

impl GreetingsForm {
    fn typed(self) -> GreetingsTyped {
        let Self { greet, language, english, japanese } = self;
        let greet = if greet.is_some() { Greet::On } else { Greet::Off };
        GreetingsTyped { greet, language, english, japanese }
    }
}

fn check(typed: &GreetingsTyped) -> Result<Greetings, GreetingFaults> {
    let english = GreetingText::parse(&typed.english);
    let japanese = GreetingText::parse(&typed.japanese);
    match (english, japanese) {
        (Ok(english), Ok(japanese)) => {
            Ok(Greetings { greet: typed.greet, language: typed.language, english, japanese })
        }
        (english, japanese) => {
            Err(GreetingFaults { english: english.err(), japanese: japanese.err() })
        }
    }
}

async fn settle(desk: Desk, Form(form): Form<GreetingsForm>) -> Response {
    let typed = form.typed();
    match check(&typed) {
        Ok(greetings) => match desk.office.settle_greetings(greetings).await {
            Ok(()) => back(PAGE, &[], GreetingsSaid::Kept),
            Err(error) => desk.no_page(error).into_response(),
        },
        Err(faults) => {
            mend(greetings_page(GreetingsPage { frame: desk.frame, typed, faults, said: None }))
        }
    }
}
