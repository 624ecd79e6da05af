//! The files an import gives: a template, and the new members' links. Both open in a spreadsheet, so
//! no cell may be taken for a formula.

use app::{domain::Email, features::admin::ColumnNames, i18n::Locale};
use base64::{Engine, engine::general_purpose::STANDARD};
use csv::{Terminator, WriterBuilder};

/// By this a spreadsheet knows that the file is UTF-8.
const MARK: &str = "\u{FEFF}";

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
    written([[email, name, group, role], example].map(|line| line.map(str::to_owned)))
}

/// The links as a file.
pub fn links(locale: Locale, lines: Vec<LinkLine>) -> String {
    let ColumnNames { email, name, link, .. } = ColumnNames::of(locale);
    let head = [email, name, link].map(str::to_owned);
    let lines = lines.into_iter().map(|line| [String::from(line.email), line.name, line.link]);
    written([head].into_iter().chain(lines))
}

/// A file as an address that holds it: it is in the answer and nowhere else.
pub fn address(file: &str) -> String {
    format!("data:text/csv;charset=utf-8;base64,{}", STANDARD.encode(file))
}

/// Lines of one length as a file that a spreadsheet opens.
pub fn written<L: IntoIterator<Item = String>>(lines: impl IntoIterator<Item = L>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        // Into memory, lines of one length: nothing can go wrong.
        let _ = writer.write_record(line.into_iter().map(harmless));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{MARK}{}", String::from_utf8_lossy(&bytes))
}

/// A cell that a spreadsheet takes for text (OWASP, CSV injection).
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::{super::table, *};

    #[test]
    fn no_cell_is_a_formula() {
        let line = |email: &str, name: &str| LinkLine {
            email: Email::parse(email).unwrap(),
            name: name.into(),
            link: "https://chat.example.com/password/x".into(),
        };
        let lines = vec![
            line("=1+1@example.com", "=HYPERLINK(\"https://evil.example\")"),
            line("+aoi@example.com", "@SUM(A1)"),
            line("aoi@example.com", "-2+3, \"Aoi\""),
        ];
        let file = links(Locale::en, lines);
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let cells: Vec<_> = reader
            .records()
            .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(cells.len(), 9);
        for cell in cells {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        assert!(file.starts_with("\u{FEFF}E-mail,Name,Link\r\n"), "{file}");
    }

    #[test]
    fn the_template_can_be_imported() {
        for locale in [Locale::en, Locale::ja] {
            let text = super::super::decode::decode(template(locale).as_bytes()).unwrap();
            let table = table::read(&text).unwrap();
            assert_eq!((table.lines.len(), table.ignored.len()), (1, 0), "{text}");
        }
    }
}
