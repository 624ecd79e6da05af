//! Endpoint families: by what name a test orders faults, and what the rate limits count by.

use axum::http::Method;

/// The family of a call.
pub fn family(method: &Method, path: &str) -> &'static str {
    let rest = path.strip_prefix("/v2/bot/").unwrap_or(path);
    match rest {
        "message/push" => "push",
        "message/reply" => "reply",
        "message/multicast" => "multicast",
        "message/quota" | "message/quota/consumption" => "quota",
        "info" => "info",
        "followers/ids" => "followers",
        "channel/webhook/test" => "webhookTest",
        "channel/webhook/endpoint" => "webhookEndpoint",
        "chat/markAsRead" => "markAsRead",
        "chat/loading/start" => "loading",
        _ if rest.starts_with("message/validate/") => "validate",
        _ if rest.starts_with("message/") => "content",
        _ if rest.starts_with("profile/") => "profile",
        _ if rest.starts_with("group/") || rest.starts_with("room/") => {
            if *method == Method::POST {
                "leave"
            } else {
                "group"
            }
        }
        _ if path.contains("/oauth") => "token",
        _ => "other",
    }
}
