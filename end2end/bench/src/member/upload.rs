//! How a browser brings a file: in parts, and then as a message.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Member;
use crate::error::{BenchError, accepted};

/// The length of each part but the last, in bytes.
const PART: usize = 2 << 20;
/// What an MP4 file begins with; its last box reaches to the end.
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x08moov\0\0\0\0mdat";

impl Member {
    /// Brings a video of so many bytes for a room; answers what the server says that it is.
    pub async fn upload_video(&self, room: &str, size: usize) -> Result<Value, BenchError> {
        let id = Uuid::now_v7().to_string();
        let new = json!({ "id": id, "room": room, "name": "video.mp4", "size": size });
        let begun = self.request(Method::POST, "/uploads").json(&new).send().await?;
        accepted("beginning an upload", begun).await?;
        for part in 0..size.div_ceil(PART) {
            let mut bytes = vec![b'.'; PART.min(size - part * PART)];
            if part == 0 {
                bytes[..MP4.len()].copy_from_slice(MP4);
            }
            let path = format!("/uploads/{id}/parts/{part}");
            let put = self.request(Method::PUT, &path).body(bytes).send().await?;
            accepted("bringing a part", put).await?;
        }
        let seen = json!({ "kind": "video", "duration": 60_000 });
        let path = format!("/uploads/{id}");
        let whole = self.request(Method::POST, &path).json(&seen).send().await?;
        Ok(accepted("ending an upload", whole).await?.json().await?)
    }

    /// Sends what was brought.
    pub async fn send_media(&self, room: &str, media: &Value) -> Result<(), BenchError> {
        self.send(room, json!({ "kind": "media", "media": media })).await
    }
}
