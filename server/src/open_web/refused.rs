//! Why nothing is to be had at an address. Never says where that is: it is people's talk.

use axum::http::StatusCode;

/// Why there is nothing to be had.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing that can be asked.
    #[error("it is no address")]
    NotAnAddress,
    /// Neither `http` nor `https`.
    #[error("it is not of the web")]
    Scheme,
    /// A user name or a password.
    #[error("it has a user name or a password in it")]
    UserInfo,
    /// Neither 80 nor 443.
    #[error("it is at another port than the web's")]
    Port,
    /// The name has no address.
    #[error("its host is not known")]
    UnknownHost,
    /// This machine, its network, or nobody.
    #[error("it is not on the public internet")]
    NotPublic,
    /// It is sent from one address to the next.
    #[error("it leads on and on")]
    TooManyRedirects,
    /// Anything but what was asked for.
    #[error("it was answered with {0}")]
    Status(StatusCode),
    /// Compressed.
    #[error("it is compressed, which nobody asked for")]
    Packed,
    /// The connection.
    #[error("it could not be fetched: {0}")]
    Fetch(#[source] reqwest::Error),
}

impl From<reqwest::Error> for Refused {
    fn from(error: reqwest::Error) -> Self {
        Self::Fetch(error.without_url())
    }
}
