//! Contacts from files and as files: `/contacts/files`, `/contacts/export.vcf`, `/contacts/export.csv`.
//!
//! As with lists of members, a file is looked at first, and imported only as it was looked at: the looking
//! is repeated then, and all of it is one transaction. To who may not talk with LINE users none of this
//! exists.

mod patch;
mod plan;
mod table;
#[cfg(test)]
mod tests;
mod vcard;

use app::features::{
    contacts::files::{CardFault, FilesPage, Preview, files_page},
    lists::FileFault,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart},
    http::header,
    middleware::from_fn,
    response::{Html, IntoResponse, Response},
    routing::get,
};

use self::{patch::Patch, plan::Plan, table::Written};
use crate::{
    auth::middleware::require_on_page,
    lists::{self, Act, Posted},
    plain::{Asked, NoPage, mend},
    state::AppState,
    store::{Refusal, StoreError, address_book::ImportContacts},
};

/// The page, its form, and the downloads.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/contacts/files", get(show).post(submit))
        .route("/contacts/export.vcf", get(as_vcards))
        .route("/contacts/export.csv", get(as_table))
        .layer(DefaultBodyLimit::max(lists::MAX_BODY_BYTES))
        .layer(from_fn(require_on_page))
}

fn page(asked: &Asked, text: String, preview: Preview) -> String {
    let checked = lists::seal(&text);
    files_page(FilesPage { frame: asked.frame.clone(), text, checked, preview })
}

async fn show(asked: Asked) -> Result<Html<String>, NoPage> {
    // Only to see whether there is an address book for the one who asks.
    contacts(&asked).await?;
    Ok(Html(page(&asked, String::new(), Preview::Nothing)))
}

async fn contacts(asked: &Asked) -> Result<Vec<Written>, NoPage> {
    let known = asked.state.store.everybody_known(asked.member).await;
    let known = known.map_err(|error| asked.no_page(error))?;
    let written = known.into_iter().filter_map(|one| {
        let card = one.kept?.card;
        Some(Written { id: one.id, card, on_line: one.on_line })
    });
    Ok(written.collect())
}

async fn as_vcards(asked: Asked) -> Result<Response, NoPage> {
    let contacts = contacts(&asked).await?;
    let card = |one: &Written| {
        let name = if one.card.name.is_empty() { &one.on_line } else { &one.card.name };
        vcard::write(one.id, name, &one.card)
    };
    let cards: String = contacts.iter().map(card).collect();
    Ok(download("text/vcard; charset=utf-8", "contacts.vcf", cards))
}

async fn as_table(asked: Asked) -> Result<Response, NoPage> {
    let contacts = contacts(&asked).await?;
    let table = table::write(asked.frame.locale, &contacts);
    Ok(download("text/csv; charset=utf-8", "contacts.csv", table))
}

fn download(kind: &'static str, name: &str, file: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file).into_response()
}

/// The cards of a file, whatever it is, each with the number of its first line.
type Cards = Vec<(u64, Result<Patch, CardFault>)>;

fn cards(text: &str) -> Result<Cards, FileFault> {
    let is_vcard = text.lines().any(|line| line.trim().eq_ignore_ascii_case("BEGIN:VCARD"));
    if !is_vcard {
        return table::read(text);
    }
    let cards = vcard::read(text);
    if cards.len() > table::MAX_LINES {
        return Err(FileFault::TooManyLines);
    }
    Ok(cards.into_iter().map(|(line, patch)| (line, Ok(patch))).collect())
}

async fn submit(asked: Asked, form: Multipart) -> Result<Response, NoPage> {
    let posted = match Posted::read(form).await {
        Ok(posted) => posted,
        Err(fault) => return Ok(mend(page(&asked, String::new(), Preview::Unreadable(fault)))),
    };
    let known = asked.state.store.everybody_known(asked.member).await;
    let known = known.map_err(|error| asked.no_page(error))?;
    let cards = match cards(&posted.text) {
        Ok(cards) => cards,
        Err(fault) => return Ok(mend(page(&asked, posted.text, Preview::Unreadable(fault)))),
    };
    let Plan { changes, counts, bad, strangers } = plan::plan(cards, known);
    if posted.act == Act::Import && bad.is_empty() {
        let import = ImportContacts { by: asked.member, changes, now: asked.state.clock.now() };
        return match asked.state.store.run(import).await {
            Ok(()) => {
                Ok(Html(page(&asked, String::new(), Preview::Imported(counts))).into_response())
            }
            Err(StoreError::Refused(Refusal::ContactsChanged)) => {
                Ok(mend(page(&asked, posted.text, Preview::Overtaken)))
            }
            Err(error) => Err(asked.no_page(error)),
        };
    }
    let is_good = bad.is_empty();
    let page = page(&asked, posted.text, Preview::Read { counts, bad, strangers });
    Ok(if is_good { Html(page).into_response() } else { mend(page) })
}
