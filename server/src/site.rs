//! The built client files, and the headers that every answer of this site carries.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use app::features::login::{Frame, Trouble, error_page};
use axum::{
    Router,
    extract::{Request, State},
    handler::HandlerWithoutStateExt,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, Response},
    routing::get,
};
use leptos::{config::LeptosOptions, nonce::Nonce};
use leptos_axum::ResponseOptions;
use tower_http::services::ServeDir;

use crate::{
    config::{Config, Rebuilds},
    state::AppState,
};

/// The name of a file under `/pkg` changes with what is in it.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Icons, the manifest: asked for again within the hour.
const AN_HOUR: &str = "public, max-age=3600";
/// The service worker decides what others keep, so it is asked for each time.
const ASK_AGAIN: &str = "no-cache";
/// Pages show what only their member may see.
const NEVER: &str = "no-store";

/// Answers without scripts, which is all but the messenger's pages.
const NO_INLINE_SCRIPTS: &str = "";

/// Allows the scripts that carry `nonce` on the page that is being rendered: Leptos starts the client
/// with one, and hands resources over with others.
pub fn allow_scripts(options: &ResponseOptions, config: &Config, nonce: &Nonce) {
    let policy = policy(&format!(" 'nonce-{nonce}'"), config.rebuilds);
    if let Ok(policy) = HeaderValue::try_from(policy) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// What a page may load, and from where: from here, and nothing from anywhere else.
fn policy(scripts: &str, rebuilds: Rebuilds) -> String {
    let elsewhere = match rebuilds {
        Rebuilds::Never => "",
        // The tool that rebuilds tells pages to reload through a socket on a port of its own.
        Rebuilds::Watched => " ws:",
    };
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
         img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'{elsewhere}; \
         object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
}

/// The files of the client: `/pkg`, and what lies beside it at the root. Whatever is not a file
/// falls through to a plain 404.
pub fn files(dir: &Path) -> Router<AppState> {
    let serve = |dir: &Path| ServeDir::new(dir).precompressed_br().precompressed_gzip();
    let missing = || async { StatusCode::NOT_FOUND };
    let packaged = Router::new()
        .fallback_service(serve(&dir.join("pkg")).fallback(missing.into_service()))
        .layer(middleware::from_fn(|request, next| cached(FOREVER, request, next)));
    Router::new()
        .nest_service("/pkg", packaged)
        .fallback_service(
            serve(dir).append_index_html_on_directories(false).fallback(missing.into_service()),
        )
        .layer(middleware::from_fn(root_file_caching))
}

async fn root_file_caching(request: Request, next: Next) -> Response {
    let caching = if request.uri().path() == "/sw.js" { ASK_AGAIN } else { AN_HOUR };
    cached(caching, request, next).await
}

/// Only what was found may be kept, and what an inner layer said stands.
async fn cached(caching: &'static str, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if found && !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    }
    response
}

/// How pages are rendered: where the client's files are, and under which names.
pub fn leptos_options(config: &Config) -> LeptosOptions {
    let options = LeptosOptions::builder()
        .output_name("kakehashi")
        .site_root(config.site_dir.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.listen)
        .disable_server_fn_hash(true);
    let hashes = hash_file().filter(|file| file.is_file());
    let Some(hashes) = hashes else { return options.hash_files(false).build() };
    options.hash_files(true).hash_file(Arc::from(hashes.to_string_lossy())).build()
}

/// The build writes down beside the program which hash stands in each file's name.
fn hash_file() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join("hash.txt"))
}

/// Where the style sheet is, for pages that are not rendered by Leptos.
pub fn stylesheet(options: &LeptosOptions) -> String {
    let hashes = options.hash_files.then(|| std::fs::read_to_string(options.hash_file.as_ref()));
    let hash = match &hashes {
        Some(Ok(hashes)) => hashes.lines().find_map(|line| line.trim().strip_prefix("css:")),
        _ => None,
    };
    let (pkg, name) = (&options.site_pkg_dir, &options.output_name);
    match hash {
        Some(hash) => format!("/{pkg}/{name}.{}.css", hash.trim()),
        None => format!("/{pkg}/{name}.css"),
    }
}

/// `GET /offline`: what the service worker keeps, to show while the server cannot be reached.
pub fn routes() -> Router<AppState> {
    Router::new().route("/offline", get(offline))
}

async fn offline(State(state): State<AppState>, headers: HeaderMap) -> Html<String> {
    let frame = Frame::of(&headers, stylesheet(&state.leptos));
    Html(error_page(&frame, Trouble::Offline))
}

/// Gives each answer the headers that keep other sites out and what is private out of caches.
pub async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::try_from(policy(NO_INLINE_SCRIPTS, state.config.rebuilds))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    add_fixed(headers);
    response
}

fn add_fixed(headers: &mut HeaderMap) {
    const FIXED: [(HeaderName, &str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(NEVER));
}
