//! The log-in page.

use leptos::prelude::*;

use super::input;
use crate::{
    i18n::{Locale, td_string},
    plain::{Field, Frame, Input, Logo, Note, document},
    ui::Icon,
};

/// Why nobody was let in. Never says which of the two, address or password, was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The address or the password is not right.
    Refused,
    /// There were too many attempts.
    TooMany {
        /// When the next one is welcome, in seconds.
        retry_after_s: u32,
    },
    /// The form did not come from this server.
    BadOrigin,
}

/// What brings somebody to the log-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// They want to come in.
    Visit,
    /// The attempt before came to nothing.
    Refused(Refusal),
    /// They have just chosen a password.
    PasswordChosen,
}

/// What the log-in page shows. It posts `email`, `password` and `next` to `/login`.
#[derive(Clone, Debug)]
pub struct LoginPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Where the company's logo is, if it has one.
    pub logo: Option<String>,
    /// What was before.
    pub occasion: Occasion,
    /// The address as it was typed then, or as it is known.
    pub email: String,
    /// Where to go afterwards: a path on this server, which the server checks again.
    pub next: String,
}

/// The log-in page as a whole document.
pub fn login_page(page: LoginPage) -> String {
    let LoginPage { frame, logo, occasion, email, next } = page;
    let locale = frame.locale;
    let (refusal, lead) = match occasion {
        Occasion::Visit => (None, td_string!(locale, login.lead)),
        Occasion::Refused(refusal) => (Some(refusal), td_string!(locale, login.lead)),
        Occasion::PasswordChosen => (None, td_string!(locale, login.chosen)),
    };
    let note = || refusal.map_or(Note::None, |_| Note::Above(PROBLEM));
    let password_first = !email.is_empty();
    let email = Field {
        name: "email",
        label: td_string!(locale, login.email),
        input: Input { starts_here: !password_first, ..input::EMAIL },
        value: email,
        note: note(),
    };
    let password = Field {
        name: "password",
        label: td_string!(locale, login.password),
        input: Input { starts_here: password_first, ..input::PASSWORD },
        value: String::new(),
        note: note(),
    };
    document(&frame, td_string!(locale, login.title), || {
        view! {
            {logo.map(|picture| view! { <Logo picture /> })}
            <h1>{td_string!(locale, login.title)}</h1>
            <p class="lead">{lead}</p>
            {refusal.map(|refusal| problem_box(refusal_text(locale, refusal)))}
            <form method="post" action="/login">
                <input type="hidden" name="next" value=next />
                {email.view()} {password.view()}
                <button class="btn primary" type="submit">
                    {td_string!(locale, login.submit)}
                </button>
            </form>
            <p class="hint">{td_string!(locale, login.help)}</p>
        }
    })
}

/// The id of what happened.
const PROBLEM: &str = "problem";

/// What happened, above the form; the fields point to it.
pub(super) fn problem_box(text: String) -> impl IntoView {
    view! {
        <p class="entry-problem" id=PROBLEM role="alert">
            {Icon::TriangleAlert.small()}
            <span>{text}</span>
        </p>
    }
}

pub(super) fn refusal_text(locale: Locale, refusal: Refusal) -> String {
    match refusal {
        Refusal::Refused => td_string!(locale, login.refused).to_string(),
        Refusal::BadOrigin => td_string!(locale, login.bad_origin).to_string(),
        Refusal::TooMany { retry_after_s } => {
            td_string!(locale, login.too_many, minutes = retry_after_s.div_ceil(60)).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Theme;

    fn page(occasion: Occasion, email: &str) -> String {
        login_page(LoginPage {
            frame: Frame {
                locale: Locale::en,
                theme: Theme::Auto,
                stylesheet: "/pkg/kakehashi.css".to_owned(),
            },
            logo: None,
            occasion,
            email: email.to_owned(),
            next: "/rooms?a=1&b=2".to_owned(),
        })
    }

    #[test]
    fn needs_no_script() {
        assert!(!page(Occasion::Visit, "").contains("<script"));
        assert!(!page(Occasion::Visit, "").contains(" style="));
    }

    #[test]
    fn what_was_typed_comes_back_harmless() {
        let html = page(Occasion::Refused(Refusal::Refused), r#""><script>alert(1)</script>"#);
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&quot;&gt;&lt;script&gt;"), "{html}");
    }

    #[test]
    fn a_refusal_is_said_where_the_fields_point_to() {
        let html =
            page(Occasion::Refused(Refusal::TooMany { retry_after_s: 61 }), "aoi@example.com");
        assert!(html.contains("Try again in 2 min."), "{html}");
        assert_eq!(html.matches("aria-describedby=\"problem\"").count(), 2);
        assert_eq!(html.matches("id=\"problem\"").count(), 1);
    }

    #[test]
    fn without_a_refusal_no_field_points_anywhere() {
        assert!(!page(Occasion::Visit, "").contains("aria-describedby"));
    }
}
