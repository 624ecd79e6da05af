//! Finds the addresses in a text: of the web, of mail, of telephones. Nothing else in it is ever markup.

/// A stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// An address that starts with one of [`SCHEMES`].
    Link(&'a str),
    /// An address of mail by itself, such as `yuki@example.com`.
    Mail(&'a str),
}

/// What an address starts with that can be opened. Nothing else is: `javascript:` is words.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Splits a text; the pieces, one after another, are the text.
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((at, scheme)) = next_scheme(rest) {
        let len = link_len(&rest[at..], scheme);
        let words = if len == 0 { at + scheme.len() } else { at };
        split_mail(&mut pieces, &rest[..words]);
        if len > 0 {
            pieces.push(Piece::Link(&rest[at..at + len]));
        }
        rest = &rest[words + len..];
    }
    split_mail(&mut pieces, rest);
    pieces
}

/// The first address of the web in a text: the one of which a preview is shown.
pub fn first_page(text: &str) -> Option<&str> {
    split(text).into_iter().find_map(|piece| match piece {
        Piece::Link(link) if is_page(link) => Some(link),
        Piece::Link(_) | Piece::Words(_) | Piece::Mail(_) => None,
    })
}

fn is_page(link: &str) -> bool {
    let starts = |scheme: &str| {
        link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

/// Splits words without a scheme in them at their addresses of mail.
fn split_mail<'a>(pieces: &mut Vec<Piece<'a>>, words: &'a str) {
    let (mut rest, mut from) = (words, 0);
    while let Some(at) = rest[from..].find('@').map(|at| from + at) {
        let start = rest[..at].rfind(|c| !is_mailbox(c)).map_or(0, |c| after(rest, c));
        let host = rest[at + 1..].find(|c| !is_host(c)).unwrap_or(rest.len() - at - 1);
        let end = at + 1 + rest[at + 1..at + 1 + host].trim_end_matches(['.', '-']).len();
        let (mailbox, host) = (&rest[start..at], &rest[at + 1..end]);
        let is_mail = !mailbox.is_empty()
            && !mailbox.starts_with('.')
            && host.split('.').count() > 1
            && host.split('.').all(|label| !label.is_empty());
        if is_mail {
            push_words(pieces, &rest[..start]);
            pieces.push(Piece::Mail(&rest[start..end]));
            (rest, from) = (&rest[end..], 0);
        } else {
            from = at + 1;
        }
    }
    push_words(pieces, rest);
}

fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

const fn is_mailbox(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

const fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

fn push_words<'a>(pieces: &mut Vec<Piece<'a>>, words: &'a str) {
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
}

/// Where the next scheme starts, and which it is.
fn next_scheme(text: &str) -> Option<(usize, &'static str)> {
    text.char_indices().find_map(|(at, _)| {
        let starts = |scheme: &str| {
            let head = text.as_bytes().get(at..at + scheme.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
        };
        // A letter before it, as in `xhttp://`, makes it part of another word.
        let word = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        SCHEMES.into_iter().find(|scheme| !word && starts(scheme)).map(|scheme| (at, scheme))
    })
}

/// How long the address at the beginning of `text` is; 0 when there is nothing behind its scheme.
fn link_len(text: &str, scheme: &str) -> usize {
    let behind = &text[scheme.len()..];
    let end = match scheme {
        "tel:" => behind.find(|c| !is_dialled(c)),
        _ => behind.find(ends_link),
    };
    let mut link = end.map_or(text, |end| &text[..scheme.len() + end]);
    while link.len() > scheme.len()
        && let Some(last) = link.chars().next_back()
    {
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
    let begins = |c: char| c.is_alphanumeric() || c == '[' || c == '+';
    if link.len() > scheme.len() && link[scheme.len()..].starts_with(begins) {
        link.len()
    } else {
        0
    }
}

/// What can be inside a telephone number.
const fn is_dialled(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')')
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
            Piece::Link(link) | Piece::Mail(link) => Some(link),
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
            ("電話はtel:+81-3-1234-5678です", "tel:+81-3-1234-5678"),
            ("tel:0312345678、まで", "tel:0312345678"),
            ("mailto:yuki@example.com?subject=a.", "mailto:yuki@example.com?subject=a"),
            ("連絡先はyuki.sato+a@mail.example.co.jp。", "yuki.sato+a@mail.example.co.jp"),
            ("<yuki@example.com>,", "yuki@example.com"),
        ] {
            assert_eq!(links(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_stays_words() {
        for text in [
            "https://",
            "http:// x",
            "xhttps://example.com",
            "javascript:alert(1)",
            "http://.",
            "hotel:5",
            "tel: 5",
            "a@b",
            "@example.com",
            "a@.com",
            "a@@",
            "data:text/html,x@y",
        ] {
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

    #[test]
    fn a_preview_is_of_the_first_page() {
        for (text, expected) in [
            ("tel:+81-3 mailto:a@b.c HTTP://b.c と https://d.e", Some("HTTP://b.c")),
            ("資料（https://b.c/資料）です", Some("https://b.c/資料")),
            ("a@b.c tel:5 ftp://b.c", None),
            ("", None),
        ] {
            assert_eq!(first_page(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(?s)(https?://|tel:|[a-z.()。 @]|.){0,40}") {
            let joined: String = split(&text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(s) | Piece::Link(s) | Piece::Mail(s) => s,
                })
                .collect();
            prop_assert_eq!(joined, text);
        }
    }
}
