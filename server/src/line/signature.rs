//! Proof that a webhook comes from LINE: a signature over its raw bytes.
//!
//! Checked before anything is parsed; what is parsed and written again would no longer match.
//! Reference: <https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/>

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;

/// The header that carries the signature. LINE may change its case.
pub const SIGNATURE_HEADER: &str = "x-line-signature";

/// Why a request is not believed to come from LINE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature.
    #[error("the signature is missing")]
    Missing,
    /// The signature was not made over this body with this secret.
    #[error("the signature does not match")]
    Wrong,
}

/// Checks that `body` was signed with `channel_secret`, in constant time.
///
/// # Errors
/// When it was not. Nothing of the request may be used then.
pub fn verify(
    headers: &HeaderMap,
    body: &[u8],
    channel_secret: &str,
) -> Result<(), SignatureError> {
    let header = headers.get(SIGNATURE_HEADER).ok_or(SignatureError::Missing)?;
    let signature = STANDARD.decode(header.as_bytes()).map_err(|_| SignatureError::Wrong)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(channel_secret.as_bytes())
        .map_err(|_| SignatureError::Wrong)?;
    mac.update(body);
    mac.verify_slice(&signature).map_err(|_| SignatureError::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    // LINE's published example.
    const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
    const BODY: &[u8] = br#"{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}"#;
    const SIGNATURE: &str = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=";

    fn signed(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn the_official_example_is_accepted_whatever_the_case_of_the_header() {
        for name in ["x-line-signature", "X-Line-Signature", "X-LINE-SIGNATURE"] {
            assert_eq!(verify(&signed(name, SIGNATURE), BODY, SECRET), Ok(()));
        }
    }

    #[test]
    fn one_changed_byte_of_body_or_secret_or_signature_is_refused() {
        let headers = signed(SIGNATURE_HEADER, SIGNATURE);
        let mut body = BODY.to_vec();
        body.push(b'\n');
        assert_eq!(verify(&headers, &body, SECRET), Err(SignatureError::Wrong));
        let other = "8c570fa6dd201bb328f1c1eac23a96d9";
        assert_eq!(verify(&headers, BODY, other), Err(SignatureError::Wrong));
        for wrong in ["", "=", "GhRKmvmHys4Pi8DxkF4", "hRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="]
        {
            let headers = signed(SIGNATURE_HEADER, wrong);
            assert_eq!(verify(&headers, BODY, SECRET), Err(SignatureError::Wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_request_without_signature_is_refused() {
        assert_eq!(verify(&HeaderMap::new(), BODY, SECRET), Err(SignatureError::Missing));
    }
}
