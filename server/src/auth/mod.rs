//! Who may come in: accounts' passwords, sessions, and the pages that begin and end them.
//!
//! Decides who asks; what they may see is the backend's and the store's to say.

pub mod limit;
pub mod link;
mod login;
pub mod middleware;
pub mod name;
pub mod next;
pub mod origin;
mod page;
pub mod password;
mod password_page;
pub mod session;
mod setup;
mod setup_page;
pub mod visitor;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use axum::{Router, extract::DefaultBodyLimit};

pub use self::setup::SetupCode;
use self::{
    limit::LoginLimit,
    password::{Cost, PasswordError, Passwords},
    session::SessionCookie,
    setup::Setup,
};
use crate::{
    config::PublicUrl,
    state::AppState,
    store::{Store, StoreError},
};

/// Log-in and set-up forms are short.
const MAX_FORM_BYTES: usize = 16 * 1024;

/// What signing in needs, for the whole life of the server.
pub struct Auth {
    passwords: Passwords,
    logins: LoginLimit,
    setup: Setup,
    cookie: SessionCookie,
}

/// Why nobody could sign in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Nobody knows whether there are members.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Auth {
    /// Gets ready. Where there is no member yet, `code` is good for set-up, and stands in the log.
    ///
    /// # Errors
    /// When the database fails, or passwords cannot be hashed at that cost.
    pub async fn start(
        store: &Store,
        public_url: &PublicUrl,
        cost: Cost,
        code: SetupCode,
    ) -> Result<Self, AuthError> {
        let code = (!store.any_member().await?).then_some(code);
        if let Some(code) = &code {
            announce(code, public_url);
        }
        Ok(Self {
            passwords: Passwords::new(cost)?,
            logins: LoginLimit::default(),
            setup: Setup::new(code),
            cookie: SessionCookie::for_site(public_url),
        })
    }
}

/// As a warning, so that every log filter but the strictest shows it.
fn announce(code: &SetupCode, public_url: &PublicUrl) {
    let (page, code) = (public_url.at("/setup"), code.to_text());
    tracing::warn!("there is no member yet: open {page} and enter the one-time code {code}");
}

/// The pages of one-time links. They come from nowhere, as far as a browser tells: their addresses are
/// secrets, so that it sends no referrer, and no origin either. The link itself is the proof.
pub fn links() -> Router<AppState> {
    password_page::routes().layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

/// The log-in, log-out and set-up pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(login::routes())
        .merge(setup_page::routes())
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}
