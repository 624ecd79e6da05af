//! The first step: whom one wants to talk with.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "a room on its way is a few handles, handed on once for each view"
)]

use leptos::{html, prelude::*};

use super::{
    gathering::{Asking, Gathering},
    hindrance::{Present, hindrance, words},
};
use crate::{
    features::{
        finding::choices::{Chips, Choices, Search},
        messenger::panel::Panel,
    },
    i18n::{t, t_string, use_i18n},
    ui::{Blank, Blankness, LineMark},
};

/// LINE users to choose from.
#[component]
pub fn Choose(gathering: Gathering) -> impl IntoView {
    let i18n = use_i18n();
    let people = gathering.people;
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _out_of_reach = field.focus();
        }
    });
    let why_not = move |one: &_| {
        let why = people.chosen.with(|chosen| hindrance(one, chosen, &Present::default()));
        why.map(|why| words(i18n, why))
    };
    let is_search = move || people.typed.with(|typed| !typed.trim().is_empty());
    let found = move || people.found.get().map(|found| view! { <span class="num">{found}</span> });
    view! {
        <div class="create-body">
            <p class="kind">{t!(i18n, create.external_users)}</p>
            <Chips finder=people />
            <Search finder=people label=move || t_string!(i18n, create.search) field />
            <h3 class="group-h">
                <LineMark />
                <b>{t!(i18n, create.messaging_on_line)}</b>
                {found}
            </h3>
            <Choices
                finder=people
                label=move || t_string!(i18n, create.messaging_on_line)
                hindrance=why_not
            >
                <Show
                    when=is_search
                    fallback=move || {
                        view! {
                            <Blank
                                why=Blankness::Empty
                                title=move || t_string!(i18n, messenger.nobody_title)
                                text=move || t_string!(i18n, create.nobody)
                            />
                        }
                    }
                >
                    <p class="hint none-found" role="status">
                        {t!(i18n, create.none_found)}
                    </p>
                </Show>
            </Choices>
        </div>
        <ChooseFoot gathering />
    }
}

/// How to go on, and what to do about somebody who is not there.
#[component]
fn ChooseFoot(gathering: Gathering) -> impl IntoView {
    let i18n = use_i18n();
    let confirm = gathering.confirmer();
    let count = move || gathering.people.chosen.with(Vec::len);
    view! {
        <footer class="create-foot">
            <p class="hint">
                {t!(i18n, create.missing)} " "
                <a href=Panel::ExternalUsers.href()>{t!(i18n, create.send_my_id)}</a>
            </p>
            <NotTaken gathering />
            <button
                type="button"
                class="btn primary"
                disabled=move || count() == 0
                on:click=move |_| confirm()
            >
                <span class="on-pc">{t!(i18n, create.ok)}</span>
                <span class="on-phone">{t!(i18n, create.confirm)}</span>
                <Show when=move || { count() > 0 }>
                    <span class="num">{count}</span>
                </Show>
            </button>
        </footer>
    }
}

/// Why the last step came to nothing.
#[component]
pub fn NotTaken(
    /// The room on its way.
    gathering: Gathering,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match gathering.asking.get() {
        Asking::Nothing | Asking::Underway => None,
        Asking::Unreachable => Some(t_string!(i18n, create.unreachable)),
        Asking::Failed => Some(t_string!(i18n, create.not_taken)),
    };
    view! {
        <div class="not-taken" role="alert">
            {move || words().map(|words| view! { <p class="bad">{words}</p> })}
        </div>
    }
}
