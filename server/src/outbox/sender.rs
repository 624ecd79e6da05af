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

    /// By reply, with all that goes in the same call.
    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer>;
}

/// What came of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushAnswer {
    /// LINE has it, since now or since an earlier try.
    Taken(Vec<SentMessage>),
    /// Not taken by this try: try again, not before so long as LINE asks.
    Later(Option<Duration>),
    /// Taken or not, nobody knows: try again.
    Unsure,
    /// LINE will not have it.
    Refused(FailReason),
    /// LINE was not asked: there is something in it that cannot be sent any more.
    Unsendable,
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
            let Some(messages) = self.messages(job) else {
                return PushAnswer::Unsendable;
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
            let Some(messages) = self.messages(job) else { return ReplyAnswer::NotTaken };
            reply_answer(signed(messages, reply).await)
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

    /// All that goes in a job's call, as message objects; none where LINE does not take one of them.
    fn messages(&self, job: &Job) -> Option<Vec<Outgoing>> {
        let fellows = job.fellows().iter().map(|fellow| &fellow.content);
        let contents = std::iter::once(&job.content).chain(fellows);
        contents.map(|content| self.message(content)).collect()
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
        Err(TokenError::NotNow) => PushAnswer::Later(None),
        Ok(SendAnswer::ServerError(_) | SendAnswer::NoAnswer) => PushAnswer::Unsure,
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
mod tests;
