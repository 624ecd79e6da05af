//! The admin's pages: the acts ([`office`]), what every page needs ([`desk`]), and each part's routes.
//! To everybody else they do not exist.

mod company;
mod desk;
mod greeting;
mod groups;
pub(crate) mod import;
mod member;
mod members;
mod office;
mod pictures;

#[cfg(test)]
mod tests;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn};

use crate::{auth::middleware::require_on_page, state::AppState};

/// A form with every box of a page ticked is a few kilobytes. Who needs more, says so at the route.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// The pages and their forms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(company::routes())
        .merge(greeting::routes())
        .merge(members::routes())
        .merge(member::routes())
        .merge(import::routes())
        .merge(groups::routes())
        .merge(pictures::routes())
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(require_on_page))
}

/// What was typed into a field that may stay empty.
fn filled(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}
