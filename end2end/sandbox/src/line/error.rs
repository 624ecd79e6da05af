//! LINE's error answers. Texts are those LINE documents; a client must branch on the status only.

use axum::{
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    validate::Findings,
    world::{
        content::Absent, rate::TooFast, reply_token::InvalidReplyToken, retry_key::Accepted,
        sending::NotSent,
    },
};

/// What a handler returns.
pub type Answer<T = Response> = Result<T, LineError>;

/// An error as LINE answers it.
#[derive(Debug, PartialEq)]
pub struct LineError {
    status: StatusCode,
    body: Value,
    accepted_request: Option<String>,
}

impl LineError {
    /// A status and a message.
    pub fn new(status: StatusCode, message: &str) -> Self {
        Self { status, body: json!({ "message": message }), accepted_request: None }
    }

    /// The request makes no sense.
    pub fn bad(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no such thing, or it is not for this bot.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found")
    }

    /// The account's plan does not offer this.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Access to this API is not available for your account")
    }

    /// The bearer check failed.
    pub fn unauthorised(reason: &str) -> Self {
        let message = format!("Authentication failed due to the following reason: {reason}");
        Self::new(StatusCode::UNAUTHORIZED, &message)
    }

    /// The retry key was accepted before.
    pub fn accepted_before(before: &Accepted) -> Self {
        let mut error = Self::new(StatusCode::CONFLICT, "The retry key is already accepted");
        if let Some(sent) = &before.sent_messages {
            error.body["sentMessages"] = sent.clone();
        }
        error.accepted_request = Some(before.request_id.clone());
        error
    }

    /// An error of the token endpoints, which have a shape of their own.
    pub fn oauth(error: &str, description: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            body: json!({ "error": error, "error_description": description }),
            accepted_request: None,
        }
    }
}

impl From<Findings> for LineError {
    fn from(findings: Findings) -> Self {
        let mut error = Self::bad(&findings.summary());
        error.body["details"] = json!(findings.details());
        error
    }
}

impl From<NotSent> for LineError {
    fn from(reason: NotSent) -> Self {
        match reason {
            NotSent::UnknownRecipient => Self::bad("Failed to send messages"),
            NotSent::QuotaSpent => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "You have reached your monthly limit.")
            }
            NotSent::ForeignQuote(place) => {
                let mut findings = Findings::default();
                findings.add(format!("messages[{place}].quoteToken"), "Invalid quote token");
                findings.into()
            }
        }
    }
}

impl From<TooFast> for LineError {
    fn from(_: TooFast) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "The API rate limit has been exceeded. Try again later.",
        )
    }
}

impl From<Absent> for LineError {
    fn from(reason: Absent) -> Self {
        match reason {
            Absent::NotFound => Self::not_found(),
            Absent::Gone => Self::new(StatusCode::GONE, "The content is gone"),
        }
    }
}

impl From<InvalidReplyToken> for LineError {
    fn from(_: InvalidReplyToken) -> Self {
        Self::bad("Invalid reply token")
    }
}

impl IntoResponse for LineError {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        let accepted = self.accepted_request.and_then(|id| HeaderValue::from_str(&id).ok());
        if let Some(accepted) = accepted {
            response.headers_mut().insert("x-line-accepted-request-id", accepted);
        }
        response
    }
}
