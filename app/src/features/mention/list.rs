//! The list from which somebody to call upon is chosen. Fetched with the first name that is begun.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::{Calling, LIST};
use crate::{
    domain::{Called, Person, PersonId, RoomDetails, mention::Chosen},
    features::details::Reading,
    i18n::{Locale, t_string, use_i18n},
    sync::Store,
    ui::{Face, Icon, Mark, Shape},
};

/// The most that are shown: who is not among them is found by more of their name.
const SHOWN: usize = 8;

/// The list, while somebody is asked for.
#[component]
pub fn MentionList(
    /// For whom it is.
    calling: Calling,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let reading = Reading::follow(store, calling.room);
    let found = Memo::new(move |_| {
        let asked = calling.asked.get()?;
        reading.known.with(|known| Some(candidates(i18n, known.as_ref()?, &asked)))
    });
    Effect::new(move |_| {
        calling.active.set(0);
        calling.found.set(found.get().unwrap_or_default());
    });
    on_cleanup(move || calling.close());
    move || {
        calling.is_open().then(|| {
            let all = calling.found.get().into_iter().enumerate();
            let options = all.map(|(n, chosen)| view! { <Candidate calling n chosen /> });
            view! {
                <ul
                    class="mention-list"
                    id=LIST
                    role="listbox"
                    aria-label=move || t_string!(i18n, messenger.mention_people)
                >
                    {options.collect_view()}
                </ul>
            }
        })
    }
}

#[component]
fn Candidate(calling: Calling, n: usize, chosen: Chosen) -> impl IntoView {
    let store = expect_context::<Store>();
    let is_active = move || calling.active.get() == n;
    let face = match chosen.whom {
        Called::Everybody => {
            view! { <span class="all">{Icon::UsersRound.draw()}</span> }.into_any()
        }
        Called::One { contact } => {
            let person = PersonId::LineUser(contact);
            let name = {
                let name = chosen.name.clone();
                move || name.clone()
            };
            let picture = Signal::derive(move || store.person(person)?.picture);
            let id = contact.uuid();
            view! { <Face shape=Shape::LineUser id name picture mark=Mark::None /> }.into_any()
        }
    };
    view! {
        <li
            id=format!("{LIST}-{n}")
            role="option"
            aria-selected=move || is_active().to_string()
            // The text keeps the focus.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| calling.choose(n)
        >
            {face}
            <span class="clip" dir="auto">
                {chosen.name.clone()}
            </span>
        </li>
    }
}

/// Those of a LINE group whose names have what was typed in them, and all of them together.
fn candidates(i18n: I18nContext<Locale>, details: &RoomDetails, asked: &str) -> Vec<Chosen> {
    let everybody = t_string!(i18n, messenger.mention_everybody).to_owned();
    let everybody = Chosen { whom: Called::Everybody, name: everybody };
    let one = |person: &Person| match person.id {
        PersonId::LineUser(contact) if !person.name.is_empty() => {
            Some(Chosen { whom: Called::One { contact }, name: person.name.clone() })
        }
        PersonId::LineUser(_) | PersonId::Member(_) => None,
    };
    let mut people: Vec<_> =
        details.participants.iter().filter_map(|one_of| one(&one_of.person)).collect();
    people.sort_by_cached_key(|chosen| chosen.name.to_lowercase());
    let asked = asked.to_lowercase();
    let fits = |chosen: &Chosen| chosen.name.to_lowercase().contains(&asked);
    std::iter::once(everybody).chain(people).filter(fits).take(SHOWN).collect()
}
