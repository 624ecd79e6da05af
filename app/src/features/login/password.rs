//! The page on which a member chooses a password, reached by a one-time link.

use leptos::prelude::*;

use super::{entry::problem_box, input};
use crate::{
    domain::Email,
    i18n::td_string,
    plain::{Field, Frame, Input, Note, document},
};

/// What was typed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing.
    Nothing,
    /// A password that is too easy to guess, or absurdly long.
    Unfit,
}

/// What the page shows. It posts `password` to its own address.
#[derive(Clone, Debug)]
pub struct PasswordPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Whose password it will be.
    pub email: Email,
    /// What was typed before.
    pub typed: Typed,
    /// The shortest password that is taken, in characters.
    pub min_password: u32,
}

/// The page as a whole document.
pub fn password_page(page: PasswordPage) -> String {
    let PasswordPage { frame, email, typed, min_password } = page;
    let locale = frame.locale;
    let (problem, note) = match typed {
        Typed::Nothing => {
            let hint = td_string!(locale, login.setup_password_hint, count = min_password);
            (None, Note::Hint(hint))
        }
        Typed::Unfit => {
            let wrong = td_string!(locale, login.bad_password, count = min_password);
            let problem = td_string!(locale, login.problems).to_owned();
            (Some(problem), Note::Wrong(wrong))
        }
    };
    let password = Field {
        name: "password",
        label: td_string!(locale, login.new_password),
        input: Input { starts_here: true, ..input::new_password(min_password) },
        value: String::new(),
        note,
    };
    document(&frame, td_string!(locale, login.choose_title), || {
        view! {
            <h1>{td_string!(locale, login.choose_title)}</h1>
            <p class="lead">
                {td_string!(locale, login.choose_lead, email = email.as_str()).to_string()}
            </p>
            {problem.map(problem_box)}
            <form method="post">
                // For the browser's own memory of passwords.
                <input
                    type="email"
                    name="email"
                    autocomplete="username"
                    value=email.as_str().to_owned()
                    hidden
                />
                {password.view()}
                <button class="btn primary" type="submit">
                    {td_string!(locale, login.choose_submit)}
                </button>
            </form>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Theme, i18n::Locale};

    #[test]
    fn says_for_whom_and_needs_no_script() {
        let html = password_page(PasswordPage {
            frame: Frame {
                locale: Locale::en,
                theme: Theme::Auto,
                stylesheet: "/pkg/kakehashi.css".to_owned(),
            },
            email: Email::parse("<aoi>@example.com").unwrap(),
            typed: Typed::Unfit,
            min_password: 8,
        });
        assert!(html.contains("&lt;aoi&gt;@example.com"), "{html}");
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
        assert!(!html.contains("<script") && !html.contains(" style="), "{html}");
    }
}
