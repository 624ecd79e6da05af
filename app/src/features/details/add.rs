//! The dialog in which LINE users and colleagues are brought into a room that is there. Nobody but its
//! own people brings a LINE user into a LINE group.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        Additions, Candidate, ContactId, History, Person, PersonId, RoomDetails, RoomId, RoomKind,
    },
    features::{
        create::hindrance::{Present, hindrance, words},
        finding::{
            choices::{Chips, Choices, Search},
            finder::Finder,
        },
        messenger::panel::{Panel, Panels},
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Dialog, LineMark},
};

/// Which side people are chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Line,
    Company,
}

/// What became of the last try to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adding {
    NotYet,
    Underway,
    Unreachable,
    Failed,
}

/// Who is to be added. Cheap to copy.
#[derive(Clone, Copy)]
struct Adder {
    room: RoomId,
    kind: RoomKind,
    known: RwSignal<Option<RoomDetails>>,
    people: Finder<Candidate>,
    colleagues: Finder<Person>,
    history: RwSignal<History>,
    adding: RwSignal<Adding>,
}

/// The dialog; there is none for a direct room.
#[component]
pub fn AddPeople(
    /// Which room.
    room: RoomId,
    /// Who takes part.
    known: RwSignal<Option<RoomDetails>>,
) -> impl IntoView {
    let (i18n, panels) = (use_i18n(), expect_context::<Panels>());
    let store = expect_context::<Store>();
    let kind = Memo::new(move |_| store.room(room).map(|room| room.kind));
    let several = move || kind.get().filter(|kind| *kind != RoomKind::Direct);
    let is_open = Memo::new(move |_| several().is_some() && panels.is_open(Panel::AddPeople));
    view! {
        <Dialog
            id="add-people"
            class="create"
            title=move || t_string!(i18n, details.add_people)
            open=is_open
            on_close=panels.closer()
        >
            {move || several().map(|kind| view! { <Adding room kind known /> })}
        </Dialog>
    }
}

#[component]
fn Adding(room: RoomId, kind: RoomKind, known: RwSignal<Option<RoomDetails>>) -> impl IntoView {
    let i18n = use_i18n();
    let adder = Adder {
        room,
        kind,
        known,
        people: Finder::of_line_users(),
        colleagues: Finder::of_colleagues(),
        history: RwSignal::default(),
        adding: RwSignal::new(Adding::NotYet),
    };
    if kind == RoomKind::Multi {
        adder.people.ask();
    }
    adder.colleagues.ask();
    let first = if kind == RoomKind::Multi { Side::Line } else { Side::Company };
    let side = RwSignal::new(first);
    let sides = (kind == RoomKind::Multi).then(|| view! { <Sides side /> });
    view! {
        <div class="create-body">
            {sides} <Chips finder=adder.people /> <Chips finder=adder.colleagues />
            <Show
                when=move || side.get() == Side::Line
                fallback=move || view! { <Colleagues adder /> }
            >
                <LineUsers adder />
            </Show>
        </div>
        <footer class="create-foot">
            <Show when=move || adder.colleagues.chosen.with(|chosen| !chosen.is_empty())>
                <HistoryChoice history=adder.history />
            </Show>
            <Outcome adding=adder.adding />
            <AddButton adder />
        </footer>
        <p class="sr" role="status">
            {move || (adder.adding.get() == Adding::Underway).then(|| t_string!(i18n, details.adding))}
        </p>
    }
}

#[component]
fn Sides(side: RwSignal<Side>) -> impl IntoView {
    let i18n = use_i18n();
    let choose = move |is| move |_| side.set(is);
    view! {
        <fieldset class="seg">
            <legend class="sr">{t!(i18n, details.side)}</legend>
            <label>
                <input type="radio" name="side" checked on:change=choose(Side::Line) />
                <LineMark />
                {t!(i18n, details.line_users)}
            </label>
            <label>
                <input type="radio" name="side" on:change=choose(Side::Company) />
                {t!(i18n, details.colleagues)}
            </label>
        </fieldset>
    }
}

#[component]
fn LineUsers(adder: Adder) -> impl IntoView {
    let i18n = use_i18n();
    let people = adder.people;
    let present = Memo::new(move |_| adder.present());
    let why_not = move |one: &Candidate| {
        let why =
            people.chosen.with(|chosen| present.with(|present| hindrance(one, chosen, present)));
        why.map(|why| words(i18n, why))
    };
    view! {
        <Search finder=people label=move || t_string!(i18n, create.search) />
        <Choices
            finder=people
            label=move || t_string!(i18n, create.messaging_on_line)
            hindrance=why_not
        >
            <p class="hint none-found" role="status">
                {t!(i18n, create.none_found)}
            </p>
        </Choices>
    }
}

#[component]
fn Colleagues(adder: Adder) -> impl IntoView {
    let i18n = use_i18n();
    let why_not = move |one: &Person| {
        let id = one.id;
        let is_there = adder.known.with(|known| {
            known.iter().flat_map(|known| &known.participants).any(|other| other.person.id == id)
        });
        is_there.then(|| t_string!(i18n, create.present))
    };
    view! {
        <Search finder=adder.colleagues label=move || t_string!(i18n, create.search_colleagues) />
        <Choices
            finder=adder.colleagues
            label=move || t_string!(i18n, details.colleagues)
            hindrance=why_not
        >
            <p class="hint none-found" role="status">
                {t!(i18n, create.no_colleague)}
            </p>
        </Choices>
    }
}

/// What the colleagues see of what was said before. LINE users see nothing of it.
#[component]
fn HistoryChoice(history: RwSignal<History>) -> impl IntoView {
    let i18n = use_i18n();
    let choose = move |is| move |_| history.set(is);
    view! {
        <fieldset class="seg history">
            <legend class="hint">{t!(i18n, details.history)}</legend>
            <label>
                <input
                    type="radio"
                    name="history"
                    checked=history.get_untracked() == History::FromNow
                    on:change=choose(History::FromNow)
                />
                {t!(i18n, details.from_now)}
            </label>
            <label>
                <input
                    type="radio"
                    name="history"
                    checked=history.get_untracked() == History::Whole
                    on:change=choose(History::Whole)
                />
                {t!(i18n, details.whole)}
            </label>
        </fieldset>
    }
}

#[component]
fn Outcome(adding: RwSignal<Adding>) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match adding.get() {
        Adding::NotYet | Adding::Underway => None,
        Adding::Unreachable => Some(t_string!(i18n, details.add_unreachable)),
        Adding::Failed => Some(t_string!(i18n, create.not_taken)),
    };
    view! {
        <div class="not-taken" role="alert">
            {move || words().map(|words| view! { <p class="bad">{words}</p> })}
        </div>
    }
}

#[component]
fn AddButton(adder: Adder) -> impl IntoView {
    let i18n = use_i18n();
    let close = expect_context::<Panels>().closer();
    let count = move || adder.people.chosen.with(Vec::len) + adder.colleagues.chosen.with(Vec::len);
    let add = move |_| adder.add(close.clone());
    view! {
        <button type="button" class="btn primary" disabled=move || count() == 0 on:click=add>
            {t!(i18n, details.add)}
            <Show when=move || { count() > 0 }>
                <span class="num">{count}</span>
            </Show>
        </button>
    }
}

impl Adder {
    /// Who is there, and through which official account, as far as that is seen among those to choose
    /// from.
    fn present(self) -> Present {
        let people: Vec<ContactId> = self.known.with(|known| {
            let all = known.iter().flat_map(|known| &known.participants);
            all.filter_map(|one| match one.person.id {
                PersonId::LineUser(contact) => Some(contact),
                PersonId::Member(_) => None,
            })
            .collect()
        });
        let account = self.people.shown.with(|shown| {
            let is_there = |one: &&Candidate| one.contact().is_some_and(|id| people.contains(&id));
            shown.iter().find(is_there).map(|one| one.connection)
        });
        Present { people, account }
    }

    fn add(self, close: impl Fn() + 'static) {
        if self.adding.get_untracked() == Adding::Underway {
            return;
        }
        self.adding.set(Adding::Underway);
        let additions = Additions {
            people: if self.kind == RoomKind::Multi { self.people.contacts() } else { Vec::new() },
            colleagues: self.colleagues.members(),
            history: self.history.get_untracked(),
        };
        spawn_local(async move {
            let added = api::add_people(self.room, additions).await;
            // The dialog may have been closed since.
            if self.adding.try_set(Adding::NotYet).is_some() {
                return;
            }
            match added {
                Ok(()) => close(),
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(ApiError::Unreachable) => self.adding.set(Adding::Unreachable),
                Err(_) => self.adding.set(Adding::Failed),
            }
        });
    }
}
