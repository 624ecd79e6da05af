//! The built client files, and the headers that every answer of this site carries.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use app::{
    features::login::{Trouble, error_page},
    plain::Frame,
};
use axum::{
    Router,
    extract::{Request, State},
    handler::HandlerWithoutStateExt,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
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

/// The files of the client: `/pkg`, and what lies beside it at the root. Nothing else is here, and a
/// person is told so on a page that uses `stylesheet`.
pub fn files<S: Clone + Send + Sync + 'static>(dir: &Path, stylesheet: String) -> Router<S> {
    let serve = |dir: &Path| {
        ServeDir::new(dir)
            .precompressed_br()
            .precompressed_gzip()
            .append_index_html_on_directories(false)
    };
    let missing = move |headers: HeaderMap| {
        let page = not_found(&headers, &stylesheet);
        async move { page }
    };
    let packaged = Router::new()
        .fallback_service(serve(&dir.join("pkg")).fallback(missing.clone().into_service()))
        .layer(middleware::from_fn(|request, next| cached(FOREVER, request, next)));
    Router::new()
        .nest_service("/pkg", packaged)
        .fallback_service(serve(dir).fallback(missing.into_service()))
        .layer(middleware::from_fn(root_file_caching))
}

fn not_found(headers: &HeaderMap, stylesheet: &str) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if !accept.is_some_and(|accept| accept.contains("text/html")) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = error_page(&Frame::of(headers, stylesheet), Trouble::NotFound);
    (StatusCode::NOT_FOUND, Html(page)).into_response()
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
    let hashes = hash_file(config);
    let Some(hashes) = hashes else { return options.hash_files(false).build() };
    options.hash_files(true).hash_file(Arc::from(hashes.to_string_lossy())).build()
}

/// Where the build has written down which hash stands in each file's name: beside the program it
/// built, and among the files for when they were carried elsewhere.
fn hash_file(config: &Config) -> Option<PathBuf> {
    let beside =
        std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned()));
    let places = [beside, Some(config.site_dir.clone())];
    places.into_iter().flatten().map(|dir| dir.join("hash.txt")).find(|file| file.is_file())
}

/// The hash in the name of the client's file of this kind (`css`, `js`, `wasm`), if names have one.
fn hash(options: &LeptosOptions, kind: &str) -> Option<String> {
    let hashes = std::fs::read_to_string(options.hash_file.as_ref());
    let hashes = hashes.ok().filter(|_| options.hash_files)?;
    let of_kind =
        |line: &str| Some(line.trim().strip_prefix(kind)?.strip_prefix(':')?.trim().to_owned());
    hashes.lines().find_map(of_kind)
}

/// Where the style sheet is, for pages that are not rendered by Leptos.
pub fn stylesheet(options: &LeptosOptions) -> String {
    let (pkg, name) = (&options.site_pkg_dir, &options.output_name);
    match hash(options, "css") {
        Some(hash) => format!("/{pkg}/{name}.{hash}.css"),
        None => format!("/{pkg}/{name}.css"),
    }
}

/// What the client that this server serves is called: its version, and what is in it.
pub fn build(options: &LeptosOptions) -> String {
    let version = env!("CARGO_PKG_VERSION");
    hash(options, "wasm").map_or_else(|| version.to_owned(), |hash| format!("{version}-{hash}"))
}

/// `GET /offline`: what the service worker keeps, to show while the server cannot be reached.
pub fn routes() -> Router<AppState> {
    Router::new().route("/offline", get(offline))
}

async fn offline(State(state): State<AppState>, headers: HeaderMap) -> Html<String> {
    let frame = Frame::of(&headers, stylesheet(&state.leptos));
    Html(error_page(&frame, Trouble::Offline))
}

/// Gives each answer the headers that keep other sites out and what is private out of caches. What a
/// page has said itself stands.
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
            "camera=(), geolocation=(self), microphone=(self), payment=(), usb=()",
        ),
    ];
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(NEVER));
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str, encodings: &str) -> (StatusCode, HeaderMap, String) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("pkg")).unwrap();
        for (name, text) in [
            ("pkg/kakehashi.abc.js", "plain"),
            ("pkg/kakehashi.abc.js.br", "brotli"),
            ("pkg/kakehashi.abc.js.gz", "gzip"),
            ("sw.js", "worker"),
            ("favicon.svg", "icon"),
        ] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        std::fs::write(dir.path().with_extension("outside"), "secret").unwrap();
        let request = Request::get(path)
            .header(header::ACCEPT_ENCODING, encodings)
            .header(header::ACCEPT, "text/html")
            .body(Body::empty())
            .unwrap();
        let router: Router = files(dir.path(), "/pkg/kakehashi.abc.css".to_owned());
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn packaged_files_are_kept_forever_and_sent_small() {
        for (encodings, body) in [("br, gzip", "brotli"), ("gzip", "gzip"), ("", "plain")] {
            let (status, headers, sent) = get("/pkg/kakehashi.abc.js", encodings).await;
            assert_eq!((status, sent.as_str()), (StatusCode::OK, body));
            assert_eq!(headers[header::CACHE_CONTROL], FOREVER);
            assert_eq!(headers[header::CONTENT_TYPE], "text/javascript");
        }
    }

    #[tokio::test]
    async fn the_service_worker_is_asked_for_each_time() {
        assert_eq!(get("/sw.js", "").await.1[header::CACHE_CONTROL], ASK_AGAIN);
        assert_eq!(get("/favicon.svg", "").await.1[header::CACHE_CONTROL], AN_HOUR);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_kept() {
        for path in ["/pkg/kakehashi.old.js", "/nowhere", "/", "/pkg", "/../x.outside", "/%2e%2e/x"]
        {
            let (status, headers, body) = get(path, "").await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
            assert!(!headers.contains_key(header::CACHE_CONTROL), "{path}");
            assert!(body.contains("/pkg/kakehashi.abc.css"), "{path}: {body}");
        }
    }

    #[test]
    fn scripts_need_the_nonce_of_their_answer() {
        let with = policy(" 'nonce-abc'", Rebuilds::Never);
        assert!(with.contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-abc';"), "{with}");
        let without = policy(NO_INLINE_SCRIPTS, Rebuilds::Never);
        assert!(without.contains("script-src 'self' 'wasm-unsafe-eval';"), "{without}");
    }
}
