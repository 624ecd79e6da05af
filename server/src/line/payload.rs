//! The JSON that we send to LINE's API and that it answers with.
//!
//! Answers are read leniently, as LINE may add to them; what we send is held by snapshots.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/>

use serde::{Deserialize, Serialize};

/// A message object, as LINE takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Outgoing {
    /// Words: at least one character, at most 5000 UTF-16 units.
    Text {
        /// The words.
        text: String,
        /// In whose name; none in that of the official account.
        #[serde(skip_serializing_if = "Option::is_none")]
        sender: Option<Sender>,
    },
}

/// Who writes, as the LINE user reads it: "name from 'official account'", beside a picture.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#icon-nickname-switch>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// A square PNG of at most 1 MB, over https.
    #[serde(skip_serializing_if = "Option::is_none")]
    icon_url: Option<String>,
}

/// What LINE can have against a [`Sender`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SenderPart {
    /// The name.
    Name,
    /// The picture.
    Icon,
    /// Both.
    Both,
}

/// LINE's limit for a sender's name, in UTF-16 units.
const SENDER_UTF16: usize = 20;

impl Sender {
    /// The sender with this name, cut to what LINE takes; none when nothing is left of it.
    pub fn named(name: &str) -> Option<Self> {
        let mut room = SENDER_UTF16;
        let fits = |c: &char| {
            let left = room.checked_sub(c.len_utf16());
            room = left.unwrap_or(0);
            left.is_some()
        };
        let name: String = name.chars().filter(|c| !c.is_control()).take_while(fits).collect();
        let name = name.trim().to_owned();
        (!name.is_empty()).then_some(Self { name: Some(name), icon_url: None })
    }

    /// The same with a picture, of which this is the address.
    #[must_use]
    pub fn with_icon(self, icon_url: String) -> Self {
        Self { icon_url: Some(icon_url), ..self }
    }

    /// What is left of it without a part; none when that is nothing.
    fn without(self, part: SenderPart) -> Option<Self> {
        let Self { name, icon_url } = self;
        match part {
            SenderPart::Name => icon_url.map(|url| Self { name: None, icon_url: Some(url) }),
            SenderPart::Icon => name.map(|name| Self { name: Some(name), icon_url: None }),
            SenderPart::Both => None,
        }
    }
}

impl Outgoing {
    /// The same without a part of its sender, for which the official account's own is shown.
    #[must_use]
    pub fn without(self, part: SenderPart) -> Self {
        match self {
            Self::Text { text, sender } => {
                Self::Text { text, sender: sender.and_then(|sender| sender.without(part)) }
            }
        }
    }
}

/// Body of `POST /v2/bot/message/push`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Push<'a> {
    pub to: &'a str,
    pub messages: &'a [Outgoing],
}

/// Body of `POST /v2/bot/message/reply`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReplyWith<'a> {
    pub reply_token: &'a str,
    pub messages: &'a [Outgoing],
}

/// Form of `POST /oauth2/v3/token`.
#[derive(Serialize)]
pub(super) struct TokenRequest<'a> {
    pub grant_type: &'static str,
    pub client_id: &'a str,
    pub client_secret: &'a str,
}

/// Answer of `POST /oauth2/v3/token`.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    pub access_token: String,
    /// Seconds.
    pub expires_in: u32,
}

/// Answer of push and reply, and of a push whose retry key LINE has seen before.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SentAnswer {
    #[serde(default)]
    pub sent_messages: Vec<SentMessage>,
}

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

/// Answer of any call that LINE refuses.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorAnswer {
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub details: Vec<ErrorDetail>,
}

/// One thing that LINE finds wrong with a request.
#[derive(Debug, Deserialize)]
pub(super) struct ErrorDetail {
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub property: String,
}

/// Answer of `GET /v2/bot/profile/{userId}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The LINE user.
    pub user_id: String,
    /// The name that the LINE user chose.
    pub display_name: String,
    /// Where LINE serves the photo; none when the LINE user has none.
    #[serde(default)]
    pub picture_url: Option<String>,
    /// What the LINE user says of themselves.
    #[serde(default)]
    pub status_message: Option<String>,
    /// Language tag, such as `ja`; none without the LINE user's consent.
    #[serde(default)]
    pub language: Option<String>,
}

/// Answer of `GET /v2/bot/info`: the official account itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BotInfo {
    /// The bot user id, which webhooks name as their `destination`.
    pub user_id: String,
    /// The ID that every official account has, such as `@123abcde`.
    pub basic_id: String,
    /// The ID that was bought for it.
    #[serde(default)]
    pub premium_id: Option<String>,
    /// Its name.
    pub display_name: String,
    /// Where LINE serves its photo.
    #[serde(default)]
    pub picture_url: Option<String>,
}

/// Answer of `GET /v2/bot/message/quota`.
#[derive(Debug, Deserialize)]
pub(super) struct Quota {
    /// Messages a month; none when there is no limit.
    #[serde(default)]
    pub value: Option<u64>,
}

/// Answer of `GET /v2/bot/message/quota/consumption`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Consumption {
    /// Messages sent this month, approximately.
    pub total_usage: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent() {
        let text = "はい、\n\"承知\"しました 🙇".to_owned();
        let from = |sender| Outgoing::Text { text: text.clone(), sender };
        let aoi = Sender::named("林 葵");
        let icon = "https://chat.example.com/photos/0af9/240.png".to_owned();
        let messages = [from(aoi.clone().map(|aoi| aoi.with_icon(icon))), from(aoi), from(None)];
        insta::assert_json_snapshot!(serde_json::json!({
            "push": Push { to: "U4af4980629", messages: &messages },
            "reply": ReplyWith { reply_token: "nHuyWiB7yP5Zw52FIkcQ", messages: &messages },
        }));
    }

    #[test]
    fn a_senders_name_is_cut_to_what_line_takes() {
        let name = |typed: &str| Sender::named(typed).and_then(|sender| sender.name);
        assert_eq!(name(" 林 葵\u{0} ").as_deref(), Some("林 葵"));
        assert_eq!(name(&"a".repeat(21)), Some("a".repeat(20)));
        assert_eq!(name(&"𠮷".repeat(11)), Some("𠮷".repeat(10)), "two units each");
        assert_eq!(name("\n"), None);
    }

    #[test]
    fn what_line_refuses_of_a_sender_leaves_the_rest() {
        let sender = Sender::named("葵").unwrap().with_icon("https://a.example/b".to_owned());
        let left = |part| serde_json::to_value(sender.clone().without(part)).unwrap();
        assert_eq!(left(SenderPart::Icon), serde_json::json!({ "name": "葵" }));
        let icon = serde_json::json!({ "iconUrl": "https://a.example/b" });
        assert_eq!(left(SenderPart::Name), icon);
        assert_eq!(left(SenderPart::Both), serde_json::Value::Null);
        let named = Sender::named("葵").unwrap();
        assert_eq!(named.without(SenderPart::Name), None);
    }

    #[test]
    fn answers_with_more_and_with_less_than_today_are_read() {
        let sent: SentAnswer = serde_json::from_str(
            r#"{"message":"The retry key is already accepted",
                "sentMessages":[{"id":"1","quoteToken":"q","new":1},{"id":"2"}]}"#,
        )
        .unwrap();
        let ids: Vec<_> = sent.sent_messages.iter().map(|sent| sent.id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
        let profile: Profile =
            serde_json::from_str(r#"{"userId":"U1","displayName":"由紀","hobby":{}}"#).unwrap();
        assert_eq!(profile.picture_url, None);
        let unlimited: Quota = serde_json::from_str(r#"{"type":"none"}"#).unwrap();
        assert_eq!(unlimited.value, None);
    }
}
