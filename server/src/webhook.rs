//! `POST /line/webhook/{connection}`: what LINE tells us. Verified, kept, answered.
//!
//! LINE waits two seconds for its 200; it gets it after the commit, and everything that takes longer
//! (profiles, media) is a task of its own.

use app::domain::ConnectionId;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use futures::future::try_join_all;

use crate::{
    credentials::channel_secret,
    line::{inbound::LineUserId, signature, webhook},
    state::AppState,
    store::{
        StoreError,
        connections::Connection,
        receive::{ReceiveEvent, fresh},
    },
};

/// LINE's webhooks are a few kilobytes.
const BODY_LIMIT: usize = 1 << 20;

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/line/webhook/{connection}", post(receive))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

async fn receive(
    State(state): State<AppState>,
    Path(connection): Path<ConnectionId>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match keep(&state, connection, &headers, &body).await {
        Ok(events) => {
            tracing::info!(%connection, events, "webhook kept");
            StatusCode::OK
        }
        Err(refusal) => {
            let status = refusal.status();
            tracing::warn!(%connection, %status, bytes = body.len(), "webhook refused: {refusal}");
            status
        }
    }
}

/// Why a webhook is not answered with 200. LINE reads only the status.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    /// Told apart from a wrong signature only in the log: an outsider learns nothing of what exists.
    #[error("there is no such connection")]
    UnknownConnection,
    #[error("{0}")]
    NotSigned(#[from] signature::SignatureError),
    #[error("it is addressed to another official account")]
    OtherAccount,
    #[error("{0}")]
    Body(#[from] webhook::BodyError),
    #[error("the channel secret cannot be used: {0}")]
    Secret(#[from] crate::secret::OpenError),
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl Refusal {
    const fn status(&self) -> StatusCode {
        match self {
            Self::UnknownConnection | Self::NotSigned(_) => StatusCode::UNAUTHORIZED,
            Self::OtherAccount | Self::Body(_) => StatusCode::BAD_REQUEST,
            Self::Secret(_) | Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

async fn keep(
    state: &AppState,
    id: ConnectionId,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<usize, Refusal> {
    let connection = state.store.connection(id).await?.ok_or(Refusal::UnknownConnection)?;
    let secret = channel_secret(&connection, &state.key)?;
    signature::verify(headers, body, secret.reveal())?;
    let received_at = state.clock.now();
    let callback = webhook::read(body, received_at)?;
    check_destination(&connection, callback.destination.as_ref())?;
    let events = callback.events.len();
    let kept = callback.events.into_iter().map(|event| {
        let fresh = fresh(|| state.clock.uuid());
        state.store.run(ReceiveEvent { connection: id, event, received_at, fresh })
    });
    // Queued together and in order, so they share a commit. One that fails fails the answer, and
    // LINE delivers the webhook again; what was kept is then known by its event ids.
    try_join_all(kept).await?;
    Ok(events)
}

fn check_destination(
    connection: &Connection,
    destination: Option<&LineUserId>,
) -> Result<(), Refusal> {
    match (&connection.bot_user_id, destination) {
        (Some(known), Some(destination)) if *known != destination.0 => Err(Refusal::OtherAccount),
        _ => Ok(()),
    }
}
