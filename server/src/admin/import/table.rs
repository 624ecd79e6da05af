//! The text of a list as lines of cells, under the columns that its first line names. Knows no member.

use app::features::admin::{FileFault, LineFault};
use csv::{Reader, ReaderBuilder, StringRecord};

/// Most lines of a list, the first not counted.
pub const MAX_LINES: usize = 10_000;

/// What stands between cells; the first that fits is taken.
const SEPARATORS: [u8; 3] = *b",;\t";

/// A list that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its lines, without the first and without blank ones.
    pub lines: Vec<Line>,
    /// The columns that mean nothing here.
    pub ignored: Vec<String>,
}

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u64,
    /// What stands in it.
    pub cells: Result<Cells, LineFault>,
}

/// What a line says of a member, trimmed; none where there is no such column.
#[derive(Debug, PartialEq, Eq)]
pub struct Cells {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The group.
    pub group: Option<String>,
    /// The role.
    pub role: Option<String>,
}

/// Reads a list whose line breaks are `\n`.
///
/// # Errors
/// When its first line does not name the columns, or there is nothing or too much below it.
pub fn read(text: &str) -> Result<Table, FileFault> {
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| {
        let head = records(text, *separator).next();
        head.map_or(0, |(_, head)| head.iter().filter(|name| column(name).is_some()).count())
    });
    let mut records = records(text, best.unwrap_or(b','));
    let (_, head) = records.next().ok_or(FileFault::Empty)?;
    let columns = Columns::find(&head)?;
    let mut lines = Vec::new();
    for (number, record) in records {
        if lines.len() == MAX_LINES {
            return Err(FileFault::TooManyLines);
        }
        lines.push(Line { number, cells: columns.cells(&record) });
    }
    if lines.is_empty() {
        return Err(FileFault::Empty);
    }
    Ok(Table { lines, ignored: columns.ignored })
}

/// The records of a text that are not blank, each with the number of the line it begins at.
pub fn records(text: &str, separator: u8) -> impl Iterator<Item = (u64, StringRecord)> {
    let reader: Reader<&[u8]> = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Neither the number of cells nor the encoding can be wrong here.
    let records = reader.into_records().filter_map(Result::ok);
    records.filter(|record| record.iter().any(|cell| !cell.trim().is_empty())).map(|record| {
        let number = record.position().map_or(0, |position| line_at(text, position));
        (number, record)
    })
}

/// The reader says where the blank lines before a record begin.
fn line_at(text: &str, position: &csv::Position) -> u64 {
    let before = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(before..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(blank).unwrap_or_default()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Email,
    Name,
    Group,
    Role,
}

/// What a column is called, by people and by the programs they take lists from.
fn column(name: &str) -> Option<Column> {
    let letters = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    let name: String = letters.flat_map(char::to_lowercase).collect();
    match name.as_str() {
        "email"
        | "mail"
        | "emailaddress"
        | "mailaddress"
        | "メールアドレス"
        | "メール"
        | "eメール" => Some(Column::Email),
        "name" | "fullname" | "displayname" | "名前" | "氏名" | "表示名" => {
            Some(Column::Name)
        }
        "group" | "department" | "team" | "グループ" | "部署" | "所属" => {
            Some(Column::Group)
        }
        "role" | "役割" | "権限" => Some(Column::Role),
        _ => None,
    }
}

/// Which cell of a line is what.
struct Columns {
    email: usize,
    name: usize,
    group: Option<usize>,
    role: Option<usize>,
    count: usize,
    ignored: Vec<String>,
}

impl Columns {
    fn find(head: &StringRecord) -> Result<Self, FileFault> {
        let all: Vec<_> = head.iter().map(column).collect();
        let one = |which| {
            let mut places = (0..all.len()).filter(|place| all[*place] == Some(which));
            match (places.next(), places.next()) {
                (_, Some(_)) => Err(FileFault::ColumnTwice),
                (place, None) => Ok(place),
            }
        };
        let ignored = head
            .iter()
            .zip(&all)
            .filter(|(name, column)| column.is_none() && !name.trim().is_empty());
        let ignored = ignored.map(|(name, _)| app::domain::text::preview(name, 40)).collect();
        Ok(Self {
            email: one(Column::Email)?.ok_or(FileFault::NoColumns)?,
            name: one(Column::Name)?.ok_or(FileFault::NoColumns)?,
            group: one(Column::Group)?,
            role: one(Column::Role)?,
            count: all.len(),
            ignored,
        })
    }

    fn cells(&self, record: &StringRecord) -> Result<Cells, LineFault> {
        if record.iter().skip(self.count).any(|cell| !cell.trim().is_empty()) {
            return Err(LineFault::ManyCells);
        }
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        Ok(Cells {
            email: cell(self.email),
            name: cell(self.name),
            group: self.group.map(cell),
            role: self.role.map(cell),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> Vec<(u64, String)> {
        let table = read(text).unwrap();
        let name = |line: Line| (line.number, line.cells.map_or("?".into(), |cells| cells.name));
        table.lines.into_iter().map(name).collect()
    }

    #[test]
    fn columns_are_found_in_any_order_language_and_separator() {
        for text in [
            "email,name,group,role\na@b,Aoi,Design,admin",
            "Name;E-Mail;Department;Role\nAoi;a@b;Design;admin",
            "役割\tメールアドレス\t氏名\t部署\nadmin\ta@b\tAoi\tDesign",
            "\"e-mail address\", full name ,\"group\",\"role\"\n\"a@b\",  Aoi ,\"Design\",\"admin\"",
        ] {
            let table = read(text).unwrap();
            let (group, role) = (Some("Design".into()), Some("admin".into()));
            let cells = Cells { email: "a@b".into(), name: "Aoi".into(), group, role };
            assert_eq!(table.lines, [Line { number: 2, cells: Ok(cells) }], "{text}");
        }
    }

    #[test]
    fn a_line_has_the_number_that_an_editor_shows() {
        let text =
            "\n\nemail,name\n\na@b,One\n,\n\n\"c@d\",\"Two\nlines\"\n  \ne@f,Three,,\ng@h,x,y";
        let lines = [(5, "One"), (8, "Two\nlines"), (11, "Three"), (12, "?")];
        assert_eq!(names(text), lines.map(|(line, name)| (line, name.to_owned())));
    }

    #[test]
    fn a_separator_and_a_quote_may_stand_in_quotes() {
        let text = "email,name\na@b,\"Sagawa, \"\"Aoi\"\"\"";
        assert_eq!(names(text), [(2, "Sagawa, \"Aoi\"".to_owned())]);
    }

    #[test]
    fn what_has_no_columns_is_said_so() {
        for (text, fault) in [
            ("", FileFault::Empty),
            ("\n \n,,\n", FileFault::Empty),
            ("email,name\n\n", FileFault::Empty),
            ("aoi@example.com,Aoi", FileFault::NoColumns),
            ("email\na@b", FileFault::NoColumns),
            ("email,name,Name\na@b,x,y", FileFault::ColumnTwice),
        ] {
            assert_eq!(read(text), Err(fault), "{text:?}");
        }
        assert_eq!(read("email,name,phone\na@b,x,1").unwrap().ignored, ["phone"]);
    }

    #[test]
    fn ten_thousand_lines_are_read_and_no_more() {
        let line = |n| format!("m{n}@example.com,Member {n}\n");
        let all: String = (0..MAX_LINES).map(line).collect();
        let text = format!("email,name\n{all}");
        assert_eq!(read(&text).unwrap().lines.len(), MAX_LINES);
        assert_eq!(read(&format!("{text}x@y,z")), Err(FileFault::TooManyLines));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_stumble(text in "(email,name\n)?[a-z,;\"\t\n\r@あ ]{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn what_a_writer_wrote_comes_back(
            rows in prop::collection::vec(("[a-z]{1,8}@[a-z]{1,8}", "[^\r\0]{0,12}"), 1..8),
            separator in prop::sample::select(&SEPARATORS),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
            writer.write_record(["email", "name"]).unwrap();
            for (email, name) in &rows {
                writer.write_record([email, name]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let table = read(&text).unwrap();
            let found: Vec<_> = table.lines.into_iter().map(|line| line.cells.unwrap()).collect();
            prop_assert_eq!(found.len(), rows.len());
            for (cells, (email, name)) in found.iter().zip(&rows) {
                prop_assert_eq!((&cells.email, cells.name.as_str()), (email, name.trim()));
            }
        }
    }
}
