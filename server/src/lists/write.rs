//! A list as a file for a spreadsheet: no cell may be taken for a formula.

use csv::{Terminator, WriterBuilder};

/// By this a spreadsheet knows that the file is UTF-8.
const MARK: &str = "\u{FEFF}";

/// What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Lines of one length as a file that a spreadsheet opens.
pub fn write<L: IntoIterator<Item = String>>(lines: impl IntoIterator<Item = L>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        // Into memory, lines of one length: nothing can go wrong.
        let _ = writer.write_record(line.into_iter().map(harmless));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{MARK}{}", String::from_utf8_lossy(&bytes))
}

/// A cell that a spreadsheet takes for text.
fn harmless(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let lines = [
            ["=1+1@example.com", "=HYPERLINK(\"https://evil.example\")"],
            ["+aoi@example.com", "@SUM(A1)"],
            ["aoi@example.com", "-2+3, \"Aoi\""],
        ];
        let file = write(lines.map(|line| line.map(str::to_owned)));
        let text = file.strip_prefix(MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let cells: Vec<_> = reader
            .records()
            .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(cells.len(), 6);
        for cell in cells {
            assert!(!cell.starts_with(FORMULA), "{cell}");
        }
    }
}
