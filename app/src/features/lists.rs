//! Lists that come as files: what may be found in one, whatever it lists. Drawn on the server.

use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

/// Lines that are shown at once; who has more mends these first.
const SHOWN: usize = 100;

/// What a list comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Who is added.
    pub new: u32,
    /// Of whom something is changed.
    pub changed: u32,
    /// Of whom all is so already.
    pub unchanged: u32,
}

/// Why a list cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// The first line does not name the columns that it must.
    NoColumns,
    /// The first line names a column twice.
    ColumnTwice,
    /// It is too large.
    TooLarge,
    /// It has too many lines.
    TooManyLines,
    /// It is no text in an encoding that is known.
    NotText,
}

/// What only one kind of list can say of its faults.
pub struct FaultWords {
    /// Which columns it must have.
    pub no_columns: &'static str,
    /// How many lines it may have.
    pub too_many_lines: &'static str,
}

impl FileFault {
    /// The words for a person.
    pub fn words(self, locale: Locale, own: FaultWords) -> &'static str {
        match self {
            Self::Empty => td_string!(locale, lists.empty),
            Self::NoColumns => own.no_columns,
            Self::ColumnTwice => td_string!(locale, lists.column_twice),
            Self::TooLarge => td_string!(locale, lists.too_large),
            Self::TooManyLines => own.too_many_lines,
            Self::NotText => td_string!(locale, lists.not_text),
        }
    }
}

/// How many lines stand in the way.
pub fn bad_count(locale: Locale, count: usize) -> String {
    td_string!(locale, lists.bad_lines, count = count).to_string()
}

/// What is said of a line, by its number.
pub type Remark = (u64, String);

/// Lines that stand in the way.
pub fn bad_lines(locale: Locale, all: Vec<Remark>) -> impl IntoView {
    lines(locale, "remarks bad", all)
}

/// Lines that are left out, and stand in nobody's way.
pub fn other_lines(locale: Locale, all: Vec<Remark>) -> impl IntoView {
    lines(locale, "remarks", all)
}

fn lines(locale: Locale, class: &'static str, all: Vec<Remark>) -> impl IntoView {
    let more = all.len().saturating_sub(SHOWN);
    let line = |(line, what): Remark| {
        view! { <li>{td_string!(locale, lists.line, line = line, what = what).to_string()}</li> }
    };
    let lines: Vec<_> = all.into_iter().take(SHOWN).map(line).collect();
    let more = (more > 0).then(|| {
        view! { <p class="hint">{td_string!(locale, lists.more, count = more).to_string()}</p> }
    });
    (!lines.is_empty()).then(|| {
        view! {
            <ul class=class>{lines}</ul>
            {more}
        }
    })
}
