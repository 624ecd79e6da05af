//! The names of files that people send: whatever somebody typed, or wants to be taken for.

/// Characters of a name that are kept. File systems take 255 bytes.
const LONGEST: usize = 80;

/// A name as it may be shown and saved: no path, no control, nothing that turns the direction of what is
/// read, so that what stands at its end is its end.
pub fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let kept = kept.trim().trim_matches('.').trim();
    let name = if kept.is_empty() { "file" } else { kept };
    shortened(name)
}

/// The front of a long name with its end, by which programs know what to do with it.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST {
        return name.to_owned();
    }
    let end = name.rfind('.').map_or("", |at| &name[at..]);
    let end = if end.chars().count() <= 10 { end } else { "" };
    let front = name.chars().take(LONGEST - 1 - end.chars().count());
    front.chain(['…']).chain(end.chars()).collect()
}

/// What is not seen, but changes what is.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The value of `Content-Disposition` for a file to be saved under this name (RFC 6266): the name in
/// ASCII for old programs, and in full for the others.
pub fn attachment(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && !"\"\\%".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut full = String::with_capacity(3 * name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            full.push(char::from(byte));
        } else {
            full.push('%');
            full.push_str(&crate::store::key::hex(&[byte]).to_ascii_uppercase());
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_end_where_they_seem_to() {
        for (sent, kept) in [
            ("見積.pdf", "見積.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\a.exe", "a.exe"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
            ("..", "file"),
            ("", "file"),
            ("\0\u{feff}", "file"),
            (".bashrc", "bashrc"),
            ("a/", "file"),
        ] {
            assert_eq!(cleaned(sent), kept, "{sent:?}");
        }
        let long = cleaned(&format!("{}.pdf", "長".repeat(300)));
        assert!(long.ends_with("….pdf") && long.chars().count() == LONGEST, "{long}");
    }

    #[test]
    fn a_name_in_a_header_is_one_word_of_it() {
        assert_eq!(
            attachment("見 \"a\".pdf"),
            "attachment; filename=\"___a_.pdf\"; filename*=UTF-8''%E8%A6%8B%20%22a%22.pdf"
        );
    }
}
