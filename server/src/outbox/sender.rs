//! What the outbox asks of LINE, and which of LINE's answers it can tell apart.

use std::{sync::Arc, time::Duration};

use app::domain::{Body, FailReason};
use futures::future::BoxFuture;
use http::StatusCode;

use super::store::{Content, Job, ReplyToken, Share, Writer};
use crate::{
    config::PublicUrl,
    line::{
        account::Accounts,
        inbound::GroupId,
        lookup::LookupError,
        media_message::MediaLinks,
        message::{Outgoing, QuickReply, Saying, Sender as Signature},
        payload::SentMessage,
        quota::Figures,
        send::SendAnswer,
        token::TokenError,
    },
    media::extension,
};

/// Brings one message to LINE.
pub trait Sender: Send + Sync {
    /// By push, with all that goes in the same call. May be repeated for a day.
    fn push<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, PushAnswer>;

    /// By reply.
    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer>;
}

/// What came of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushAnswer {
    /// LINE has it, since now or since an earlier try.
    Taken(Vec<SentMessage>),
    /// It has no end yet: try again, not before so long as LINE asks.
    Later(Option<Duration>),
    /// LINE will not have it.
    Refused(FailReason),
}

/// What came of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyAnswer {
    /// LINE has it, since now.
    Taken(Vec<SentMessage>),
    /// LINE does not take this token (it is spent, too old, or was none), or not this message: only
    /// its wording would tell which. Not taken by this try.
    Refused,
    /// Not taken by this try, for a reason that says nothing of the token.
    NotTaken,
    /// Taken or not, nobody knows.
    Unsure,
}

/// The way to LINE through the connected official accounts, with the members' photos as this site
/// serves them.
pub struct LineSender {
    /// Their voices.
    pub accounts: Arc<Accounts>,
    /// Where LINE finds the pictures of a message.
    pub site: PublicUrl,
}

impl Sender for LineSender {
    fn push<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, PushAnswer> {
        Box::pin(async move {
            let key = job.retry_key();
            let push = |messages: Vec<Outgoing>| async move {
                self.accounts.push(job.connection, &job.to, &messages, key).await
            };
            let fellows = job.fellows().iter().map(|fellow| &fellow.content);
            let contents = std::iter::once(&job.content).chain(fellows);
            let Some(messages) = contents.map(|content| self.message(content)).collect() else {
                return PushAnswer::Refused(FailReason::Refused);
            };
            let answer = signed(messages, push).await;
            if matches!(answer, Ok(SendAnswer::RateLimited { .. })) && self.is_too_much(job).await {
                return PushAnswer::Refused(FailReason::QuotaSpent);
            }
            match push_answer(answer) {
                PushAnswer::Refused(FailReason::Refused) if self.is_shut_out(job).await => {
                    PushAnswer::Refused(FailReason::LeftGroup)
                }
                answer => answer,
            }
        })
    }

    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer> {
        Box::pin(async move {
            let reply = |messages: Vec<Outgoing>| async move {
                self.accounts.reply(job.connection, &token.token, &messages).await
            };
            let Some(message) = self.message(&job.content) else { return ReplyAnswer::NotTaken };
            reply_answer(signed(vec![message], reply).await)
        })
    }
}

impl LineSender {
    /// Whether a message went to a group that the account is not in. LINE refuses such a message as it
    /// refuses one that it does not like; which it was, it tells when asked about the group.
    async fn is_shut_out(&self, job: &Job) -> bool {
        let Some(group) = GroupId::of_recipient(&job.to) else { return false };
        let asked = self.accounts.member_count(job.connection, &group).await;
        matches!(asked, Err(LookupError::NotAvailable))
    }

    /// Whether a message went to a group of more people than the month has messages left. LINE says no
    /// more then than that too much was asked for; the figures tell.
    async fn is_too_much(&self, job: &Job) -> bool {
        let Some(group) = GroupId::of_recipient(&job.to) else { return false };
        let Ok(Figures { limit: Some(limit), used }) = self.accounts.figures(job.connection).await
        else {
            return false;
        };
        let people = self.accounts.member_count(job.connection, &group).await;
        people.is_ok_and(|people| used.saturating_add(people.into()) > limit)
    }

    /// What a delivery brings as a message object; none for what LINE does not take.
    fn message(&self, content: &Content) -> Option<Outgoing> {
        match content {
            Content::Said { body, quote_token, author, called, buttons, share } => Some(Outgoing {
                what: match body {
                    Body::Media { media } => Saying::media(media, &self.links(share)?)?,
                    body => Saying::of(body, quote_token.clone(), called)?,
                },
                sender: author.as_ref().and_then(|writer| self.signature(writer)),
                quick_reply: QuickReply::postbacks(
                    buttons.iter().map(|button| (button.says.as_str(), button.choice.data())),
                ),
            }),
            Content::Greeting { greeting, .. } => Some(greeting.message(&self.site)),
        }
    }
}

impl LineSender {
    /// Where LINE finds media.
    fn links(&self, share: &Share) -> Option<MediaLinks> {
        let Share::Here { key, content_type, has_small, language } = share else { return None };
        let end = content_type.as_deref().map_or("", extension);
        Some(MediaLinks {
            original: self.site.at(&key.original(end)),
            small: has_small.then(|| self.site.at(&key.small())),
            content_type: content_type.clone(),
            open: language.words().open,
        })
    }

    fn signature(&self, writer: &Writer) -> Option<Signature> {
        match writer {
            Writer::Member { name, photo } => Signature::member(name, photo.as_ref(), &self.site),
            Writer::LineUser { name, picture_url } => {
                Signature::line_user(name, picture_url.as_deref())
            }
        }
    }
}

/// Sends in the member's name, with their photo, and calling upon people, or without what LINE does not
/// take of these: a refusal took nothing, so the same call may follow it.
async fn signed<F>(
    mut messages: Vec<Outgoing>,
    send: impl Fn(Vec<Outgoing>) -> F,
) -> Result<SendAnswer, TokenError>
where
    F: Future<Output = Result<SendAnswer, TokenError>>,
{
    loop {
        let answer = send(messages.clone()).await;
        let messages_now = messages.iter().cloned();
        let less: Vec<_> = match answer {
            Ok(SendAnswer::SenderRefused(part)) => {
                messages_now.map(|message| message.without(part)).collect()
            }
            // Somebody may have left the group just now; only LINE's wording would tell.
            Ok(SendAnswer::Refused { status: StatusCode::BAD_REQUEST, .. }) => {
                messages_now.map(Outgoing::without_calls).collect()
            }
            answer => return answer,
        };
        if less == messages {
            // LINE refuses what it was not given.
            return answer;
        }
        messages = less;
    }
}

fn push_answer(answer: Result<SendAnswer, TokenError>) -> PushAnswer {
    match answer {
        Ok(SendAnswer::Accepted(sent) | SendAnswer::AlreadyAccepted(sent)) => {
            PushAnswer::Taken(sent)
        }
        Ok(SendAnswer::Refused { .. } | SendAnswer::SenderRefused(_)) => {
            PushAnswer::Refused(FailReason::Refused)
        }
        Ok(SendAnswer::Unauthorized) | Err(TokenError::Refused) => {
            PushAnswer::Refused(FailReason::AccountRefused)
        }
        Ok(SendAnswer::QuotaSpent) => PushAnswer::Refused(FailReason::QuotaSpent),
        Ok(SendAnswer::RateLimited { retry_after }) => PushAnswer::Later(retry_after),
        Ok(SendAnswer::ServerError(_) | SendAnswer::NoAnswer) | Err(TokenError::NotNow) => {
            PushAnswer::Later(None)
        }
    }
}

fn reply_answer(answer: Result<SendAnswer, TokenError>) -> ReplyAnswer {
    match answer {
        Ok(SendAnswer::Accepted(sent)) => ReplyAnswer::Taken(sent),
        Ok(SendAnswer::Refused { status, .. }) if status == StatusCode::BAD_REQUEST => {
            ReplyAnswer::Refused
        }
        Ok(
            SendAnswer::Refused { .. }
            | SendAnswer::SenderRefused(_)
            | SendAnswer::Unauthorized
            | SendAnswer::RateLimited { .. }
            | SendAnswer::QuotaSpent,
        )
        | Err(TokenError::Refused | TokenError::NotNow) => ReplyAnswer::NotTaken,
        // A 409 belongs to retry keys, which a reply has not: whatever it means, it is not certain.
        Ok(SendAnswer::AlreadyAccepted(_) | SendAnswer::ServerError(_) | SendAnswer::NoAnswer) => {
            ReplyAnswer::Unsure
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use app::domain::{Marked, PhotoVersion, TextMark};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::{
        line::tests::mini::{Answer, CONNECTION, MiniLine},
        outbox::{
            store::{Call, Fellow, Writer},
            testing::{START, delivery, job},
        },
    };

    const PUSH: &str = "/v2/bot/message/push";
    const NO_NAME: &str = r#"{"details":[{"property":"messages[0].sender.name"}]}"#;
    const NO_ICON: &str = r#"{"details":[{"property":"messages[0].sender.iconUrl"}]}"#;

    /// What pushing comes to, and the senders and retry keys that LINE was told.
    async fn pushed(site: &str, answers: Vec<Answer>) -> (PushAnswer, Vec<(Value, String)>) {
        let line = MiniLine::default();
        line.answer(PUSH, answers);
        let accounts = Arc::new(line.accounts().await.0);
        let sender = LineSender { accounts, site: site.parse().unwrap() };
        let author =
            Writer::Member { name: "林 葵".into(), photo: Some(PhotoVersion::of_bits(7)) };
        let (body, buttons) = (Body::text("hello"), Vec::new());
        let (author, share) = (Some(author), Share::Nothing);
        let called = HashMap::new();
        let content = Content::Said { body, quote_token: None, author, called, buttons, share };
        let job = Job { connection: CONNECTION, content, ..job(1, 1, START) };
        let answer = sender.push(&job).await;
        let pushes = line.asked().into_iter().filter(|asked| asked.what.ends_with(PUSH));
        let told = pushes.map(|asked| {
            let body: Value = serde_json::from_str(&asked.body).unwrap();
            (body["messages"][0]["sender"].clone(), asked.retry_key.unwrap())
        });
        (answer, told.collect())
    }

    /// What LINE is asked when three messages go in one push, and what comes of it.
    async fn pushed_together(answers: Vec<Answer>) -> (PushAnswer, Vec<Value>) {
        let line = MiniLine::default();
        line.answer(PUSH, answers);
        let accounts = Arc::new(line.accounts().await.0);
        let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
        let said = |text: &str| Content::Said {
            body: Body::text(text),
            quote_token: None,
            author: Some(Writer::Member { name: "林 葵".into(), photo: None }),
            called: HashMap::new(),
            buttons: Vec::new(),
            share: Share::Nothing,
        };
        let first = job(1, 1, START);
        let others = [2, 3]
            .map(|n| Fellow { delivery: delivery(1, n), content: said(&format!("number {n}")) });
        let call = Call::Shared { key: Uuid::from_u128(7), others: others.into() };
        let job = Job { connection: CONNECTION, content: said("number 1"), call, ..first };
        let answer = sender.push(&job).await;
        let pushes = line.asked().into_iter().filter(|asked| asked.what.ends_with(PUSH));
        let told = pushes.map(|asked| {
            assert_eq!(asked.retry_key.unwrap(), Uuid::from_u128(7).to_string());
            serde_json::from_str::<Value>(&asked.body).unwrap()["messages"].take()
        });
        (answer, told.collect())
    }

    #[tokio::test]
    async fn several_messages_go_in_one_push_in_their_order() {
        let (answer, told) = pushed_together(Vec::new()).await;
        assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
        let message = |n: u32| json!({ "type": "text", "text": format!("number {n}"), "sender": { "name": "林 葵" } });
        assert_eq!(told, [json!([message(1), message(2), message(3)])]);
    }

    #[tokio::test]
    async fn a_name_that_line_refuses_is_left_out_of_all_that_goes_together() {
        let refused = r#"{"details":[{"property":"messages[1].sender.name"}]}"#;
        let (answer, told) = pushed_together(vec![Answer::Status(400, refused)]).await;
        assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
        let message = |n: u32| json!({ "type": "text", "text": format!("number {n}") });
        assert_eq!(told[1..], [json!([message(1), message(2), message(3)])]);
    }

    #[tokio::test]
    async fn what_a_group_does_not_get_is_told_apart_by_asking_about_the_group() {
        for (count, reason) in [
            (Answer::Status(404, "{}"), FailReason::LeftGroup),
            (Answer::Status(200, r#"{"count":2}"#), FailReason::Refused),
            (Answer::Status(500, "{}"), FailReason::Refused),
        ] {
            let line = MiniLine::default();
            line.answer(PUSH, [Answer::Status(400, r#"{"message":"Failed to send messages"}"#)]);
            line.answer("/v2/bot/group/C1/members/count", [count]);
            let accounts = Arc::new(line.accounts().await.0);
            let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
            let job = Job { connection: CONNECTION, to: "C1".into(), ..job(1, 1, START) };
            assert_eq!(sender.push(&job).await, PushAnswer::Refused(reason));
        }
    }

    #[tokio::test]
    async fn a_group_of_more_people_than_messages_are_left_is_told_apart_from_too_many_calls() {
        let later = PushAnswer::Later(None);
        for (used, people, expected) in [
            (r#"{"totalUsage":8}"#, r#"{"count":3}"#, PushAnswer::Refused(FailReason::QuotaSpent)),
            (r#"{"totalUsage":8}"#, r#"{"count":2}"#, later.clone()),
            ("", r#"{"count":3}"#, later.clone()),
            (r#"{"totalUsage":8}"#, "", later),
        ] {
            let line = MiniLine::default();
            line.answer(PUSH, [Answer::Status(429, "{}")]);
            let quota = || Answer::Status(200, r#"{"type":"limited","value":10}"#);
            line.answer("/v2/bot/message/quota", [quota(), quota()]);
            let told = || Answer::Status(200, used);
            line.answer("/v2/bot/message/quota/consumption", [told(), told()]);
            line.answer("/v2/bot/group/C1/members/count", [Answer::Status(200, people)]);
            let accounts = Arc::new(line.accounts().await.0);
            let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
            let job = Job { connection: CONNECTION, to: "C1".into(), ..job(1, 1, START) };
            assert_eq!(sender.push(&job).await, expected);
        }
    }

    fn icon(site: &str) -> String {
        format!("{site}/photos/{}/240.png", PhotoVersion::of_bits(7))
    }

    #[tokio::test]
    async fn the_photo_goes_along_where_line_can_fetch_it() {
        let site = "https://chat.example.com";
        let (_, told) = pushed(site, Vec::new()).await;
        assert_eq!(told[0].0, json!({ "name": "林 葵", "iconUrl": icon(site) }));
        let (_, told) = pushed("http://chat.example.com", Vec::new()).await;
        assert_eq!(told[0].0, json!({ "name": "林 葵" }));
    }

    #[tokio::test]
    async fn what_line_refuses_of_the_sender_is_left_out_under_the_same_key() {
        let site = "https://chat.example.com";
        let (name, icon) = (json!({ "name": "林 葵" }), json!({ "iconUrl": icon(site) }));
        let refused = |body| Answer::Status(400, body);
        for (answers, then) in [
            (vec![refused(NO_ICON)], vec![name.clone()]),
            (vec![refused(NO_NAME)], vec![icon.clone()]),
            (vec![refused(NO_ICON), refused(NO_NAME)], vec![name, Value::Null]),
        ] {
            let (answer, told) = pushed(site, answers).await;
            assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
            let senders: Vec<_> = told.iter().map(|(sender, _)| sender.clone()).collect();
            assert_eq!(senders[1..], then);
            assert!(told.iter().all(|(_, key)| *key == told[0].1));
        }
    }

    #[tokio::test]
    async fn where_line_does_not_let_somebody_be_called_the_words_go_without_a_call() {
        let line = MiniLine::default();
        line.answer(PUSH, [Answer::Status(400, r#"{"message":"Failed to send messages"}"#)]);
        let accounts = Arc::new(line.accounts().await.0);
        let sender = LineSender { accounts, site: "https://a.example".parse().unwrap() };
        let everybody = TextMark { at: 0, len: 4, what: Marked::Everybody };
        let content = Content::Said {
            body: Body::Text { text: "@All {はい}".into(), marks: vec![everybody] },
            quote_token: Some("quote".into()),
            author: None,
            called: HashMap::new(),
            buttons: Vec::new(),
            share: Share::Nothing,
        };
        let job = Job { connection: CONNECTION, to: "C1".into(), content, ..job(1, 1, START) };
        let answer = sender.push(&job).await;
        assert!(matches!(answer, PushAnswer::Taken(_)), "{answer:?}");
        let told: Vec<Value> = line
            .asked()
            .iter()
            .filter(|asked| asked.what.ends_with(PUSH))
            .map(|asked| serde_json::from_str::<Value>(&asked.body).unwrap()["messages"][0].take())
            .collect();
        let calls = json!({ "m0": { "type": "mention", "mentionee": { "type": "all" } } });
        assert_eq!(
            told,
            [
                json!({ "type": "textV2", "text": "{m0} {{はい}}", "substitution": calls, "quoteToken": "quote" }),
                json!({ "type": "text", "text": "@All {はい}", "quoteToken": "quote" }),
            ]
        );
    }

    #[tokio::test]
    async fn what_line_was_not_given_it_cannot_refuse_for_ever() {
        let answers = (0..9).map(|_| Answer::Status(400, NO_ICON)).collect();
        let (answer, told) = pushed("https://chat.example.com", answers).await;
        assert_eq!(answer, PushAnswer::Refused(FailReason::Refused));
        assert_eq!(told.len(), 2);
    }
}
