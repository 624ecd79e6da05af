//! The JSON of our calls to LINE's API and of its answers; the messages in them are [`super::message`]'s.
//!
//! Answers are read leniently, as LINE may add to them; what we send is held by snapshots.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/>

use app::domain::{ChatMode, OfficialAccount, ReadMode};
use serde::{Deserialize, Serialize};

use super::message::Outgoing;

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

/// Answer of `GET /v2/bot/message/{messageId}/content/transcoding`.
#[derive(Deserialize)]
pub(super) struct Transcoding {
    /// `processing`, `succeeded` or `failed`.
    #[serde(default)]
    pub status: String,
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

/// Body of `POST /v2/bot/chat/markAsRead`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MarkAsRead<'a> {
    pub mark_as_read_token: &'a str,
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
    /// `none` or `limited`.
    #[serde(rename = "type", default)]
    pub kind: String,
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
    use std::collections::HashMap;

    use app::domain::{Body, Marked, PhotoVersion, Place, Position, Sticker, StickerId, TextMark};

    use super::{
        super::message::{QuickReply, Saying, Sender},
        *,
    };

    #[test]
    fn what_is_sent() {
        let text = "はい、\n\"承知\"しました 🙇".to_owned();
        let photo = PhotoVersion::parse(&"0af9".repeat(8));
        let site = "https://chat.example.com".parse().unwrap();
        let seen = Sender::member("林 葵", photo.as_ref(), &site);
        let from = |sender, quick_reply| {
            let what = Saying::text(&text);
            Outgoing { what, sender, quick_reply }
        };
        let buttons = QuickReply::postbacks([("Talk in Showroom, all of us", "talk:1".to_owned())]);
        let line_user = Sender::line_user("由紀", Some("https://profile.example/1"));
        let quote = || Some("yHAz4Ua2wx7".to_owned());
        let id = StickerId { package: 446, sticker: 1988 };
        let place = |title: Option<&str>| Place {
            title: title.map(str::to_owned),
            address: None,
            at: Position::of_degrees(35.687_574, 139.729_22).unwrap(),
        };
        let nobody = HashMap::new();
        let everybody = TextMark { at: 0, len: 4, what: Marked::Everybody };
        let call = Body::Text { text: "@All {集合}".into(), marks: vec![everybody] };
        let messages = [
            from(seen, None),
            from(Sender::named("林 葵"), None),
            from(line_user, buttons),
            from(None, None),
            Saying::of(&Body::text("はい"), quote(), &nobody).unwrap().into(),
            Saying::of(&call, quote(), &nobody).unwrap().into(),
            Saying::of(&Body::Sticker { sticker: Sticker::of(id) }, quote(), &nobody)
                .unwrap()
                .into(),
            Saying::of(&Body::Place { place: place(Some("見本市")) }, None, &nobody)
                .unwrap()
                .into(),
            Saying::of(&Body::Place { place: place(None) }, None, &nobody).unwrap().into(),
        ];
        insta::assert_json_snapshot!(serde_json::json!({
            "push": Push { to: "U4af4980629", messages: &messages },
            "reply": ReplyWith { reply_token: "nHuyWiB7yP5Zw52FIkcQ", messages: &messages },
            "endpoint": EndpointIs { endpoint: "https://chat.example.com/line/webhook/1" },
        }));
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
