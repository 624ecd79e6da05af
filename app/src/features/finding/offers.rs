//! Those who are found, each to be chosen with a press. Says when nobody is, and when the server does not
//! answer.

use leptos::{html, prelude::*, text_prop::TextProp};
use uuid::Uuid;

use super::{
    choices::Search,
    finder::{Fetching, Findable, Finder},
};
use crate::{
    domain::{ContactEntry, Person, PersonId},
    features::messenger::names::named,
    i18n::{t, use_i18n},
    ui::{Face, Icon, Shape},
};

/// How somebody is offered.
pub struct Offer {
    shape: Shape,
    id: Uuid,
    name: String,
    picture: Option<String>,
    /// What tells them from others of their name.
    about: Option<String>,
}

/// Somebody who can be offered.
pub trait Offered: Findable {
    /// How.
    fn offer(&self) -> Offer;
}

impl Offered for Person {
    fn offer(&self) -> Offer {
        let (shape, id) = match self.id {
            PersonId::LineUser(contact) => (Shape::LineUser, contact.uuid()),
            PersonId::Member(member) => (Shape::Member, member.uuid()),
        };
        let (name, picture) = (self.name.clone(), self.picture.clone());
        Offer { shape, id, name, picture, about: self.group.clone() }
    }
}

impl Offered for ContactEntry {
    fn offer(&self) -> Offer {
        let (name, picture) = (self.name.clone(), self.picture.clone());
        let (shape, id) = (Shape::LineUser, self.id.uuid());
        Offer { shape, id, name, picture, about: Some(self.company.clone()) }
    }
}

/// The search, and those who are found.
#[component]
pub fn Offers<T: Offered>(
    /// Who finds them.
    finder: Finder<T>,
    /// Who is looked for.
    #[prop(into)]
    label: TextProp,
    /// What is said where nobody is found.
    #[prop(into)]
    nobody: TextProp,
    /// Called with whoever is chosen.
    on_choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    Effect::new(move |_| untrack(|| finder.begin()));
    let field = NodeRef::<html::Input>::new();
    // The button that is pressed goes: the focus must not go with it.
    let ask_again = move || {
        finder.ask();
        if let Some(field) = field.get_untracked() {
            let _not_focusable = field.focus();
        }
    };
    let failed = move || finder.fetching.get() == Fetching::Failed;
    let is_nobody = move || {
        let is_asked = !finder.typed.with(|typed| typed.trim().is_empty());
        is_asked && finder.fetching.get() == Fetching::Idle && finder.found.get() == Some(0)
    };
    let listed = label.clone();
    let nobody = StoredValue::new(nobody);
    view! {
        <Search finder label field />
        <Show when=failed>
            <DidNotLoad again=ask_again />
        </Show>
        <Show when=is_nobody>
            <p class="hint" role="status">
                {move || nobody.with_value(TextProp::get)}
            </p>
        </Show>
        <ul class="offers" aria-label=move || listed.get()>
            <For each=move || finder.shown.get() key=Findable::key let(one)>
                <Choice one on_choose />
            </For>
        </ul>
    }
}

#[component]
fn Choice<T: Offered>(
    one: T,
    on_choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let Offer { shape, id, name, picture, about } = one.offer();
    let face = name.clone();
    view! {
        <li>
            <button type="button" class="person" on:click=move |_| on_choose(one.clone())>
                <Face shape id name=move || named(i18n, face.clone()) picture />
                <span class="clip">
                    <span class="name" dir="auto">
                        {move || named(i18n, name.clone())}
                    </span>
                    <span class="sub clip" dir="auto">
                        {about}
                    </span>
                </span>
            </button>
        </li>
    }
}

/// Says that something did not come, in a line, and asks once more.
#[component]
pub fn DidNotLoad(
    /// Asks for it once more.
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="did-not-load" role="alert">
            <span>{t!(i18n, common.did_not_load)}</span>
            <button
                type="button"
                class="btn small"
                on:click=move |_| again()
            >
                {Icon::RotateCw.small()}
                {t!(i18n, common.retry)}
            </button>
        </p>
    }
}
