//! `/admin/groups`: the groups of the directory, renamed and merged.

use app::features::admin::{
    GroupFault, GroupsPage, GroupsSaid, MergePage, groups_page, merge_page,
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
    auth::name::DirectoryName,
    plain::{NoPage, back, mend},
    state::AppState,
    store::StoreError,
};

/// Where the groups are.
const PATH: &str = "/admin/groups";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(show).post(rename))
}

/// What was just done.
#[derive(Deserialize)]
struct At {
    said: Option<GroupsSaid>,
}

async fn show(desk: Desk, Query(At { said }): Query<At>) -> Result<Html<String>, NoPage> {
    let groups = desk.office.groups().await.map_err(|error| desk.no_page(error))?;
    Ok(Html(groups_page(GroupsPage { frame: desk.frame, groups, fault: None, said })))
}

#[derive(Deserialize)]
struct RenameForm {
    from: String,
    to: String,
    /// That the admin knows of the group which is there.
    merge: Option<String>,
}

async fn rename(desk: Desk, Form(form): Form<RenameForm>) -> Result<Response, NoPage> {
    let groups = desk.office.groups().await.map_err(|error| desk.no_page(error))?;
    let Ok(to) = form.to.parse::<DirectoryName>().map(DirectoryName::into_string) else {
        let fault = Some(GroupFault { from: form.from, to: form.to });
        let page = GroupsPage { frame: desk.frame, groups, fault, said: None };
        return Ok(mend(groups_page(page)));
    };
    let count = |name: &str| groups.get(name).copied();
    if let (Some(leave), Some(stay), None) = (count(&form.from), count(&to), &form.merge)
        && form.from != to
    {
        let page = MergePage { frame: desk.frame, from: (form.from, leave), to: (to, stay) };
        return Ok(Html(merge_page(page)).into_response());
    }
    match desk.office.rename_group(&form.from, &to).await {
        Ok(()) => Ok(back(PATH, &[], GroupsSaid::Kept)),
        Err(StoreError::NotFound) => Ok(back(PATH, &[], GroupsSaid::Gone)),
        Err(error) => Err(desk.no_page(error)),
    }
}
