//! A contact as a vCard 4.0.

use app::domain::{
    ContactCard, ContactId,
    contact::{Label, Way},
};

use super::{CUSTOM, PHONETIC_LAST};

/// Bytes of a line, its break not counted (RFC 6350, 3.2).
const WIDTH: usize = 75;

/// The card. `name` is what stands where the company has given none: a vCard must have one.
pub fn write(id: ContactId, name: &str, card: &ContactCard) -> String {
    let mut text = String::from("BEGIN:VCARD\r\nVERSION:4.0\r\n");
    put(&mut text, "UID", &format!("urn:uuid:{id}"));
    put(&mut text, "FN", &escaped(name));
    put_text(&mut text, PHONETIC_LAST, &card.reading);
    put_text(&mut text, "ORG", &card.company);
    put_text(&mut text, "TITLE", &card.title);
    for Way { label, value } in &card.phones {
        put(&mut text, &format!("TEL{}", kind(*label)), &escaped(value));
    }
    for Way { label, value } in &card.emails {
        put(&mut text, &format!("EMAIL{}", kind(*label)), &escaped(value));
    }
    if !card.address.is_empty() {
        put(&mut text, "ADR", &format!(";;{};;;;", escaped(&card.address)));
    }
    if let Some(day) = card.birthday {
        let (start, digits) = match day.to_string().strip_prefix("--") {
            Some(day) => ("--", day.replace('-', "")),
            None => ("", day.to_string().replace('-', "")),
        };
        put(&mut text, "BDAY", &format!("{start}{digits}"));
    }
    put_text(&mut text, "NOTE", &card.memo);
    if !card.tags.is_empty() {
        let tags: Vec<String> = card.tags.iter().map(|tag| escaped(tag)).collect();
        put(&mut text, "CATEGORIES", &tags.join(","));
    }
    for field in &card.custom {
        put(&mut text, CUSTOM, &format!("{};{}", escaped(&field.name), escaped(&field.value)));
    }
    text.push_str("END:VCARD\r\n");
    text
}

const fn kind(label: Label) -> &'static str {
    match label {
        Label::Work => ";TYPE=work",
        Label::Mobile => ";TYPE=cell",
        Label::Home => ";TYPE=home",
        Label::Fax => ";TYPE=fax",
        Label::Other => "",
    }
}

fn put_text(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        put(text, name, &escaped(value));
    }
}

/// Adds a line, folded where it is too long.
fn put(text: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if width + c.len_utf8() > WIDTH {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            // A bare carriage return would begin a line of its own for some readers.
            '\r' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}
