//! Why a LINE user cannot be chosen beside those who are. Pure, but for the words.

use leptos_i18n::I18nContext;

use crate::{
    domain::{Barred, Candidate, ConnectionId, ContactId, new_room::ROOM_PEOPLE_MAX},
    i18n::{Locale, t_string},
};

/// Why a LINE user cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// They have blocked or removed the official account.
    Unfollowed,
    /// The member has blocked them.
    Blocked,
    /// They know another official account than those who are chosen, or who take part.
    OtherAccount,
    /// They take part already.
    Present,
    /// A room takes no more.
    Full,
}

/// The room that people are chosen for, where there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// Its LINE users.
    pub people: Vec<ContactId>,
    /// Its official account.
    pub account: Option<ConnectionId>,
}

/// Why this LINE user cannot be chosen now, if so. Whoever is chosen can always be let go.
pub fn hindrance(one: &Candidate, chosen: &[Candidate], present: &Present) -> Option<Hindrance> {
    if chosen.iter().any(|other| other.person.id == one.person.id) {
        return None;
    }
    if one.contact().is_some_and(|id| present.people.contains(&id)) {
        return Some(Hindrance::Present);
    }
    match one.barred {
        Some(Barred::Blocked) => return Some(Hindrance::Blocked),
        Some(_) => return Some(Hindrance::Unfollowed),
        None => {}
    }
    let account = present.account.or_else(|| chosen.first().map(|first| first.connection));
    if account.is_some_and(|account| account != one.connection) {
        return Some(Hindrance::OtherAccount);
    }
    (chosen.len() + present.people.len() >= ROOM_PEOPLE_MAX).then_some(Hindrance::Full)
}

/// The reason in the reader's language.
pub fn words(i18n: I18nContext<Locale>, hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Unfollowed => t_string!(i18n, create.unfollowed),
        Hindrance::Blocked => t_string!(i18n, create.blocked),
        Hindrance::OtherAccount => t_string!(i18n, create.other_account),
        Hindrance::Present => t_string!(i18n, create.present),
        Hindrance::Full => t_string!(i18n, create.full),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Person, PersonId, RoomId};

    fn contact(n: u128) -> ContactId {
        ContactId::new(Uuid::from_u128(n))
    }

    fn of_account(n: u128, account: u128) -> Candidate {
        let id = PersonId::LineUser(contact(n));
        Candidate {
            person: Person { id, name: String::new(), picture: None, group: None },
            room: RoomId::new(Uuid::from_u128(n)),
            connection: ConnectionId::new(Uuid::from_u128(account)),
            barred: None,
        }
    }

    #[test]
    fn who_cannot_be_reached_cannot_be_chosen_but_let_go() {
        let left = Candidate { barred: Some(Barred::Unfollowed), ..of_account(1, 1) };
        let blocked = Candidate { barred: Some(Barred::Blocked), ..of_account(2, 1) };
        let nowhere = Present::default();
        assert_eq!(hindrance(&left, &[], &nowhere), Some(Hindrance::Unfollowed));
        assert_eq!(hindrance(&blocked, &[], &nowhere), Some(Hindrance::Blocked));
        assert_eq!(hindrance(&left, std::slice::from_ref(&left), &nowhere), None);
    }

    #[test]
    fn people_of_one_room_know_the_same_account() {
        let (one, other) = (of_account(1, 1), of_account(2, 2));
        let nowhere = Present::default();
        assert_eq!(hindrance(&other, &[], &nowhere), None);
        assert_eq!(hindrance(&other, &[one], &nowhere), Some(Hindrance::OtherAccount));
        let there = Present { people: Vec::new(), account: Some(of_account(1, 1).connection) };
        assert_eq!(hindrance(&other, &[], &there), Some(Hindrance::OtherAccount));
    }

    #[test]
    fn a_room_has_an_end_and_nobody_takes_part_twice() {
        let last = of_account(99, 1);
        let chosen = |n: u128| (1..=n).map(|n| of_account(n, 1)).collect::<Vec<_>>();
        assert_eq!(hindrance(&last, &chosen(49), &Present::default()), None);
        assert_eq!(hindrance(&last, &chosen(50), &Present::default()), Some(Hindrance::Full));
        let there = Present { people: vec![contact(99)], account: None };
        assert_eq!(hindrance(&last, &[], &there), Some(Hindrance::Present));
    }
}
