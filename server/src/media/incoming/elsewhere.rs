//! Media that LINE does not keep itself: a mini app has sent it in a LINE user's name, and says where it
//! is. That could be anywhere, so it is asked for as the [open web](crate::open_web) is.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#wh-image>

use std::time::Duration;

use axum::http::StatusCode;
use tokio::time::timeout;
use url::Url;

use crate::{
    line::content::{Content, ContentAnswer, SILENCE},
    open_web::{OpenWeb, Refused},
};

/// What it is is read from its bytes.
const KINDS: &str = "*/*";
/// How long the bytes may take: whoever chose the place may want us to wait.
pub const WHOLE: Duration = Duration::from_mins(2);
/// The same of a small picture.
pub const STILL: Duration = Duration::from_secs(20);
/// It was not answered, and may be later.
const NOT_NOW: ContentAnswer = ContentAnswer::NotNow { retry_after: None };

/// Asks for what is at an address, which has `limit` to come.
pub async fn ask(web: &OpenWeb, address: &str, limit: Duration) -> ContentAnswer {
    let Ok(url) = Url::parse(address) else { return ContentAnswer::Gone };
    match timeout(limit.min(SILENCE), web.open(&url, KINDS, limit)).await {
        Ok(Ok(opened)) => ContentAnswer::Ready(Content::new(opened.answer)),
        Ok(Err(refused)) => {
            tracing::info!(%refused, "media that LINE does not keep is not to be had");
            if may_change(&refused) { NOT_NOW } else { ContentAnswer::Gone }
        }
        Err(_) => NOT_NOW,
    }
}

/// Whether asking again later is of use.
fn may_change(refused: &Refused) -> bool {
    match refused {
        Refused::UnknownHost | Refused::Fetch(_) => true,
        Refused::Status(status) => {
            let is_later = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
            status.is_server_error() || is_later.contains(status)
        }
        Refused::NotAnAddress
        | Refused::Scheme
        | Refused::UserInfo
        | Refused::Port
        | Refused::NotPublic
        | Refused::TooManyRedirects
        | Refused::Packed => false,
    }
}
