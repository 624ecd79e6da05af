//! Contacts from a file and as a file: the page, what was found in a file, and what its columns are
//! called. Drawn on the server.

use leptos::prelude::*;
use leptos_i18n::Locale as _;

use crate::{
    domain::contact::{ContactFault, Label},
    features::lists::{Counts, FaultWords, FileFault, bad_count, bad_lines, other_lines},
    i18n::{Locale, td_string},
    plain::{Back, Frame, Said, Sheet, TextUpload},
};

/// A card, or line, that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCard {
    /// The number of its first line, from 1.
    pub line: u64,
    /// Why.
    pub fault: CardFault,
}

/// Why a card cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardFault {
    /// Something in it is wrong.
    Field(ContactFault),
    /// An earlier one means the same contact.
    Twice {
        /// Its line.
        first: u64,
    },
    /// It has more cells than there are columns.
    ManyCells,
}

/// A card that means nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The number of its first line, from 1.
    pub line: u64,
    /// The name in it.
    pub name: String,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// There is no file yet.
    Nothing,
    /// It cannot be read.
    Unreadable(FileFault),
    /// It was read.
    Read {
        /// What the good cards come to.
        counts: Counts,
        /// The cards that cannot be imported; nothing is, as long as there are some.
        bad: Vec<BadCard>,
        /// The cards that mean nobody.
        strangers: Vec<Stranger>,
    },
    /// It was imported.
    Imported(Counts),
    /// It was not: contacts were changed after it was looked at.
    Overtaken,
}

/// What the page shows. It posts `file`, `text`, `checked` and `act` (`check` or `import`) to
/// `/contacts/files`.
#[derive(Clone, Debug)]
pub struct FilesPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The file, as it was read.
    pub text: String,
    /// What tells that it was not changed after it was looked at.
    pub checked: String,
    /// What was found in it.
    pub preview: Preview,
}

/// The page as a whole document.
pub fn files_page(page: FilesPage) -> String {
    let FilesPage { frame, text, checked, preview } = page;
    let locale = frame.locale;
    let said = said(locale, &preview);
    let back = Back { href: "/contacts".into(), label: td_string!(locale, contacts.title) };
    let upload = TextUpload {
        file: td_string!(locale, contacts.file),
        accept: ".vcf,.vcard,.csv,.tsv,.txt,text/vcard,text/csv,text/plain",
        pasted: td_string!(locale, contacts.pasted),
        text,
        check: td_string!(locale, contacts.check),
    };
    Sheet { title: td_string!(locale, contacts.files), back, said }.document(&frame, || {
        view! {
            <p class="lead">{td_string!(locale, contacts.files_lead)}</p>
            <section class="settings-part" aria-labelledby="contacts-export">
                <h2 id="contacts-export">{td_string!(locale, contacts.export)}</h2>
                <p class="contact-acts">
                    <a class="btn" href="/contacts/export.vcf" download>
                        {td_string!(locale, contacts.export_vcard)}
                    </a>
                    <a class="btn" href="/contacts/export.csv" download>
                        {td_string!(locale, contacts.export_csv)}
                    </a>
                </p>
            </section>
            <form method="post" action="/contacts/files" enctype="multipart/form-data">
                <input type="hidden" name="checked" value=checked />
                {found(locale, preview)}
                <section class="settings-part" aria-labelledby="contacts-import">
                    <h2 id="contacts-import">{td_string!(locale, contacts.import)}</h2>
                    <p class="hint">{td_string!(locale, contacts.import_hint)}</p>
                    {upload.view()}
                </section>
            </form>
        }
    })
}

fn said(locale: Locale, preview: &Preview) -> Option<Said> {
    match preview {
        Preview::Nothing => None,
        Preview::Unreadable(fault) => {
            let own = FaultWords {
                no_columns: td_string!(locale, contacts.file_no_columns),
                too_many_lines: td_string!(locale, contacts.file_too_many),
            };
            Some(Said::wrong(fault.words(locale, own)))
        }
        Preview::Read { bad, .. } if bad.is_empty() => None,
        Preview::Read { bad, .. } => Some(Said::wrong(bad_count(locale, bad.len()))),
        Preview::Imported(_) => Some(Said::done(td_string!(locale, contacts.imported))),
        Preview::Overtaken => Some(Said::wrong(td_string!(locale, contacts.overtaken_file))),
    }
}

/// What the file comes to, and the way on when every card is good.
fn found(locale: Locale, preview: Preview) -> impl IntoView {
    let (counts, bad, strangers, is_imported) = match preview {
        Preview::Read { counts, bad, strangers } => (counts, bad, strangers, false),
        Preview::Imported(counts) => (counts, Vec::new(), Vec::new(), true),
        Preview::Nothing | Preview::Unreadable(_) | Preview::Overtaken => return None,
    };
    let Counts { new, changed, unchanged } = counts;
    let is_ready = bad.is_empty() && new + changed > 0 && !is_imported;
    let way_on = if is_ready {
        view! {
            <button class="btn primary" type="submit" name="act" value="import">
                {td_string!(locale, contacts.import_now)}
            </button>
        }
        .into_any()
    } else if is_imported {
        ().into_any()
    } else if bad.is_empty() {
        view! { <p class="hint">{td_string!(locale, contacts.nothing_new)}</p> }.into_any()
    } else {
        view! { <p class="hint">{td_string!(locale, contacts.mend)}</p> }.into_any()
    };
    let heads = (!strangers.is_empty()).then(|| {
        let count = strangers.len();
        view! { <p>{td_string!(locale, contacts.strangers, count = count).to_string()}</p> }
    });
    let strangers = strangers.into_iter().map(|one| (one.line, one.name)).collect();
    let bad = bad.into_iter().map(|bad| (bad.line, card_words(locale, bad.fault))).collect();
    let counts =
        td_string!(locale, contacts.counts, new = new, changed = changed, unchanged = unchanged);
    Some(view! {
        <section class="settings-part" aria-labelledby="contacts-found">
            <h2 id="contacts-found">{td_string!(locale, contacts.found)}</h2>
            <p>{counts}</p>
            {bad_lines(locale, bad)}
            {heads}
            {other_lines(locale, strangers)}
            {way_on}
        </section>
    })
}

fn card_words(locale: Locale, fault: CardFault) -> String {
    match fault {
        CardFault::Twice { first } => {
            td_string!(locale, contacts.card_twice, first = first).to_string()
        }
        CardFault::ManyCells => td_string!(locale, contacts.card_many_cells).to_owned(),
        CardFault::Field(fault) => field_words(locale, fault),
    }
}

fn field_words(locale: Locale, fault: ContactFault) -> String {
    match fault {
        ContactFault::TooLong { limit, .. } => {
            td_string!(locale, contacts.too_long, limit = limit).to_string()
        }
        ContactFault::TooMany { limit, .. } => {
            td_string!(locale, contacts.too_many, limit = limit).to_string()
        }
        ContactFault::Phone { at } => {
            td_string!(locale, contacts.phone_unknown, at = at + 1).to_string()
        }
        ContactFault::Email { at } => {
            td_string!(locale, contacts.email_unknown, at = at + 1).to_string()
        }
        ContactFault::Birthday => td_string!(locale, contacts.birthday_unknown).to_owned(),
        ContactFault::Nameless => td_string!(locale, contacts.nameless).to_owned(),
    }
}

/// A column of the table that contacts are written as.
#[expect(missing_docs, reason = "each is named for what stands in it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Id,
    Name,
    Reading,
    Company,
    Title,
    Phones,
    Emails,
    Address,
    Birthday,
    Memo,
    Tags,
    OnLine,
}

/// The languages in which a file's columns may be called.
pub fn languages() -> &'static [Locale] {
    Locale::get_all()
}

/// What a column is called.
pub fn column_name(locale: Locale, column: Column) -> &'static str {
    match column {
        Column::Id => td_string!(locale, contacts.column_id),
        Column::Name => td_string!(locale, contacts.name),
        Column::Reading => td_string!(locale, contacts.reading),
        Column::Company => td_string!(locale, contacts.company),
        Column::Title => td_string!(locale, contacts.job_title),
        Column::Phones => td_string!(locale, contacts.phones),
        Column::Emails => td_string!(locale, contacts.emails),
        Column::Address => td_string!(locale, contacts.address),
        Column::Birthday => td_string!(locale, contacts.birthday),
        Column::Memo => td_string!(locale, contacts.memo),
        Column::Tags => td_string!(locale, contacts.tags),
        Column::OnLine => td_string!(locale, contacts.column_line),
    }
}

/// What the column of one of the company's own fields is called.
pub fn field_column(locale: Locale, name: &str) -> String {
    td_string!(locale, contacts.column_field, name = name).to_string()
}

/// Which phone or mailbox, in a cell.
pub fn label_name(locale: Locale, label: Label) -> &'static str {
    match label {
        Label::Work => td_string!(locale, contacts.label_work),
        Label::Mobile => td_string!(locale, contacts.label_mobile),
        Label::Home => td_string!(locale, contacts.label_home),
        Label::Fax => td_string!(locale, contacts.label_fax),
        Label::Other => td_string!(locale, contacts.label_other),
    }
}
