//! Contacts as lines of a table, for spreadsheets.
//!
//! A cell with several phones or addresses has them with semicolons between, each with its kind before a
//! colon. Each of the company's own fields is a column.

use app::{
    domain::{
        ContactCard, ContactId,
        contact::{CustomField, Label, Way},
        fold::fold,
    },
    features::{
        contacts::files::{CardFault, Column, column_name, field_column, label_name, languages},
        lists::FileFault,
    },
    i18n::Locale,
};
use csv::StringRecord;

use super::patch::Patch;
use crate::lists;

/// Most lines of a list, the first not counted.
pub const MAX_LINES: usize = 5000;

/// The columns that a file is written with, besides those of own fields.
const WRITTEN: [Column; 12] = [
    Column::Id,
    Column::Name,
    Column::Reading,
    Column::Company,
    Column::Title,
    Column::Phones,
    Column::Emails,
    Column::Address,
    Column::Birthday,
    Column::Memo,
    Column::Tags,
    Column::OnLine,
];

/// A contact as it is written.
pub struct Written {
    /// Who.
    pub id: ContactId,
    /// What is kept.
    pub card: ContactCard,
    /// The name on LINE.
    pub on_line: String,
}

/// The contacts as a file.
pub fn write(locale: Locale, contacts: &[Written]) -> String {
    let mut own: Vec<&str> = Vec::new();
    for field in contacts.iter().flat_map(|contact| &contact.card.custom) {
        if !own.contains(&field.name.as_str()) {
            own.push(&field.name);
        }
    }
    let head = WRITTEN.iter().map(|column| column_name(locale, *column).to_owned());
    let head: Vec<String> = head.chain(own.iter().map(|name| field_column(locale, name))).collect();
    let line = |contact: &Written| -> Vec<String> {
        let cells = WRITTEN.iter().map(|column| cell(locale, contact, *column));
        cells.chain(own.iter().map(|name| own_cell(&contact.card, name))).collect()
    };
    lists::write(std::iter::once(head).chain(contacts.iter().map(line)))
}

fn cell(locale: Locale, contact: &Written, column: Column) -> String {
    let card = &contact.card;
    match column {
        Column::Id => contact.id.to_string(),
        Column::Name => card.name.clone(),
        Column::Reading => card.reading.clone(),
        Column::Company => card.company.clone(),
        Column::Title => card.title.clone(),
        Column::Phones => ways_cell(locale, &card.phones),
        Column::Emails => ways_cell(locale, &card.emails),
        Column::Address => card.address.clone(),
        Column::Birthday => card.birthday.map(|day| day.to_string()).unwrap_or_default(),
        Column::Memo => card.memo.clone(),
        Column::Tags => card.tags.join(", "),
        Column::OnLine => contact.on_line.clone(),
    }
}

fn own_cell(card: &ContactCard, name: &str) -> String {
    let fields = card.custom.iter().filter(|field| field.name == name);
    fields.map(|field| field.value.as_str()).collect::<Vec<_>>().join("\n")
}

fn ways_cell(locale: Locale, ways: &[Way]) -> String {
    let way = |way: &Way| format!("{}: {}", label_name(locale, way.label), way.value);
    ways.iter().map(way).collect::<Vec<_>>().join("; ")
}

fn ways(cell: &str) -> Vec<Way> {
    let way = |piece: &str| {
        let named = piece.split_once([':', '：']);
        let label = named.and_then(|(name, value)| Some((label_of(name)?, value)));
        let (label, value) = label.unwrap_or((Label::Work, piece));
        Way { label, value: value.trim().to_owned() }
    };
    let pieces = cell.split([';', '；', '\n']).filter(|piece| !piece.trim().is_empty());
    pieces.map(way).collect()
}

fn label_of(name: &str) -> Option<Label> {
    let is =
        |label: &Label| languages().iter().any(|locale| same(label_name(*locale, *label), name));
    Label::ALL.into_iter().find(is)
}

fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    bare(one) == bare(other)
}

/// A line as it was read.
pub type Line = (u64, Result<Patch, CardFault>);

/// Reads a list whose line breaks are `\n`.
///
/// # Errors
/// When its first line names neither an ID nor a name, or there is nothing or too much below it.
pub fn read(text: &str) -> Result<Vec<Line>, FileFault> {
    let (columns, lines) = lists::read(text, MAX_LINES, |name| meaning(name).is_some(), columns)?;
    Ok(lines.into_iter().map(|(number, record)| (number, patch(&columns, &record))).collect())
}

fn columns(head: &StringRecord) -> Result<Vec<Option<Meaning>>, FileFault> {
    let columns: Vec<_> = head.iter().map(meaning).collect();
    let count =
        |wanted| columns.iter().flatten().filter(|one| **one == Meaning::Known(wanted)).count();
    if WRITTEN.iter().any(|column| count(*column) > 1) {
        return Err(FileFault::ColumnTwice);
    }
    if count(Column::Id) + count(Column::Name) == 0 {
        return Err(FileFault::NoColumns);
    }
    Ok(columns)
}

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    Known(Column),
    /// One of the company's own fields, by its name.
    Own(String),
}

fn meaning(name: &str) -> Option<Meaning> {
    let locales = languages();
    let is =
        |column: &Column| locales.iter().any(|locale| same(column_name(*locale, *column), name));
    if let Some(column) = WRITTEN.into_iter().find(is) {
        return Some(Meaning::Known(column));
    }
    locales.iter().find_map(|locale| {
        let own = name.trim().strip_prefix(field_column(*locale, "").trim())?.trim();
        (!own.is_empty()).then(|| Meaning::Own(own.to_owned()))
    })
}

fn patch(columns: &[Option<Meaning>], record: &StringRecord) -> Result<Patch, CardFault> {
    if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        return Err(CardFault::ManyCells);
    }
    let mut patch = Patch::default();
    for (column, cell) in columns.iter().zip(record) {
        let cell = plain(cell);
        match column {
            Some(Meaning::Own(name)) => {
                let field = CustomField { name: name.clone(), value: cell };
                patch.custom.get_or_insert_default().push(field);
            }
            Some(Meaning::Known(column)) => match column {
                Column::Id => patch.id = cell.parse().ok(),
                Column::Name => patch.name = Some(cell),
                Column::Reading => patch.reading = Some(cell),
                Column::Company => patch.company = Some(cell),
                Column::Title => patch.title = Some(cell),
                Column::Phones => patch.phones = Some(ways(&cell)),
                Column::Emails => patch.emails = Some(ways(&cell)),
                Column::Address => patch.address = Some(cell),
                Column::Birthday => patch.birthday = Some(cell),
                Column::Memo => patch.memo = Some(cell),
                Column::Tags => patch.tags = Some(cell),
                Column::OnLine => {}
            },
            None => {}
        }
    }
    Ok(patch)
}

/// A cell without the mark that keeps a spreadsheet from taking it for a formula.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use app::domain::ContactForm;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn columns_are_known_in_both_languages() {
        for text in [
            "Name,Phones,Field: No.\nYuki,Mobile: 090-1; 03-1,A-17",
            "名前\t電話番号\t項目: No.\nYuki\t携帯: 090-1; 03-1\tA-17",
        ] {
            let (number, patch) = read(text).unwrap().remove(0);
            let patch = patch.unwrap();
            let way = |label, value: &str| Way { label, value: value.into() };
            let phones = vec![way(Label::Mobile, "090-1"), way(Label::Work, "03-1")];
            assert_eq!((number, patch.phones), (2, Some(phones)), "{text}");
            assert_eq!(patch.custom.unwrap()[0].name, "No.");
            assert_eq!((patch.name.as_deref(), patch.memo), (Some("Yuki"), None));
        }
        assert_eq!(read("Company\nx").unwrap_err(), FileFault::NoColumns);
        assert_eq!(read("Name,Name\nx,y").unwrap_err(), FileFault::ColumnTwice);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            name in "[^\\x00-\\x1f]{1,40}",
            memo in "[a-zあ-ん,;:'\"\n=+@ -]{0,100}",
            phone in "\\+?[0-9]{2}[0-9 -]{0,20}",
            label in prop::sample::select(&Label::ALL),
            value in "[a-zあ-ん;,:\n]{1,40}",
            locale in prop::sample::select(vec![Locale::en, Locale::ja]),
        ) {
            let form = ContactForm {
                name, memo,
                phones: vec![Way { label, value: phone }],
                custom: vec![CustomField { name: "顧客番号".into(), value }],
                tags: "施主, VIP".into(),
                birthday: "4/12".into(),
                ..ContactForm::default()
            };
            let Ok((card, _)) = form.read() else { return Ok(()) };
            // A spreadsheet's mark cannot be told from a quote that was typed there.
            prop_assume!(![&card.name, &card.memo].iter().any(|text| text.starts_with('\'')));
            let id = ContactId::new(Uuid::from_u128(7));
            let file = write(locale, &[Written { id, card: card.clone(), on_line: "yuki".into() }]);
            let text = file.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
            let patch = read(&text).unwrap().remove(0).1.unwrap();
            prop_assert_eq!(patch.id, Some(id));
            prop_assert_eq!(patch.apply(ContactForm::default()).read().unwrap().0, card);
        }
    }
}
