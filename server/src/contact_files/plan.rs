//! What a file comes to: whom each of its cards means, and what is kept of them then. Writes nothing.
//!
//! A contact is a LINE user, so a file adds no people: a card with an ID from here means that contact; one
//! without means the only person of its name among the contacts and LINE users whom the member knows.

use std::collections::HashMap;

use app::{
    domain::{ContactCard, ContactForm, ContactId, fold::fold},
    features::{
        contacts::files::{BadCard, CardFault, Stranger},
        lists::Counts,
    },
};

use super::patch::Patch;
use crate::store::address_book::{Imported, Known};

/// A file, looked at.
#[derive(Default)]
pub struct Plan {
    /// What is written.
    pub changes: Vec<Imported>,
    /// What that comes to.
    pub counts: Counts,
    /// Cards that stand in the way.
    pub bad: Vec<BadCard>,
    /// Cards that mean nobody, and are left out.
    pub strangers: Vec<Stranger>,
}

/// Looks at the cards of a file, against everybody whom the member knows.
pub fn plan(cards: Vec<(u64, Result<Patch, CardFault>)>, known: Vec<Known>) -> Plan {
    let mut planner = Planner::among(known);
    for (line, card) in cards {
        match card {
            Ok(patch) => planner.take(line, &patch),
            Err(fault) => planner.fail(line, fault),
        }
    }
    planner.plan
}

struct Planner {
    known: HashMap<ContactId, Known>,
    /// Who bears a name; more than one means nobody.
    named: HashMap<String, Vec<ContactId>>,
    /// Which line a contact was on first.
    lines: HashMap<ContactId, u64>,
    plan: Plan,
}

impl Planner {
    fn among(known: Vec<Known>) -> Self {
        let mut named: HashMap<String, Vec<ContactId>> = HashMap::new();
        for one in &known {
            let given = one.kept.as_ref().map(|kept| kept.card.name.as_str()).unwrap_or_default();
            let name = if given.is_empty() { &one.on_line } else { given };
            named.entry(alike(name)).or_default().push(one.id);
        }
        let known = known.into_iter().map(|one| (one.id, one)).collect();
        Self { known, named, lines: HashMap::new(), plan: Plan::default() }
    }

    fn fail(&mut self, line: u64, fault: CardFault) {
        self.plan.bad.push(BadCard { line, fault });
    }

    fn take(&mut self, line: u64, patch: &Patch) {
        let Some(id) = self.meant(patch) else {
            let name = patch.name.clone().unwrap_or_default();
            return self.plan.strangers.push(Stranger { line, name });
        };
        let first = *self.lines.entry(id).or_insert(line);
        if first != line {
            return self.fail(line, CardFault::Twice { first });
        }
        let Some(one) = self.known.get(&id) else { return };
        let before = one.kept.as_ref().map(|kept| kept.card.clone()).unwrap_or_default();
        let form = patch.apply(ContactForm::of(&before, &[]));
        match form.read() {
            Ok((card, _)) => {
                let card = calling_as_before(card, &before, &one.on_line);
                let edition = one.kept.as_ref().map(|kept| kept.edition);
                self.count(edition.is_some(), card == before);
                if edition.is_none() || card != before {
                    self.plan.changes.push(Imported { contact: id, edition, card });
                }
            }
            Err(faults) => {
                let faults = faults.into_iter().map(CardFault::Field);
                self.plan.bad.extend(faults.map(|fault| BadCard { line, fault }));
            }
        }
    }

    fn meant(&self, patch: &Patch) -> Option<ContactId> {
        if let Some(id) = patch.id.filter(|id| self.known.contains_key(id)) {
            return Some(id);
        }
        let name = alike(patch.name.as_deref()?);
        match self.named.get(&name)?.as_slice() {
            [one] if !name.is_empty() => Some(*one),
            _ => None,
        }
    }

    const fn count(&mut self, is_kept: bool, is_same: bool) {
        let counts = &mut self.plan.counts;
        let count = match (is_kept, is_same) {
            (false, _) => &mut counts.new,
            (true, true) => &mut counts.unchanged,
            (true, false) => &mut counts.changed,
        };
        *count += 1;
    }
}

/// A file must have a name where the company gave none, and then has LINE's: that is none given.
fn calling_as_before(card: ContactCard, before: &ContactCard, on_line: &str) -> ContactCard {
    if before.name.is_empty() && card.name == on_line.trim() {
        ContactCard { name: String::new(), ..card }
    } else {
        card
    }
}

fn alike(name: &str) -> String {
    fold(name).split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::store::address_book::KnownCard;

    fn known(n: u128, on_line: &str, given: Option<&str>) -> Known {
        let card = |name: &str| ContactCard { name: name.into(), ..ContactCard::default() };
        let kept = given.map(|name| KnownCard { card: card(name), edition: 3 });
        Known { id: ContactId::new(Uuid::from_u128(n)), on_line: on_line.into(), kept }
    }

    fn says(name: &str, birthday: &str) -> Patch {
        let (name, birthday) = (Some(name.to_owned()), Some(birthday.to_owned()));
        Patch { name, birthday, ..Patch::default() }
    }

    #[test]
    fn a_card_means_who_alone_bears_its_name() {
        let people = || {
            vec![
                known(1, "yuki", Some("佐藤 由紀")),
                known(2, "Emma", None),
                known(3, "Same", None),
                known(4, "Same", Some("")),
            ]
        };
        let cards = vec![
            (1, Ok(says("佐藤 由紀", ""))),
            (2, Ok(says("EMMA", "1980-04-12"))),
            (3, Ok(says("Same", ""))),
            (4, Ok(says("yuki", ""))),
            (5, Ok(says("佐藤由紀", "x"))),
            (6, Err(CardFault::ManyCells)),
        ];
        let plan = plan(cards, people());
        assert_eq!(plan.counts, Counts { new: 1, changed: 0, unchanged: 1 });
        assert_eq!(plan.changes.len(), 1);
        let strangers: Vec<u64> = plan.strangers.iter().map(|one| one.line).collect();
        assert_eq!(strangers, [3, 4]);
        let bad: Vec<_> = plan.bad.iter().map(|bad| (bad.line, bad.fault.clone())).collect();
        assert_eq!(bad, [(5, CardFault::Twice { first: 1 }), (6, CardFault::ManyCells)]);
    }

    #[test]
    fn lines_name_stays_lines_where_the_company_gave_none() {
        let id = ContactId::new(Uuid::from_u128(4));
        let patch = Patch { id: Some(id), name: Some("Same".into()), ..Patch::default() };
        let plan = plan(vec![(1, Ok(patch))], vec![known(4, "Same", Some(""))]);
        assert_eq!(plan.counts, Counts { unchanged: 1, ..Counts::default() });
    }
}
