//! Texts made alike for searching: case, width and the two kana scripts do not matter.

/// Half-width katakana from U+FF66 on, as the full-width ones they stand for.
const HALF_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// The text in lower case, its letters and digits in their narrow form, its katakana as hiragana.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{3000}' => folded.push(' '),
            '\u{FF01}'..='\u{FF5E}' => {
                let narrow = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
                folded.extend(narrow.to_lowercase());
            }
            '\u{FF66}'..='\u{FF9D}' => {
                let at = usize::try_from(u32::from(c) - 0xFF66).unwrap_or_default();
                folded.push(hiragana(HALF_WIDTH.chars().nth(at).unwrap_or(c)));
            }
            // The marks of voice, half-width or combining: part of the kana before them.
            '\u{FF9E}' | '\u{3099}' => voice(&mut folded, c, voiced),
            '\u{FF9F}' | '\u{309A}' => voice(&mut folded, c, half_voiced),
            _ => folded.extend(hiragana(c).to_lowercase()),
        }
    }
    folded
}

/// The digits in a text, narrow.
pub fn digits(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_digit).collect()
}

const fn hiragana(c: char) -> char {
    match c {
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => {
            match char::from_u32(c as u32 - 0x60) {
                Some(kana) => kana,
                None => c,
            }
        }
        _ => c,
    }
}

fn voice(folded: &mut String, mark: char, of: fn(char) -> Option<char>) {
    match folded.chars().last().and_then(|last| Some((last, of(last)?))) {
        Some((last, voiced)) => {
            folded.truncate(folded.len() - last.len_utf8());
            folded.push(voiced);
        }
        None => folded.push(mark),
    }
}

/// が for か: in the table of kana, the voiced one stands behind its plain one.
fn voiced(kana: char) -> Option<char> {
    match kana {
        'う' => Some('ゔ'),
        'か' | 'き' | 'く' | 'け' | 'こ' | 'さ' | 'し' | 'す' | 'せ' | 'そ' | 'た' | 'ち'
        | 'つ' | 'て' | 'と' | 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' => {
            char::from_u32(u32::from(kana) + 1)
        }
        _ => None,
    }
}

fn half_voiced(kana: char) -> Option<char> {
    match kana {
        'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' => char::from_u32(u32::from(kana) + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_width_and_kana_do_not_matter() {
        for (text, folded) in [
            ("サトウ ユキ", "さとう ゆき"),
            ("ｻﾄｳ　ﾕｷ", "さとう ゆき"),
            ("ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ ｳﾞ", "がぎぐ ぱぴ ゔ"),
            ("か\u{3099}", "が"),
            ("ＡＢＣ１２３", "abc123"),
            ("Ｓato", "sato"),
            ("ヶーン", "ゖーん"),
            ("佐藤", "佐藤"),
            ("Ünal", "ünal"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_eq!(digits("０３-1234"), "031234");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "[ぁ-ゖァ-ヶｦ-ﾟＡ-ｚa-zA-Z0-9 　\u{3099}\u{309A}]*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
