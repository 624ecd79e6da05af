//! The parts in which people are found and chosen: the search, the rows with a box, and those who are
//! chosen, each to be let go.

use leptos::{either::EitherOf3, html, prelude::*, text_prop::TextProp};

use super::finder::{Choosable, Fetching, Findable, Finder};
use crate::{
    browser,
    domain::{Person, PersonId},
    features::messenger::{dead_end::TryAgain, names::named},
    i18n::{t_string, use_i18n},
    ui::{Again, Each, Face, Find, Icon, Mark, RoomsSkeleton, Shape},
};

/// Nearer than this to the end, the next page is read, in CSS pixels.
const AHEAD: i32 = 600;

/// The field in which people are looked for.
#[component]
pub fn Search<T: Findable>(
    /// Who finds them.
    finder: Finder<T>,
    /// What it is for.
    #[prop(into)]
    label: TextProp,
    /// The field, to be given the focus.
    #[prop(optional)]
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let ask = Callback::new(move |()| finder.ask_soon());
    view! { <Find label typed=finder.typed on_typed=ask field /> }
}

/// Those who are chosen.
#[component]
pub fn Chips<T: Choosable>(
    /// Whose choice.
    finder: Finder<T>,
) -> impl IntoView {
    let i18n = use_i18n();
    let any = move || finder.chosen.with(|chosen| !chosen.is_empty());
    view! {
        <Show when=any>
            <ul class="chips" aria-label=move || t_string!(i18n, create.chosen)>
                <Each each=move || finder.chosen.get() key=Findable::key let(one)>
                    <Chip finder one />
                </Each>
            </ul>
        </Show>
    }
}

#[component]
fn Chip<T: Choosable>(finder: Finder<T>, one: T) -> impl IntoView {
    let i18n = use_i18n();
    let person = one.person().clone();
    let (name, shown) = (named_as(i18n, &person), named_as(i18n, &person));
    let let_go = move |_| finder.toggle(&one);
    view! {
        <li class="chip">
            <FaceOf person mark=Mark::None />
            <span class="clip" dir="auto">
                {shown}
            </span>
            <button
                type="button"
                aria-label=move || t_string!(i18n, create.let_go, name = name())
                on:click=let_go
            >
                {Icon::X.small()}
            </button>
        </li>
    }
}

/// Those who were found, as rows with a box. The children stand where nobody was found.
#[component]
pub fn Choices<T: Choosable>(
    /// Whom to choose from.
    finder: Finder<T>,
    /// What the list is.
    #[prop(into)]
    label: TextProp,
    /// Why somebody cannot be chosen now, if so.
    hindrance: impl Fn(&T) -> Option<&'static str> + Copy + Send + Sync + 'static,
    /// What is said where nobody was found.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let nobody = StoredValue::new(children);
    let nobody_is_shown = move || finder.shown.with(Vec::is_empty);
    let scrolled = move |event: leptos::ev::Event| {
        if browser::nears_end(&event, AHEAD) {
            finder.more();
        }
    };
    let blank = move || match finder.fetching.get() {
        Fetching::Underway => EitherOf3::A(view! {
            <RoomsSkeleton label=move || t_string!(i18n, create.loading) />
        }),
        Fetching::Failed => EitherOf3::B(view! {
            <TryAgain
                title=move || t_string!(i18n, create.failed_title)
                text=move || t_string!(i18n, create.failed)
                again=move || finder.ask()
            />
        }),
        Fetching::Idle => EitherOf3::C(nobody.with_value(|nobody| nobody())),
    };
    let stopped = move || finder.fetching.get() == Fetching::Failed;
    view! {
        <Show when=move || !nobody_is_shown() fallback=move || view! { {blank} }>
            <ul class="choose scroll" aria-label=label.clone() on:scroll=scrolled>
                <Each each=move || finder.shown.get() key=Findable::key let(one)>
                    <Choice finder one hindrance />
                </Each>
                <Show when=stopped>
                    <li class="go-on">
                        <Again ask=move || finder.ask() />
                    </li>
                </Show>
            </ul>
        </Show>
    }
}

#[component]
fn Choice<T: Choosable>(
    finder: Finder<T>,
    one: T,
    hindrance: impl Fn(&T) -> Option<&'static str> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let person = one.person().clone();
    let (id, group) = (person.id, person.group.clone());
    let name = named_as(i18n, &person);
    let is_chosen = Memo::new(move |_| finder.is_chosen(id));
    let (asked, toggled) = (one.clone(), one);
    let reason = Memo::new(move |_| hindrance(&asked));
    let mark = match id {
        PersonId::LineUser(_) => Mark::Line,
        PersonId::Member(_) => Mark::None,
    };
    let about = move || {
        let about = reason.get().map(str::to_owned).or_else(|| group.clone());
        about.map(|about| view! { <span class="sub clip">{about}</span> })
    };
    view! {
        <li>
            <label>
                <FaceOf person mark />
                <span class="clip">
                    <span class="name clip" dir="auto">
                        {name}
                    </span>
                    {about}
                </span>
                <input
                    type="checkbox"
                    prop:checked=move || is_chosen.get()
                    disabled=move || reason.get().is_some()
                    on:change=move |_| finder.toggle(&toggled)
                />
            </label>
        </li>
    }
}

/// Somebody's face, in the shape of their side.
#[component]
pub fn FaceOf(
    /// Whose.
    person: Person,
    /// Whether it carries the LINE mark.
    mark: Mark,
) -> impl IntoView {
    let Person { id, name, picture, .. } = person;
    let (shape, id) = match id {
        PersonId::LineUser(contact) => (Shape::LineUser, contact.uuid()),
        PersonId::Member(member) => (Shape::Member, member.uuid()),
    };
    view! { <Face shape id name picture mark /> }
}

/// What to call somebody; follows the language where nobody knows their name.
fn named_as(
    i18n: leptos_i18n::I18nContext<crate::i18n::Locale>,
    person: &Person,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let name = person.name.clone();
    move || named(i18n, name.clone())
}
