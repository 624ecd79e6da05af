//! The signature of a webhook: HMAC-SHA256 over the raw body, keyed with the channel secret as it
//! is written, in standard Base64.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The value of `x-line-signature`.
pub fn signature(channel_secret: &str, body: &[u8]) -> String {
    let mut digest = Vec::new();
    // HMAC takes a key of any length, so there is no other branch to take.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(channel_secret.as_bytes()) {
        mac.update(body);
        digest = mac.finalize().into_bytes().to_vec();
    }
    STANDARD.encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_vector_is_met() {
        assert_eq!(
            signature(
                "8c570fa6dd201bb328f1c1eac23a96d8",
                br#"{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}"#,
            ),
            "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
        );
    }
}
