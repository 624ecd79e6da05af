//! What the outbox asks of LINE, and which of LINE's answers it can tell apart.

use std::{sync::Arc, time::Duration};

use app::domain::FailReason;
use futures::future::BoxFuture;

use super::store::{Content, Job, ReplyToken};
use crate::{
    config::PublicUrl,
    line::{
        account::Accounts,
        payload::{Outgoing, Sender as SenderName, SentMessage},
        send::SendAnswer,
        token::TokenError,
    },
};

/// Brings one message to LINE.
pub trait Sender: Send + Sync {
    /// By push, with the delivery's id as retry key. May be repeated for a day.
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

/// The way to LINE through the connected official accounts.
pub struct LineSender {
    /// Their voices.
    pub accounts: Arc<Accounts>,
    /// Where LINE finds the pictures of a message.
    pub site: PublicUrl,
}

impl Sender for LineSender {
    fn push<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, PushAnswer> {
        Box::pin(async move {
            let key = job.delivery.uuid();
            let push = |messages: [Outgoing; 1]| async move {
                self.accounts.push(job.connection, &job.to, &messages, key).await
            };
            push_answer(named_or_not(self.message(job), push).await)
        })
    }

    fn reply<'a>(&'a self, job: &'a Job, token: &'a ReplyToken) -> BoxFuture<'a, ReplyAnswer> {
        Box::pin(async move {
            let reply = |messages: [Outgoing; 1]| async move {
                self.accounts.reply(job.connection, &token.token, &messages).await
            };
            reply_answer(named_or_not(self.message(job), reply).await)
        })
    }
}

impl LineSender {
    fn message(&self, job: &Job) -> Outgoing {
        match &job.content {
            Content::Text { text, author } => {
                let sender = author.as_deref().and_then(SenderName::named);
                Outgoing::Text { text: text.clone(), sender }
            }
            Content::Greeting { greeting, .. } => greeting.message(&self.site),
        }
    }
}

/// Sends in the name of the member, or in the account's where LINE does not take that name: a refusal
/// took nothing, so the same call may follow it.
async fn named_or_not<F>(
    message: Outgoing,
    send: impl Fn([Outgoing; 1]) -> F,
) -> Result<SendAnswer, TokenError>
where
    F: Future<Output = Result<SendAnswer, TokenError>>,
{
    match send([message.clone()]).await {
        Ok(SendAnswer::NameRefused) => send([message.unnamed()]).await,
        answer => answer,
    }
}

fn push_answer(answer: Result<SendAnswer, TokenError>) -> PushAnswer {
    match answer {
        Ok(SendAnswer::Accepted(sent) | SendAnswer::AlreadyAccepted(sent)) => {
            PushAnswer::Taken(sent)
        }
        // Without a name there is none to refuse.
        Ok(SendAnswer::Refused { .. } | SendAnswer::NameRefused) => {
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
        Ok(SendAnswer::Refused { status, .. }) if status == http::StatusCode::BAD_REQUEST => {
            ReplyAnswer::Refused
        }
        Ok(
            SendAnswer::Refused { .. }
            | SendAnswer::NameRefused
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
