//! Every route, and what stands before it: who may ask, from where, and what every answer carries.

use std::panic::AssertUnwindSafe;

use any_spawner::Executor;
use app::{
    api::ApiError,
    app::PAGES,
    backend::Viewer,
    features::login::{Trouble, error_page},
    plain::Frame,
    shell::shell,
};
use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use futures::FutureExt as _;
use leptos::{
    context::{provide_context, use_context},
    nonce::{provide_nonce, use_nonce},
};
use leptos_axum::ResponseOptions;
use tower_http::{limit::RequestBodyLimitLayer, trace::TraceLayer};
use tracing::Span;

use crate::{
    admin, auth, connections, contact_files, greeting, health, media, photos, previews,
    profile_card, public_profile, realtime, site, state::AppState, webhook,
};

/// Server functions live here; see `app::api`.
const CALLS: &str = "/api/{*name}";

/// The longest text a message may have is 30 KiB when every character of it is escaped.
const CALL_BYTES: usize = 64 << 10;

/// The whole site.
pub fn router(state: AppState) -> Router {
    // Views are made on it. Only the first router of a process can set it; it is the same for all.
    let _set_before = Executor::init_tokio();
    let pages = PAGES
        .into_iter()
        .fold(Router::new(), |pages, path| pages.route(path, get(page)))
        .layer(from_fn(auth::middleware::require_on_page));
    let calls = Router::new()
        .route(CALLS, post(call))
        .merge(realtime::routes())
        .merge(media::routes())
        .merge(previews::routes())
        .merge(profile_card::routes())
        .layer(RequestBodyLimitLayer::new(CALL_BYTES))
        .merge(media::upload_routes())
        .layer(from_fn(auth::middleware::require_on_call));
    let people = Router::new()
        .merge(pages)
        .merge(calls)
        .merge(auth::routes())
        .merge(admin::routes())
        .merge(connections::routes())
        .merge(contact_files::routes())
        .merge(greeting::routes())
        .merge(public_profile::own_routes())
        .merge(photos::routes())
        .layer(from_fn_with_state(state.clone(), auth::origin::guard))
        .merge(auth::links())
        .layer(from_fn_with_state(state.clone(), auth::middleware::resolve));
    let stylesheet = site::stylesheet(&state.leptos);
    let files = site::files(&state.config.site_dir, stylesheet.clone());
    Router::new()
        .merge(people)
        // LINE is authorised by its signature: it has no cookie and no origin.
        .merge(webhook::routes())
        // Whoever has been given an address may see what it shows.
        .merge(public_profile::routes())
        .merge(health::routes())
        .merge(media::public_routes())
        .merge(site::routes())
        .fallback_service(files.with_state(state.clone()))
        .layer(from_fn_with_state(stylesheet, outlive))
        .layer(from_fn_with_state(state.clone(), site::headers))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// What the log says of a request: never a query, and of an address that is a secret that it is one.
fn span(request: &Request<Body>) -> Span {
    let path = loggable(request.uri().path());
    tracing::debug_span!("request", method = %request.method(), path)
}

fn loggable(path: &str) -> &str {
    match path.split('/').nth(1) {
        Some("password") => "/password/…",
        Some("files") => "/files/…",
        _ => path,
    }
}

/// Answers for a request whose handling broke off by a fault of our own: the connection and whatever
/// else goes over it lives on, and the cause is in the log.
async fn outlive(State(stylesheet): State<String>, request: Request, next: Next) -> Response {
    let frame = Frame::of(request.headers(), stylesheet);
    let path = loggable(request.uri().path()).to_owned();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_said_by_the_panic_hook) => {
            tracing::error!(path, "a request broke off by a panic");
            let page = error_page(&frame, Trouble::Failed);
            (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response()
        }
    }
}

/// A page of the messenger, rendered with what this viewer may see.
async fn page(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Response {
    let context = {
        let state = state.clone();
        move || {
            provide_nonce();
            if let (Some(nonce), Some(options)) = (use_nonce(), use_context::<ResponseOptions>()) {
                site::allow_scripts(&options, &state.config, &nonce);
            }
            provide_context(viewer);
            provide_context(state.backend.clone());
        }
    };
    let options = state.leptos.clone();
    let handler =
        leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
    handler(request).await.into_response()
}

/// A call from the interface.
async fn call(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request<Body>,
) -> Response {
    let context = move || {
        provide_context(viewer);
        provide_context(state.backend.clone());
    };
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await;
    with_status(answer.into_response()).await
}

/// Leptos answers every error with 500. What the server refused for a reason is no fault of its own,
/// and must not be counted or logged as one.
async fn with_status(answer: Response) -> Response {
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, CALL_BYTES).await else { return parts.status.into_response() };
    if let Ok(error) = serde_json::from_slice(&body) {
        parts.status = status_of(&error);
    }
    Response::from_parts(parts, body.into())
}

/// The status that fits an error.
pub const fn status_of(error: &ApiError) -> StatusCode {
    match error {
        ApiError::SignedOut => StatusCode::UNAUTHORIZED,
        ApiError::NotFound => StatusCode::NOT_FOUND,
        ApiError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ApiError::Unreachable | ApiError::Blocked => StatusCode::CONFLICT,
        ApiError::Offline | ApiError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tower::ServiceExt as _;

    use super::*;
    use crate::auth::testing::Site;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_page_that_wanders_between_threads_is_drawn_whole() {
        let site = Arc::new(Site::with_member().await);
        let cookie = Arc::new(site.signed_in().await);
        for path in ["/", "/contacts", "/settings", "/?panel=create", "/?panel=external-users"] {
            let ask = |_| {
                let (site, cookie) = (site.clone(), cookie.clone());
                tokio::spawn(async move { site.get(path, Some(&cookie)).await })
            };
            for answer in futures::future::join_all((0..24).map(ask)).await {
                let answer = answer.unwrap();
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                assert!(answer.body.contains("</html>"), "{path}: {}", answer.body);
            }
        }
    }

    #[tokio::test]
    async fn a_fault_of_our_own_is_answered_and_not_told() {
        async fn broken() {
            panic!("a secret");
        }
        let router: Router = Router::new()
            .route("/", get(broken))
            .layer(from_fn_with_state("/a.css".to_owned(), outlive));
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = to_bytes(answer.into_body(), CALL_BYTES).await.unwrap();
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains("/a.css") && !body.contains("secret"), "{body}");
    }
}
