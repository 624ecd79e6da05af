//! What every handler can reach: made once at the start, shared by reference.

use std::{ops::Deref, sync::Arc};

use app::backend::SharedBackend;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;

use crate::{
    auth::Auth,
    clock::Clock,
    config::Config,
    connections::Connections,
    media::{PhotoShop, Pictures, ShareLimit, Stickers, Storage},
    profile_card::Cards,
    realtime::Hub,
    secret::SecretKey,
    store::Store,
};

/// The parts of a running server.
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What is kept.
    pub store: Store,
    /// What secrets are sealed with.
    pub key: Arc<SecretKey>,
    /// Signing in and out.
    pub auth: Auth,
    /// Who listens for news.
    pub hub: Arc<Hub>,
    /// Looking after official accounts.
    pub connections: Arc<Connections>,
    /// Pictures of LINE users.
    pub pictures: Pictures,
    /// Pictures of stickers and LINE emoji.
    pub stickers: Stickers,
    /// The bytes of what LINE users and members send.
    pub storage: Storage,
    /// How often those are asked for by the addresses that LINE is given.
    pub share_limit: ShareLimit,
    /// Draws profile cards.
    pub cards: Cards,
    /// Where uploaded photos are drawn.
    pub photo_shop: Arc<PhotoShop>,
    /// What the interface asks.
    pub backend: SharedBackend,
    /// What the client that this server serves is called; one of another build offers to reload.
    pub build: String,
    /// How pages are rendered.
    pub leptos: LeptosOptions,
    /// Cancelled when the server is to stop.
    pub stop: CancellationToken,
}

/// A handle on [`Parts`], cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

impl AppState {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
