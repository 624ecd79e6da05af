//! `/admin/members`: the directory, and what is done with many members at once. Each act answers with
//! the stretch of the directory that it was done in.

use app::{
    domain::{Choice, MemberId, Standing},
    features::admin::{MembersPage, MembersSaid, members_page},
};
use axum::{
    Form, Router,
    extract::{Query, RawForm},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use url::form_urlencoded;

use super::{desk::Desk, office::Whom};
use crate::{
    plain::{NoPage, back},
    state::AppState,
    store::{Refusal, StoreError},
};

/// Where the directory is.
const PATH: &str = "/admin/members";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, get(show))
        .route("/admin/members/choice", post(choose))
        .route("/admin/members/standing", post(set_standing))
}

/// Which stretch of the directory, and what was just done.
#[derive(Debug, Default, Deserialize)]
struct At {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: u32,
    said: Option<MembersSaid>,
}

impl At {
    /// Back to the same stretch, where `said` is said.
    fn back(&self, said: MembersSaid) -> Response {
        back(PATH, &[("q", &self.q), ("from", &self.from.to_string())], said)
    }

    /// Back to the same stretch when it is done.
    fn done(&self, desk: &Desk, done: Result<(), StoreError>) -> Response {
        match done {
            Ok(()) => self.back(MembersSaid::Kept),
            Err(StoreError::Refused(Refusal::OwnAccount)) => self.back(MembersSaid::Own),
            Err(error) => desk.no_page(error).into_response(),
        }
    }
}

async fn show(desk: Desk, Query(at): Query<At>) -> Result<Html<String>, NoPage> {
    let office = &desk.office;
    let read = async {
        let rules = office.company().await?.rules;
        Ok((rules, office.directory(&at.q, at.from).await?))
    };
    let (rules, found) = read.await.map_err(|error| desk.no_page(error))?;
    let (me, frame) = (office.admin, desk.frame);
    let page = MembersPage { frame, me, rules, search: at.q, found, said: at.said };
    Ok(Html(members_page(page)))
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
        return at.back(MembersSaid::Nobody);
    }
    at.done(&desk, desk.office.choose(whom, choice, desk.now()).await)
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
    let at = At { q: form.q, from: form.from, said: None };
    at.done(&desk, desk.office.set_standing(form.member, form.standing, desk.now()).await)
}
