//! Sending messages: push and reply, and what LINE's answers mean.
//!
//! Told apart by status and by the property that LINE names, never by its error texts, which it may
//! reword at any time.
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#send-push-message>

use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};
use uuid::Uuid;

use super::{
    client::{Endpoint, Heard, LineClient, NoAnswer},
    message::{Outgoing, SenderPart},
    payload::{ErrorAnswer, Push, ReplyWith, SentAnswer, SentMessage},
    token::{AccessToken, MayBeUnauthorized},
};

const PUSH: Endpoint<'_> = Endpoint { method: "POST", path: "/v2/bot/message/push", names: &[] };
const REPLY: Endpoint<'_> = Endpoint { method: "POST", path: "/v2/bot/message/reply", names: &[] };
/// What came of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendAnswer {
    /// LINE has taken it now.
    Accepted(Vec<SentMessage>),
    /// LINE had taken it before, under the same retry key.
    AlreadyAccepted(Vec<SentMessage>),
    /// LINE refuses it, and always will.
    Refused {
        /// LINE's status.
        status: StatusCode,
        /// LINE's own words, for the log.
        detail: String,
    },
    /// LINE does not take this of the sender; it would take the message without. Not taken.
    SenderRefused(SenderPart),
    /// The access token is not (or no longer) valid. Not taken.
    Unauthorized,
    /// Too many calls in a short time. Not taken.
    RateLimited {
        /// How long LINE asks us to wait, if it says.
        retry_after: Option<Duration>,
    },
    /// The month's messages are used up. Not taken.
    QuotaSpent,
    /// LINE has trouble of its own. It may have taken it.
    ServerError(StatusCode),
    /// No whole answer came. LINE may have taken it.
    NoAnswer,
}

impl MayBeUnauthorized for SendAnswer {
    fn is_unauthorized(&self) -> bool {
        *self == Self::Unauthorized
    }
}

impl LineClient {
    /// Sends to a LINE user, counted in the month's quota. LINE takes each `retry_key` once within a
    /// day, so the call may be repeated with the same arguments until its answer is known.
    pub async fn push(
        &self,
        token: &AccessToken,
        to: &str,
        messages: &[Outgoing],
        retry_key: Uuid,
    ) -> SendAnswer {
        let request = self
            .request(PUSH)
            .header("X-Line-Retry-Key", retry_key.to_string())
            .json(&Push { to, messages });
        let answer = self.deliver(PUSH, token, request).await;
        // 429 means too many calls or too many messages this month, and only LINE's wording would tell
        // which; so the figures are asked for.
        if matches!(answer, SendAnswer::RateLimited { .. }) && self.quota_is_spent(token).await {
            return SendAnswer::QuotaSpent;
        }
        answer
    }

    /// Answers a webhook, free of charge. LINE takes each reply token once, and offers no retry key
    /// here: after [`SendAnswer::NoAnswer`] nobody knows.
    pub async fn reply(
        &self,
        token: &AccessToken,
        reply_token: &str,
        messages: &[Outgoing],
    ) -> SendAnswer {
        let request = self.request(REPLY).json(&ReplyWith { reply_token, messages });
        self.deliver(REPLY, token, request).await
    }

    async fn deliver(
        &self,
        endpoint: Endpoint<'_>,
        token: &AccessToken,
        request: RequestBuilder,
    ) -> SendAnswer {
        let answer = match self.ask(endpoint, request.bearer_auth(token.as_str())).await {
            Ok(heard) => judge(&heard),
            Err(NoAnswer) => SendAnswer::NoAnswer,
        };
        if let SendAnswer::Refused { status, detail } = &answer {
            tracing::warn!(%endpoint, status = status.as_u16(), detail, "LINE refused a message");
        }
        answer
    }
}

fn judge(heard: &Heard) -> SendAnswer {
    let sent = || heard.json::<SentAnswer>().unwrap_or_default().sent_messages;
    match heard.status {
        status if status.is_success() => SendAnswer::Accepted(sent()),
        StatusCode::CONFLICT => SendAnswer::AlreadyAccepted(sent()),
        StatusCode::UNAUTHORIZED => SendAnswer::Unauthorized,
        StatusCode::TOO_MANY_REQUESTS => SendAnswer::RateLimited { retry_after: heard.retry_after },
        // Said by proxies on the way, not by LINE.
        StatusCode::REQUEST_TIMEOUT => SendAnswer::NoAnswer,
        status if status.is_client_error() => refused(heard),
        status => SendAnswer::ServerError(status),
    }
}

fn refused(heard: &Heard) -> SendAnswer {
    let part = (heard.status == StatusCode::BAD_REQUEST).then(|| refused_part(heard)).flatten();
    part.map_or_else(
        || SendAnswer::Refused { status: heard.status, detail: detail(heard) },
        SendAnswer::SenderRefused,
    )
}

/// What LINE has against the sender of a message, if it has nothing against the rest: it refuses some
/// words in a name, and does not say which, and pictures that it cannot use.
fn refused_part(heard: &Heard) -> Option<SenderPart> {
    let error: ErrorAnswer = heard.json().unwrap_or_default();
    let part = |property: &str| {
        let of = |name| property.ends_with(name);
        of("sender.name")
            .then_some(SenderPart::Name)
            .or_else(|| of("sender.iconUrl").then_some(SenderPart::Icon))
    };
    let parts = error.details.iter().map(|at| part(&at.property));
    let parts: Vec<_> = parts.collect::<Option<_>>()?;
    let (first, rest) = parts.split_first()?;
    Some(if rest.iter().all(|part| part == first) { *first } else { SenderPart::Both })
}

/// LINE's complaint and the properties it concerns.
fn detail(heard: &Heard) -> String {
    let error: ErrorAnswer = heard.json().unwrap_or_default();
    let details = error.details.iter().map(|at| format!("{}: {}", at.property, at.message));
    std::iter::once(error.message).chain(details).collect::<Vec<_>>().join("; ")
}
