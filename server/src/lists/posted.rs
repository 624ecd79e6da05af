//! The form of an import as it was posted: a file or pasted text, and whether it was looked at as it is.

use app::features::lists::FileFault;
use axum::extract::{Multipart, multipart::Field};
use sha2::{Digest, Sha256};

use super::decode::decode;
use crate::store::key::hex;

/// Most bytes of a file.
const MAX_FILE_BYTES: usize = 2 << 20;

/// Most bytes of pasted text: that of a file in `Shift_JIS` is longer than the file.
const MAX_TEXT_BYTES: usize = 4 << 20;

/// Most bytes of a form. A file that is too large is read to its end, so that this can be said.
pub const MAX_BODY_BYTES: usize = 16 << 20;

/// What is to be done with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Look at it.
    Check,
    /// Import it: it was looked at, and is the same.
    Import,
}

/// A list that was posted.
pub struct Posted {
    /// What is to be done.
    pub act: Act,
    /// The list.
    pub text: String,
}

/// What tells that a text is the same as before.
pub fn seal(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Posted {
    /// Reads the form. A file is stronger than what was pasted.
    ///
    /// # Errors
    /// When it is too large, or no text.
    pub async fn read(mut form: Multipart) -> Result<Self, FileFault> {
        let (mut file, mut pasted) = (Vec::new(), String::new());
        let (mut act, mut checked) = (Vec::new(), Vec::new());
        while let Some(field) = form.next_field().await.map_err(|_| FileFault::TooLarge)? {
            match field.name().unwrap_or_default() {
                "file" => file = bytes(field, MAX_FILE_BYTES).await?,
                "text" => pasted = text(&bytes(field, MAX_TEXT_BYTES).await?)?,
                "act" => act = bytes(field, 16).await?,
                "checked" => checked = bytes(field, 64).await?,
                _ => {}
            }
        }
        let text = if file.is_empty() { pasted } else { text(&file)? };
        let is_same = checked == seal(&text).as_bytes();
        let act = if act == b"import" && is_same { Act::Import } else { Act::Check };
        Ok(Self { act, text })
    }
}

fn text(bytes: &[u8]) -> Result<String, FileFault> {
    decode(bytes).ok_or(FileFault::NotText)
}

/// A field, read to its end even when it is too large.
async fn bytes(mut field: Field<'_>, max: usize) -> Result<Vec<u8>, FileFault> {
    let mut bytes = Vec::new();
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(|_| FileFault::TooLarge)? {
        size += chunk.len();
        if size <= max {
            bytes.extend_from_slice(&chunk);
        }
    }
    if size > max { Err(FileFault::TooLarge) } else { Ok(bytes) }
}
