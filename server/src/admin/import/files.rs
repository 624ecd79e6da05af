//! The files an import gives: a template, and the new members' links.

use app::{domain::Email, features::admin::ColumnNames, i18n::Locale};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::lists::write;

/// A new member's line.
pub struct LinkLine {
    /// The address.
    pub email: Email,
    /// The name.
    pub name: String,
    /// The link, whole.
    pub link: String,
}

/// A list with the right columns and a line to write over.
pub fn template(locale: Locale) -> String {
    let example = match locale {
        Locale::en => ["ren@example.com", "Ren Takahashi", "Sales", "member"],
        Locale::ja => ["ren@example.com", "髙橋 蓮", "営業", "メンバー"],
    };
    let ColumnNames { email, name, group, role, .. } = ColumnNames::of(locale);
    write([[email, name, group, role], example].map(|line| line.map(str::to_owned)))
}

/// The links as a file.
pub fn links(locale: Locale, lines: Vec<LinkLine>) -> String {
    let ColumnNames { email, name, link, .. } = ColumnNames::of(locale);
    let head = [email, name, link].map(str::to_owned);
    let lines = lines.into_iter().map(|line| [String::from(line.email), line.name, line.link]);
    write([head].into_iter().chain(lines))
}

/// A file as an address that holds it: it is in the answer and nowhere else.
pub fn address(file: &str) -> String {
    format!("data:text/csv;charset=utf-8;base64,{}", STANDARD.encode(file))
}

#[cfg(test)]
mod tests {
    use super::{super::table, *};
    use crate::lists;

    #[test]
    fn the_links_stand_beside_whose_they_are() {
        let line = LinkLine {
            email: Email::parse("aoi@example.com").unwrap(),
            name: "Aoi, Design".into(),
            link: "https://chat.example.com/password/x".into(),
        };
        assert_eq!(
            links(Locale::en, vec![line]),
            "\u{FEFF}E-mail,Name,Link\r\n\
             aoi@example.com,\"Aoi, Design\",https://chat.example.com/password/x\r\n"
        );
    }

    #[test]
    fn the_template_can_be_imported() {
        for locale in [Locale::en, Locale::ja] {
            let text = lists::decode(template(locale).as_bytes()).unwrap();
            let table = table::read(&text).unwrap();
            assert_eq!((table.lines.len(), table.ignored.len()), (1, 0), "{text}");
        }
    }
}
