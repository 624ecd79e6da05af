//! Every route, and what stands before it: who may ask, from where, and what every answer carries.

use app::{app::App, backend::Viewer, shell::shell};
use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::post,
};
use leptos::{
    context::{provide_context, use_context},
    nonce::{provide_nonce, use_nonce},
};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use tower_http::{limit::RequestBodyLimitLayer, trace::TraceLayer};

use crate::{auth, health, media, realtime, site, state::AppState, webhook};

/// Server functions live here; see `app::api`.
const CALLS: &str = "/api/{*name}";

/// The longest text a message may have is 30 KiB when every character of it is escaped.
const CALL_BYTES: usize = 64 << 10;

/// The whole site.
pub fn router(state: AppState) -> Router {
    let pages = Router::new()
        .leptos_routes_with_handler(generate_route_list(App), page)
        .layer(from_fn(auth::middleware::require_on_page));
    let calls = Router::new()
        .route(CALLS, post(call))
        .merge(realtime::routes())
        .merge(media::routes())
        .layer(RequestBodyLimitLayer::new(CALL_BYTES))
        .layer(from_fn(auth::middleware::require_on_call));
    let people = Router::new()
        .merge(pages)
        .merge(calls)
        .merge(auth::routes())
        .layer(from_fn_with_state(state.clone(), auth::origin::guard))
        .layer(from_fn_with_state(state.clone(), auth::middleware::resolve));
    let files = site::files(&state.config.site_dir, site::stylesheet(&state.leptos));
    Router::new()
        .merge(people)
        // LINE is authorised by its signature: it has no cookie and no origin.
        .merge(webhook::routes())
        .merge(health::routes())
        .merge(site::routes())
        .fallback_service(files.with_state(state.clone()))
        .layer(from_fn_with_state(state.clone(), site::headers))
        .layer(TraceLayer::new_for_http())
        .with_state(state)
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
) -> impl IntoResponse {
    let context = move || {
        provide_context(viewer);
        provide_context(state.backend.clone());
    };
    leptos_axum::handle_server_fns_with_context(context, request).await
}
