//! Whose a contact is and who sees it, for those who may say so.

use leptos::{html, prelude::*, task::spawn_local, text_prop::TextProp};

use super::editing::Editing;
use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        MemberId, Person, PersonId,
        contact::{Sharing, Visibility},
    },
    features::finding::{finder::Finder, offers::Offers},
    i18n::{t, t_string, use_i18n},
    ui::{DidNotLoad, Each, Icon},
};

/// The fields.
#[component]
pub fn SharingFields(
    /// The changes.
    editing: Editing,
) -> impl IntoView {
    let i18n = use_i18n();
    let visibility = move || {
        let sharing = editing.sharing.get();
        sharing.map(|sharing| sharing.visibility).unwrap_or_default()
    };
    let change = move |change: &dyn Fn(&mut Sharing)| {
        editing.sharing.update(|sharing| {
            if let Some(sharing) = sharing {
                change(sharing);
            }
        });
    };
    let owner = move || {
        let owner = editing.sharing.get().map(|sharing| PersonId::Member(sharing.owner));
        let people = editing.people.get();
        people.into_iter().find(|person| Some(person.id) == owner).map(|person| person.name)
    };
    let remember = move |person: Person| {
        editing.people.update(|people| {
            if !people.iter().any(|known| known.id == person.id) {
                people.push(person);
            }
        });
    };
    let hand_over = move |id: MemberId, person: Person| {
        remember(person);
        change(&|sharing| sharing.owner = id);
    };
    let show_to = move |id: MemberId, person: Person| {
        remember(person);
        change(&|sharing| {
            if let Visibility::Members(members) = &mut sharing.visibility
                && !members.contains(&id)
            {
                members.push(id);
            }
        });
    };
    let set = move |to: Visibility| change(&|sharing| sharing.visibility = to.clone());
    let is_members = move || matches!(visibility(), Visibility::Members(_));
    let is_groups = move || matches!(visibility(), Visibility::Groups(_));
    view! {
        <fieldset class="field pieces">
            <legend class="label">{t!(i18n, contacts.seen_by)}</legend>
            <div class="seg">
                <Choice is=move || visibility() == Visibility::All choose=move || set(Visibility::All)>
                    {t!(i18n, contacts.seen_all)}
                </Choice>
                <Choice is=is_members choose=move || set(Visibility::Members(Vec::new()))>
                    {t!(i18n, contacts.seen_members)}
                </Choice>
                <Choice is=is_groups choose=move || set(Visibility::Groups(Vec::new()))>
                    {t!(i18n, contacts.seen_groups)}
                </Choice>
            </div>
            <Show when=is_members>
                <Chosen editing />
                <MemberSearch
                    label=move || t_string!(i18n, contacts.find_member)
                    on_choose=show_to
                />
            </Show>
            <Show when=is_groups>
                <Groups editing />
            </Show>
            <p class="hint">{t!(i18n, contacts.seen_hint)}</p>
        </fieldset>
        <fieldset class="field pieces">
            <legend class="label">{t!(i18n, contacts.master)}</legend>
            <p dir="auto">{owner}</p>
            <MemberSearch label=move || t_string!(i18n, contacts.hand_over) on_choose=hand_over />
        </fieldset>
    }
}

#[component]
fn Choice(
    is: impl Fn() -> bool + Copy + Send + 'static,
    choose: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="contact-visibility"
                prop:checked=is
                on:change=move |_| choose()
            />
            {children()}
        </label>
    }
}

/// The chosen members, each to be taken out again.
#[component]
fn Chosen(editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = move || match editing.sharing.get().map(|sharing| sharing.visibility) {
        Some(Visibility::Members(members)) => members,
        Some(Visibility::All | Visibility::Groups(_)) | None => Vec::new(),
    };
    let name = move |id: MemberId| {
        let people = editing.people.get();
        let person = people.into_iter().find(|person| person.id == PersonId::Member(id));
        person.map_or_else(|| t_string!(i18n, messenger.a_member).to_owned(), |one| one.name)
    };
    let remove = move |id: MemberId| {
        editing.sharing.update(|sharing| {
            if let Some(Sharing { visibility: Visibility::Members(members), .. }) = sharing {
                members.retain(|member| *member != id);
            }
        });
    };
    view! {
        <ul class="tags">
            <Each each=chosen key=|id| *id let(id)>
                <li>
                    <button
                        type="button"
                        class="tag chip"
                        aria-label=move || t_string!(i18n, contacts.remove_who, name = name(id))
                        on:click=move |_| remove(id)
                    >
                        {move || name(id)}
                        {Icon::X.small()}
                    </button>
                </li>
            </Each>
        </ul>
    }
}

/// Finds a member by what is typed.
#[component]
fn MemberSearch(
    #[prop(into)] label: TextProp,
    on_choose: impl Fn(MemberId, Person) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let finder = Finder::of_members();
    let choose = move |person: Person| {
        if let PersonId::Member(id) = person.id {
            on_choose(id, person);
            finder.begin();
        }
    };
    let nobody = move || t_string!(i18n, contacts.no_member);
    view! { <Offers finder label nobody on_choose=choose /> }
}

/// The groups, to be chosen from.
#[component]
fn Groups(editing: Editing) -> impl IntoView {
    let (i18n, place) = (use_i18n(), NodeRef::<html::Div>::new());
    let (all, failed) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(false));
    let read = move || {
        spawn_local(async move {
            let groups = api::read_groups().await;
            let _left = failed.try_set(groups.is_err());
            match groups {
                Ok(groups) => drop(all.try_set(groups)),
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => {}
            }
        });
    };
    Effect::new(move |_| read());
    // The button that is pressed goes: the focus stays here.
    let again = move || {
        if let Some(place) = place.get_untracked() {
            let _not_focusable = place.focus();
        }
        read();
    };
    let is_chosen = move |group: &str| {
        editing.sharing.with(|sharing| match sharing {
            Some(Sharing { visibility: Visibility::Groups(groups), .. }) => {
                groups.iter().any(|chosen| chosen == group)
            }
            _ => false,
        })
    };
    let turn = move |group: &str| {
        editing.sharing.update(|sharing| {
            if let Some(Sharing { visibility: Visibility::Groups(groups), .. }) = sharing {
                match groups.iter().position(|chosen| chosen == group) {
                    Some(at) => drop(groups.remove(at)),
                    None => groups.push(group.to_owned()),
                }
            }
        });
    };
    let choice = move |group: String| {
        let (shown, asked) = (group.clone(), group.clone());
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || is_chosen(&asked)
                    on:change=move |_| turn(&group)
                />
                <span dir="auto">{shown}</span>
            </label>
        }
    };
    view! {
        <div tabindex="-1" node_ref=place>
            <Show when=move || failed.get()>
                <DidNotLoad text=move || t_string!(i18n, common.did_not_load) again />
            </Show>
            <Each each=move || all.get() key=Clone::clone children=choice />
        </div>
    }
}
