//! The list of contacts.

use leptos::{either::EitherOf4, prelude::*};

use super::{listing::Listing, open::Open, path_of, words};
use crate::{
    domain::{
        ContactEntry,
        contact::{Shelf, Tag},
    },
    features::messenger::{dead_end::TryAgain, names::named},
    i18n::{t, t_string, use_i18n},
    ui::{
        Blank, Blankness, Early, Faces, Find, InSight, Mark, Portrait, RoomsSkeleton, Shape, Sight,
    },
};

const SHELVES: [Shelf; 2] = [Shelf::Kept, Shelf::Trash];

/// The list, with what narrows it.
#[component]
pub fn ContactList(
    /// What is known of it.
    listing: Listing,
    /// Which contact is open.
    open: Open,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let search = move |()| listing.ask(|query| query.search = typed.get_untracked());
    let early = Early::tell(move |value| {
        if let Some(shelf) = SHELVES.into_iter().find(|shelf| value_of(*shelf) == value) {
            listing.look_at(shelf);
        }
    });
    let count = move || {
        let count = listing.found.get()?;
        Some(t_string!(i18n, contacts.count, count = count))
    };
    view! {
        <section class="contact-side" aria-labelledby="contacts-heading">
            <div class="contacts-top">
                <header>
                    <h1 id="contacts-heading">{t!(i18n, contacts.title)}</h1>
                    <a class="btn quiet small" href="/contacts/files" rel="external">
                        {t!(i18n, contacts.files)}
                    </a>
                </header>
                <search>
                    <Find label=move || t_string!(i18n, contacts.find) typed on_typed=search />
                </search>
                <div class="contact-choices">
                    <fieldset class="seg" node_ref=early.group>
                        <legend class="sr">{t!(i18n, contacts.which)}</legend>
                        <ShelfChoice listing early is=Shelf::Kept>
                            {t!(i18n, contacts.list)}
                        </ShelfChoice>
                        <ShelfChoice listing early is=Shelf::Trash>
                            {t!(i18n, contacts.trash)}
                        </ShelfChoice>
                    </fieldset>
                    <Tags listing />
                </div>
                <p class="hint" role="status">
                    {count}
                </p>
            </div>
            <Rows listing open />
        </section>
    }
}

/// What the radio button of a shelf is worth.
const fn value_of(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Kept => "kept",
        Shelf::Trash => "trash",
    }
}

#[component]
fn ShelfChoice(listing: Listing, early: Early, is: Shelf, children: Children) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="contact-shelf"
                value=value_of(is)
                checked=is == Shelf::default()
                prop:checked=move || early.checked(listing.shelf() == is)
                on:change=move |_| listing.look_at(is)
            />
            {children()}
        </label>
    }
}

/// A choice among the tags there are.
#[component]
fn Tags(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let any = move || listing.tags.with(|tags| !tags.is_empty());
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok();
        let tag = chosen.and_then(|at| listing.tags.with_untracked(|tags| tags.get(at).cloned()));
        listing.ask(|query| query.tag = tag);
    };
    let options = move || {
        let chosen = listing.tag();
        let option = |(at, tag): (usize, Tag)| {
            let is_chosen = chosen.as_ref() == Some(&tag);
            view! {
                <option value=at.to_string() selected=is_chosen>
                    {words::tag(i18n, &tag)}
                </option>
            }
        };
        listing.tags.get().into_iter().enumerate().map(option).collect::<Vec<_>>()
    };
    view! {
        <Show when=any>
            <select
                class="input tag-choice"
                aria-label=move || t_string!(i18n, contacts.tag)
                on:change=choose
            >
                <option value="">{t!(i18n, contacts.tag_all)}</option>
                {options}
            </select>
        </Show>
    }
}

#[component]
fn Rows(listing: Listing, open: Open) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| match listing.found.get() {
        None if listing.failed.get() => 0,
        None => 1,
        Some(0) => 2,
        Some(_) => 3,
    });
    move || match shown.get() {
        0 => EitherOf4::A(view! {
            <TryAgain
                title=move || t_string!(i18n, contacts.failed_title)
                text=move || t_string!(i18n, contacts.failed)
                again=move || listing.refresh()
            />
        }),
        1 => EitherOf4::B(
            view! { <RoomsSkeleton label=move || t_string!(i18n, contacts.loading) /> },
        ),
        2 => EitherOf4::C(view! { <Nobody listing /> }),
        _ => EitherOf4::D(view! {
            <InSight
                sight=Sight::new(listing)
                class="contact-list"
                label=move || t_string!(i18n, contacts.title)
                row=move |at| view! { <Row at listing open /> }
            />
        }),
    }
}

/// Nobody to show.
#[component]
fn Nobody(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let text = match listing.shelf() {
            _ if listing.is_narrowed() => t_string!(i18n, contacts.no_match),
            Shelf::Trash => t_string!(i18n, contacts.trash_empty),
            Shelf::Kept => {
                return view! {
                    <Blank
                        why=Blankness::Empty
                        title=move || t_string!(i18n, contacts.empty_title)
                        text=move || t_string!(i18n, contacts.empty)
                    />
                }
                .into_any();
            }
        };
        view! { <p class="hint no-match">{text}</p> }.into_any()
    }
}

/// What stands at a place of the list, as far as that was read.
#[component]
fn Row(at: u32, listing: Listing, open: Open) -> impl IntoView {
    let entry = Memo::new(move |_| listing.entry(at));
    move || match entry.get() {
        Some(entry) => view! { <Entry entry open /> }.into_any(),
        None => view! { <span class="bone long" /> }.into_any(),
    }
}

#[component]
fn Entry(entry: ContactEntry, open: Open) -> impl IntoView {
    let i18n = use_i18n();
    let id = entry.id;
    let about = [entry.company, entry.title].into_iter().filter(|part| !part.is_empty());
    let about = about.collect::<Vec<_>>().join(" · ");
    let tags = entry.tags.into_iter().chain(entry.my_tags).take(3);
    let tags: Vec<_> =
        tags.map(|tag| view! { <span class="tag clip" dir="auto">{tag}</span> }).collect();
    let (name, picture) = (entry.name, entry.picture);
    view! {
        <a
            href=path_of(id)
            aria-current=move || (open.id.get() == Some(id)).then_some("page")
        >
            {move || {
                let name = named(i18n, name.clone());
                let of = Portrait { id: id.uuid(), name: name.clone(), picture: picture.clone() };
                view! {
                    {Faces::One(Shape::LineUser, of).draw(Mark::Line)}
                    <span class="who">
                        <b class="clip name" dir="auto">{name}</b>
                        <span class="sub clip" dir="auto">{about.clone()}</span>
                    </span>
                }
            }}
            <span class="tags">{tags}</span>
        </a>
    }
}
