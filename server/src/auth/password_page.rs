//! `GET` and `POST /password/{token}`: where a member chooses a password by a one-time link.
//!
//! Nobody is signed in by it: whoever were given somebody else's link would write in that account
//! without noticing. What is wrong with a link is not told.

use app::{
    domain::{Email, Timestamp},
    features::login::{Occasion, PasswordPage, Trouble, Typed, error_page, password_page},
};
use axum::{
    Form, Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    limit::TooManyTries,
    link::LinkToken,
    login,
    next::NextPath,
    page::{self, Failure},
    password::{MIN_CHARS, NewPassword, Salt},
    visitor::Visitor,
};
use crate::{
    secret::SecretText,
    state::AppState,
    store::{StoreError, password_links::ChoosePassword},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/password/{token}", get(show).post(submit))
}

/// What the form posts.
#[derive(Deserialize)]
struct PasswordForm {
    password: SecretText,
}

/// A link that lives.
struct Open {
    token: LinkToken,
    email: Email,
}

/// Why a link does not open.
enum Shut {
    Dead,
    TooMany(TooManyTries),
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Shut {
    fn from(error: E) -> Self {
        match error.into() {
            Failure::Store(StoreError::NotFound) => Self::Dead,
            failure => Self::Failed(failure),
        }
    }
}

async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(token): Path<SecretText>,
) -> Response {
    let now = state.clock.now();
    let answer = match open(&state, &visitor, &token, now).await {
        Ok(open) => Html(form(&state, &visitor, open.email, Typed::Nothing)).into_response(),
        Err(shut) => shut.page(&state, &visitor),
    };
    unseen(answer)
}

async fn submit(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(token): Path<SecretText>,
    Form(PasswordForm { password }): Form<PasswordForm>,
) -> Response {
    let now = state.clock.now();
    let open = match open(&state, &visitor, &token, now).await {
        Ok(open) => open,
        Err(shut) => return unseen(shut.page(&state, &visitor)),
    };
    let Ok(password) = NewPassword::parse(password) else {
        let page = form(&state, &visitor, open.email, Typed::Unfit);
        return unseen((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    };
    match choose(&state, &open.token, password, now).await {
        // The address is spent and no secret any more: the log-in form needs the origin.
        Ok(()) => {
            let (next, chosen) = (NextPath::default(), Occasion::PasswordChosen);
            let email = open.email.as_str().to_owned();
            login::page(&state, &visitor, &next, chosen, email).await.into_response()
        }
        Err(shut) => unseen(shut.page(&state, &visitor)),
    }
}

/// Opens a link. Tries that come to nothing are counted, like those of log-in.
async fn open(
    state: &AppState,
    visitor: &Visitor,
    token: &SecretText,
    now: Timestamp,
) -> Result<Open, Shut> {
    let look = state.auth.logins.begin_by_link(visitor.address, now).map_err(Shut::TooMany)?;
    let token = LinkToken::parse(token.reveal()).ok_or(Shut::Dead)?;
    let email = state.store.password_link(token.member, token.hash(), now).await?;
    let email = email.ok_or(Shut::Dead)?;
    look.succeeded();
    Ok(Open { token, email })
}

async fn choose(
    state: &AppState,
    token: &LinkToken,
    password: NewPassword,
    now: Timestamp,
) -> Result<(), Shut> {
    let (member, hash) = (token.member, token.hash());
    let salt = Salt::mint(&mut rand::rng());
    let password_hash = state.auth.passwords.hash(password, salt).await?;
    state.store.run(ChoosePassword { member, hash, password_hash, now }).await?;
    tracing::info!(%member, "a password was chosen");
    Ok(())
}

fn form(state: &AppState, visitor: &Visitor, email: Email, typed: Typed) -> String {
    let min_password = u32::try_from(MIN_CHARS).unwrap_or(u32::MAX);
    password_page(PasswordPage { frame: visitor.frame(state), email, typed, min_password })
}

impl Shut {
    fn page(self, state: &AppState, visitor: &Visitor) -> Response {
        let frame = visitor.frame(state);
        match self {
            Self::Dead => {
                (StatusCode::NOT_FOUND, Html(error_page(&frame, Trouble::DeadLink))).into_response()
            }
            Self::TooMany(spent) => {
                let retry_after_s = page::wait_s(spent);
                let retry = [(header::RETRY_AFTER, HeaderValue::from(retry_after_s))];
                let page = error_page(&frame, Trouble::TooMany { retry_after_s });
                (StatusCode::TOO_MANY_REQUESTS, retry, Html(page)).into_response()
            }
            Self::Failed(failure) => failure.page(state, visitor),
        }
    }
}

/// Keeps the address out of what the browser says elsewhere.
fn unseen(mut answer: Response) -> Response {
    let policy = HeaderValue::from_static("no-referrer");
    answer.headers_mut().insert(header::REFERRER_POLICY, policy);
    answer
}
