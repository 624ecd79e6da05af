//! A vCard's lines: put together where they were folded, and taken apart into name, parameters and value.

use base64::{Engine, engine::general_purpose::STANDARD};
use encoding_rs::{Encoding, UTF_8};

/// A property of a card.
pub struct Property {
    /// Its name in capitals, without its group.
    pub name: String,
    /// Its parameters, names in capitals; those of 2.1 that have none have the name `TYPE`.
    params: Vec<(String, String)>,
    /// Its value, decoded but not yet taken apart.
    pub value: String,
}

impl Property {
    /// Reads a line; none when it is no property.
    pub fn read(line: &str) -> Option<Self> {
        let (head, value) = split_outside_quotes(line, ':')?;
        let mut parts = split_all(head, ';').into_iter();
        let name = parts.next()?;
        let name = name.rsplit('.').next().unwrap_or(name).trim().to_ascii_uppercase();
        if name.is_empty() {
            return None;
        }
        let param = |part: &str| match part.split_once('=') {
            Some((name, value)) => {
                (name.trim().to_ascii_uppercase(), value.replace('"', "").trim().to_owned())
            }
            None => ("TYPE".to_owned(), part.trim().to_owned()),
        };
        let params: Vec<_> = parts.map(param).collect();
        let value = decoded(value, &params);
        Some(Self { name, params, value })
    }

    /// Whether one of its types is this, in lower case.
    pub fn is(&self, kind: &str) -> bool {
        let types = self.params.iter().filter(|(name, _)| name == "TYPE");
        types
            .flat_map(|(_, value)| value.split(','))
            .any(|one| one.trim().eq_ignore_ascii_case(kind))
    }

    /// A parameter's value.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as one text.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The value's parts between semicolons.
    pub fn parts(&self) -> Vec<String> {
        split_escaped(&self.value, ';').into_iter().map(|part| unescaped(&part)).collect()
    }

    /// The value's parts between commas.
    pub fn list(&self) -> Vec<String> {
        split_escaped(&self.value, ',').into_iter().map(|part| unescaped(&part)).collect()
    }
}

/// The lines of a text whose line breaks are `\n`, with the number of the first of those that were put
/// together, from 1.
pub fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let goes_on = lines.last().is_some_and(|(_, last)| is_soft_broken(last));
        match (lines.last_mut(), line.strip_prefix([' ', '\t'])) {
            (Some((_, last)), _) if goes_on => {
                last.pop();
                last.push_str(line);
            }
            (Some((_, last)), Some(rest)) => last.push_str(rest),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

/// Whether a quoted-printable value goes on in the next line.
fn is_soft_broken(line: &str) -> bool {
    let head = line.split(':').next().unwrap_or_default().to_ascii_uppercase();
    line.ends_with('=') && head.contains("QUOTED-PRINTABLE")
}

fn decoded(value: &str, params: &[(String, String)]) -> String {
    let has = |wanted: &str| params.iter().any(|(_, value)| value.eq_ignore_ascii_case(wanted));
    let bytes = if has("QUOTED-PRINTABLE") {
        quoted_printable(value)
    } else if has("BASE64") || has("B") {
        STANDARD.decode(value.trim()).unwrap_or_default()
    } else {
        return value.to_owned();
    };
    let charset = params.iter().find(|(name, _)| name == "CHARSET");
    let encoding = charset.and_then(|(_, value)| Encoding::for_label(value.as_bytes()));
    let (text, ..) = encoding.unwrap_or(UTF_8).decode(&bytes);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn quoted_printable(value: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'=');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

fn split_outside_quotes(text: &str, at: char) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    for (place, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if c == at && !is_quoted => {
                return Some((&text[..place], &text[place + c.len_utf8()..]));
            }
            _ => {}
        }
    }
    None
}

fn split_all(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((part, after)) = split_outside_quotes(rest, at) {
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Parts between separators that no backslash stands before, still escaped.
fn split_escaped(text: &str, at: char) -> Vec<String> {
    let (mut parts, mut part, mut is_escaped) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        if c == at && !is_escaped {
            parts.push(std::mem::take(&mut part));
            continue;
        }
        is_escaped = c == '\\' && !is_escaped;
        part.push(c);
    }
    parts.push(part);
    parts
}

fn unescaped(text: &str) -> String {
    let (mut plain, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            _ => plain.push(c),
        }
    }
    plain
}
