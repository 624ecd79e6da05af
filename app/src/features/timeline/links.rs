//! Finds the web addresses in a text. Nothing else in it is ever markup.

/// A stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// An address that starts with `http://` or `https://`.
    Link(&'a str),
}

/// Splits a text; the pieces, one after another, are the text.
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, scheme)) = next_scheme(rest) {
        let len = link_len(&rest[at..], scheme);
        let words = if len == 0 { at + scheme } else { at };
        push_words(&mut pieces, &rest[..words]);
        if len > 0 {
            pieces.push(Piece::Link(&rest[at..at + len]));
        }
        rest = &rest[words + len..];
    }
    push_words(&mut pieces, rest);
    pieces
}

fn push_words<'a>(pieces: &mut Vec<Piece<'a>>, words: &'a str) {
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
}

/// Where the next `http://` or `https://` starts, and how long that is.
fn next_scheme(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let starts = |scheme: &str| {
            let head = text.as_bytes().get(at..at + scheme.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
        };
        // A letter before it, as in `xhttp://`, makes it part of another word.
        let word = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        ["https://", "http://"]
            .into_iter()
            .find(|scheme| !word && starts(scheme))
            .map(|s| (at, s.len()))
    })
}

/// How long the address at the beginning of `text` is; 0 when there is nothing behind its scheme.
fn link_len(text: &str, scheme: usize) -> usize {
    let end = text.find(ends_link).unwrap_or(text.len());
    let mut link = &text[..end];
    while let Some(last) = link.chars().next_back() {
        let unopened = |open: char| link.matches(last).count() > link.matches(open).count();
        let dangling = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => true,
            ')' => unopened('('),
            ']' => unopened('['),
            '}' => unopened('{'),
            _ => false,
        };
        if !dangling {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    if link.len() > scheme && link[scheme..].starts_with(|c: char| c.is_alphanumeric() || c == '[')
    {
        link.len()
    } else {
        0
    }
}

/// What cannot be inside an address: white space, quotes, and the punctuation of scripts that are
/// written without spaces.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '、' | '。' | '，' | '．' | '！' | '？' | '：' | '；'
        )
        || matches!(
            c,
            '「'..='】' | '（' | '）' | '［' | '］' | '｛' | '｝' | '“' | '”' | '‘' | '’'
        )
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let link = |piece| match piece {
            Piece::Link(link) => Some(link),
            Piece::Words(_) => None,
        };
        split(text).into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"),
            ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
            ("資料はhttps://example.com/資料。ご確認ください", "https://example.com/資料"),
            ("「https://example.com」です", "https://example.com"),
            ("HTTPS://EXAMPLE.COM, ok", "HTTPS://EXAMPLE.COM"),
            ("http://localhost:3000/x!", "http://localhost:3000/x"),
            ("http://[::1]/", "http://[::1]/"),
        ] {
            assert_eq!(links(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_stays_words() {
        for text in
            ["https://", "http:// x", "xhttps://example.com", "javascript:alert(1)", "http://."]
        {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn two_addresses_keep_what_is_between_them() {
        let text = "a https://b.c d\nhttp://e.f";
        assert_eq!(
            split(text),
            [
                Piece::Words("a "),
                Piece::Link("https://b.c"),
                Piece::Words(" d\n"),
                Piece::Link("http://e.f")
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(?s)(https?://|[a-z.()。 ]|.){0,40}") {
            let joined: String = split(&text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(s) | Piece::Link(s) => s,
                })
                .collect();
            prop_assert_eq!(joined, text);
        }
    }
}
