//! What the columns of a list mean, and what its lines say. Knows no member.

use app::features::{admin::LineFault, lists::FileFault};
use csv::StringRecord;

use crate::lists;

/// Most lines of a list, the first not counted.
pub const MAX_LINES: usize = 10_000;

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
    let is_column = |name: &str| column(name).is_some();
    let (columns, lines) = lists::read(text, MAX_LINES, is_column, Columns::find)?;
    let line = |(number, record)| Line { number, cells: columns.cells(&record) };
    let lines = lines.into_iter().map(line).collect();
    Ok(Table { lines, ignored: columns.ignored })
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
    fn a_line_may_have_empty_cells_too_many_and_no_others() {
        let table = read("email,name\na@b,Aoi,,\nc@d,x,y").unwrap();
        let cells: Vec<_> = table.lines.into_iter().map(|line| line.cells).collect();
        assert_eq!(cells[0].as_ref().map(|cells| cells.name.as_str()), Ok("Aoi"));
        assert_eq!(cells[1], Err(LineFault::ManyCells));
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
    }
}
