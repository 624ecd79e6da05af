//! The bytes of an uploaded list as text: UTF-8, UTF-16 with its mark, or `Shift_JIS`.

use encoding_rs::{Encoding, SHIFT_JIS};

/// Reads a list. Its line breaks become `\n`; none when it is in no encoding that is known.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])
        }
        // Hardly any Japanese text in Shift_JIS happens to be UTF-8, so that is looked at first.
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.into()),
            Err(_) => SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes),
        },
    };
    text.map(|text| text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "メール,名前\nren@example.com,髙橋 蓮\n";

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            ("\u{FEFF}".to_owned() + TEXT).encode_utf16().flat_map(bytes).collect()
        };
        let (shift_jis, _, lossy) = SHIFT_JIS.encode(TEXT);
        assert!(!lossy);
        for bytes in [
            TEXT.as_bytes().to_vec(),
            format!("\u{FEFF}{TEXT}").into_bytes(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            shift_jis.into_owned(),
            TEXT.replace('\n', "\r\n").into_bytes(),
            TEXT.replace('\n', "\r").into_bytes(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(TEXT), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(&[0x89, b'P', b'N', b'G', 0xff, 0xfe]), None);
        assert_eq!(decode(&[0xff, 0xfe, 0x00, 0xd8]), None, "half a pair");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_stumble(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn shift_jis_comes_back(text in "[a-z,;\"0-9ぁ-んァ-ヶ一-九]{0,40}") {
            let (bytes, _, lossy) = SHIFT_JIS.encode(&text);
            prop_assume!(!lossy && std::str::from_utf8(&bytes).is_err());
            prop_assert_eq!(decode(&bytes), Some(text));
        }
    }
}
