//! People to be found and chosen: what was typed, the pages that were read so far, who is chosen. An
//! answer that was overtaken by a newer question is no news.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{Candidate, ContactEntry, ContactId, ContactQuery, MemberId, Person, PersonId},
};

/// How long the keyboard must rest before a search is asked.
const REST: Duration = Duration::from_millis(150);

/// Somebody who can be found.
pub trait Findable: Clone + Send + Sync + 'static {
    /// Who they are.
    fn key(&self) -> PersonId;
}

/// Somebody who can be chosen among others.
pub trait Choosable: Findable {
    /// Who.
    fn person(&self) -> &Person;
}

impl Findable for Candidate {
    fn key(&self) -> PersonId {
        self.person.id
    }
}

impl Findable for Person {
    fn key(&self) -> PersonId {
        self.id
    }
}

impl Findable for ContactEntry {
    fn key(&self) -> PersonId {
        PersonId::LineUser(self.id)
    }
}

impl Choosable for Candidate {
    fn person(&self) -> &Person {
        &self.person
    }
}

impl Choosable for Person {
    fn person(&self) -> &Person {
        self
    }
}

/// People of a page, and how many there are on all pages.
type Answer<T> = Pin<Box<dyn Future<Output = Result<(Vec<T>, u32), ApiError>>>>;
/// Reads a page: who matches what is typed, from the so-manieth on.
type Read<T> = Arc<dyn Fn(String, u32) -> Answer<T> + Send + Sync>;

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetching {
    /// Nothing is being read.
    Idle,
    /// A page is on its way.
    Underway,
    /// The last page did not come.
    Failed,
}

/// People to be found and chosen. Cheap to copy.
pub struct Finder<T: Findable> {
    /// The search as typed.
    pub typed: RwSignal<String>,
    /// Those who were found, as far as they were read.
    pub shown: RwSignal<Vec<T>>,
    /// How many there are in all, once it is known.
    pub found: RwSignal<Option<u32>>,
    /// Those who are chosen, in the order of their choice.
    pub chosen: RwSignal<Vec<T>>,
    /// How far reading has come.
    pub fetching: RwSignal<Fetching>,
    read: StoredValue<Read<T>>,
    /// Down to where those who were found are read.
    reached: StoredValue<u32>,
    /// The number of the newest question.
    question: StoredValue<u32>,
    rest: StoredValue<Option<TimeoutHandle>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "derived, it would ask that of whom it finds")]
impl<T: Findable> Clone for Finder<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Findable> Copy for Finder<T> {}

impl Finder<Candidate> {
    /// Among the LINE users whom the member can talk with.
    pub fn of_line_users() -> Self {
        Self::new(|search, from| {
            Box::pin(async move {
                let answer = api::read_candidates(search, from).await?;
                Ok((answer.people, answer.found))
            })
        })
    }

    /// The contacts of those who are chosen.
    pub fn contacts(self) -> Vec<ContactId> {
        self.chosen.with_untracked(|chosen| chosen.iter().filter_map(Candidate::contact).collect())
    }
}

impl Finder<Person> {
    /// Among the colleagues. The first few of them are all that is shown: a search narrows.
    pub fn of_colleagues() -> Self {
        Self::new(|search, _| {
            Box::pin(async move { api::read_colleagues(search).await.map(whole) })
        })
    }

    /// Among all members, once something is typed: whom the first few are is of no use.
    pub fn of_members() -> Self {
        Self::new(|search, _| {
            Box::pin(async move {
                if search.trim().is_empty() {
                    return Ok((Vec::new(), 0));
                }
                api::find_members(search).await.map(whole)
            })
        })
    }
}

impl Finder<ContactEntry> {
    /// Among the contacts, but for one: the first `most` that match.
    pub fn of_contacts_but(but: ContactId, most: usize) -> Self {
        Self::new(move |search, _| {
            Box::pin(async move {
                let query = ContactQuery { search, ..ContactQuery::default() };
                let found = api::read_contacts(query).await?.contacts.into_iter();
                Ok(whole(found.filter(|entry| entry.id != but).take(most).collect()))
            })
        })
    }
}

impl<T: Findable> Finder<T> {
    fn new(read: impl Fn(String, u32) -> Answer<T> + Send + Sync + 'static) -> Self {
        Self {
            typed: RwSignal::default(),
            shown: RwSignal::default(),
            found: RwSignal::new(None),
            chosen: RwSignal::default(),
            fetching: RwSignal::new(Fetching::Idle),
            read: StoredValue::new(Arc::new(read)),
            reached: StoredValue::new(0),
            question: StoredValue::new(0),
            rest: StoredValue::new(None),
        }
    }

    /// Begins anew: nothing is typed, nobody chosen.
    pub fn begin(self) {
        self.typed.set(String::new());
        self.chosen.set(Vec::new());
        self.shown.set(Vec::new());
        self.found.set(None);
        self.ask();
    }

    /// Asks when the keyboard rests.
    pub fn ask_soon(self) {
        self.stop_resting();
        // What was found is no answer to what is being typed.
        self.fetching.set(Fetching::Underway);
        let ask = move || {
            // Where the dialog is gone, so are its signals.
            if self.question.try_get_value().is_some() {
                self.ask();
            }
        };
        self.rest.set_value(set_timeout_with_handle(ask, REST).ok());
    }

    fn stop_resting(self) {
        if let Some(timer) = self.rest.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Reads those who are found from the first one on.
    pub fn ask(self) {
        self.stop_resting();
        self.reached.set_value(0);
        self.read();
    }

    /// Reads on, if there is more to be read. After a failure a person decides.
    pub fn more(self) {
        let reached = self.reached.get_value();
        let goes_on = self.found.get_untracked().is_some_and(|found| reached < found);
        if goes_on && self.fetching.get_untracked() == Fetching::Idle {
            self.read();
        }
    }

    fn read(self) {
        self.question.update_value(|number| *number = number.wrapping_add(1));
        let (question, from) = (self.question.get_value(), self.reached.get_value());
        self.fetching.set(Fetching::Underway);
        let answer = self.read.with_value(|read| read(self.typed.get_untracked(), from));
        spawn_local(async move {
            let answer = answer.await;
            // Where the dialog is gone, so are its signals.
            if self.question.try_get_value() == Some(question) {
                self.take(from, answer);
            }
        });
    }

    fn take(self, from: u32, answer: Result<(Vec<T>, u32), ApiError>) {
        match answer {
            Ok((people, found)) => {
                let read = u32::try_from(people.len()).unwrap_or(u32::MAX);
                self.reached.set_value(from.saturating_add(read));
                // A page without anybody is the last one, whatever the number says.
                self.found.set(Some(if read == 0 { from } else { found }));
                self.shown.update(|shown| {
                    if from == 0 {
                        shown.clear();
                    }
                    append(shown, people);
                });
                self.fetching.set(Fetching::Idle);
            }
            Err(ApiError::SignedOut) => browser::go_to_login(),
            Err(_) => self.fetching.set(Fetching::Failed),
        }
    }

    /// Whether somebody is chosen; follows changes.
    pub fn is_chosen(self, key: PersonId) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|one| one.key() == key))
    }

    /// Chooses somebody, or lets them go.
    pub fn toggle(self, one: &T) {
        let key = one.key();
        self.chosen.update(|chosen| {
            let before = chosen.len();
            chosen.retain(|other| other.key() != key);
            if chosen.len() == before {
                chosen.push(one.clone());
            }
        });
    }
}

impl<T: Choosable> Finder<T> {
    /// The members who are chosen.
    pub fn members(self) -> Vec<MemberId> {
        let member = |one: &T| match one.person().id {
            PersonId::Member(id) => Some(id),
            PersonId::LineUser(_) => None,
        };
        self.chosen.with_untracked(|chosen| chosen.iter().filter_map(member).collect())
    }
}

/// A page that is all there is.
fn whole<T>(page: Vec<T>) -> (Vec<T>, u32) {
    let found = u32::try_from(page.len()).unwrap_or(u32::MAX);
    (page, found)
}

/// Adds a page. Whoever has risen in the meantime comes again, and stays where they were.
fn append<T: Findable>(shown: &mut Vec<T>, page: Vec<T>) {
    for one in page {
        if shown.iter().all(|other| other.key() != one.key()) {
            shown.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::MemberId;

    fn person(n: u128) -> Person {
        let id = PersonId::Member(MemberId::new(Uuid::from_u128(n)));
        Person { id, name: n.to_string(), picture: None, group: None }
    }

    #[test]
    fn who_comes_again_on_a_later_page_stands_once() {
        let mut shown = vec![person(1), person(2)];
        append(&mut shown, vec![person(2), person(3)]);
        assert_eq!(shown, [person(1), person(2), person(3)]);
    }
}
