//! Two contacts who turn out to be one person.

use super::{ContactCard, CustomField, limits};

impl ContactCard {
    /// What is kept of a person whose other contact is `other`: where both say something, this one
    /// speaks; of what there can be several, both are kept as far as the limits allow, and of memos
    /// nothing is lost that has room.
    #[must_use]
    pub fn merged_with(self, other: Self) -> Self {
        let memo = match (self.memo.is_empty(), other.memo.is_empty()) {
            (false, false) if self.memo != other.memo => format!("{}\n\n{}", self.memo, other.memo),
            (true, _) => other.memo,
            _ => self.memo,
        };
        Self {
            reading: if self.name.is_empty() {
                other.reading
            } else {
                one_of(self.reading, String::new())
            },
            name: one_of(self.name, other.name),
            company: one_of(self.company, other.company),
            title: one_of(self.title, other.title),
            phones: both(self.phones, other.phones, limits::WAYS, |a, b| a.value == b.value),
            emails: both(self.emails, other.emails, limits::WAYS, |a, b| a.value == b.value),
            address: one_of(self.address, other.address),
            birthday: self.birthday.or(other.birthday),
            memo: memo.chars().take(limits::MEMO).collect(),
            custom: both(self.custom, other.custom, limits::CUSTOM, same_field),
            tags: both(self.tags, other.tags, limits::TAGS, |a, b| a == b),
        }
    }
}

fn one_of(first: String, second: String) -> String {
    if first.is_empty() { second } else { first }
}

fn both<T>(mut first: Vec<T>, second: Vec<T>, most: usize, same: fn(&T, &T) -> bool) -> Vec<T> {
    for one in second {
        if !first.iter().any(|known| same(known, &one)) {
            first.push(one);
        }
    }
    first.truncate(most);
    first
}

fn same_field(a: &CustomField, b: &CustomField) -> bool {
    a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::{Label, Way};

    fn phone(value: &str) -> Way {
        Way { label: Label::Work, value: value.into() }
    }

    #[test]
    fn what_one_does_not_say_the_other_does() {
        let kept = ContactCard {
            name: "佐藤 由紀".into(),
            phones: vec![phone("03-1")],
            memo: "a".into(),
            ..ContactCard::default()
        };
        let gone = ContactCard {
            name: "ゆき".into(),
            reading: "ゆき".into(),
            company: "青葉".into(),
            phones: vec![phone("03-1"), phone("03-2")],
            memo: "b".into(),
            tags: vec!["施主".into()],
            ..ContactCard::default()
        };
        let merged = kept.merged_with(gone);
        assert_eq!((merged.name.as_str(), merged.company.as_str()), ("佐藤 由紀", "青葉"));
        assert_eq!(merged.reading, "", "the reading of another name is none of this one");
        assert_eq!(merged.phones, [phone("03-1"), phone("03-2")]);
        assert_eq!((merged.memo.as_str(), merged.tags.len()), ("a\n\nb", 1));
    }
}
