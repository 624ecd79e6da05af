//! Official accounts that are bound, or were.

use serde_json::Value as Json;
use surrealdb::types::SurrealValue;

/// An official account bound to Kakehashi, or one that was: what was said through it stays.
#[derive(Clone, Debug, SurrealValue)]
pub struct ConnectionRow {
    /// The member it stands for.
    pub member: uuid::Uuid,
    /// LINE's channel id.
    pub channel_id: String,
    /// The channel secret, sealed; opens only with the server's key. None once it is unbound.
    pub sealed_secret: Option<String>,
    /// LINE's user id of the bot, once LINE has told it.
    pub bot_user_id: Option<String>,
    /// The ID that every account has, such as `@123abcde`, once LINE has told it.
    pub basic_id: Option<String>,
    /// The ID that was bought for it.
    pub premium_id: Option<String>,
    /// The account's name on LINE.
    pub display_name: Option<String>,
    /// Where LINE keeps the account's picture.
    pub picture_url: Option<String>,
    /// `domain::ChatMode`.
    pub chat_mode: Option<Json>,
    /// `domain::ReadMode`.
    pub read_mode: Option<Json>,
    /// When LINE last described the account, in Unix milliseconds.
    pub described_at: Option<i64>,
    /// The LINE provider it belongs to, as an admin has told.
    pub provider: Option<String>,
    /// `domain::Checkup`: what the last check found.
    pub checkup: Option<Json>,
    /// When it was unbound, in Unix milliseconds.
    pub unbound_at: Option<i64>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// Which connection a LINE channel is bound by. There is one while it is.
#[derive(Clone, Debug, SurrealValue)]
pub struct ChannelRow {
    /// The connection.
    pub connection: uuid::Uuid,
}

/// Which connection an official account is bound by, by the bot's LINE user id. There is one while it
/// is, once LINE has described the account.
#[derive(Clone, Debug, SurrealValue)]
pub struct BotRow {
    /// The connection.
    pub connection: uuid::Uuid,
}

/// A connection's signs of life. Apart from the connection's row, because it changes while nobody
/// looks after it.
#[derive(Clone, Debug, SurrealValue)]
pub struct SignsRow {
    /// `domain::Signs`.
    pub signs: Json,
}
