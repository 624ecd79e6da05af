//! What the address book's own kinds of things are called.

use leptos_i18n::I18nContext;

use crate::{
    domain::contact::{ContactFault, Label, Tag},
    i18n::{Locale, t_string},
};

type I18n = I18nContext<Locale>;

/// Which phone or mailbox.
pub fn label(i18n: I18n, label: Label) -> &'static str {
    match label {
        Label::Work => t_string!(i18n, contacts.label_work),
        Label::Mobile => t_string!(i18n, contacts.label_mobile),
        Label::Home => t_string!(i18n, contacts.label_home),
        Label::Fax => t_string!(i18n, contacts.label_fax),
        Label::Other => t_string!(i18n, contacts.label_other),
    }
}

/// A tag, and whether it is the reader's own.
pub fn tag(i18n: I18n, tag: &Tag) -> String {
    match tag {
        Tag::Company(tag) => tag.clone(),
        Tag::Mine(tag) => t_string!(i18n, contacts.tag_mine, tag = tag.as_str()),
    }
}

/// What is wrong with a field.
pub fn fault(i18n: I18n, fault: ContactFault) -> String {
    match fault {
        ContactFault::TooLong { limit, .. } => t_string!(i18n, contacts.too_long, limit = limit),
        ContactFault::TooMany { limit, .. } => t_string!(i18n, contacts.too_many, limit = limit),
        ContactFault::Phone { at } => t_string!(i18n, contacts.phone_unknown, at = at + 1),
        ContactFault::Email { at } => t_string!(i18n, contacts.email_unknown, at = at + 1),
        ContactFault::Birthday => t_string!(i18n, contacts.birthday_unknown).to_owned(),
        ContactFault::Nameless => t_string!(i18n, contacts.nameless).to_owned(),
    }
}
