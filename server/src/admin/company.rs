//! `/admin`: the company, and who of it may talk with LINE users.

use app::{
    domain::{Company, Grant, LineChat, Newcomers, Rules},
    features::admin::{CompanyField, CompanyPage, CompanySaid, company_page},
};
use axum::{
    Form, Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{desk::Desk, filled};
use crate::{
    auth::name::DirectoryName,
    member_profile::Country,
    plain::{NoPage, back, mend},
    state::AppState,
    store::{StoreError, company::AboutCompany},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(show))
        .route("/admin/company", post(describe))
        .route("/admin/rules", post(set_rules))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<CompanySaid>,
}

async fn show(desk: Desk, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    let company = desk.office.company().await.map_err(|error| desk.no_page(error))?;
    let page = CompanyPage { frame: desk.frame, company, wrong: Vec::new(), said };
    Ok(Html(company_page(page)))
}

#[derive(Deserialize)]
struct CompanyForm {
    name: String,
    country: String,
}

impl CompanyForm {
    fn check(&self) -> Result<AboutCompany, Vec<CompanyField>> {
        let name = filled(&self.name).map(str::parse::<DirectoryName>).transpose();
        let country = filled(&self.country)
            .map(|typed| Country::parse(typed).map(Country::code).ok_or(CompanyField::Country))
            .transpose();
        match (name, country) {
            (Ok(name), Ok(country)) => {
                let name = name.map(DirectoryName::into_string);
                Ok(AboutCompany { name, country })
            }
            (name, country) => {
                let name = name.err().map(|_| CompanyField::Name);
                Err(name.into_iter().chain(country.err()).collect())
            }
        }
    }
}

async fn describe(desk: Desk, Form(typed): Form<CompanyForm>) -> Response {
    match typed.check() {
        Ok(about) => done(&desk, desk.office.describe(about).await),
        Err(wrong) => again(desk, typed, wrong).await,
    }
}

/// The page with what was typed.
async fn again(desk: Desk, typed: CompanyForm, wrong: Vec<CompanyField>) -> Response {
    let rules = match desk.office.company().await {
        Ok(company) => company.rules,
        Err(error) => return desk.no_page(error).into_response(),
    };
    let company = Company { name: Some(typed.name), country: Some(typed.country), rules };
    mend(company_page(CompanyPage { frame: desk.frame, company, wrong, said: None }))
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
    done(&desk, desk.office.set_rules(rules).await)
}

fn done(desk: &Desk, done: Result<(), StoreError>) -> Response {
    match done {
        Ok(()) => back("/admin", &[], CompanySaid::Kept),
        Err(error) => desk.no_page(error).into_response(),
    }
}
