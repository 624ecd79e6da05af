//! The API that a bot calls: `api.line.me` and `api-data.line.me` on one port.
//!
//! Every call goes through the gate (request id, journal, ordered faults); every handler that
//! takes a [`call::Call`] has passed the bearer check and the rate limit.

mod call;
mod chat;
pub mod content;
mod error;
mod family;
mod gate;
mod group;
mod insight;
mod oauth;
mod people;
mod send;
mod webhook;

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{any, get, post},
};

use crate::sandbox::Shared;

/// LINE's routes.
pub fn router(sandbox: &Shared) -> Router<Shared> {
    Router::new()
        .route("/oauth2/v3/token", post(oauth::stateless))
        .route("/v2/oauth/accessToken", post(oauth::short_lived))
        .route("/v2/oauth/verify", post(oauth::verify))
        .route("/v2/oauth/revoke", post(oauth::revoke))
        .route("/v2/bot/message/push", post(send::push))
        .route("/v2/bot/message/reply", post(send::reply))
        .route("/v2/bot/message/multicast", post(send::multicast))
        .route("/v2/bot/message/validate/{kind}", post(send::validate_only))
        .route("/v2/bot/message/quota", get(insight::quota))
        .route("/v2/bot/message/quota/consumption", get(insight::consumption))
        .route("/v2/bot/message/{id}/content", get(content::content))
        .route("/v2/bot/message/{id}/content/preview", get(content::preview))
        .route("/v2/bot/message/{id}/content/transcoding", get(content::transcoding))
        .route("/v2/bot/profile/{user}", get(people::profile))
        .route("/v2/bot/info", get(people::info))
        .route("/v2/bot/followers/ids", get(people::followers))
        .route("/v2/bot/channel/webhook/endpoint", get(webhook::read).put(webhook::set))
        .route("/v2/bot/channel/webhook/test", post(webhook::test))
        .route("/v2/bot/chat/markAsRead", post(chat::mark_as_read))
        .route("/v2/bot/chat/loading/start", post(chat::loading))
        .route("/v2/bot/{kind}/{id}/summary", get(group::summary))
        .route("/v2/bot/{kind}/{id}/members/count", get(group::count))
        .route("/v2/bot/{kind}/{id}/members/ids", get(group::ids))
        .route("/v2/bot/{kind}/{id}/member/{user}", get(group::member))
        .route("/v2/bot/{kind}/{id}/leave", post(group::leave))
        .route("/v2/{*unknown}", any(unknown))
        .route("/oauth2/{*unknown}", any(unknown))
        .route_layer(middleware::from_fn_with_state(Arc::clone(sandbox), gate::gate))
}

/// What LINE has and the sandbox has not, or what nobody has.
async fn unknown() -> error::LineError {
    error::LineError::not_found()
}
