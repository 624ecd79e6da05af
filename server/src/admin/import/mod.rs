//! `/admin/members/import`: members from a list. It is looked at first ([`mod@check`]), and imported only
//! as it was looked at; the looking is repeated then, and all of it is one transaction.

mod check;
mod files;
mod table;

use std::collections::HashSet;

use app::{
    domain::MemberId,
    features::{
        admin::{ImportPage, ImportedPage, Preview, import_page, imported_page},
        lists::{Counts, FileFault},
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart},
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use self::{
    check::{Checked, check},
    files::LinkLine,
    table::Table,
};
use super::desk::Desk;
use crate::{
    auth::link::LinkToken,
    lists::{self, Act, Posted},
    plain::{NoPage, mend},
    state::AppState,
    store::{
        Refusal, StoreError,
        import::{Import, Wanted},
    },
};

pub(super) fn routes() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(lists::MAX_BODY_BYTES);
    Router::new()
        .route("/admin/members/import", get(show).post(submit).layer(limit))
        .route("/admin/members/import/template", get(template))
}

async fn show(desk: Desk) -> Html<String> {
    Html(page(&desk, String::new(), Preview::Nothing))
}

async fn template(desk: Desk) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"members.csv\""),
    ];
    (headers, files::template(desk.frame.locale))
}

fn page(desk: &Desk, text: String, preview: Preview) -> String {
    let (frame, checked) = (desk.frame.clone(), lists::seal(&text));
    import_page(ImportPage { frame, text, checked, preview })
}

async fn submit(desk: Desk, form: Multipart) -> Result<Response, NoPage> {
    let posted = match Posted::read(form).await {
        Ok(posted) => posted,
        Err(fault) => return Ok(mend(page(&desk, String::new(), Preview::Unreadable(fault)))),
    };
    let (ignored, checked) = match look(&desk, &posted.text).await {
        Ok(looked) => looked,
        Err(Trouble::File(fault)) => {
            return Ok(mend(page(&desk, posted.text, Preview::Unreadable(fault))));
        }
        Err(Trouble::Store(error)) => return Err(desk.no_page(error)),
    };
    let Checked { wanted, counts, bad } = checked;
    if posted.act == Act::Import && bad.is_empty() {
        match import(&desk, wanted).await {
            Ok(page) => return Ok(Html(page).into_response()),
            // What was looked at is another meanwhile: it is shown as it is now.
            Err(StoreError::Refused(Refusal::OwnRole)) => {}
            Err(error) => return Err(desk.no_page(error)),
        }
    }
    let is_good = bad.is_empty();
    let page = page(&desk, posted.text, Preview::Read { counts, bad, ignored });
    Ok(if is_good { Html(page).into_response() } else { mend(page) })
}

/// Why a list cannot be looked at.
enum Trouble {
    File(FileFault),
    Store(StoreError),
}

async fn look(desk: &Desk, text: &str) -> Result<(Vec<String>, Checked), Trouble> {
    let Table { lines, ignored } = table::read(text).map_err(Trouble::File)?;
    let known = desk.office.everybody().await.map_err(Trouble::Store)?;
    Ok((ignored, check(lines, known, desk.office.admin)))
}

/// Imports, and answers with the page that has the new members' links in it.
async fn import(desk: &Desk, wanted: Vec<Wanted>) -> Result<String, StoreError> {
    let (now, token) = (desk.now(), || LinkToken::mint(desk.fresh_member(), &mut rand::rng()));
    let with_token: Vec<_> = wanted.into_iter().map(|wanted| (token(), wanted)).collect();
    let list = with_token.iter().map(|(token, wanted)| Import {
        wanted: wanted.clone(),
        fresh: token.member,
        link: token.kept(now),
    });
    let imported = desk.office.import(list.collect(), now).await?;
    let added: HashSet<MemberId> = imported.added.into_iter().collect();
    let new = with_token.into_iter().filter(|(token, _)| added.contains(&token.member));
    let line = |(token, Wanted { email, name, .. }): (LinkToken, Wanted)| LinkLine {
        email,
        name,
        link: desk.address(&token.path()),
    };
    let new: Vec<_> = new.map(line).collect();
    let (changed, unchanged) = (imported.changed, imported.unchanged);
    let count = u32::try_from(new.len()).unwrap_or(u32::MAX);
    let counts = Counts { new: count, changed, unchanged };
    let locale = desk.frame.locale;
    let links = (!new.is_empty()).then(|| files::address(&files::links(locale, new)));
    Ok(imported_page(ImportedPage { frame: desk.frame.clone(), counts, links }))
}
