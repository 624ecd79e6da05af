//! A contact as it is typed, and the rules that make a card of it.

use serde::{Deserialize, Serialize};

use super::{Birthday, ContactCard, CustomField, Way};

/// The most of everything, in characters or pieces.
pub mod limits {
    /// A field of one line.
    pub const LINE: usize = 100;
    /// A phone number.
    pub const PHONE: usize = 40;
    /// An e-mail address.
    pub const EMAIL: usize = 254;
    /// The address.
    pub const ADDRESS: usize = 300;
    /// The memo.
    pub const MEMO: usize = 2000;
    /// What stands in a field of the company's own.
    pub const VALUE: usize = 500;
    /// Phone numbers, and e-mail addresses.
    pub const WAYS: usize = 10;
    /// Fields of the company's own.
    pub const CUSTOM: usize = 20;
    /// Tags, the company's and a member's own.
    pub const TAGS: usize = 20;
    /// A tag.
    pub const TAG: usize = 30;
}

/// A contact as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// The name.
    pub name: String,
    /// How it is read.
    pub reading: String,
    /// Where they work.
    pub company: String,
    /// As what.
    pub title: String,
    /// Phone numbers; empty ones are none.
    pub phones: Vec<Way>,
    /// E-mail addresses; empty ones are none.
    pub emails: Vec<Way>,
    /// Where they are.
    pub address: String,
    /// When they were born.
    pub birthday: String,
    /// What else is to be known.
    pub memo: String,
    /// The company's own fields; those without name and value are none.
    pub custom: Vec<CustomField>,
    /// The company's tags, with commas between them.
    pub tags: String,
    /// The member's own tags, likewise.
    pub my_tags: String,
}

/// A field of the form.
#[expect(missing_docs, reason = "each is named as the form names it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactField {
    Name,
    Reading,
    Company,
    Title,
    Phones,
    Emails,
    Address,
    Birthday,
    Memo,
    Custom,
    Tags,
    MyTags,
}

/// What is wrong with a form. Each fault belongs to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum ContactFault {
    /// More characters than the field holds.
    TooLong {
        /// The field, or a piece of it.
        field: ContactField,
        /// The most it holds.
        limit: u32,
    },
    /// More pieces than the field holds.
    TooMany {
        /// The field.
        field: ContactField,
        /// The most it holds.
        limit: u32,
    },
    /// Nobody can be called at a number without digits, or with letters in the middle.
    Phone {
        /// Which of them, from 0.
        at: u32,
    },
    /// No e-mail arrives there.
    Email {
        /// Which of them, from 0.
        at: u32,
    },
    /// There is no such day.
    Birthday,
    /// A field of the company's own has a value and no name.
    Nameless,
}

impl ContactFault {
    /// The field at fault.
    pub const fn field(self) -> ContactField {
        match self {
            Self::TooLong { field, .. } | Self::TooMany { field, .. } => field,
            Self::Phone { .. } => ContactField::Phones,
            Self::Email { .. } => ContactField::Emails,
            Self::Birthday => ContactField::Birthday,
            Self::Nameless => ContactField::Custom,
        }
    }

    /// Which piece of the field it is, from 0, where it is one.
    pub const fn at(self) -> Option<u32> {
        match self {
            Self::Phone { at } | Self::Email { at } => Some(at),
            Self::TooLong { .. } | Self::TooMany { .. } | Self::Birthday | Self::Nameless => None,
        }
    }
}

impl ContactForm {
    /// What was kept, to be changed.
    pub fn of(card: &ContactCard, my_tags: &[String]) -> Self {
        let card = card.clone();
        Self {
            name: card.name,
            reading: card.reading,
            company: card.company,
            title: card.title,
            phones: card.phones,
            emails: card.emails,
            address: card.address,
            birthday: card.birthday.map(|day| day.to_string()).unwrap_or_default(),
            memo: card.memo,
            custom: card.custom,
            tags: card.tags.join(", "),
            my_tags: my_tags.join(", "),
        }
    }

    /// Reads what was typed: the card, and the member's own tags.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(&self) -> Result<(ContactCard, Vec<String>), Vec<ContactFault>> {
        use ContactField as Field;
        let mut faults = Vec::new();
        let card = ContactCard {
            name: line(&self.name, Field::Name, &mut faults),
            reading: line(&self.reading, Field::Reading, &mut faults),
            company: line(&self.company, Field::Company, &mut faults),
            title: line(&self.title, Field::Title, &mut faults),
            phones: ways(&self.phones, Field::Phones, limits::PHONE, &mut faults),
            emails: ways(&self.emails, Field::Emails, limits::EMAIL, &mut faults),
            address: text(&self.address, Field::Address, limits::ADDRESS, &mut faults),
            birthday: birthday(&self.birthday, &mut faults),
            memo: text(&self.memo, Field::Memo, limits::MEMO, &mut faults),
            custom: custom(&self.custom, &mut faults),
            tags: tags(&self.tags, Field::Tags, &mut faults),
        };
        let my_tags = tags(&self.my_tags, Field::MyTags, &mut faults);
        if faults.is_empty() { Ok((card, my_tags)) } else { Err(faults) }
    }
}

/// The tags in a text with commas between them, each once.
pub fn tags_of(typed: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', '、', '，', '\n']).map(clean_line) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// One line: control characters are blanks, blanks at the ends are nothing.
fn clean_line(typed: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    typed.chars().map(blank).collect::<String>().trim().to_owned()
}

/// Some lines, as they are typed.
fn clean_text(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = lines.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    clean.trim().to_owned()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn within(text: String, field: ContactField, limit: usize, out: &mut Vec<ContactFault>) -> String {
    let fault = ContactFault::TooLong { field, limit: number(limit) };
    if text.chars().count() > limit && !out.contains(&fault) {
        out.push(fault);
    }
    text
}

fn few<T>(
    pieces: Vec<T>,
    field: ContactField,
    limit: usize,
    out: &mut Vec<ContactFault>,
) -> Vec<T> {
    if pieces.len() > limit {
        out.push(ContactFault::TooMany { field, limit: number(limit) });
    }
    pieces
}

fn line(typed: &str, field: ContactField, out: &mut Vec<ContactFault>) -> String {
    within(clean_line(typed), field, limits::LINE, out)
}

fn text(typed: &str, field: ContactField, limit: usize, out: &mut Vec<ContactFault>) -> String {
    within(clean_text(typed), field, limit, out)
}

fn ways(typed: &[Way], field: ContactField, limit: usize, out: &mut Vec<ContactFault>) -> Vec<Way> {
    let mut ways = Vec::new();
    for (at, way) in (0..).zip(typed) {
        let value = clean_line(&way.value);
        if value.is_empty() {
            continue;
        }
        let value = within(value, field, limit, out);
        match field {
            ContactField::Emails if !is_email(&value) => out.push(ContactFault::Email { at }),
            ContactField::Phones if !is_phone(&value) => out.push(ContactFault::Phone { at }),
            _ => {}
        }
        ways.push(Way { label: way.label, value });
    }
    few(ways, field, limits::WAYS, out)
}

/// A number as people note it: digits in any script's width, what stands between them, and an
/// extension in words at its end.
fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(|c| c.is_numeric()).count();
    let starts = value.chars().next();
    digits >= 2
        && starts
            .is_some_and(|c| c.is_numeric() || matches!(c, '+' | '＋' | '(' | '（' | '#' | '*'))
}

/// One `@` with something on both sides and no blanks: the rest only a message can tell.
fn is_email(value: &str) -> bool {
    let parts: Vec<&str> = value.split('@').collect();
    let whole = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    parts.len() == 2 && parts.iter().all(whole)
}

fn birthday(typed: &str, out: &mut Vec<ContactFault>) -> Option<Birthday> {
    if typed.trim().is_empty() {
        return None;
    }
    let day = Birthday::parse(typed).ok();
    if day.is_none() {
        out.push(ContactFault::Birthday);
    }
    day
}

fn custom(typed: &[CustomField], out: &mut Vec<ContactFault>) -> Vec<CustomField> {
    let field = ContactField::Custom;
    let mut fields = Vec::new();
    for one in typed {
        let name = within(clean_line(&one.name), field, limits::LINE, out);
        let value = within(clean_text(&one.value), field, limits::VALUE, out);
        if name.is_empty() && !value.is_empty() && !out.contains(&ContactFault::Nameless) {
            out.push(ContactFault::Nameless);
        }
        if !value.is_empty() {
            fields.push(CustomField { name, value });
        }
    }
    few(fields, field, limits::CUSTOM, out)
}

fn tags(typed: &str, field: ContactField, out: &mut Vec<ContactFault>) -> Vec<String> {
    let tags = tags_of(typed).into_iter();
    let tags = tags.map(|tag| within(tag, field, limits::TAG, out)).collect();
    few(tags, field, limits::TAGS, out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::contact::Label;

    fn way(value: &str) -> Way {
        Way { label: Label::Work, value: value.into() }
    }

    #[test]
    fn empty_lines_are_none_and_blanks_at_the_ends_are_nothing() {
        let form = ContactForm {
            name: "　佐藤 由紀\u{7} ".into(),
            phones: vec![way(" "), way("03-1234-5678 内線 12")],
            custom: vec![
                CustomField::default(),
                CustomField { name: "x".into(), value: " ".into() },
            ],
            tags: "施主、 VIP,, 施主".into(),
            ..ContactForm::default()
        };
        let (card, mine) = form.read().unwrap();
        assert_eq!(card.name, "佐藤 由紀");
        assert_eq!(card.phones, [way("03-1234-5678 内線 12")]);
        assert_eq!(
            (card.custom.len(), card.tags, mine.len()),
            (0, vec!["施主".into(), "VIP".into()], 0)
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let form = ContactForm {
            company: "あ".repeat(limits::LINE + 1),
            phones: vec![way("03-1234-5678"), way("later")],
            emails: vec![way("yuki@"), way("yuki@example.com")],
            birthday: "31/31".into(),
            custom: vec![CustomField { name: String::new(), value: "A-17".into() }],
            my_tags: (0..=limits::TAGS).map(|n| n.to_string()).collect::<Vec<_>>().join(", "),
            ..ContactForm::default()
        };
        let faults = form.read().unwrap_err();
        let limit = number(limits::TAGS);
        assert_eq!(
            faults,
            [
                ContactFault::TooLong { field: ContactField::Company, limit: number(limits::LINE) },
                ContactFault::Phone { at: 1 },
                ContactFault::Email { at: 0 },
                ContactFault::Birthday,
                ContactFault::Nameless,
                ContactFault::TooMany { field: ContactField::MyTags, limit },
            ]
        );
    }

    proptest! {
        #[test]
        fn what_was_kept_is_kept_again_as_it_is(name in any::<String>(), memo in any::<String>(), tags in any::<String>()) {
            let form = ContactForm { name, memo, tags, ..ContactForm::default() };
            if let Ok((card, mine)) = form.read() {
                prop_assert_eq!(ContactForm::of(&card, &mine).read(), Ok((card, mine)));
            }
        }
    }
}
