//! A room on its way, from the first LINE user chosen until it is open. It stands beside the dialog, so
//! that nothing typed is lost when the server does not answer.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::fields::{read_description, read_name};
use crate::{
    api::{self, ApiError},
    browser,
    domain::{Candidate, NewRoom, Person, Room, RoomId},
    features::{
        finding::finder::Finder,
        messenger::{desk::Desk, place::path_of},
    },
};

/// How far the member has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// LINE users are being chosen.
    #[default]
    Choose,
    /// The rooms where they are together already are shown.
    Together,
    /// A new room is being described.
    Describe,
}

/// What became of the last question to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// There is none.
    #[default]
    Nothing,
    /// The answer is awaited.
    Underway,
    /// Somebody of those chosen cannot be reached any more.
    Unreachable,
    /// It came to nothing.
    Failed,
}

/// A room on its way. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Gathering {
    /// How far the member has come.
    pub step: RwSignal<Step>,
    /// The LINE users.
    pub people: Finder<Candidate>,
    /// The colleagues.
    pub colleagues: Finder<Person>,
    /// The rooms where these LINE users are together.
    pub together: RwSignal<Vec<Room>>,
    /// The name as typed.
    pub name: RwSignal<String>,
    /// The description as typed.
    pub description: RwSignal<String>,
    /// What became of the last question.
    pub asking: RwSignal<Asking>,
    /// The id of the room, minted once, so that a repeated call makes one room.
    id: StoredValue<Option<RoomId>>,
}

impl Gathering {
    /// Nothing is chosen yet.
    pub fn new() -> Self {
        Self {
            step: RwSignal::default(),
            people: Finder::of_line_users(),
            colleagues: Finder::of_colleagues(),
            together: RwSignal::default(),
            name: RwSignal::default(),
            description: RwSignal::default(),
            asking: RwSignal::default(),
            id: StoredValue::new(None),
        }
    }

    /// Begins anew.
    pub fn begin(self) {
        self.step.set(Step::Choose);
        self.people.begin();
        self.colleagues.chosen.set(Vec::new());
        self.together.set(Vec::new());
        self.name.set(String::new());
        self.description.set(String::new());
        self.asking.set(Asking::Nothing);
        self.id.set_value(None);
    }

    /// One step back.
    pub fn back(self) {
        let before = match self.step.get_untracked() {
            Step::Describe if self.together.with_untracked(|rooms| !rooms.is_empty()) => {
                Step::Together
            }
            Step::Choose | Step::Together | Step::Describe => Step::Choose,
        };
        self.asking.set(Asking::Nothing);
        self.step.set(before);
    }

    /// What takes those who are chosen further. Call it where the router is in the context, and what it
    /// returns in event handlers.
    pub fn confirmer(self) -> impl Fn() + Clone {
        let open = opener();
        move || match self.people.chosen.get_untracked().as_slice() {
            [] => {}
            [one] => open(one.room),
            _ if self.asking.get_untracked() == Asking::Underway => {}
            _ => self.ask_together(),
        }
    }

    fn ask_together(self) {
        self.asking.set(Asking::Underway);
        // Other people make another room.
        self.id.set_value(None);
        let people = self.people.contacts();
        spawn_local(async move {
            match api::rooms_with(people).await {
                Ok(rooms) => {
                    let next = if rooms.is_empty() { Step::Describe } else { Step::Together };
                    self.together.set(rooms);
                    self.asking.set(Asking::Nothing);
                    self.step.set(next);
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    /// What makes the room and opens it; `made` is called with it first, and answers whether the page is
    /// left for something else. One call at a time.
    pub fn maker(self, made: impl Fn(RoomId) -> bool + Copy + 'static) -> impl Fn() + Clone {
        let open = opener();
        move || {
            let name = self.name.with_untracked(|typed| read_name(typed));
            let description = self.description.with_untracked(|typed| read_description(typed));
            let (Ok(name), Ok(description)) = (name, description) else { return };
            if self.asking.get_untracked() == Asking::Underway {
                return;
            }
            self.asking.set(Asking::Underway);
            let room = NewRoom {
                id: self.mint(),
                people: self.people.contacts(),
                name,
                description,
                colleagues: self.colleagues.members(),
            };
            let open = open.clone();
            spawn_local(async move {
                match api::create_room(room).await {
                    Ok(room) if made(room) => {}
                    Ok(room) => open(room),
                    Err(error) => self.fail(&error),
                }
            });
        }
    }

    fn mint(self) -> RoomId {
        let id = self.id.get_value().unwrap_or_else(|| browser::mint_room(browser::now()));
        self.id.set_value(Some(id));
        id
    }

    fn fail(self, error: &ApiError) {
        match error {
            ApiError::SignedOut => browser::go_to_login(),
            ApiError::Unreachable => self.asking.set(Asking::Unreachable),
            _ => self.asking.set(Asking::Failed),
        }
    }
}

/// What opens a room in the place of the dialog: the way back leads to where one was before both.
pub fn opener() -> impl Fn(RoomId) + Clone {
    let (navigate, desk) = (use_navigate(), expect_context::<Desk>());
    move |room| {
        desk.opened_by_hand.set_value(true);
        let instead = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&path_of(room), instead);
    }
}
