//! Why a run comes to nothing.

use std::{io, path::PathBuf};

/// What went wrong. A figure that misses its bound is not an error; a lost message is.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A program could not be run, or a file not be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A call was not answered.
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    /// The event socket failed.
    #[error("the event socket: {0}")]
    Socket(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    /// Something that is not of the shape this driver knows.
    #[error("cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// A program ended, or refused.
    #[error("{program} {what}; its log is {}", log.display())]
    Program {
        /// Which.
        program: String,
        /// What it did.
        what: String,
        /// Where it says why.
        log: PathBuf,
    },
    /// The server answered with a status that it should not.
    #[error("{call} was answered with {status}: {body}")]
    Refused {
        /// What was asked.
        call: String,
        /// HTTP's status.
        status: u16,
        /// The answer.
        body: String,
    },
    /// Messages were lost, doubled or out of order: what was measured means nothing.
    #[error("{0}")]
    Wrong(String),
}

impl From<tokio_tungstenite::tungstenite::Error> for BenchError {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}

impl From<tokio::task::JoinError> for BenchError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Wrong(format!("a part of the driver stopped: {error}"))
    }
}

/// The answer, if it is a success.
pub async fn accepted(
    call: &str,
    response: reqwest::Response,
) -> Result<reqwest::Response, BenchError> {
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status().as_u16();
    let body = response.text().await.unwrap_or_default().chars().take(300).collect();
    Err(BenchError::Refused { call: call.to_owned(), status, body })
}
