//! The JSON that we send to LINE's API and that it answers with.
//!
//! Answers are read leniently, as LINE may add to them; what we send is held by snapshots.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/>

use app::domain::{ChatMode, OfficialAccount, PhotoSize, PhotoVersion, ReadMode};
use serde::{Deserialize, Serialize};

use super::flex::{AltText, Bubble};
use crate::config::PublicUrl;

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
        /// What can be answered with a touch.
        #[serde(rename = "quickReply", skip_serializing_if = "Option::is_none")]
        quick_reply: Option<QuickReply>,
    },
    /// A card.
    Flex {
        /// What is read where it cannot be drawn.
        #[serde(rename = "altText")]
        alt_text: AltText,
        /// The card.
        contents: Box<Bubble>,
        /// In whose name; none in that of the official account.
        #[serde(skip_serializing_if = "Option::is_none")]
        sender: Option<Sender>,
    },
}

/// Answers that stand below a message as long as it is the newest; phones only. At most 13.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#quick-reply>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuickReply {
    items: Vec<QuickItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum QuickItem {
    Action { action: Postback },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "postback", rename_all = "camelCase")]
struct Postback {
    label: String,
    data: String,
    display_text: String,
}

/// LINE's limit for the label of a quick reply, in UTF-16 units.
const LABEL_UTF16: usize = 20;
/// LINE's limit for what a postback shows as said, in UTF-16 units.
const DISPLAY_UTF16: usize = 300;

impl QuickReply {
    /// Buttons, each with what it says and the data that comes back; none for none.
    pub fn postbacks<'a>(buttons: impl IntoIterator<Item = (&'a str, String)>) -> Option<Self> {
        let item = |(says, data): (&str, String)| {
            let label = cut(says, LABEL_UTF16).to_owned();
            let display_text = cut(says, DISPLAY_UTF16).to_owned();
            QuickItem::Action { action: Postback { label, data, display_text } }
        };
        let items: Vec<QuickItem> = buttons.into_iter().map(item).collect();
        (!items.is_empty()).then_some(Self { items })
    }
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
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let name = cut(&name, SENDER_UTF16).trim();
        (!name.is_empty()).then(|| Self { name: Some(name.to_owned()), icon_url: None })
    }

    /// A member, with their photo where LINE can fetch it from `site`.
    pub fn member(name: &str, photo: Option<&PhotoVersion>, site: &PublicUrl) -> Option<Self> {
        let photo = photo.filter(|_| site.is_open_to_line());
        let icon_url = photo.map(|version| site.at(&version.path(PhotoSize::Icon)));
        Some(Self { icon_url, ..Self::named(name)? })
    }

    /// A LINE user, with their picture where LINE keeps it.
    pub fn line_user(name: &str, picture_url: Option<&str>) -> Option<Self> {
        let icon_url = picture_url.filter(|url| url.starts_with("https://")).map(str::to_owned);
        Some(Self { icon_url, ..Self::named(name)? })
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

/// The head of a text, of at most `max` UTF-16 units.
pub fn cut(text: &str, max: usize) -> &str {
    let mut room = max;
    let over = text.char_indices().find(|(_, c)| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_none()
    });
    over.map_or(text, |(end, _)| &text[..end])
}

impl Outgoing {
    /// The same without a part of its sender, for which the official account's own is shown.
    #[must_use]
    pub fn without(mut self, part: SenderPart) -> Self {
        match &mut self {
            Self::Text { sender, .. } | Self::Flex { sender, .. } => {
                *sender = sender.take().and_then(|sender| sender.without(part));
            }
        }
        self
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

/// Answer of `GET /v2/bot/group/{groupId}/summary`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupSummary {
    /// The name that its members gave it.
    pub group_name: String,
    /// Where LINE serves its picture; none when it has none.
    #[serde(default)]
    pub picture_url: Option<String>,
}

/// Answer of `GET /v2/bot/{group|room}/{id}/members/count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct MemberCount {
    /// People, the official account not counted.
    pub count: u32,
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
    /// `chat` where people answer, `bot` where LINE does.
    #[serde(default)]
    pub chat_mode: Option<String>,
    /// `auto` or `manual`.
    #[serde(default)]
    pub mark_as_read_mode: Option<String>,
}

impl From<BotInfo> for OfficialAccount {
    fn from(info: BotInfo) -> Self {
        let chat_mode = match info.chat_mode.as_deref() {
            Some("chat") => Some(ChatMode::Chat),
            Some("bot") => Some(ChatMode::Bot),
            _ => None,
        };
        let read_mode = match info.mark_as_read_mode.as_deref() {
            Some("auto") => Some(ReadMode::Auto),
            Some("manual") => Some(ReadMode::Manual),
            _ => None,
        };
        Self {
            bot_user_id: info.user_id,
            name: info.display_name,
            basic_id: info.basic_id,
            premium_id: info.premium_id,
            picture_url: info.picture_url,
            chat_mode,
            read_mode,
        }
    }
}

/// Body of `PUT /v2/bot/channel/webhook/endpoint` and of `POST /v2/bot/channel/webhook/test`.
#[derive(Debug, Serialize)]
pub(super) struct EndpointIs<'a> {
    pub endpoint: &'a str,
}

/// Answer of `GET /v2/bot/channel/webhook/endpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WebhookEndpoint {
    /// Where LINE sends webhooks.
    pub endpoint: String,
    /// Whether it sends any: the console's switch "Use webhook".
    #[serde(default)]
    pub active: bool,
}

/// Answer of `POST /v2/bot/channel/webhook/test`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TestAnswer {
    #[serde(default)]
    pub success: bool,
    /// What the address answered with; zero or less when it did not.
    #[serde(default)]
    pub status_code: i32,
    #[serde(default)]
    pub reason: String,
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

    /// The member's photo is at `https://chat.example.com/photos/0af9…/240.png`.
    fn with_photo(name: &str, site: &str) -> Option<Sender> {
        let photo = PhotoVersion::parse(&"0af9".repeat(8));
        Sender::member(name, photo.as_ref(), &site.parse().unwrap())
    }

    #[test]
    fn what_is_sent() {
        let text = "はい、\n\"承知\"しました 🙇".to_owned();
        let from = |sender| Outgoing::Text { text: text.clone(), sender, quick_reply: None };
        let aoi = Sender::named("林 葵");
        let seen = with_photo("林 葵", "https://chat.example.com");
        let messages = [from(seen), from(aoi), from(None)];
        insta::assert_json_snapshot!(serde_json::json!({
            "push": Push { to: "U4af4980629", messages: &messages },
            "reply": ReplyWith { reply_token: "nHuyWiB7yP5Zw52FIkcQ", messages: &messages },
            "endpoint": EndpointIs { endpoint: "https://chat.example.com/line/webhook/1" },
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
        let sender = with_photo("葵", "https://a.example").unwrap();
        let left = |part| serde_json::to_value(sender.clone().without(part)).unwrap();
        assert_eq!(left(SenderPart::Icon), serde_json::json!({ "name": "葵" }));
        let photo = format!("https://a.example/photos/{}/240.png", "0af9".repeat(8));
        let icon = serde_json::json!({ "iconUrl": photo });
        assert_eq!(left(SenderPart::Name), icon);
        assert_eq!(left(SenderPart::Both), serde_json::Value::Null);
        let named = Sender::named("葵").unwrap();
        assert_eq!(named.without(SenderPart::Name), None);
    }

    #[test]
    fn a_photo_that_line_cannot_fetch_is_not_offered() {
        let icon = |site| with_photo("葵", site).unwrap().icon_url;
        assert_eq!(icon("http://chat.example.com"), None);
        assert!(icon("http://127.0.0.1:3000").is_some(), "the stand-in is on this machine");
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
        let info: BotInfo = serde_json::from_str(
            r#"{"userId":"U2","basicId":"@1","displayName":"葵","chatMode":"hologram","new":[]}"#,
        )
        .unwrap();
        let account = OfficialAccount::from(info);
        assert_eq!((account.line_id(), account.chat_mode, account.read_mode), ("@1", None, None));
        let unlimited: Quota = serde_json::from_str(r#"{"type":"none"}"#).unwrap();
        assert_eq!(unlimited.value, None);
    }
}
