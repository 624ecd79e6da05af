//! What can be wrong with a connection, in plain words, and what to do about it.

use leptos::prelude::*;

use crate::{
    domain::{Fault, Health, Timestamp},
    i18n::{Locale, td_string},
};

/// A moment as a page can say it that knows nothing of the reader's clock: to the minute, in UTC.
pub(super) fn moment(at: Timestamp) -> String {
    let iso = at.to_iso();
    let (day, time) = iso.split_once('T').unwrap_or((&iso, ""));
    format!("{day} {} UTC", time.get(..5).unwrap_or_default())
}

/// How a connection does, as a tag.
pub(super) fn tag(locale: Locale, health: Health) -> impl IntoView {
    let (class, text) = match health {
        Health::Healthy => ("tag line", td_string!(locale, connections.healthy).to_owned()),
        Health::Unheard => ("tag", td_string!(locale, connections.unheard).to_owned()),
        Health::Undescribed => ("tag", td_string!(locale, connections.undescribed).to_owned()),
        Health::TokenFails(failing) => {
            let at = moment(failing.since);
            ("tag bad", td_string!(locale, connections.token_since, at = at).to_string())
        }
        Health::WebhookFails(failing) => {
            let at = moment(failing.since);
            ("tag bad", td_string!(locale, connections.webhook_since, at = at).to_string())
        }
        Health::Disconnected { at } => {
            let at = moment(at);
            ("tag", td_string!(locale, connections.disconnected_at, at = at).to_string())
        }
    };
    view! { <span class=class>{text}</span> }
}

/// What is behind a state that is not good, and what to do.
pub(super) fn cause(locale: Locale, health: Health) -> Option<String> {
    match health {
        Health::TokenFails(failing) | Health::WebhookFails(failing) => {
            Some(advice(locale, failing.why))
        }
        Health::Undescribed => Some(td_string!(locale, connections.undescribed_hint).to_owned()),
        Health::Unheard => Some(td_string!(locale, connections.unheard_hint).to_owned()),
        Health::Healthy | Health::Disconnected { .. } => None,
    }
}

/// What is wrong, and what to do about it.
pub(super) fn advice(locale: Locale, fault: Fault) -> String {
    match fault {
        Fault::NoAnswer => td_string!(locale, connections.no_answer),
        Fault::CredentialsRefused => td_string!(locale, connections.credentials_refused),
        Fault::SecretUnreadable => td_string!(locale, connections.secret_unreadable),
        Fault::NotPublic => td_string!(locale, connections.not_public),
        Fault::AddressRefused => td_string!(locale, connections.address_refused),
        Fault::NotReached => td_string!(locale, connections.not_reached),
        Fault::TooLate => td_string!(locale, connections.too_late),
        Fault::ErrorStatus { status } => {
            return td_string!(locale, connections.error_status, status = status).to_string();
        }
        Fault::Unexplained => td_string!(locale, connections.unexplained),
        Fault::SwitchedOff => td_string!(locale, connections.switched_off),
        Fault::NotSigned => td_string!(locale, connections.not_signed),
        Fault::OtherAccount => td_string!(locale, connections.other_account),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_to_the_minute() {
        let at = Timestamp::from_millis(1_795_376_468_123);
        assert_eq!(moment(at), "2026-11-22 19:41 UTC");
    }
}
