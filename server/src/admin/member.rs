//! `/admin/members/new` and `/admin/members/{id}`: one member is added, changed, or given a link to
//! choose a password by.

use app::{
    domain::{DirectoryEntry, Email, MemberId},
    features::admin::{
        LinkPage, MemberFault, MemberForm, MemberPage, MemberSaid, NewMemberPage, link_page,
        member_page, new_member_page,
    },
};
use axum::{
    Form, Router,
    extract::{Path, Query},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{desk::Desk, filled};
use crate::{
    auth::{link::LinkToken, name::DirectoryName},
    plain::{NoPage, back, mend},
    state::AppState,
    store::{Refusal, StoreError, directory::Newcomer, members::Entry},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/members/new", get(show_new).post(add))
        .route("/admin/members/{member}", get(show).post(edit))
        .route("/admin/members/{member}/link", post(give_link))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<MemberSaid>,
}

async fn show_new(desk: Desk) -> Result<Html<String>, NoPage> {
    new_page(&desk, MemberForm::EMPTY, Vec::new()).await.map(Html)
}

async fn new_page(
    desk: &Desk,
    form: MemberForm,
    faults: Vec<MemberFault>,
) -> Result<String, NoPage> {
    let groups = desk.office.groups().await.map_err(|error| desk.no_page(error))?;
    let (frame, groups) = (desk.frame.clone(), groups.into_keys().collect());
    Ok(new_member_page(NewMemberPage { frame, form, faults, groups }))
}

async fn add(desk: Desk, Form(form): Form<MemberForm>) -> Result<Response, NoPage> {
    let token = LinkToken::mint(desk.fresh_member(), &mut rand::rng());
    let newcomer = match read_newcomer(&form, &desk, &token) {
        Ok(newcomer) => newcomer,
        Err(faults) => return new_page(&desk, form, faults).await.map(mend),
    };
    match desk.office.add(newcomer, desk.now()).await {
        Ok(()) => hand_out(&desk, &token).await,
        Err(StoreError::Refused(Refusal::EmailTaken)) => {
            new_page(&desk, form, vec![MemberFault::KnownEmail]).await.map(mend)
        }
        Err(error) => Err(desk.no_page(error)),
    }
}

fn read_newcomer(
    form: &MemberForm,
    desk: &Desk,
    token: &LinkToken,
) -> Result<Newcomer, Vec<MemberFault>> {
    match (Email::parse(&form.email), read_entry(form)) {
        (Ok(email), Ok(entry)) => {
            Ok(Newcomer { fresh: token.member, email, entry, link: token.kept(desk.now()) })
        }
        (email, entry) => {
            let email = email.err().map(|_| MemberFault::BadEmail);
            Err(email.into_iter().chain(entry.err().unwrap_or_default()).collect())
        }
    }
}

fn read_entry(form: &MemberForm) -> Result<Entry, Vec<MemberFault>> {
    let name = form.name.parse::<DirectoryName>().map_err(|_| MemberFault::BadName);
    let group = filled(&form.group).map(str::parse::<DirectoryName>).transpose();
    match (name, group.map_err(|_| MemberFault::BadGroup)) {
        (Ok(name), Ok(group)) => Ok(Entry {
            name: name.into_string(),
            group: group.map(DirectoryName::into_string),
            role: form.role,
        }),
        (name, group) => Err(name.err().into_iter().chain(group.err()).collect()),
    }
}

async fn show(
    desk: Desk,
    Path(member): Path<String>,
    Query(At { said }): Query<At>,
) -> Result<Html<String>, NoPage> {
    let member = desk.member(&member).await?;
    let form = MemberForm {
        email: String::new(),
        name: member.name.clone(),
        group: member.group.clone().unwrap_or_default(),
        role: member.role,
    };
    page(&desk, member, form, Outcome::Said(said)).await.map(Html)
}

/// What a page says besides the member.
enum Outcome {
    Said(Option<MemberSaid>),
    Faults(Vec<MemberFault>),
}

async fn page(
    desk: &Desk,
    member: DirectoryEntry,
    form: MemberForm,
    outcome: Outcome,
) -> Result<String, NoPage> {
    let office = &desk.office;
    let read = async { Ok((office.company().await?.rules, office.groups().await?)) };
    let (rules, groups) = read.await.map_err(|error| desk.no_page(error))?;
    let (said, faults) = match outcome {
        Outcome::Said(said) => (said, Vec::new()),
        Outcome::Faults(faults) => (None, faults),
    };
    let (frame, me, groups) = (desk.frame.clone(), office.admin, groups.into_keys().collect());
    Ok(member_page(MemberPage { frame, me, member, rules, form, faults, groups, said }))
}

async fn edit(
    desk: Desk,
    Path(member): Path<String>,
    Form(form): Form<MemberForm>,
) -> Result<Response, NoPage> {
    let member = desk.member(&member).await?;
    let entry = match read_entry(&form) {
        Ok(entry) => entry,
        Err(faults) => {
            return page(&desk, member, form, Outcome::Faults(faults)).await.map(mend);
        }
    };
    done(&desk, member.id, desk.office.edit(member.id, entry).await)
}

/// Back to the member's page.
fn done(desk: &Desk, member: MemberId, done: Result<(), StoreError>) -> Result<Response, NoPage> {
    let said = match done {
        Ok(()) => MemberSaid::Kept,
        Err(StoreError::Refused(Refusal::OwnRole)) => MemberSaid::OwnRole,
        Err(StoreError::Refused(Refusal::Deactivated)) => MemberSaid::Closed,
        Err(error) => return Err(desk.no_page(error)),
    };
    Ok(back(&format!("/admin/members/{member}"), &[], said))
}

async fn give_link(desk: Desk, Path(member): Path<String>) -> Result<Response, NoPage> {
    let member = desk.member(&member).await?.id;
    let token = LinkToken::mint(member, &mut rand::rng());
    match desk.office.give_link(member, token.kept(desk.now())).await {
        Ok(()) => hand_out(&desk, &token).await,
        refused => done(&desk, member, refused),
    }
}

/// Shows a link, in this one answer.
async fn hand_out(desk: &Desk, token: &LinkToken) -> Result<Response, NoPage> {
    let office = &desk.office;
    let read = async { Ok((office.member(token.member).await?, office.company().await?.rules)) };
    let (member, rules) = read.await.map_err(|error| desk.no_page(error))?;
    let (frame, link) = (desk.frame.clone(), desk.address(&token.path()));
    Ok(Html(link_page(LinkPage { frame, member, rules, link })).into_response())
}

impl Desk {
    /// The member an address names.
    async fn member(&self, id: &str) -> Result<DirectoryEntry, NoPage> {
        let Ok(id) = id.parse() else { return Err(self.no_page(StoreError::NotFound)) };
        self.office.member(id).await.map_err(|error| self.no_page(error))
    }
}
