//! The file of a form. Read as it comes, kept up to the largest that can become a photo, and drawn.

use std::convert::Infallible;

use app::features::photo::PhotoFault;
use axum::{
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};

use crate::{
    media::{Framing, PhotoError, photo::MAX_BYTES},
    state::AppState,
    store::photos::NewPhoto,
};

/// The name of the file's field.
const FIELD: &str = "photo";

/// How long a body may be. More than the largest file: browsers show an answer only after they have
/// sent all of a form, so what is too large is read to its end, and let go as it comes. Who sends more
/// than this by a form must do without the answer.
const MAX_BODY: usize = 64 << 20;

/// The limit for routes that take an [`Upload`].
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_BODY)
}

/// An uploaded file, or what is wrong with the form.
pub struct Upload(Result<Vec<u8>, PhotoFault>);

/// Why an upload does not become a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Something is wrong with the file.
    Fault(PhotoFault),
    /// The server could not do it; the log says why.
    Failed,
}

impl FromRequest<AppState> for Upload {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(match Multipart::from_request(request, state).await {
            Ok(form) => read(form).await,
            // Not our form.
            Err(_) => Err(PhotoFault::NoFile),
        }))
    }
}

impl Upload {
    /// Makes a photo of the file.
    ///
    /// # Errors
    /// When something is wrong with the file, or it cannot be drawn.
    pub async fn photo(self, state: &AppState, framing: Framing) -> Result<NewPhoto, NotTaken> {
        let file = self.0.map_err(NotTaken::Fault)?;
        let photo = state.photo_shop.draw(file, framing).await.map_err(not_taken)?;
        Ok(NewPhoto::mint(photo, &mut rand::rng()))
    }
}

/// The status of a page that says what is wrong.
pub const fn status(fault: PhotoFault) -> StatusCode {
    match fault {
        PhotoFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        PhotoFault::NoFile
        | PhotoFault::NotAPicture
        | PhotoFault::TooManyPixels
        | PhotoFault::Damaged => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn read(mut form: Multipart) -> Result<Vec<u8>, PhotoFault> {
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        if field.name() == Some(FIELD) {
            return keep(field).await;
        }
    }
    Err(PhotoFault::NoFile)
}

async fn keep(mut field: Field<'_>) -> Result<Vec<u8>, PhotoFault> {
    let mut file = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        file = file.filter(|kept: &Vec<u8>| kept.len() + chunk.len() <= MAX_BYTES);
        if let Some(kept) = &mut file {
            kept.extend_from_slice(&chunk);
        }
    }
    match file {
        // A form without a chosen file has an empty one.
        Some(file) if file.is_empty() => Err(PhotoFault::NoFile),
        Some(file) => Ok(file),
        None => Err(PhotoFault::TooLarge),
    }
}

fn broken(error: &MultipartError) -> PhotoFault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        PhotoFault::TooLarge
    } else {
        PhotoFault::Damaged
    }
}

fn not_taken(error: PhotoError) -> NotTaken {
    NotTaken::Fault(match error {
        PhotoError::NotAPicture => PhotoFault::NotAPicture,
        PhotoError::TooLarge => PhotoFault::TooLarge,
        PhotoError::TooManyPixels => PhotoFault::TooManyPixels,
        PhotoError::Damaged(reason) => {
            // The decoder's words; a person's file is not quoted in them.
            tracing::info!(reason, "an uploaded picture is damaged");
            PhotoFault::Damaged
        }
        PhotoError::NotDrawn(reason) => {
            tracing::error!(reason, "an uploaded picture could not be drawn");
            return NotTaken::Failed;
        }
    })
}
