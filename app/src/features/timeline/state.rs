//! How far a message has come, as its row shows it: what the server says, or what only this device knows.

use crate::{domain::FailReason, sync::Obstacle};

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It came from LINE, or nobody sent it.
    Here,
    /// It is on its way.
    Waiting,
    /// LINE has it.
    Sent,
    /// LINE did not get it, or may not have.
    Failed(FailReason),
    /// Of several recipients, some have it and some do not, or not yet.
    Partly(Shares),
    /// The server did not take it.
    NotSent(Obstacle),
}

impl State {
    /// The word for it in `data-state`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Here => "received",
            Self::Waiting => "queued",
            Self::Sent => "sent",
            Self::Failed(_) => "failed",
            Self::Partly(_) => "partly",
            Self::NotSent(_) => "not-sent",
        }
    }

    /// Whether a person must decide what becomes of it.
    pub const fn is_failed(self) -> bool {
        match self {
            Self::Failed(_) | Self::NotSent(_) => true,
            Self::Partly(shares) => shares.failed > 0,
            Self::Here | Self::Waiting | Self::Sent => false,
        }
    }
}

/// How the recipients of a message share in how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// To how many it is on its way.
    pub waiting: u32,
    /// For how many LINE has it.
    pub sent: u32,
    /// For how many LINE did not get it.
    pub failed: u32,
}

impl Shares {
    /// How many recipients there are.
    pub const fn all(self) -> u32 {
        self.waiting + self.sent + self.failed
    }
}
