//! Sessions: the token in the cookie, its hash in the database, and how long both live.

use app::domain::Timestamp;
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{config::PublicUrl, store::key::SessionKey};

/// How long a session lives after it was last used: 30 days, in milliseconds.
pub const LIFE_MS: i64 = 30 * 24 * 3_600_000;

/// Use is written down at most once an hour.
const TOUCH_AFTER_MS: i64 = 3_600_000;

/// What the browser holds: 32 random bytes. Never stored, never printed.
pub struct SessionToken(Zeroizing<[u8; 32]>);

impl SessionToken {
    /// Makes a new one.
    pub fn mint(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Reads the value of a cookie.
    fn parse(value: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(value).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// What the database knows the session by: SHA-256 of the token. It also stands in the
    /// extensions of a signed-in request, so that log-out can end the session's sockets.
    pub fn key(&self) -> SessionKey {
        SessionKey(Sha256::digest(self.0.as_slice()).into())
    }
}

/// When a session used at `now` will end.
pub fn expiry(now: Timestamp) -> Timestamp {
    now.plus_millis(LIFE_MS)
}

/// Whether use should be written down.
pub fn wants_touch(seen_at: Timestamp, now: Timestamp) -> bool {
    now.since(seen_at) >= TOUCH_AFTER_MS
}

/// The session cookie, as the site's address allows it to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionCookie {
    /// Bound to TLS and to this very host: no subdomain and no plain http page can plant one.
    Https,
    /// As strict as plain http allows.
    Http,
}

impl SessionCookie {
    /// The cookie for a site at `public_url`.
    pub fn for_site(public_url: &PublicUrl) -> Self {
        if public_url.is_https() { Self::Https } else { Self::Http }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Https => "__Host-kakehashi",
            Self::Http => "kakehashi",
        }
    }

    /// The token in a request, if it carries one.
    pub fn read(self, headers: &HeaderMap) -> Option<SessionToken> {
        let jar = CookieJar::from_headers(headers);
        jar.get(self.name()).and_then(|cookie| SessionToken::parse(cookie.value()))
    }

    /// `Set-Cookie` for a session that has begun or goes on.
    pub fn set(self, token: &SessionToken) -> Option<HeaderValue> {
        self.header(URL_SAFE_NO_PAD.encode(token.0.as_slice()), LIFE_MS / 1000)
    }

    /// `Set-Cookie` for a session that has ended.
    pub fn clear(self) -> Option<HeaderValue> {
        self.header(String::new(), 0)
    }

    fn header(self, value: String, seconds: i64) -> Option<HeaderValue> {
        let mut cookie = Cookie::new(self.name(), value);
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_same_site(SameSite::Lax);
        if self == Self::Https {
            cookie.set_secure(true);
        }
        // The crate's own Max-Age would need a crate of dates.
        HeaderValue::try_from(format!("{cookie}; Max-Age={seconds}")).ok()
    }
}

/// Adds a `Set-Cookie` header, if there is one.
pub fn add_cookie(headers: &mut HeaderMap, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> SessionToken {
        SessionToken(Zeroizing::new([0xfb; 32]))
    }

    fn shown(url: &str) -> String {
        let cookie = SessionCookie::for_site(&url.parse().unwrap());
        cookie.set(&token()).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn the_cookie_on_https_is_bound_to_the_host() {
        assert_eq!(
            shown("https://chat.example.com"),
            "__Host-kakehashi=-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s; HttpOnly; SameSite=Lax; \
             Secure; Path=/; Max-Age=2592000"
        );
    }

    #[test]
    fn the_cookie_on_http_is_as_strict_as_it_can_be() {
        assert_eq!(
            shown("http://127.0.0.1:3000"),
            "kakehashi=-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s; HttpOnly; SameSite=Lax; \
             Path=/; Max-Age=2592000"
        );
    }

    #[test]
    fn a_token_comes_back_from_its_cookie_and_from_no_other() {
        let read = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            SessionCookie::Https.read(&headers).map(|token| token.key())
        };
        let good = shown("https://chat.example.com");
        let pair = good.split(';').next().unwrap();
        assert_eq!(read(&format!("a=b; {pair}")), Some(token().key()));
        for bad in ["", "a=b", "__Host-kakehashi=", "__Host-kakehashi=AAAA", &pair[7..]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn use_is_written_down_once_an_hour() {
        let now = Timestamp::from_millis(1_795_376_468_000);
        assert!(!wants_touch(now, now.plus_millis(3_599_999)));
        assert!(wants_touch(now, now.plus_millis(3_600_000)));
        assert_eq!(expiry(now).since(now), 2_592_000_000);
    }
}
