//! Files on their way to the server. Browser only: their bytes go as they are, which server functions
//! cannot do.

use gloo::net::http::{Method, Request, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Blob;

use super::ApiError;
use crate::{
    domain::{Media, MediaId, NewUpload, Seen, UploadFault},
    json,
};

/// Why an upload does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadError {
    /// Something is wrong with the file.
    Fault(UploadFault),
    /// As for every call.
    Api(ApiError),
}

/// Says what will come. May be said again.
///
/// # Errors
/// When the server did not hear it, or does not take it.
pub async fn begin_upload(new: &NewUpload) -> Result<(), UploadError> {
    heard(said(Method::POST, "/uploads".to_owned(), new)?.send().await).await.map(drop)
}

/// Brings a part. May be brought again.
///
/// # Errors
/// When the server did not hear it, or does not take it.
pub async fn put_part(id: MediaId, part: u64, bytes: &Blob) -> Result<(), UploadError> {
    put(format!("/uploads/{id}/parts/{part}"), bytes).await
}

/// Brings a still of a video.
///
/// # Errors
/// When the server did not hear it, or does not take it.
pub async fn put_still(id: MediaId, still: &Blob) -> Result<(), UploadError> {
    put(format!("/uploads/{id}/still"), still).await
}

/// Says that all has come; answers what it is now. May be said again.
///
/// # Errors
/// When the server did not hear it, or does not take it.
pub async fn finish_upload(id: MediaId, seen: Seen) -> Result<Media, UploadError> {
    let answer = heard(said(Method::POST, format!("/uploads/{id}"), &seen)?.send().await).await?;
    answer_of(answer).await.ok_or(UploadError::Api(ApiError::Offline))
}

/// Gives an upload up. What does not come through is given up by the server after a day.
pub async fn give_up_upload(id: MediaId) {
    let _given_up_later = Request::delete(&format!("/uploads/{id}")).send().await;
}

fn said<T: Serialize>(method: Method, path: String, what: &T) -> Result<Request, UploadError> {
    let json = serde_json::to_string(what).map_err(|_| offline())?;
    let request = RequestBuilder::new(&path).method(method);
    request.header("content-type", "application/json").body(json).map_err(|_| offline())
}

async fn put(path: String, bytes: &Blob) -> Result<(), UploadError> {
    let request = Request::put(&path).body(bytes.clone()).map_err(|_| offline())?;
    heard(request.send().await).await.map(drop)
}

async fn heard(answer: Result<Response, gloo::net::Error>) -> Result<Response, UploadError> {
    let answer = answer.map_err(|_| offline())?;
    if answer.ok() {
        return Ok(answer);
    }
    let status = answer.status();
    let Ok(said) = answer.binary().await else { return Err(offline()) };
    let fault = || json::read(&said).ok().map(UploadError::Fault);
    let error = || json::read(&said).ok().map(UploadError::Api);
    Err(fault().or_else(error).unwrap_or_else(|| UploadError::Api(of_status(status))))
}

/// What something between us and the server answered.
const fn of_status(status: u16) -> ApiError {
    match status {
        401 => ApiError::SignedOut,
        404 => ApiError::NotFound,
        502..=504 => ApiError::Offline,
        _ => ApiError::Unavailable,
    }
}

async fn answer_of<T: DeserializeOwned>(answer: Response) -> Option<T> {
    json::read(&answer.binary().await.ok()?).ok()
}

const fn offline() -> UploadError {
    UploadError::Api(ApiError::Offline)
}
