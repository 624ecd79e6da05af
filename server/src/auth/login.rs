//! `GET /login`, `POST /login`, `POST /logout`: plain pages and forms, which need no script.

use app::{
    backend::Viewer,
    domain::{Email, PhotoSize, Timestamp},
    features::{
        login::{LoginPage, Occasion, Refusal, login_page},
        settings::cookies,
    },
};
use axum::{
    Extension, Form, Router,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    next::NextPath,
    page::{self, Failure},
    password::{NewPassword, Salt, Verdict},
    session,
    visitor::Visitor,
};
use crate::{
    secret::SecretText,
    state::AppState,
    store::members::{Member, SetPasswordHash},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/login", get(show).post(submit)).route("/logout", post(logout))
}

/// What the address of the log-in page carries.
#[derive(Deserialize)]
struct LoginQuery {
    #[serde(default)]
    next: NextPath,
}

/// What the form of the log-in page posts.
#[derive(Deserialize)]
struct LoginForm {
    email: String,
    password: SecretText,
    #[serde(default)]
    next: NextPath,
}

async fn show(
    State(state): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    visitor: Visitor,
    Query(LoginQuery { next }): Query<LoginQuery>,
) -> Response {
    if viewer.is_some() {
        return Redirect::to(next.as_str()).into_response();
    }
    match state.auth.setup.is_open(&state.store).await {
        Ok(true) => Redirect::to("/setup").into_response(),
        Ok(false) => {
            let html = page(&state, &visitor, &next, Occasion::Visit, String::new()).await;
            html.into_response()
        }
        Err(error) => Failure::from(error).page(&state, &visitor),
    }
}

async fn submit(
    State(state): State<AppState>,
    visitor: Visitor,
    Form(LoginForm { email, password, next }): Form<LoginForm>,
) -> Response {
    match sign_in(&state, &visitor, &email, password).await {
        Ok(Ok(cookies)) => {
            let mut response = Redirect::to(next.as_str()).into_response();
            for cookie in cookies {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Ok(Err(refusal)) => {
            let occasion = Occasion::Refused(refusal);
            let html = page(&state, &visitor, &next, occasion, email).await;
            let (status, headers) = page::refused(refusal);
            (status, headers, html).into_response()
        }
        Err(failure) => failure.page(&state, &visitor),
    }
}

async fn logout(State(state): State<AppState>, visitor: Visitor) -> Response {
    if let Err(error) = visitor.end_session(&state).await {
        return Failure::from(error).page(&state, &visitor);
    }
    let mut response = Redirect::to("/login").into_response();
    session::add_cookie(response.headers_mut(), state.auth.cookie.clear());
    response
}

/// The log-in page that leads on to `next`.
pub(super) async fn page(
    state: &AppState,
    visitor: &Visitor,
    next: &NextPath,
    occasion: Occasion,
    email: String,
) -> Html<String> {
    let (frame, next) = (visitor.frame(state), next.as_str().to_owned());
    let logo = logo(state).await;
    Html(login_page(LoginPage { frame, logo, occasion, email, next }))
}

/// Where the company's logo is. A page that cannot have it does without.
async fn logo(state: &AppState) -> Option<String> {
    match state.store.logo().await {
        Ok(logo) => Some(logo?.path(PhotoSize::Small)),
        Err(error) => {
            tracing::error!(%error, "the company's logo cannot be read");
            None
        }
    }
}

/// Begins a session for one who knows the password. Returns its cookie and those that have the first
/// page come in the member's language and colours, or the refusal to show.
async fn sign_in(
    state: &AppState,
    visitor: &Visitor,
    email: &str,
    password: SecretText,
) -> Result<Result<Vec<HeaderValue>, Refusal>, Failure> {
    let now = state.clock.now();
    match authenticate(state, visitor, email, password, now).await? {
        Ok(member) => {
            let session = visitor.begin_session(state, member.id, now).await?;
            state.store.expect(member.id);
            let choice = cookies::write(member.preferences);
            let choice = choice.into_iter().map(|cookie| HeaderValue::try_from(cookie).ok());
            Ok(Ok([session].into_iter().chain(choice).flatten().collect()))
        }
        Err(refusal) => {
            tracing::info!(address = %visitor.address, ?refusal, "log-in refused");
            Ok(Err(refusal))
        }
    }
}

/// Whose address and password these are. An unknown address, a closed account, one without a password
/// and a wrong password look the same and take the same time.
async fn authenticate(
    state: &AppState,
    visitor: &Visitor,
    email: &str,
    password: SecretText,
    now: Timestamp,
) -> Result<Result<Member, Refusal>, Failure> {
    let Ok(email) = Email::parse(email) else { return Ok(Err(Refusal::Refused)) };
    let login = match state.auth.logins.begin(&email, visitor.address, now) {
        Ok(login) => login,
        Err(spent) => return Ok(Err(page::too_many(spent))),
    };
    let member = state.store.member_by_email(&email).await?.filter(|member| member.active);
    let stored = member.as_ref().and_then(|member| member.password_hash.as_deref().cloned());
    let verdict = state.auth.passwords.check(password.clone(), stored).await?;
    let Some(member) = member.filter(|_| verdict != Verdict::Wrong) else {
        return Ok(Err(Refusal::Refused));
    };
    login.succeeded();
    if verdict == Verdict::RightButDated {
        renew_hash(state, &member, password).await;
    }
    Ok(Ok(member))
}

/// Hashes the password at today's cost. The next log-in will do if this one cannot.
async fn renew_hash(state: &AppState, member: &Member, password: SecretText) {
    // Older rules may have allowed what today's do not; such a hash stays.
    let Ok(password) = NewPassword::parse(password) else { return };
    let salt = Salt::mint(&mut rand::rng());
    let renewed = match state.auth.passwords.hash(password, salt).await {
        Ok(password_hash) => {
            let set = SetPasswordHash { member: member.id, password_hash };
            state.store.run(set).await.map_err(Failure::from)
        }
        Err(error) => Err(error.into()),
    };
    if let Err(error) = renewed {
        tracing::warn!(%error, "a password hash could not be renewed");
    }
}
