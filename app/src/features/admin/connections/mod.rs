//! Official accounts and how they do: all of them for an admin ([`Stand::Office`]), a member's own
//! where the admin allows it ([`Stand::Own`]). The same pages for both: [`list`], [`connect`], [`one`].

mod connect;
mod list;
mod one;
mod stand;
mod usage;
mod words;

pub(super) use stand::PART;

pub use connect::{ConnectPage, ConnectTyped, ConnectWrong, Holder, connect_page};
pub use list::{ConnectionsPage, connections_page};
pub use one::{OnePage, SecretWrong, one_page};
pub use stand::{ConnectionsSaid, Stand};
