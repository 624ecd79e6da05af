//! The JSON that we send to LINE's API and that it answers with.

use serde::Deserialize;

/// LINE's names for a message that it took.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentMessage {
    /// The message's id.
    pub id: String,
    /// The right to quote it, for the kinds that can be quoted.
    #[serde(default)]
    pub quote_token: Option<String>,
}
