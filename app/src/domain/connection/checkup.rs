//! What a check of a connection found.

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::domain::Timestamp;

/// What became of one step of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// It is as it should be.
    Passed,
    /// It is not.
    Failed {
        /// What is wrong.
        why: Fault,
    },
    /// A step before it stood in the way.
    Skipped,
}

impl Step {
    /// A step that failed.
    pub const fn failed(why: Fault) -> Self {
        Self::Failed { why }
    }

    /// What it tells of webhooks as they are; that LINE did not answer us tells nothing.
    fn telling(self) -> Option<Fault> {
        match self {
            Self::Failed { why } => {
                (!matches!(why, Fault::NoAnswer | Fault::CredentialsRefused)).then_some(why)
            }
            Self::Passed | Self::Skipped => None,
        }
    }
}

impl From<Result<(), Fault>> for Step {
    fn from(result: Result<(), Fault>) -> Self {
        result.map_or_else(Self::failed, |()| Self::Passed)
    }
}

/// What a check of a connection found, step by step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkup {
    /// When.
    pub at: Timestamp,
    /// LINE issues an access token.
    pub token: Step,
    /// LINE describes the official account.
    pub account: Step,
    /// LINE takes our webhook address.
    pub address: Step,
    /// LINE's test of that address succeeds.
    pub test: Step,
    /// LINE sends webhooks.
    pub switch: Step,
}

impl Checkup {
    /// A check that came no further than the access token.
    pub const fn without_token(at: Timestamp, why: Fault) -> Self {
        let [token, rest] = [Step::failed(why), Step::Skipped];
        Self { at, token, account: rest, address: rest, test: rest, switch: rest }
    }

    /// A check that came no further than what LINE says of the account.
    pub const fn without_account(at: Timestamp, why: Fault) -> Self {
        let [token, account, rest] = [Step::Passed, Step::failed(why), Step::Skipped];
        Self { at, token, account, address: rest, test: rest, switch: rest }
    }

    /// What it says of webhooks: that they come in, why they do not, or nothing.
    pub fn webhooks(&self) -> Option<Result<(), Fault>> {
        let trouble = [self.switch, self.test, self.address].into_iter().find_map(Step::telling);
        match (trouble, self.test) {
            (Some(why), _) => Some(Err(why)),
            (None, Step::Passed) => Some(Ok(())),
            (None, _) => None,
        }
    }
}
