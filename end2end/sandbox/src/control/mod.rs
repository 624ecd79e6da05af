//! The control API: what tests and the phone page steer the world with. See the README's table.
//!
//! Nothing here is LINE's; nothing of LINE's behaviour may be decided here.

mod channels;
mod events;
mod faults;
mod filter;
mod groups;
mod input;
mod media;
mod read;
mod users;
mod wait;
mod writing;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{delete, get, post, put},
};

use crate::{sandbox::Shared, scan};

/// The control routes.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/control/health", get(read::health))
        .route("/control/reset", post(faults::reset))
        .route("/control/providers", post(channels::create_provider))
        .route("/control/channels", post(channels::create).get(channels::list))
        .route("/control/channels/{channel}", get(channels::read).patch(channels::change))
        .route("/control/channels/{channel}/token", post(channels::token))
        .route("/control/channels/{channel}/friends/{user}", put(users::friend))
        .route("/control/channels/{channel}/hold", post(events::hold))
        .route("/control/channels/{channel}/held", get(events::held))
        .route("/control/channels/{channel}/release", post(events::release))
        .route("/control/channels/{channel}/raw", post(events::raw))
        .route("/control/channels/{channel}/event", post(events::custom))
        .route("/control/events/{event}/redeliver", post(events::redeliver))
        .route("/control/events/{event}/duplicate", post(events::duplicate))
        .route("/control/users", post(users::create).get(users::list))
        .route("/control/users/{user}", get(users::read).patch(users::change))
        .route("/control/users/{user}/add", post(users::add_account))
        .route(
            "/control/users/{user}/scan",
            post(users::scan).layer(DefaultBodyLimit::max(scan::LARGEST)),
        )
        .route("/control/users/{user}/messages", post(writing::write))
        .route("/control/users/{user}/unsend", post(writing::unsend))
        .route("/control/users/{user}/edit", post(writing::edit))
        .route("/control/users/{user}/postback", post(writing::postback))
        .route("/control/users/{user}/chats", get(read::chats))
        .route("/control/users/{user}/chats/{to}", get(read::chat))
        .route("/control/messages/{message}/fetch", post(media::fetch))
        .route("/control/groups", post(groups::create).get(groups::list))
        .route("/control/groups/{group}", get(groups::read).patch(groups::change))
        .route("/control/groups/{group}/invite", post(groups::invite))
        .route("/control/groups/{group}/account", delete(groups::remove_account))
        .route("/control/groups/{group}/members", post(groups::join))
        .route("/control/groups/{group}/members/{user}", delete(groups::leave))
        .route("/control/faults", post(faults::order).get(faults::list).delete(faults::clear))
        .route("/control/tokens/expire", post(faults::expire_tokens))
        .route("/control/clock", get(faults::clock).post(faults::set_clock))
        .route("/control/content/{message}", get(read::content))
        .route("/control/calls", get(read::calls))
        .route("/control/webhooks", get(read::webhooks))
        .route("/control/happenings", get(read::happenings))
        .route("/control/wait", get(wait::wait))
        .route("/control/stream", get(wait::stream))
}
