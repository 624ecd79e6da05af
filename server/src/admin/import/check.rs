//! What a list comes to: members as they are wanted, and every line that cannot be. Writes nothing.

use std::collections::HashMap;

use app::{
    domain::{Email, MemberId, Role, text::preview},
    features::{
        admin::{BadLine, LineFault},
        lists::Counts,
    },
};

use super::table::{Cells, Line};
use crate::{
    auth::name::{DirectoryName, NameError},
    store::{
        directory::Listed,
        import::{Wanted, WantedGroup},
    },
};

/// Characters of what was typed that are repeated.
const SHOWN: usize = 60;

/// A list, looked at.
#[derive(Debug, Default)]
pub struct Checked {
    /// The members of the good lines.
    pub wanted: Vec<Wanted>,
    /// What they come to.
    pub counts: Counts,
    /// Why other lines cannot be imported.
    pub bad: Vec<BadLine>,
}

/// Looks at lines as `me`, an admin, against everybody who is known.
pub fn check(lines: Vec<Line>, known: Vec<Listed>, me: MemberId) -> Checked {
    let known = known.into_iter().map(|member| (member.email.clone(), member)).collect();
    let mut checker = Checker { known, me, lines: HashMap::new(), checked: Checked::default() };
    for Line { number, cells } in lines {
        if let Err(faults) = checker.take(number, cells) {
            let bad = faults.into_iter().map(|fault| BadLine { line: number, fault });
            checker.checked.bad.extend(bad);
        }
    }
    checker.checked
}

struct Checker {
    known: HashMap<Email, Listed>,
    me: MemberId,
    /// Which line an address was on first.
    lines: HashMap<Email, u64>,
    checked: Checked,
}

impl Checker {
    fn take(&mut self, number: u64, cells: Result<Cells, LineFault>) -> Result<(), Vec<LineFault>> {
        let wanted = read(cells.map_err(|fault| vec![fault])?)?;
        let first = *self.lines.entry(wanted.email.clone()).or_insert(number);
        if first != number {
            return Err(vec![LineFault::Twice { first }]);
        }
        let member = self.known.get(&wanted.email);
        if wanted.role == Some(Role::Member) && member.is_some_and(|member| member.id == self.me) {
            return Err(vec![LineFault::OwnRole]);
        }
        let counts = &mut self.checked.counts;
        let count = match member {
            None => &mut counts.new,
            Some(member) if wanted.entry(Some(&member.entry)) == member.entry => {
                &mut counts.unchanged
            }
            Some(_) => &mut counts.changed,
        };
        *count += 1;
        self.checked.wanted.push(wanted);
        Ok(())
    }
}

/// Reads a line alone.
///
/// # Errors
/// Everything that is wrong with it.
fn read(cells: Cells) -> Result<Wanted, Vec<LineFault>> {
    let email =
        Email::parse(&cells.email).map_err(|_| LineFault::BadEmail(preview(&cells.email, SHOWN)));
    let name = cells.name.parse::<DirectoryName>().map_err(|error| match error {
        NameError::Blank => LineFault::NoName,
        NameError::TooLong => LineFault::LongName,
        NameError::Hostile => LineFault::HostileName,
    });
    let (group, role) = (group(cells.group), role(cells.role));
    match (email, name, group, role) {
        (Ok(email), Ok(name), Ok(group), Ok(role)) => {
            Ok(Wanted { email, name: name.into_string(), group, role })
        }
        (email, name, group, role) => {
            Err([email.err(), name.err(), group.err(), role.err()].into_iter().flatten().collect())
        }
    }
}

fn group(cell: Option<String>) -> Result<WantedGroup, LineFault> {
    let Some(cell) = cell else { return Ok(WantedGroup::AsItIs) };
    if cell.is_empty() {
        return Ok(WantedGroup::Is(None));
    }
    match cell.parse::<DirectoryName>() {
        Ok(group) => Ok(WantedGroup::Is(Some(group.into_string()))),
        Err(NameError::TooLong) => Err(LineFault::LongGroup),
        Err(NameError::Blank | NameError::Hostile) => Err(LineFault::HostileGroup),
    }
}

/// An empty cell leaves the role as it is: nobody loses it by a gap in a list.
fn role(cell: Option<String>) -> Result<Option<Role>, LineFault> {
    let Some(cell) = cell.filter(|cell| !cell.is_empty()) else { return Ok(None) };
    match cell.to_lowercase().as_str() {
        "admin" | "administrator" | "管理者" => Ok(Some(Role::Admin)),
        "member" | "メンバー" | "一般" => Ok(Some(Role::Member)),
        _ => Err(LineFault::BadRole(preview(&cell, SHOWN))),
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{PasswordState, Standing};
    use uuid::Uuid;

    use super::{super::table, *};
    use crate::store::members::Entry;

    fn known(n: u128, email: &str, role: Role) -> Listed {
        Listed {
            id: MemberId::new(Uuid::from_u128(n)),
            email: Email::parse(email).unwrap(),
            entry: Entry { name: "Name".into(), group: Some("Sales".into()), role },
            standing: Standing::Active,
            photo: None,
            password: PasswordState::Chosen,
        }
    }

    fn checked(text: &str) -> Checked {
        let known = vec![
            known(1, "boss@example.com", Role::Admin),
            known(2, "ren@example.com", Role::Admin),
        ];
        check(table::read(text).unwrap().lines, known, MemberId::new(Uuid::from_u128(1)))
    }

    #[test]
    fn good_lines_are_counted_by_what_they_change() {
        let all = checked(
            "email,name,group,role\nREN@example.com,Name,Sales,\nboss@example.com,Boss,,admin\n\
             new@example.com,<img onerror>,営業,管理者",
        );
        assert_eq!(all.counts, Counts { new: 1, changed: 1, unchanged: 1 });
        assert_eq!(all.bad, []);
        assert_eq!(all.wanted.len(), 3);
        let without = checked("email,name\nren@example.com,Name").counts;
        assert_eq!(without, Counts { unchanged: 1, ..Counts::default() });
    }

    #[test]
    fn every_bad_line_is_named_with_all_that_is_wrong() {
        let long = "あ".repeat(81);
        let text = format!(
            "email,name,group,role\nno address,,,chief\na@example.com,{long},\"a\nb\",\n\
             x@example.com,X,{long},\nX@example.com,X,,\nboss@example.com,Boss,,member\n\
             y@example.com,Sagawa, Aoi,,,member\nz@example.com,Aoi\u{202E}nimda,,",
        );
        let bad = checked(&text).bad;
        let bad: Vec<_> = bad.into_iter().map(|bad| (bad.line, bad.fault)).collect();
        let expected = [
            (2, LineFault::BadEmail("no address".into())),
            (2, LineFault::NoName),
            (2, LineFault::BadRole("chief".into())),
            (3, LineFault::LongName),
            (3, LineFault::HostileGroup),
            (5, LineFault::LongGroup),
            (7, LineFault::OwnRole),
            (8, LineFault::ManyCells),
            (9, LineFault::HostileName),
        ];
        assert_eq!(bad, expected);
        let twice = checked("email,name\nx@example.com,X\nX@example.com,Y").bad;
        assert_eq!(twice, [BadLine { line: 3, fault: LineFault::Twice { first: 2 } }]);
    }
}
