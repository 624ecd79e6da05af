//! The token endpoints.

use std::{collections::HashMap, sync::Arc};

use axum::{Extension, Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::{
    call::Incoming,
    error::{Answer, LineError},
};
use crate::{
    clock::SECOND,
    ids::ChannelId,
    sandbox::{Sandbox, Shared},
    world::access_token::Kind,
};

type Form = HashMap<String, String>;

fn form(incoming: &Incoming) -> Form {
    form_urlencoded::parse(&incoming.body).into_owned().collect()
}

enum Refusal {
    Channel,
    Secret,
}

impl Sandbox {
    fn issue(&self, form: &Form, kind: Kind) -> Result<Value, Refusal> {
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let mut world = self.world();
        let channel = world.channels.get(field("client_id")).ok_or(Refusal::Channel)?;
        if channel.channel_secret != field("client_secret") {
            return Err(Refusal::Secret);
        }
        let id: ChannelId = channel.channel_id.clone();
        let token = world.access_tokens.issue(&id, kind, self.clock.now().at);
        Ok(json!({
            "token_type": "Bearer",
            "access_token": token,
            "expires_in": kind.life() / SECOND,
        }))
    }
}

fn check_grant(form: &Form, error: LineError) -> Answer<()> {
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => Ok(()),
        _ => Err(error),
    }
}

/// `POST /oauth2/v3/token`
pub async fn stateless(
    State(sandbox): State<Shared>,
    Extension(incoming): Extension<Arc<Incoming>>,
) -> Answer<Json<Value>> {
    let form = form(&incoming);
    check_grant(&form, LineError::oauth("unsupported_grant_type", "Invalid 'grant_type'."))?;
    sandbox
        .issue(&form, Kind::Stateless)
        .map(Json)
        .map_err(|_| LineError::oauth("invalid_request", "Invalid 'client_credentials'."))
}

/// `POST /v2/oauth/accessToken`
pub async fn short_lived(
    State(sandbox): State<Shared>,
    Extension(incoming): Extension<Arc<Incoming>>,
) -> Answer<Json<Value>> {
    let form = form(&incoming);
    check_grant(&form, LineError::oauth("unsupported_grant_type", "unsupported grant_type"))?;
    sandbox.issue(&form, Kind::ShortLived).map(Json).map_err(|refusal| match refusal {
        Refusal::Channel => LineError::oauth("invalid_client", "invalid client_id"),
        Refusal::Secret => LineError::oauth("invalid_client", "invalid client_secret"),
    })
}

/// `POST /v2/oauth/verify`
pub async fn verify(
    State(sandbox): State<Shared>,
    Extension(incoming): Extension<Arc<Incoming>>,
) -> Answer<Json<Value>> {
    let form = form(&incoming);
    let token = form.get("access_token").map(String::as_str).unwrap_or_default();
    let now = sandbox.clock.now().at;
    let world = sandbox.world();
    let state = world
        .access_tokens
        .valid(token, now)
        .ok_or_else(|| LineError::oauth("invalid_request", "access token expired"))?;
    Ok(Json(json!({
        "client_id": state.channel,
        "expires_in": (state.expires_at - now) / SECOND,
        "scope": "P CM",
    })))
}

/// `POST /v2/oauth/revoke`
pub async fn revoke(
    State(sandbox): State<Shared>,
    Extension(incoming): Extension<Arc<Incoming>>,
) -> StatusCode {
    if let Some(token) = form(&incoming).get("access_token") {
        sandbox.world().access_tokens.revoke(token);
    }
    StatusCode::OK
}
