//! Half characters in JSON. A text cut through the middle of an emoji reaches us as a lone UTF-16
//! surrogate escape, which no Rust string can hold and every strict parser refuses. The message is
//! worth more than the half emoji.

/// Replaces each lone `\uD800`–`\uDFFF` of a JSON text by `\uFFFD`. The rest stays as it is.
pub fn mend(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (kept, taken) = match (escaped_unit(rest), rest.get(6..).and_then(escaped_unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (&rest[..12], 12),
            (Some(0xD800..=0xDFFF), _) => (r"\uFFFD", 6),
            _ => {
                let escape = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                (&rest[..escape], escape)
            }
        };
        out.push_str(kept);
        rest = &rest[taken..];
    }
    out + rest
}

/// The UTF-16 unit of the `\uXXXX` that `text` begins with.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix(r"\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::mend;

    #[test]
    fn lone_halves_are_replaced_and_pairs_kept() {
        for (given, mended) in [
            (r#""\ud83d""#, r#""\uFFFD""#),
            (r#""\ude00 a""#, r#""\uFFFD a""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\uFFFD\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\u3042\n\"""#, r#""\u3042\n\"""#),
            (r"\", r"\"),
            (r"\あ", r"\あ"),
        ] {
            assert_eq!(mend(given), mended);
        }
    }

    proptest! {
        #[test]
        fn valid_json_is_left_alone(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(mend(&json), json);
        }

        #[test]
        fn any_sequence_of_units_becomes_readable(units in proptest::collection::vec(any::<u16>(), 0..20)) {
            let escapes: Vec<_> = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let read: String = serde_json::from_str(&mend(&format!("\"{}\"", escapes.concat()))).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }
    }
}
