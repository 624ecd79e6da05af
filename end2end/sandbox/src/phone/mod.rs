//! The phone page: a person plays a LINE user in a browser. It uses the control API only.

use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

use crate::sandbox::Shared;

const PAGE: &str = include_str!("index.html");
const STYLE: &str = include_str!("phone.css");
const SCRIPTS: [(&str, &str); 10] = [
    ("/phone.js", include_str!("phone.js")),
    ("/home.js", include_str!("home.js")),
    ("/chat.js", include_str!("chat.js")),
    ("/group.js", include_str!("group.js")),
    ("/message.js", include_str!("message.js")),
    ("/quick.js", include_str!("quick.js")),
    ("/card.js", include_str!("card.js")),
    ("/sheet.js", include_str!("sheet.js")),
    ("/dom.js", include_str!("dom.js")),
    ("/api.js", include_str!("api.js")),
];

/// Scripts and styles are our own only; pictures and media come from wherever a bot says.
const POLICY: &str = "default-src 'self'; img-src * data:; media-src *; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// The phone's routes.
pub fn router() -> Router<Shared> {
    let page = Router::new()
        .route("/", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/phone.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
        .route("/R/ti/p/{id}", get(add_friend));
    SCRIPTS.into_iter().fold(page, |page, (path, text)| {
        page.route(path, get(move || async move { file("text/javascript; charset=utf-8", text) }))
    })
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

/// What `https://line.me/R/ti/p/{id}` does on a phone: it offers to add the account.
async fn add_friend(Path(id): Path<String>) -> Redirect {
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    Redirect::to(&format!("/?add={id}"))
}
