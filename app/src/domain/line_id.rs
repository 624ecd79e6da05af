//! How a LINE user finds an official account: by its ID, and by the address made of it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What must be encoded in a part of a path: all but RFC 3986's unreserved characters.
const IN_A_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The Add Contact URL: opened on a phone, it shows the official account with this ID in LINE, to be
/// added as friend (LINE URL scheme reference: opening an official account's profile page).
pub fn contact_url(line_id: &str) -> String {
    format!("https://line.me/R/ti/p/{}", utf8_percent_encode(line_id, IN_A_PATH))
}

#[cfg(test)]
mod tests {
    use super::contact_url;

    #[test]
    fn the_at_sign_is_encoded_and_the_rest_of_an_id_is_not() {
        assert_eq!(contact_url("@123abcde"), "https://line.me/R/ti/p/%40123abcde");
        assert_eq!(
            contact_url("@sagawa-kitchen_1.2"),
            "https://line.me/R/ti/p/%40sagawa-kitchen_1.2"
        );
    }

    #[test]
    fn nothing_in_an_id_leads_to_another_place() {
        let url = contact_url("../?x=1#y/あ");
        assert_eq!(url, "https://line.me/R/ti/p/..%2F%3Fx%3D1%23y%2F%E3%81%82");
    }
}
