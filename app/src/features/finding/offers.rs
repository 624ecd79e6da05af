//! Those who are found, each to be chosen with a press. Says when nobody is, and when the server does not
//! answer.

use leptos::{html, prelude::*, text_prop::TextProp};

use super::{
    choices::{FaceOf, Search},
    finder::{Fetching, Findable, Finder},
};
use crate::{
    domain::{ContactEntry, Person},
    features::messenger::names::named,
    i18n::{t_string, use_i18n},
    ui::{DidNotLoad, Each, Mark},
};

/// Somebody who can be offered.
pub trait Offered: Findable {
    /// Who, and what tells them from others of their name.
    fn offer(&self) -> (Person, Option<String>);
}

impl Offered for Person {
    fn offer(&self) -> (Person, Option<String>) {
        (self.clone(), self.group.clone())
    }
}

impl Offered for ContactEntry {
    fn offer(&self) -> (Person, Option<String>) {
        let (name, picture) = (self.name.clone(), self.picture.clone());
        let person = Person { id: self.key(), name, picture, group: None };
        (person, Some(self.company.clone()))
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
    let (i18n, field) = (use_i18n(), NodeRef::<html::Input>::new());
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
            <DidNotLoad text=move || t_string!(i18n, common.did_not_load) again=ask_again />
        </Show>
        <Show when=is_nobody>
            <p class="hint" role="status">
                {move || nobody.with_value(TextProp::get)}
            </p>
        </Show>
        <ul class="offers" aria-label=move || listed.get()>
            <Each each=move || finder.shown.get() key=Findable::key let(one)>
                <Choice one on_choose />
            </Each>
        </ul>
    }
}

#[component]
fn Choice<T: Offered>(
    one: T,
    on_choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let (person, about) = one.offer();
    let name = person.name.clone();
    view! {
        <li>
            <button type="button" class="person" on:click=move |_| on_choose(one.clone())>
                <FaceOf person mark=Mark::None />
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
