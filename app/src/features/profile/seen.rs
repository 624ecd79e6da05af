//! What LINE users see of a member, as it is now, and the way to change it.

use leptos::{html, prelude::*};

use super::{editing::Editing, form::EditForm};
use crate::{
    i18n::{t, use_i18n},
    sync::Store,
    ui::{Icon, LineMark},
};

/// The section: the facts, or the form in their place.
#[component]
pub fn Seen(
    /// Where it stands; makes its ids unique in the page.
    at: &'static str,
) -> impl IntoView {
    let (i18n, editing) = (use_i18n(), expect_context::<Editing>());
    view! {
        <section class="seen" aria-labelledby=format!("{at}-seen")>
            <div class="seen-top">
                <LineMark />
                <h2 id=format!("{at}-seen")>{t!(i18n, profile.seen)}</h2>
                <Edit />
            </div>
            <Show when=move || editing.is_open() fallback=|| view! { <Facts /> }>
                <EditForm at />
            </Show>
        </section>
    }
}

/// Opens the form, and is out of the way as long as that is open.
#[component]
pub fn Edit() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let editing = expect_context::<Editing>();
    let button = NodeRef::<html::Button>::new();
    view! {
        <button
            type="button"
            class="btn quiet small edit-open"
            hidden=move || editing.is_open()
            node_ref=button
            on:click=move |_| editing.begin(&untrack(|| store.me()).profile, button)
        >
            {Icon::Pencil.small()}
            {t!(i18n, profile.edit_short)}
        </button>
    }
}

#[component]
fn Facts() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let profile = Memo::new(move |_| store.me().profile);
    let none = move || view! { <span class="none">{t!(i18n, profile.not_given)}</span> }.into_any();
    let about = move || match profile.get().about {
        Some(about) => view! { <p dir="auto">{about.as_str().to_owned()}</p> }.into_any(),
        None => none(),
    };
    let phone = move || match profile.get().phone {
        Some(phone) => {
            view! { <a class="num" href=format!("tel:{}", phone.number)>{phone.shown}</a> }
                .into_any()
        }
        None => none(),
    };
    let website = move || match profile.get().website {
        Some(website) => view! {
            <a href=website.as_str().to_owned() target="_blank" rel="noopener noreferrer" dir="ltr">
                {website.shown().to_owned()}
            </a>
        }
        .into_any(),
        None => none(),
    };
    view! {
        <dl class="facts">
            <dt>{t!(i18n, profile.about)}</dt>
            <dd>{about}</dd>
            <dt>{t!(i18n, profile.phone)}</dt>
            <dd>{phone}</dd>
            <dt>{t!(i18n, profile.website)}</dt>
            <dd>{website}</dd>
            <dt>{t!(i18n, profile.greeting)}</dt>
            <dd>
                // A page of the server's, outside the application.
                <a href="/profile/greeting" rel="external">
                    {t!(i18n, profile.greeting_change)}
                </a>
            </dd>
        </dl>
    }
}
