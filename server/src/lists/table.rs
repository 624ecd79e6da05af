//! The text of a list as lines of cells, below the first, which names the columns.

use app::features::lists::FileFault;
use csv::{Reader, ReaderBuilder, StringRecord};

/// What may stand between cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The number of a line, from 1, and its cells.
type Line = (u64, StringRecord);

/// Reads a list whose line breaks are `\n`, of so many lines at most. What stands between its cells is what
/// makes the most of its first line known columns. Answers what `columns` makes of the first line, and the
/// lines below it that are not blank.
///
/// # Errors
/// When its first line is not taken, or there is nothing or too much below it.
pub fn read<C>(
    text: &str,
    most: usize,
    is_column: impl Fn(&str) -> bool,
    columns: impl FnOnce(&StringRecord) -> Result<C, FileFault>,
) -> Result<(C, Vec<Line>), FileFault> {
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| {
        let head = records(text, *separator).next();
        head.map_or(0, |(_, head)| head.iter().filter(|name| is_column(name)).count())
    });
    let mut records = records(text, best.unwrap_or(b','));
    let (_, head) = records.next().ok_or(FileFault::Empty)?;
    let columns = columns(&head)?;
    let lines: Vec<_> = records.by_ref().take(most).collect();
    if lines.is_empty() {
        return Err(FileFault::Empty);
    }
    if records.next().is_some() { Err(FileFault::TooManyLines) } else { Ok((columns, lines)) }
}

/// The records of a text that are not blank, each with the number of the line it begins at.
fn records(text: &str, separator: u8) -> impl Iterator<Item = Line> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first cells of the lines below `mail` and `name`, by the lines' numbers.
    fn cells(text: &str, most: usize) -> Result<Vec<(u64, String)>, FileFault> {
        let is_column = |name: &str| ["mail", "name"].contains(&name);
        let lines = read(text, most, is_column, |_| Ok(()))?.1;
        Ok(lines.into_iter().map(|(number, record)| (number, record[0].to_owned())).collect())
    }

    #[test]
    fn a_line_has_the_number_that_an_editor_shows() {
        let text = "\n\nmail,name\n\nOne,a@b\n,\n\n\"Two\nlines\",\"c@d\"\n  \nThree,e@f";
        let lines = [(5, "One"), (8, "Two\nlines"), (11, "Three")];
        assert_eq!(cells(text, 9), Ok(lines.map(|(line, cell)| (line, cell.to_owned())).to_vec()));
    }

    #[test]
    fn a_separator_and_a_quote_may_stand_in_quotes() {
        let text = "name,mail\n\"Sagawa, \"\"Aoi\"\"\",a@b";
        assert_eq!(cells(text, 9), Ok(vec![(2, "Sagawa, \"Aoi\"".to_owned())]));
    }

    #[test]
    fn a_list_may_be_full_and_not_be_empty_nor_overfull() {
        let full = "mail,name\na,b\nc,d\n";
        assert_eq!(cells(full, 2).map(|lines| lines.len()), Ok(2));
        assert_eq!(cells(full, 1), Err(FileFault::TooManyLines));
        assert_eq!(cells("mail,name\n,\n", 2), Err(FileFault::Empty));
        assert_eq!(cells("", 2), Err(FileFault::Empty));
    }

    proptest! {
        #[test]
        fn what_a_writer_wrote_comes_back(
            rows in prop::collection::vec(("[a-z]{1,8}", "[^\r\0]{0,12}"), 1..8),
            separator in prop::sample::select(&SEPARATORS),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
            writer.write_record(["mail", "name"]).unwrap();
            for (mail, name) in &rows {
                writer.write_record([mail, name]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let is_column = |name: &str| ["mail", "name"].contains(&name);
            let ((), lines) = read(&text, rows.len(), is_column, |_| Ok(())).unwrap();
            let found = lines.iter().map(|(_, record)| (record[0].to_owned(), record[1].to_owned()));
            prop_assert_eq!(found.collect::<Vec<_>>(), rows);
        }
    }
}
