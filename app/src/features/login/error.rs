//! The pages that say why there is nothing to see.

use leptos::prelude::*;

use super::document::{Frame, document};
use crate::i18n::td_string;

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is at this address.
    NotFound,
    /// The server could not do it.
    Failed,
    /// The server cannot be reached: what the service worker shows in its place.
    Offline,
}

/// The page for a trouble as a whole document.
pub fn error_page(frame: &Frame, trouble: Trouble) -> String {
    let locale = frame.locale;
    let (title, text) = match trouble {
        Trouble::NotFound => {
            (td_string!(locale, login.not_found_title), td_string!(locale, login.not_found))
        }
        Trouble::Failed => {
            (td_string!(locale, login.failed_title), td_string!(locale, login.failed))
        }
        Trouble::Offline => {
            (td_string!(locale, login.offline_title), td_string!(locale, login.offline))
        }
    };
    // An empty address is the page itself: whoever wanted to go somewhere tries that again.
    let (target, what) = match trouble {
        Trouble::NotFound => ("/", td_string!(locale, login.to_messages)),
        Trouble::Failed | Trouble::Offline => ("", td_string!(locale, login.retry)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Theme, i18n::Locale};

    #[test]
    fn each_trouble_says_what_to_do() {
        let frame =
            Frame { locale: Locale::en, theme: Theme::Auto, stylesheet: "/a.css".to_owned() };
        assert!(error_page(&frame, Trouble::NotFound).contains("href=\"/\""));
        assert!(error_page(&frame, Trouble::Offline).contains("Try again"));
    }
}
