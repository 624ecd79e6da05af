//! Random histories of rooms, held against the rules.

use std::collections::{BTreeMap, BTreeSet};

use app::domain::{ContactId, History, MemberId, PersonId, RoomId};
use proptest::{
    collection::vec,
    prelude::{Just, ProptestConfig, Strategy, any, prop_oneof},
    proptest,
};

use super::{
    super::testing::{Brought, add, bring, friends, make, presses_at, remove, timeline, writes_at},
    said,
};
use crate::{
    relay,
    store::testing::{Company, NOW},
};

const USERS: [&str; 4] = ["U0", "U1", "U2", "U3"];

/// Something that happens; rooms, users and quotes are picked by number, modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Make(Vec<bool>),
    Add(usize, usize),
    Remove(usize, usize),
    Talk(usize, usize),
    Alone(usize, usize),
    Leave(usize, usize),
    Say(usize, Option<usize>),
    /// As `Say`, but LINE brings late what was said before everything else.
    SayLate(usize, Option<usize>),
    Send(usize),
    Bring,
}

fn step() -> impl Strategy<Value = Step> {
    let pair = || (any::<usize>(), any::<usize>());
    let said = || (any::<usize>(), proptest::option::of(any::<usize>()));
    prop_oneof![
        1 => vec(any::<bool>(), USERS.len()).prop_map(Step::Make),
        1 => pair().prop_map(|(room, user)| Step::Add(room, user)),
        1 => pair().prop_map(|(room, user)| Step::Remove(room, user)),
        3 => pair().prop_map(|(room, user)| Step::Talk(room, user)),
        1 => pair().prop_map(|(room, user)| Step::Alone(room, user)),
        1 => pair().prop_map(|(room, user)| Step::Leave(room, user)),
        5 => said().prop_map(|(user, quoted)| Step::Say(user, quoted)),
        1 => said().prop_map(|(user, quoted)| Step::SayLate(user, quoted)),
        3 => any::<usize>().prop_map(Step::Send),
        2 => Just(Step::Bring),
    ]
}

/// What must be: written down beside the database, from the rules alone.
#[derive(Default)]
struct Truth {
    rooms: Vec<RoomId>,
    /// Who takes part in each room, by number.
    party: BTreeMap<RoomId, BTreeSet<usize>>,
    /// The room that each LINE user chose last.
    choice: BTreeMap<usize, RoomId>,
    /// Each message that a LINE user can quote: its id, and the room it belongs to, if any.
    quotable: BTreeMap<usize, Vec<(String, Option<RoomId>)>>,
    /// Each text, the room it was said in (none: a chat), and who took part then.
    said: BTreeMap<String, (Option<RoomId>, BTreeSet<usize>)>,
}

impl Truth {
    fn room(&self, n: usize) -> Option<RoomId> {
        (!self.rooms.is_empty()).then(|| self.rooms[n % self.rooms.len()])
    }

    fn leave(&mut self, room: RoomId, user: usize) {
        self.party.entry(room).or_default().remove(&user);
        if self.choice.get(&user) == Some(&room) {
            self.choice.remove(&user);
        }
    }

    /// Where a LINE user's words go. What comes late was said before any choice.
    fn route(
        &self,
        user: usize,
        quoted: Option<&(String, Option<RoomId>)>,
        is_late: bool,
    ) -> Option<RoomId> {
        let wanted = match quoted {
            Some((_, room)) => *room,
            None => self.choice.get(&user).copied().filter(|_| !is_late),
        };
        wanted.filter(|room| self.party[room].contains(&user))
    }
}

async fn walk(steps: Vec<Step>) {
    let company = Company::in_memory().await;
    let people = friends(&company, &USERS).await;
    let member = company.member;
    let mut truth = Truth::default();
    for (n, step) in steps.into_iter().chain([Step::Bring]).enumerate() {
        take(&company, &people, member, &mut truth, n, step).await;
    }
    for (text, (room, _)) in &truth.said {
        for known in &truth.rooms {
            let here = timeline(&company, *known).await.iter().any(|m| m.body == said(text));
            assert_eq!(here, room.as_ref() == Some(known), "{text} in {known}");
        }
    }
    company.close().await;
}

async fn take(
    company: &Company,
    people: &[ContactId],
    member: MemberId,
    truth: &mut Truth,
    n: usize,
    step: Step,
) {
    let text = format!("text {n}");
    let now = NOW.plus_millis(i64::try_from(n).unwrap());
    match step {
        Step::Make(who) => {
            let who: BTreeSet<usize> = (0..USERS.len()).filter(|user| who[*user]).collect();
            if who.len() < 2 {
                return;
            }
            let chosen: Vec<ContactId> = who.iter().map(|user| people[*user]).collect();
            let room = make(company, &chosen).await.unwrap();
            truth.rooms.push(room);
            truth.party.insert(room, who);
        }
        Step::Add(room, user) => {
            let Some(room) = truth.room(room) else { return };
            let user = user % USERS.len();
            add(company, room, &[people[user]], &[], History::FromNow).await.unwrap();
            truth.party.entry(room).or_default().insert(user);
        }
        Step::Remove(room, user) => {
            let Some(room) = truth.room(room) else { return };
            let user = user % USERS.len();
            let removed = remove(company, member, room, PersonId::LineUser(people[user])).await;
            assert_eq!(removed.is_ok(), truth.party[&room].contains(&user));
            truth.leave(room, user);
        }
        Step::Talk(room, user) | Step::Alone(room, user) | Step::Leave(room, user) => {
            let Some(room) = truth.room(room) else { return };
            let user = user % USERS.len();
            let is_in = truth.party[&room].contains(&user);
            let choice = match step {
                Step::Talk(..) => relay::Choice::Talk(room),
                Step::Alone(..) => relay::Choice::Alone(room),
                _ => relay::Choice::Leave(room),
            };
            presses_at(company, now, (USERS[user], &text), choice).await;
            match choice {
                relay::Choice::Talk(_) if is_in => drop(truth.choice.insert(user, room)),
                relay::Choice::Alone(_) if is_in => drop(truth.choice.remove(&user)),
                relay::Choice::Leave(_) => truth.leave(room, user),
                relay::Choice::Talk(_) | relay::Choice::Alone(_) => {}
            }
        }
        Step::Say(user, quoted) | Step::SayLate(user, quoted) => {
            let (user, is_late) = (user % USERS.len(), matches!(step, Step::SayLate(..)));
            let known = truth.quotable.get(&user).cloned().unwrap_or_default();
            let quoted =
                quoted.filter(|_| !known.is_empty()).map(|q| known[q % known.len()].clone());
            let room = truth.route(user, quoted.as_ref(), is_late);
            let id = quoted.as_ref().map(|(id, _)| id.as_str());
            let at = if is_late { NOW.plus_millis(-1) } else { now };
            writes_at(company, at, (USERS[user], &text), id).await;
            let mut others = room.map(|room| truth.party[&room].clone()).unwrap_or_default();
            others.remove(&user);
            truth.said.insert(text.clone(), (room, others));
            truth.quotable.entry(user).or_default().push((format!("by-{text}"), room));
        }
        Step::Send(room) => {
            let Some(room) = truth.room(room) else { return };
            let party = truth.party[&room].clone();
            let sent = company.say(room, &text).await;
            assert_eq!(sent.is_ok(), !party.is_empty());
            if sent.is_ok() {
                truth.said.insert(text, (Some(room), party));
            }
        }
        Step::Bring => {
            for Brought { to, text, id } in bring(company).await {
                let user = USERS.iter().position(|user| *user == to).unwrap();
                // What is not said by anybody is told by the server itself, to this one alone.
                let Some((room, meant)) = truth.said.get(&text) else { continue };
                assert!(meant.contains(&user), "{text} reached {to}");
                assert!(
                    truth.party[&room.unwrap()].contains(&user),
                    "{text} reached {to}, who had left"
                );
                truth.quotable.entry(user).or_default().push((id, *room));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The one that matters most: a private line never reaches a third person.
    #[test]
    fn no_line_ever_reaches_anybody_it_was_not_written_for(steps in vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(walk(steps));
    }
}
