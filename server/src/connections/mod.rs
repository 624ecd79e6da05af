//! Looking after official accounts: binding one step by step ([`bind`]), what LINE says when it is
//! asked ([`examine`]), the signs of life that come in meanwhile ([`pulse`]), who may do it
//! ([`keeper`]), and the pages ([`pages`]).
//!
//! A channel secret passes through on its way to the seal and to LINE. It is never kept in the clear,
//! logged, or sent to a browser.

mod bind;
mod examine;
mod keeper;
mod pages;
mod pulse;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use app::domain::ConnectionId;

pub use bind::{NotBound, Through, Wish};
pub use pages::routes;
pub use pulse::Pulse;

use crate::{
    clock::Clock,
    config::Config,
    line::{account::Accounts, client::LineClient},
    secret::SecretKey,
    store::Store,
};

/// All that looking after connections needs.
pub struct Connections {
    /// Where they are kept.
    pub store: Store,
    /// What their secrets are sealed with.
    pub key: Arc<SecretKey>,
    /// Asks LINE with credentials that are not kept yet.
    pub client: LineClient,
    /// Speaks for connections that are.
    pub accounts: Arc<Accounts>,
    /// How they do.
    pub pulse: Arc<Pulse>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where this server is, and where LINE.
    pub config: Config,
}

impl Connections {
    /// The address that LINE is to send a connection's webhooks to.
    pub fn webhook_address(&self, connection: ConnectionId) -> String {
        self.config.public_url.at(&format!("/line/webhook/{connection}"))
    }

    /// Whether LINE can be asked to send webhooks here: LINE takes https alone. A stand-in on this
    /// machine takes this machine's own addresses as well.
    pub fn is_public(&self) -> bool {
        let (public, api) = (&self.config.public_url, &self.config.line.api);
        public.is_https() || (api.is_stand_in() && public.is_loopback())
    }
}
