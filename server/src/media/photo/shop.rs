//! Where pictures are drawn: off the threads that serve, and few at once, so that what they take of
//! memory and of the processors is bounded.

use std::sync::Arc;

use axum::body::Bytes;
use tokio::sync::Semaphore;

use super::{Framing, Photo, PhotoError, thumbnail};
use crate::media::{outgoing::Fit, preview::Preview};

/// Pictures under way at once. The largest takes about 200 MB while it is drawn.
const AT_ONCE: usize = 2;

/// Draws photos, pictures that are sent, and previews of what people send. Who comes when it is busy waits.
pub struct PhotoShop {
    free: Arc<Semaphore>,
}

impl Default for PhotoShop {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl PhotoShop {
    /// Draws a file.
    ///
    /// # Errors
    /// As [`Photo::of_file`]; a file over which a decoder panics counts as damaged.
    pub async fn draw(&self, file: Vec<u8>, framing: Framing) -> Result<Photo, PhotoError> {
        self.work(move || Photo::of_file(&file, framing)).await
    }

    /// Draws what stands in a timeline for a file.
    ///
    /// # Errors
    /// As [`Preview::of_file`]; a file over which a decoder panics counts as damaged.
    pub async fn preview(&self, file: Bytes) -> Result<Preview, PhotoError> {
        self.work(move || Preview::of_file(&file)).await
    }

    /// Draws a small square of a picture.
    ///
    /// # Errors
    /// As [`thumbnail`]; a file over which a decoder panics counts as damaged.
    pub async fn thumbnail(&self, file: Bytes) -> Result<Bytes, PhotoError> {
        self.work(move || thumbnail(&file)).await
    }

    /// Draws a picture that a member sends.
    ///
    /// # Errors
    /// As [`Fit::of_file`]; a file over which a decoder panics counts as damaged.
    pub async fn fit(&self, file: Bytes) -> Result<Fit, PhotoError> {
        self.work(move || Fit::of_file(&file)).await
    }

    async fn work<T: Send + 'static>(
        &self,
        draw: impl FnOnce() -> Result<T, PhotoError> + Send + 'static,
    ) -> Result<T, PhotoError> {
        // Never closed, so a place always comes.
        let place = Arc::clone(&self.free).acquire_owned().await;
        let draw = move || {
            // Goes with the work, which goes on when nobody waits for it any more.
            let _place = place;
            draw()
        };
        let drawn = tokio::task::spawn_blocking(draw).await;
        drawn.unwrap_or_else(|panic| Err(PhotoError::Damaged(panic.to_string())))
    }
}
