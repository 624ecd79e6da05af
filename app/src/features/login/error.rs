//! The pages that say why there is nothing to see.

use leptos::prelude::*;

use super::entry::{Refusal, refusal_text};
use crate::{
    i18n::{Locale, td_string},
    plain::{Frame, document},
};

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is at this address.
    NotFound,
    /// The server could not do it.
    Failed,
    /// The server cannot be reached: what the service worker shows in its place.
    Offline,
    /// The one-time link is used, ended, replaced, or none.
    DeadLink,
    /// There were too many attempts.
    TooMany {
        /// When the next one is welcome, in seconds.
        retry_after_s: u32,
    },
}

/// The page for a trouble as a whole document.
pub fn error_page(frame: &Frame, trouble: Trouble) -> String {
    let locale = frame.locale;
    let (title, text) = words(locale, trouble);
    // An empty address is the page itself: whoever wanted to go somewhere tries that again.
    let (target, what) = match trouble {
        Trouble::NotFound => ("/", td_string!(locale, login.to_messages)),
        Trouble::DeadLink => ("/login", td_string!(locale, login.title)),
        Trouble::Failed | Trouble::Offline | Trouble::TooMany { .. } => {
            ("", td_string!(locale, login.retry))
        }
    };
    document(frame, title, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <a class="btn primary" href=target>
                {what}
            </a>
        }
    })
}

fn words(locale: Locale, trouble: Trouble) -> (&'static str, String) {
    match trouble {
        Trouble::NotFound => {
            (td_string!(locale, login.not_found_title), td_string!(locale, login.not_found).into())
        }
        Trouble::Failed => {
            (td_string!(locale, login.failed_title), td_string!(locale, login.failed).into())
        }
        Trouble::Offline => {
            (td_string!(locale, login.offline_title), td_string!(locale, login.offline).into())
        }
        Trouble::DeadLink => {
            (td_string!(locale, login.dead_link_title), td_string!(locale, login.dead_link).into())
        }
        Trouble::TooMany { retry_after_s } => {
            let refusal = Refusal::TooMany { retry_after_s };
            (td_string!(locale, login.failed_title), refusal_text(locale, refusal))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Theme;

    #[test]
    fn each_trouble_says_what_to_do() {
        let frame =
            Frame { locale: Locale::en, theme: Theme::Auto, stylesheet: "/a.css".to_owned() };
        assert!(error_page(&frame, Trouble::NotFound).contains("href=\"/\""));
        assert!(error_page(&frame, Trouble::Offline).contains("Try again"));
    }
}
