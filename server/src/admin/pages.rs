//! `/admin` and what its forms post to. Each act answers with the page again, at an address that may be
//! reloaded; what could not be kept comes back as it was typed.

use app::{
    backend::Viewer,
    domain::{Choice, Company, Grant, LineChat, MemberId, Newcomers, Rules, Standing},
    features::{
        admin::{AdminPage, Said, admin_page},
        login::{Frame, Trouble, error_page},
    },
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Query, RawForm},
    http::{StatusCode, request::Parts},
    middleware::from_fn,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use url::form_urlencoded;

use super::office::{Office, Whom};
use crate::{
    auth::{middleware::require_on_page, name::DirectoryName},
    site,
    state::AppState,
    store::{Refusal, StoreError},
};

/// A form with every box of a page ticked is a few kilobytes.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// The page and its forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(show))
        .route("/admin/company", post(name_company))
        .route("/admin/rules", post(set_rules))
        .route("/admin/choice", post(choose))
        .route("/admin/standing", post(set_standing))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(require_on_page))
}

/// An admin's request: the office is open, and what is needed to draw the page.
struct Desk {
    office: Office,
    frame: Frame,
}

/// What the page cannot do, as a page.
struct NoPage {
    frame: Frame,
    error: StoreError,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let frame = Frame::of(&parts.headers, site::stylesheet(&state.leptos));
        let viewer = Extension::<Viewer>::from_request_parts(parts, state).await;
        let viewer = viewer.map_err(IntoResponse::into_response)?.0;
        match Office::open(state.store.clone(), viewer.member).await {
            Ok(office) => Ok(Self { office, frame }),
            Err(error) => Err(NoPage { frame, error }.into_response()),
        }
    }
}

impl IntoResponse for NoPage {
    fn into_response(self) -> Response {
        let (status, trouble) = match self.error {
            StoreError::NotFound => (StatusCode::NOT_FOUND, Trouble::NotFound),
            error => {
                tracing::error!(%error, "the admin's page failed");
                (StatusCode::SERVICE_UNAVAILABLE, Trouble::Failed)
            }
        };
        (status, Html(error_page(&self.frame, trouble))).into_response()
    }
}

/// Which stretch of the directory, and what was just done.
#[derive(Debug, Default, Deserialize)]
struct At {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: u32,
    said: Option<Word>,
}

/// [`Said`], as it stands in an address.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Kept,
    Nobody,
    Own,
}

impl Word {
    const fn text(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Nobody => "nobody",
            Self::Own => "own",
        }
    }

    const fn said(self) -> Said {
        match self {
            Self::Kept => Said::Kept,
            Self::Nobody => Said::NobodyChosen,
            Self::Own => Said::OwnAccount,
        }
    }
}

impl At {
    /// Back to the same stretch, where `word` is said.
    fn back(&self, word: Word) -> Response {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &self.q)
            .append_pair("from", &self.from.to_string())
            .append_pair("said", word.text())
            .finish();
        Redirect::to(&format!("/admin?{query}")).into_response()
    }
}

impl Desk {
    async fn page(
        self,
        at: At,
        said: Option<Said>,
        company: Option<Company>,
    ) -> Result<String, NoPage> {
        let Self { office, frame } = self;
        let read = async {
            let company = match company {
                Some(company) => company,
                None => office.company().await?,
            };
            Ok((company, office.directory(&at.q, at.from).await?))
        };
        match read.await {
            Ok((company, found)) => {
                let me = office.admin;
                Ok(admin_page(AdminPage { frame, me, company, search: at.q, found, said }))
            }
            Err(error) => Err(NoPage { frame, error }),
        }
    }

    /// Back to the page when it is done.
    fn done(self, done: Result<(), StoreError>, at: &At) -> Response {
        match done {
            Ok(()) => at.back(Word::Kept),
            Err(StoreError::Refused(Refusal::OwnAccount)) => at.back(Word::Own),
            Err(error) => NoPage { frame: self.frame, error }.into_response(),
        }
    }
}

async fn show(desk: Desk, Query(at): Query<At>) -> Response {
    let said = at.said.map(Word::said);
    match desk.page(at, said, None).await {
        Ok(page) => Html(page).into_response(),
        Err(no_page) => no_page.into_response(),
    }
}

#[derive(Deserialize)]
struct CompanyForm {
    name: String,
}

async fn name_company(desk: Desk, Form(typed): Form<CompanyForm>) -> Response {
    let name = Some(typed.name.trim()).filter(|name| !name.is_empty());
    match name.map(str::parse::<DirectoryName>).transpose() {
        Ok(name) => {
            let done = desk.office.name_company(name).await;
            desk.done(done, &At::default())
        }
        Err(_) => refuse_name(desk, typed.name).await,
    }
}

async fn refuse_name(desk: Desk, typed: String) -> Response {
    let rules = match desk.office.company().await {
        Ok(company) => company.rules,
        Err(error) => return NoPage { frame: desk.frame, error }.into_response(),
    };
    let company = Company { name: Some(typed), rules };
    match desk.page(At::default(), Some(Said::BadName), Some(company)).await {
        Ok(page) => (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response(),
        Err(no_page) => no_page.into_response(),
    }
}

/// A box that is not ticked posts nothing.
#[derive(Deserialize)]
struct RulesForm {
    line_chat: Option<String>,
    grant: Grant,
    newcomers: Option<String>,
}

async fn set_rules(desk: Desk, Form(form): Form<RulesForm>) -> Response {
    let rules = Rules {
        line_chat: if form.line_chat.is_some() { LineChat::On } else { LineChat::Off },
        grant: form.grant,
        newcomers: match form.newcomers {
            Some(_) => Newcomers::Chosen,
            None => Newcomers::NotChosen,
        },
    };
    let done = desk.office.set_rules(rules).await;
    desk.done(done, &At::default())
}

/// Read by hand: boxes that are ticked repeat their name.
async fn choose(desk: Desk, RawForm(form): RawForm) -> Response {
    let fields: Vec<_> = form_urlencoded::parse(&form).into_owned().collect();
    let text = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let ticked = fields.iter().filter(|(key, _)| key == "member");
    let Ok(these) = ticked.map(|(_, id)| id.parse()).collect::<Result<Vec<MemberId>, _>>() else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let at = At { q: text("q"), ..At::default() };
    let (whom, choice) = match text("act").as_str() {
        "choose" => (Whom::These(these), Choice::Chosen),
        "withdraw" => (Whom::These(these), Choice::NotChosen),
        "choose_found" => (Whom::Found(at.q.clone()), Choice::Chosen),
        "withdraw_found" => (Whom::Found(at.q.clone()), Choice::NotChosen),
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    if whom == Whom::These(Vec::new()) {
        return at.back(Word::Nobody);
    }
    let done = desk.office.choose(whom, choice).await;
    desk.done(done, &at)
}

#[derive(Deserialize)]
struct StandingForm {
    member: MemberId,
    standing: Standing,
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: u32,
}

async fn set_standing(desk: Desk, Form(form): Form<StandingForm>) -> Response {
    let done = desk.office.set_standing(form.member, form.standing).await;
    desk.done(done, &At { q: form.q, from: form.from, said: None })
}
