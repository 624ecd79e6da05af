//! How the control API reads bodies and reports refusals.

use axum::{
    Json,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{sandbox::Shared, world::Refused};

/// What control handlers return.
pub type Told = Result<Json<Value>, Refused>;

/// A JSON body. An empty one is an empty object, and the content type does not matter.
pub struct Input<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Shared> for Input<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, sandbox: &Shared) -> Result<Self, Refused> {
        let bytes = Bytes::from_request(request, sandbox)
            .await
            .map_err(|error| Refused::Invalid(error.to_string()))?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        serde_json::from_slice(bytes)
            .map(Self)
            .map_err(|error| Refused::Invalid(format!("the body: {error}")))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}
