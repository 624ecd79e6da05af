//! Why nothing is shown of where a link leads. Never says where that is: it is people's talk.

use crate::open_web;

/// Why there is nothing to be shown.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing is to be had there.
    #[error(transparent)]
    Web(#[from] open_web::Refused),
    /// Not of a kind that is looked at.
    #[error("it is of another kind")]
    Kind,
    /// More bytes than are taken.
    #[error("it is too large")]
    TooLarge,
    /// It took longer than anybody waits.
    #[error("it takes too long")]
    TooSlow,
    /// It has no title.
    #[error("it says nothing of itself")]
    Silent,
}

impl From<reqwest::Error> for Refused {
    fn from(error: reqwest::Error) -> Self {
        Self::Web(error.into())
    }
}
