//! Members from a list: what it must look like, what was found in it, and what came of it.

use leptos::prelude::*;

use super::{frame::PartSheet, members::PART};
use crate::{
    features::lists::{Counts, FaultWords, FileFault, bad_count, bad_lines},
    i18n::{Locale, td_string},
    plain::{Frame, Said, TextUpload},
};

/// A line that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Why.
    pub fault: LineFault,
}

/// Why a line cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// Nothing could be delivered to this.
    BadEmail(String),
    /// There is no name.
    NoName,
    /// The name is too long.
    LongName,
    /// The name has characters that hide or deceive.
    HostileName,
    /// The group's name is too long.
    LongGroup,
    /// The group's name has characters that hide or deceive, or none that can be seen.
    HostileGroup,
    /// There is no such role.
    BadRole(String),
    /// An earlier line has the same address.
    Twice {
        /// Its number.
        first: u64,
    },
    /// The admin would take the role from themselves.
    OwnRole,
    /// It has more cells than there are columns.
    ManyCells,
}

/// What was found in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// There is no list yet.
    Nothing,
    /// It cannot be read.
    Unreadable(FileFault),
    /// It was read.
    Read {
        /// What the good lines come to.
        counts: Counts,
        /// The lines that cannot be imported; nothing is, as long as there are some.
        bad: Vec<BadLine>,
        /// Columns that mean nothing here.
        ignored: Vec<String>,
    },
}

/// What the page shows. It posts `file`, `text`, `checked` and `act` (`check` or `import`) to
/// `/admin/members/import`.
#[derive(Clone, Debug)]
pub struct ImportPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The list, as it was read.
    pub text: String,
    /// What tells that it was not changed after it was looked at.
    pub checked: String,
    /// What was found in it.
    pub preview: Preview,
}

/// The page as a whole document.
pub fn import_page(page: ImportPage) -> String {
    let ImportPage { frame, text, checked, preview } = page;
    let locale = frame.locale;
    let said = said(locale, &preview);
    let upload = TextUpload {
        file: td_string!(locale, admin.file),
        accept: ".csv,.tsv,.txt,text/csv,text/plain",
        pasted: td_string!(locale, admin.pasted),
        text,
        check: td_string!(locale, admin.check),
    };
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.import), said };
    sheet.document(&frame, || {
        view! {
            <form method="post" action="/admin/members/import" enctype="multipart/form-data">
                <input type="hidden" name="checked" value=checked />
                {found(locale, preview)}
                <section class="settings-part" aria-labelledby="admin-list">
                    <h2 id="admin-list">{td_string!(locale, admin.list)}</h2>
                    <p class="hint">
                        {td_string!(locale, admin.import_hint)}
                        " "
                        <a href="/admin/members/import/template" download>
                            {td_string!(locale, admin.template)}
                        </a>
                    </p>
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
                no_columns: td_string!(locale, admin.file_no_columns),
                too_many_lines: td_string!(locale, admin.file_too_many),
            };
            Some(Said::wrong(fault.words(locale, own)))
        }
        Preview::Read { bad, .. } if bad.is_empty() => None,
        Preview::Read { bad, .. } => Some(Said::wrong(bad_count(locale, bad.len()))),
    }
}

/// What the list comes to, and the way on when every line is good.
fn found(locale: Locale, preview: Preview) -> impl IntoView {
    let Preview::Read { counts, bad, ignored } = preview else { return None };
    let is_ready = bad.is_empty();
    let bad = bad.into_iter().map(|bad| (bad.line, line_words(locale, bad.fault))).collect();
    let ignored = (!ignored.is_empty()).then(|| {
        let text = td_string!(locale, admin.ignored, columns = ignored.join(", "));
        view! { <p class="hint">{text}</p> }
    });
    Some(view! {
        <section class="settings-part" aria-labelledby="admin-found">
            <h2 id="admin-found">{td_string!(locale, admin.found)}</h2>
            <p>{count_words(locale, counts)}</p>
            {ignored}
            {bad_lines(locale, bad)}
            {if is_ready {
                view! {
                    <button class="btn primary" type="submit" name="act" value="import">
                        {td_string!(locale, admin.import_now)}
                    </button>
                }
                    .into_any()
            } else {
                view! { <p class="hint">{td_string!(locale, admin.mend_lines)}</p> }.into_any()
            }}
        </section>
    })
}

fn count_words(locale: Locale, counts: Counts) -> String {
    let Counts { new, changed, unchanged } = counts;
    td_string!(locale, admin.counts, new = new, changed = changed, unchanged = unchanged)
        .to_string()
}

fn line_words(locale: Locale, fault: LineFault) -> String {
    match fault {
        LineFault::BadEmail(typed) if typed.is_empty() => {
            td_string!(locale, admin.line_no_email).into()
        }
        LineFault::BadEmail(typed) => {
            td_string!(locale, admin.line_email, typed = typed).to_string()
        }
        LineFault::NoName => td_string!(locale, admin.line_no_name).into(),
        LineFault::LongName => td_string!(locale, admin.line_long_name).into(),
        LineFault::HostileName => td_string!(locale, admin.line_hostile_name).into(),
        LineFault::LongGroup => td_string!(locale, admin.line_long_group).into(),
        LineFault::HostileGroup => td_string!(locale, admin.line_hostile_group).into(),
        LineFault::BadRole(typed) => td_string!(locale, admin.line_role, typed = typed).to_string(),
        LineFault::Twice { first } => {
            td_string!(locale, admin.line_twice, first = first).to_string()
        }
        LineFault::OwnRole => td_string!(locale, admin.own_role).into(),
        LineFault::ManyCells => td_string!(locale, admin.line_many_cells).into(),
    }
}

/// What the columns are called in the files that are given out.
#[derive(Clone, Copy, Debug)]
pub struct ColumnNames {
    /// E-mail.
    pub email: &'static str,
    /// Name.
    pub name: &'static str,
    /// Group.
    pub group: &'static str,
    /// Role.
    pub role: &'static str,
    /// One-time link.
    pub link: &'static str,
}

impl ColumnNames {
    /// In this language.
    pub fn of(locale: Locale) -> Self {
        Self {
            email: td_string!(locale, admin.column_email),
            name: td_string!(locale, admin.column_name),
            group: td_string!(locale, admin.column_group),
            role: td_string!(locale, admin.column_role),
            link: td_string!(locale, admin.column_link),
        }
    }
}

/// What the page shows when all is imported.
#[derive(Clone, Debug)]
pub struct ImportedPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// What it came to.
    pub counts: Counts,
    /// The new members' one-time links as a file, in an address of its own (`data:`).
    pub links: Option<String>,
}

/// The page as a whole document.
pub fn imported_page(page: ImportedPage) -> String {
    let ImportedPage { frame, counts, links } = page;
    let locale = frame.locale;
    let said = Some(Said::done(td_string!(locale, admin.imported)));
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.import), said };
    sheet.document(&frame, || {
        let links = links.map(|links| {
            view! {
                <p class="hint">{td_string!(locale, admin.links_hint)}</p>
                <p class="admin-acts">
                    <a class="btn primary" href=links download="password-links.csv">
                        {td_string!(locale, admin.links)}
                    </a>
                </p>
            }
        });
        view! {
            <section class="settings-part" aria-labelledby="admin-found">
                <h2 id="admin-found">{td_string!(locale, admin.found)}</h2>
                <p>{count_words(locale, counts)}</p>
                {links}
                <p class="admin-acts">
                    <a class="btn" href=PART.path>
                        {td_string!(locale, admin.to_members)}
                    </a>
                </p>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Theme;

    fn page(text: &str, bad: Vec<BadLine>) -> String {
        let preview = Preview::Read { counts: Counts::default(), bad, ignored: Vec::new() };
        import_page(ImportPage {
            frame: Frame {
                locale: Locale::en,
                theme: Theme::Auto,
                stylesheet: "/pkg/kakehashi.css".to_owned(),
            },
            text: text.to_owned(),
            checked: "abc".to_owned(),
            preview,
        })
    }

    #[test]
    fn what_was_typed_comes_back_harmless_and_whole() {
        let html = page("\nemail\n</textarea><script>", Vec::new());
        assert!(html.contains(">\n\nemail\n&lt;/textarea&gt;&lt;script&gt;</textarea>"), "{html}");
        assert!(html.contains("value=\"import\""), "{html}");
    }

    #[test]
    fn a_bad_line_stands_in_the_way_of_all() {
        let fault = LineFault::BadEmail("<img onerror>".to_owned());
        let html = page("", vec![BadLine { line: 7, fault }]);
        assert!(html.contains("Line 7: ") && html.contains("&lt;img onerror&gt;"), "{html}");
        assert!(!html.contains("value=\"import\""), "{html}");
    }
}
