//! What every call to LINE goes through: a request id, the size limit, ordered faults, the journal.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    call::{Incoming, bearer},
    error::LineError,
    family::family,
};
use crate::{
    fault::{Answer, Effect, Fault},
    listener::Scissors,
    sandbox::Shared,
};

const LARGEST_BODY: usize = 2 * 1024 * 1024;
const HEADERS_KEPT: [&str; 4] = ["content-type", "user-agent", "x-line-retry-key", "accept"];

/// The gate.
pub async fn gate(State(sandbox): State<Shared>, request: Request, next: Next) -> Response {
    let received = sandbox.clock.now();
    let request_id = Uuid::new_v4().to_string();
    let (mut parts, body) = request.into_parts();
    let family = family(&parts.method, parts.uri.path());
    let caller = bearer(&parts.headers).and_then(|token| {
        sandbox.world().access_tokens.valid(token, received.at).map(|token| token.channel.clone())
    });
    let mut note = Map::new();
    note.insert("family".to_owned(), family.into());
    note.insert("channelId".to_owned(), json!(caller));
    note.insert("method".to_owned(), parts.method.as_str().into());
    note.insert("path".to_owned(), parts.uri.path().into());
    note.insert("query".to_owned(), json!(parts.uri.query()));
    note.insert("requestId".to_owned(), request_id.clone().into());
    note.insert("receivedMicros".to_owned(), received.micros.into());
    note.insert("headers".to_owned(), headers(&parts.headers));

    let fault = sandbox.world().faults.meet(family, caller.as_ref());
    let response = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => {
            note.insert("body".to_owned(), readable(&body));
            let incoming =
                Incoming { request_id: request_id.clone(), received, body: body.clone() };
            parts.extensions.insert(Arc::new(incoming));
            let scissors = parts.extensions.get::<ConnectInfo<Scissors>>().cloned();
            let request = Request::from_parts(parts, Body::from(body));
            match fault {
                Some(fault) => misbehave(&sandbox, fault, scissors, request, next, &mut note).await,
                None => next.run(request).await,
            }
        }
        Err(_) => too_large(),
    };
    let status = note.get("status").cloned().unwrap_or(response.status().as_u16().into());
    note.insert("status".to_owned(), status);
    sandbox.world().journal.note(sandbox.clock.now(), "call", Value::Object(note));
    stamped(response, &request_id)
}

fn too_large() -> Response {
    LineError::new(StatusCode::PAYLOAD_TOO_LARGE, "The request body exceeds 2 MB").into_response()
}

fn stamped(mut response: Response, request_id: &str) -> Response {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("x-line-request-id", id);
    }
    response
}

fn headers(all: &HeaderMap) -> Value {
    let kept = HEADERS_KEPT.iter().filter_map(|name| {
        let value = all.get(*name)?.to_str().ok()?;
        Some(((*name).to_owned(), Value::from(value)))
    });
    Value::Object(kept.collect())
}

/// The body as the journal keeps it. A token request's secret is not kept.
fn readable(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| {
        let fields: Map<String, Value> = form_urlencoded::parse(body)
            .filter(|(name, _)| name != "client_secret" && !name.is_empty())
            .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
            .collect();
        if fields.is_empty() { Value::Null } else { Value::Object(fields) }
    })
}

async fn misbehave(
    sandbox: &Shared,
    fault: Fault,
    scissors: Option<ConnectInfo<Scissors>>,
    request: Request,
    next: Next,
    note: &mut Map<String, Value>,
) -> Response {
    note.insert("fault".to_owned(), json!(fault));
    let delay = tokio::time::sleep(Duration::from_millis(fault.delay_ms));
    let truth = match (fault.effect, fault.answer) {
        (Effect::Applied, _) => {
            let truth = next.run(request).await;
            delay.await;
            truth
        }
        // An answer that comes late may still come before its work, so the work waits too.
        (Effect::None, Answer::Pass) => {
            delay.await;
            next.run(request).await
        }
        (Effect::None, _) => {
            delay.await;
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    match fault.answer {
        Answer::Pass => truth,
        Answer::Status => ordered(&fault),
        Answer::Close => {
            note.insert("status".to_owned(), 0.into());
            if let Some(ConnectInfo(scissors)) = scissors {
                scissors.cut();
            }
            truth
        }
        Answer::Hang => {
            // Noted now: the caller's giving up drops this future before the gate can.
            note.insert("status".to_owned(), 0.into());
            let note = Value::Object(std::mem::take(note));
            sandbox.world().journal.note(sandbox.clock.now(), "call", note);
            std::future::pending().await
        }
    }
}

fn ordered(fault: &Fault) -> Response {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = fault
        .body
        .clone()
        .unwrap_or_else(|| json!({ "message": status.canonical_reason().unwrap_or("Error") }));
    let mut response = (status, axum::Json(body)).into_response();
    for (name, value) in &fault.headers {
        if let (Ok(name), Ok(value)) =
            (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value))
        {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
