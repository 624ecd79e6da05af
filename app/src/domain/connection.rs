//! Official accounts bound to Kakehashi, as those who look after them see them: what LINE says of
//! them, how they do, and what a check found.

use serde::{Deserialize, Serialize};

use super::{ConnectionId, MemberId, Timestamp};

/// The longest channel ID; LINE's have ten digits.
const CHANNEL_ID_MAX: usize = 20;

/// The most characters of a LINE provider's name; LINE allows 100.
pub const PROVIDER_MAX: usize = 100;

/// The ID of a Messaging API channel: decimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelId(String);

/// The text is not a channel ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a channel ID has digits only")]
pub struct NotAChannelId;

impl ChannelId {
    /// Reads a channel ID as typed.
    ///
    /// # Errors
    /// When it is anything but digits.
    pub fn parse(typed: &str) -> Result<Self, NotAChannelId> {
        let id = typed.trim();
        let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || id.len() > CHANNEL_ID_MAX {
            return Err(NotAChannelId);
        }
        Ok(Self(id.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a LINE provider, as an admin tells it: LINE itself does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderName(String);

/// The provider's name is longer than [`PROVIDER_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {PROVIDER_MAX} characters")]
pub struct ProviderTooLong;

impl ProviderName {
    /// Reads a provider's name as typed; none when there is nothing to read in it.
    ///
    /// # Errors
    /// When it is over [`PROVIDER_MAX`] characters.
    pub fn parse(typed: &str) -> Result<Option<Self>, ProviderTooLong> {
        let clean: String = typed.chars().filter(|c| !c.is_control()).collect();
        let name = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Ok(None),
            1..=PROVIDER_MAX => Ok(Some(Self(name))),
            _ => Err(ProviderTooLong),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What LINE says of an official account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialAccount {
    /// LINE's user id of the bot, which webhooks name as their destination.
    pub bot_user_id: String,
    /// Its name.
    pub name: String,
    /// The ID that every official account has, such as `@123abcde`.
    pub basic_id: String,
    /// The ID that was bought for it.
    pub premium_id: Option<String>,
    /// Where LINE keeps its picture.
    pub picture_url: Option<String>,
    /// Who answers; none when LINE names a mode that is not known here.
    pub chat_mode: Option<ChatMode>,
    /// How messages become read; none when LINE names a mode that is not known here.
    pub read_mode: Option<ReadMode>,
}

impl OfficialAccount {
    /// The ID people type: the premium ID where there is one, else the basic ID.
    pub fn line_id(&self) -> &str {
        self.premium_id.as_deref().unwrap_or(&self.basic_id)
    }
}

/// Who answers in an official account's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatMode {
    /// People: chat is on.
    Chat,
    /// LINE's automatic responses: chat is off.
    Bot,
}

/// How messages to an official account become read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadMode {
    /// By themselves.
    Auto,
    /// When we say so.
    Manual,
}

/// Whether members may connect an official account of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnAccounts {
    /// Those who may talk with LINE users may.
    Allowed,
    /// Only admins connect.
    #[default]
    NotAllowed,
}

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

/// Something that has been going wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// Since when.
    pub since: Timestamp,
    /// What, the last time.
    pub why: Fault,
}

/// How something that ought to work has been going.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// When it last went well.
    #[serde(default)]
    pub well_at: Option<Timestamp>,
    /// How it has been failing since.
    #[serde(default)]
    pub failing: Option<Failing>,
}

impl Course {
    /// It went well.
    pub const fn went_well(&mut self, at: Timestamp) {
        *self = Self { well_at: Some(at), failing: None };
    }

    /// It went wrong.
    pub fn went_wrong(&mut self, at: Timestamp, why: Fault) {
        let since = self.failing.map_or(at, |failing| failing.since);
        self.failing = Some(Failing { since, why });
    }

    /// This course, and what came after it.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        if let Some(at) = later.well_at {
            self.went_well(at);
        }
        if let Some(Failing { since, why }) = later.failing {
            self.went_wrong(since, why);
        }
        self
    }
}

/// The signs of life of a connection, as they come in while it is at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// Webhooks from LINE.
    #[serde(default)]
    pub webhook: Course,
    /// Access tokens bought from LINE.
    #[serde(default)]
    pub token: Course,
}

impl Signs {
    /// These signs, and what came after them.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        Self { webhook: self.webhook.then(later.webhook), token: self.token.then(later.token) }
    }
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

#[cfg(test)]
mod tests;
