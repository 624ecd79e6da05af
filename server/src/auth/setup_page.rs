//! `GET /setup`, `POST /setup`: the page that makes the first admin. Not there afterwards.

use app::{
    domain::{Email, MemberId, Role},
    features::login::{Refusal, SetupField, SetupPage, Trouble, error_page, setup_page},
};
use axum::{
    Form, Router,
    extract::State,
    http::{HeaderValue, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    name::DirectoryName,
    page::{self, Failure},
    password::{MIN_CHARS, NewPassword, Salt},
    session,
    setup::SetupError,
    visitor::Visitor,
};
use crate::{
    secret::SecretText,
    state::AppState,
    store::members::{PutMember, Unless},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/setup", get(show).post(submit))
}

/// What the form posts.
#[derive(Default, Deserialize)]
struct SetupForm {
    code: String,
    name: String,
    email: String,
    password: SecretText,
}

/// The first admin, every field right.
struct FirstAdmin {
    name: DirectoryName,
    email: Email,
    password: NewPassword,
}

/// What came of a posted form.
enum Outcome {
    /// The admin is made and signed in.
    Made(Option<HeaderValue>),
    /// Fields are not right.
    Wrong(Vec<SetupField>),
    /// The form was not even looked at.
    Refused(Refusal),
    /// There are members.
    Done,
}

async fn show(State(state): State<AppState>, visitor: Visitor) -> Response {
    match state.auth.setup.is_open(&state.store).await {
        Ok(true) => Html(setup_page(form(&state, &visitor, SetupForm::default()))).into_response(),
        Ok(false) => gone(&state, &visitor),
        Err(error) => Failure::from(error).page(&state, &visitor),
    }
}

async fn submit(
    State(state): State<AppState>,
    visitor: Visitor,
    Form(typed): Form<SetupForm>,
) -> Response {
    let again = |page: SetupPage| Html(setup_page(page));
    match make(&state, &visitor, &typed).await {
        Ok(Outcome::Made(cookie)) => {
            let mut response = Redirect::to("/").into_response();
            session::add_cookie(response.headers_mut(), cookie);
            response
        }
        Ok(Outcome::Wrong(wrong)) => {
            let page = SetupPage { wrong, ..form(&state, &visitor, typed) };
            (StatusCode::UNPROCESSABLE_ENTITY, again(page)).into_response()
        }
        Ok(Outcome::Refused(refusal)) => {
            let page = SetupPage { refusal: Some(refusal), ..form(&state, &visitor, typed) };
            {
                let (status, headers) = page::refused(refusal);
                (status, headers, again(page)).into_response()
            }
        }
        Ok(Outcome::Done) => gone(&state, &visitor),
        Err(failure) => failure.page(&state, &visitor),
    }
}

async fn make(state: &AppState, visitor: &Visitor, typed: &SetupForm) -> Result<Outcome, Failure> {
    let now = state.clock.now();
    let permit = match state.auth.setup.permit(&typed.code, &state.store, now).await {
        Ok(permit) => permit,
        Err(SetupError::Done) => return Ok(Outcome::Done),
        Err(SetupError::WrongCode) => return Ok(Outcome::Wrong(vec![SetupField::Code])),
        Err(SetupError::TooManyTries(spent)) => {
            return Ok(Outcome::Refused(page::too_many(spent)));
        }
        Err(SetupError::Store(error)) => return Err(error.into()),
    };
    let admin = match typed.check() {
        Ok(admin) => admin,
        Err(wrong) => return Ok(Outcome::Wrong(wrong)),
    };
    let salt = Salt::mint(&mut rand::rng());
    let put = PutMember {
        fresh: MemberId::new(state.clock.uuid()),
        email: admin.email,
        name: admin.name.into_string(),
        group: None,
        role: Role::Admin,
        password_hash: state.auth.passwords.hash(admin.password, salt).await?,
        unless: Unless::Known,
        now,
    };
    let (member, _) = state.store.run(put).await?;
    drop(permit);
    tracing::info!(%member, "the first admin was made");
    Ok(Outcome::Made(visitor.begin_session(state, member, now).await?))
}

impl SetupForm {
    fn check(&self) -> Result<FirstAdmin, Vec<SetupField>> {
        let name = self.name.parse();
        let email = Email::parse(&self.email);
        let password = NewPassword::parse(self.password.clone());
        let wrong = [
            (name.is_err(), SetupField::Name),
            (email.is_err(), SetupField::Email),
            (password.is_err(), SetupField::Password),
        ];
        match (name, email, password) {
            (Ok(name), Ok(email), Ok(password)) => Ok(FirstAdmin { name, email, password }),
            _ => Err(wrong.into_iter().filter_map(|(bad, field)| bad.then_some(field)).collect()),
        }
    }
}

/// The page with what was typed, but for the password.
fn form(state: &AppState, visitor: &Visitor, typed: SetupForm) -> SetupPage {
    SetupPage {
        frame: visitor.frame(state),
        refusal: None,
        wrong: Vec::new(),
        code: typed.code,
        name: typed.name,
        email: typed.email,
        min_password: u32::try_from(MIN_CHARS).unwrap_or(u32::MAX),
    }
}

fn gone(state: &AppState, visitor: &Visitor) -> Response {
    let page = error_page(&visitor.frame(state), Trouble::NotFound);
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}
