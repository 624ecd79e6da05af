//! What stands above the list and narrows or orders it.

use leptos::prelude::*;

use super::{filter::Show as Shown, shown::Choice};
use crate::{
    domain::Sort,
    features::profile::Reach,
    i18n::{t, t_string, use_i18n},
    sync::{Store, local},
    ui::{Early, Icon, LineMark, Menu},
};

/// The order of the list, kept on this device.
#[component]
pub fn Sorting(
    /// The order.
    sort: RwSignal<Sort>,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let choose = move |to| {
        sort.set(to);
        local::keep_sort(store.my_id(), to);
    };
    let choice = move |is: Sort| {
        view! {
            <button
                type="button"
                role="menuitemradio"
                tabindex="-1"
                aria-checked=move || if sort.get() == is { "true" } else { "false" }
                on:click=move |_| choose(is)
            >
                {Icon::Check.draw()}
                {move || match is {
                    Sort::Latest => t_string!(i18n, messenger.sort_latest),
                    Sort::UnreadFirst => t_string!(i18n, messenger.sort_unread),
                }}
            </button>
        }
    };
    view! {
        <Menu
            id="sort-menu"
            class="tool sort"
            label=move || t_string!(i18n, messenger.sort)
            button=|| Icon::ListFilter.draw()
        >
            {[Sort::Latest, Sort::UnreadFirst].map(choice).into_iter().collect_view()}
        </Menu>
    }
}

/// Which rooms are shown.
#[component]
pub fn Filters(
    /// What is chosen.
    choice: Choice,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let unread = Memo::new(move |_| store.unread_rooms());
    let reach = Reach::follow(store);
    let early = Early::tell(move |value| {
        if let Some(show) = Shown::ALL.into_iter().find(|show| show.value() == value) {
            choice.choose(show);
        }
    });
    view! {
        <fieldset class="seg" node_ref=early.group>
            <legend class="sr">{t!(i18n, messenger.show)}</legend>
            <Filter choice early is=Shown::All>
                {t!(i18n, messenger.show_all)}
            </Filter>
            <Filter choice early is=Shown::Unread>
                {t!(i18n, messenger.show_unread)}
                <Show when=move || { unread.get() > 0 }>
                    <span class="num">{move || unread.get()}</span>
                </Show>
            </Filter>
            <Show when=move || reach.with(Reach::is_permitted)>
                <Filter choice early is=Shown::Line>
                    <LineMark />
                    "LINE"
                </Filter>
            </Show>
            <Show when=move || choice.any_hidden.get()>
                <Filter choice early is=Shown::Hidden>
                    {t!(i18n, messenger.show_hidden)}
                </Filter>
            </Show>
        </fieldset>
    }
}

#[component]
fn Filter(choice: Choice, early: Early, is: Shown, children: Children) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="show"
                value=is.value()
                checked=is == Shown::default()
                prop:checked=move || early.checked(choice.show.get() == is)
                on:change=move |_| choice.choose(is)
            />
            {children()}
        </label>
    }
}
