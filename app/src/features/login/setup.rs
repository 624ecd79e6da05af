//! The page that makes the first admin.

use leptos::prelude::*;

use super::{
    entry::{Refusal, problem_box, refusal_text},
    input,
};
use crate::{
    i18n::{Locale, td_string},
    plain::{Field, Frame, Input, Note, document},
};

/// A field of the set-up form, by the name that it is posted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupField {
    /// The one-time code in the server's log: `code`.
    Code,
    /// The admin's name: `name`.
    Name,
    /// The admin's e-mail address: `email`.
    Email,
    /// The admin's password: `password`.
    Password,
}

/// What the set-up page shows. It posts `code`, `name`, `email` and `password` to `/setup`.
#[derive(Clone, Debug)]
pub struct SetupPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Why the form was not even looked at, if so.
    pub refusal: Option<Refusal>,
    /// The fields that were not right.
    pub wrong: Vec<SetupField>,
    /// The code as it was typed.
    pub code: String,
    /// The name as it was typed.
    pub name: String,
    /// The address as it was typed.
    pub email: String,
    /// The shortest password that is taken, in characters.
    pub min_password: u32,
}

/// The set-up page as a whole document.
pub fn setup_page(page: SetupPage) -> String {
    let SetupPage { frame, refusal, wrong, code, name, email, min_password } = page;
    let locale = frame.locale;
    let problem = match refusal {
        Some(refusal) => Some(refusal_text(locale, refusal)),
        None => (!wrong.is_empty()).then(|| td_string!(locale, login.problems).to_string()),
    };
    let words = Words { locale, min_password };
    let field = |which, value| {
        let (name, input) = match which {
            SetupField::Code => ("code", Input { starts_here: true, ..input::CODE }),
            SetupField::Name => ("name", input::NAME),
            SetupField::Email => ("email", input::EMAIL),
            SetupField::Password => ("password", input::new_password(min_password)),
        };
        let is_wrong = wrong.contains(&which);
        let note = if is_wrong { words.problem(which) } else { words.hint(which) };
        Field { name, label: words.label(which), input, value, note }.view()
    };
    document(&frame, td_string!(locale, login.setup_title), || {
        view! {
            <h1>{td_string!(locale, login.setup_title)}</h1>
            <p class="lead">{td_string!(locale, login.setup_lead)}</p>
            {problem.map(problem_box)}
            <form method="post" action="/setup">
                {field(SetupField::Code, code)} {field(SetupField::Name, name)}
                {field(SetupField::Email, email)} {field(SetupField::Password, String::new())}
                <button class="btn primary" type="submit">
                    {td_string!(locale, login.setup_submit)}
                </button>
            </form>
        }
    })
}

/// What to say about a field, in which language.
#[derive(Clone, Copy)]
struct Words {
    locale: Locale,
    min_password: u32,
}

impl Words {
    fn label(self, which: SetupField) -> &'static str {
        match which {
            SetupField::Code => td_string!(self.locale, login.setup_code),
            SetupField::Name => td_string!(self.locale, login.setup_name),
            SetupField::Email => td_string!(self.locale, login.email),
            SetupField::Password => td_string!(self.locale, login.password),
        }
    }

    fn hint(self, which: SetupField) -> Note {
        match which {
            SetupField::Code => Note::Hint(td_string!(self.locale, login.setup_code_hint).into()),
            SetupField::Name => Note::Hint(td_string!(self.locale, login.setup_name_hint).into()),
            SetupField::Email => Note::None,
            SetupField::Password => {
                let count = self.min_password;
                Note::Hint(td_string!(self.locale, login.setup_password_hint, count = count))
            }
        }
    }

    fn problem(self, which: SetupField) -> Note {
        Note::Wrong(match which {
            SetupField::Code => td_string!(self.locale, login.bad_code).into(),
            SetupField::Name => td_string!(self.locale, login.bad_name).into(),
            SetupField::Email => td_string!(self.locale, login.bad_email).into(),
            SetupField::Password => {
                td_string!(self.locale, login.bad_password, count = self.min_password)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Theme;

    fn page(wrong: Vec<SetupField>) -> String {
        setup_page(SetupPage {
            frame: Frame {
                locale: Locale::ja,
                theme: Theme::Dark,
                stylesheet: "/pkg/kakehashi.css".to_owned(),
            },
            refusal: None,
            wrong,
            code: "K7Q2".to_owned(),
            name: "林 葵".to_owned(),
            email: "aoi@example.com".to_owned(),
            min_password: 12,
        })
    }

    #[test]
    fn only_what_is_wrong_is_marked() {
        let html = page(vec![SetupField::Password]);
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
        assert!(html.contains("12文字以上"), "{html}");
        assert!(html.contains("value=\"林 葵\""), "{html}");
    }

    #[test]
    fn a_right_form_says_nothing_of_problems() {
        let html = page(Vec::new());
        assert!(!html.contains("aria-invalid") && !html.contains("id=\"problem\""), "{html}");
        assert!(html.contains("<html lang=\"ja\" data-theme=\"dark\""), "{html}");
    }
}
