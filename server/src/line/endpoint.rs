//! Where LINE sends an official account's webhooks: asking, setting, having LINE test it.
//!
//! That webhooks are sent at all, and are delivered again, is switched on in LINE's console alone.

use std::time::Duration;

use app::domain::Fault;

use super::{
    client::{Endpoint, LineClient},
    payload::{EndpointIs, TestAnswer, WebhookEndpoint},
    token::AccessToken,
};

const ENDPOINT: &str = "/v2/bot/channel/webhook/endpoint";
const GET: Endpoint<'_> = Endpoint { method: "GET", path: ENDPOINT, names: &[] };
const PUT: Endpoint<'_> = Endpoint { method: "PUT", path: ENDPOINT, names: &[] };
const TEST: Endpoint<'_> =
    Endpoint { method: "POST", path: "/v2/bot/channel/webhook/test", names: &[] };

/// LINE answers a test only after the tested address has, or has not for some seconds.
const TEST_LIMIT: Duration = Duration::from_secs(30);

impl LineClient {
    /// Has LINE send the account's webhooks to `url`, which LINE takes only over https and up to 500
    /// characters long.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#set-webhook-endpoint-url>
    ///
    /// # Errors
    /// [`Fault::AddressRefused`], [`Fault::CredentialsRefused`] or [`Fault::NoAnswer`].
    pub async fn set_webhook(&self, token: &AccessToken, url: &str) -> Result<(), Fault> {
        let request = self.request(PUT).bearer_auth(token.as_str());
        let request = request.json(&EndpointIs { endpoint: url });
        let heard = self.ask(PUT, request).await.map_err(|_| Fault::NoAnswer)?;
        match heard.status.as_u16() {
            200 => Ok(()),
            400 => Err(Fault::AddressRefused),
            status => Err(fault(status)),
        }
    }

    /// Where LINE sends the account's webhooks, and whether it does; none when nothing was ever set.
    /// Up to a minute old.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#get-webhook-endpoint-information>
    ///
    /// # Errors
    /// [`Fault::CredentialsRefused`] or [`Fault::NoAnswer`].
    pub async fn webhook(&self, token: &AccessToken) -> Result<Option<WebhookEndpoint>, Fault> {
        let request = self.request(GET).bearer_auth(token.as_str());
        let heard = self.ask(GET, request).await.map_err(|_| Fault::NoAnswer)?;
        match heard.status.as_u16() {
            200 => heard.json().map(Some).ok_or(Fault::NoAnswer),
            404 => Ok(None),
            status => Err(fault(status)),
        }
    }

    /// Has LINE send a webhook without events to `url`, and tells what came of it.
    /// Reference: <https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint>
    ///
    /// # Errors
    /// Why the test failed, or could not be made.
    pub async fn test_webhook(&self, token: &AccessToken, url: &str) -> Result<(), Fault> {
        let request = self.request(TEST).bearer_auth(token.as_str()).timeout(TEST_LIMIT);
        let request = request.json(&EndpointIs { endpoint: url });
        let heard = self.ask(TEST, request).await.map_err(|_| Fault::NoAnswer)?;
        match heard.status.as_u16() {
            200 => judge(&heard.json().ok_or(Fault::NoAnswer)?),
            400 => Err(Fault::AddressRefused),
            status => Err(fault(status)),
        }
    }
}

const fn fault(status: u16) -> Fault {
    match status {
        401 | 403 => Fault::CredentialsRefused,
        _ => Fault::NoAnswer,
    }
}

fn judge(answer: &TestAnswer) -> Result<(), Fault> {
    if answer.success || answer.reason == "OK" {
        return Ok(());
    }
    Err(match answer.reason.as_str() {
        "COULD_NOT_CONNECT" => Fault::NotReached,
        "REQUEST_TIMEOUT" => Fault::TooLate,
        "ERROR_STATUS_CODE" => match u16::try_from(answer.status_code) {
            Ok(status @ 1..) => Fault::ErrorStatus { status },
            _ => Fault::Unexplained,
        },
        _ => Fault::Unexplained,
    })
}
