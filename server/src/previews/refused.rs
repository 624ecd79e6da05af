//! Why nothing is shown of where a link leads. Never says where that is: it is people's talk.

use axum::http::StatusCode;

/// Why there is nothing to be shown.
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
    /// Not of a kind that is looked at.
    #[error("it is of another kind")]
    Kind,
    /// Compressed, although nobody asked for that: unpacked it could be of any size.
    #[error("it is compressed")]
    Compressed,
    /// More bytes than are taken.
    #[error("it is too large")]
    TooLarge,
    /// It took longer than anybody waits.
    #[error("it takes too long")]
    TooSlow,
    /// It has no title.
    #[error("it says nothing of itself")]
    Silent,
    /// The connection.
    #[error("it could not be fetched: {0}")]
    Fetch(#[source] reqwest::Error),
}

impl From<reqwest::Error> for Refused {
    fn from(error: reqwest::Error) -> Self {
        Self::Fetch(error.without_url())
    }
}
