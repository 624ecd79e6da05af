//! Official accounts bound to Kakehashi, as those who look after them see them.

mod account;
mod checkup;
mod signs;
#[cfg(test)]
mod tests;
mod usage;

use serde::{Deserialize, Serialize};

pub use account::{
    ChannelId, ChatMode, NotAChannelId, OfficialAccount, OwnAccounts, PROVIDER_MAX, ProviderName,
    ProviderTooLong, ReadMode,
};
pub use checkup::{Checkup, Step};
pub use signs::{Course, Failing, Signs};
pub use usage::{MonthOfUse, Told, Usage};

use super::{ConnectionId, MemberId, Quota, Timestamp};

/// What can be wrong with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// LINE did not answer us: nothing is known.
    NoAnswer,
    /// LINE does not accept the channel ID and secret.
    CredentialsRefused,
    /// The kept secret does not open with this server's key.
    SecretUnreadable,
    /// This server's public address is not one that LINE sends webhooks to.
    NotPublic,
    /// LINE does not take the webhook address.
    AddressRefused,
    /// LINE could not connect to the webhook address.
    NotReached,
    /// The webhook address answered LINE too late.
    TooLate,
    /// The webhook address answered LINE with an error.
    ErrorStatus {
        /// Which.
        status: u16,
    },
    /// LINE's test failed, and LINE does not say at what.
    Unexplained,
    /// LINE sends no webhooks: they are switched off in its console.
    SwitchedOff,
    /// A webhook came that this channel's secret has not signed.
    NotSigned,
    /// A webhook came that was addressed to another official account.
    OtherAccount,
}

/// How a connection does, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Nothing is known to be wrong.
    Healthy,
    /// No webhook has come in yet.
    Unheard,
    /// LINE has not described the official account yet.
    Undescribed,
    /// LINE does not let us act for the account.
    TokenFails(Failing),
    /// What the LINE users write does not come in.
    WebhookFails(Failing),
    /// It was disconnected.
    Disconnected {
        /// When.
        at: Timestamp,
    },
}

/// A connection, as those who look after it see it. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionEntry {
    /// Which.
    pub id: ConnectionId,
    /// The member it stands for.
    pub member: MemberId,
    /// The member's name.
    pub member_name: String,
    /// LINE's channel ID.
    pub channel_id: String,
    /// What LINE says of the account, once it has.
    pub account: Option<OfficialAccount>,
    /// Where this server serves the account's picture.
    pub picture: Option<String>,
    /// The LINE provider it belongs to, as an admin has told.
    pub provider: Option<String>,
    /// Its signs of life.
    pub signs: Signs,
    /// What the last check found.
    pub checkup: Option<Checkup>,
    /// What is left of the month's messages; none when the plan has no limit, or nothing is known.
    pub quota: Option<Quota>,
    /// When it was disconnected, if it was: only its history is left then.
    pub unbound_at: Option<Timestamp>,
}

impl ConnectionEntry {
    /// Whether it is bound, or only its history is left.
    pub const fn is_bound(&self) -> bool {
        self.unbound_at.is_none()
    }

    /// How it does. Without a token nothing goes either way, so that is said first.
    pub const fn health(&self) -> Health {
        match (self.unbound_at, self.signs.token.failing, self.signs.webhook.failing) {
            (Some(at), ..) => Health::Disconnected { at },
            (None, Some(failing), _) => Health::TokenFails(failing),
            (None, None, Some(failing)) => Health::WebhookFails(failing),
            (None, None, None) if self.account.is_none() => Health::Undescribed,
            (None, None, None) if self.signs.webhook.well_at.is_none() => Health::Unheard,
            (None, None, None) => Health::Healthy,
        }
    }

    /// Whether four fifths or more of the month's messages are used.
    pub fn runs_low(&self) -> bool {
        self.quota.is_some_and(Quota::runs_low)
    }

    /// What to call it: its name on LINE, once that is known.
    pub fn title(&self) -> &str {
        self.account.as_ref().map_or(&self.channel_id, |account| &account.name)
    }
}

/// What is known of the LINE providers that connections belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Providers {
    /// Nothing speaks against one for all.
    One,
    /// More than one connection, and of some nobody has told.
    Untold,
    /// At least these, in the order of their names.
    Mixed(Vec<String>),
}

impl Providers {
    /// The providers of these connections; those that are disconnected do not count.
    pub fn of(connections: &[ConnectionEntry]) -> Self {
        let bound = || connections.iter().filter(|connection| connection.is_bound());
        let mut names: Vec<&str> = bound().filter_map(|one| one.provider.as_deref()).collect();
        let untold = names.len() < bound().count();
        names.sort_by_key(|name| name.to_lowercase());
        names.dedup_by_key(|name| name.to_lowercase());
        match names.len() {
            2.. => Self::Mixed(names.into_iter().map(str::to_owned).collect()),
            _ if untold && bound().count() > 1 => Self::Untold,
            _ => Self::One,
        }
    }
}
