//! Where one blocks somebody or takes it back: in a room's menu, and beside it.

use leptos::prelude::*;

use super::{Blocking, Whom};
use crate::{
    features::rooms::Item,
    i18n::{t_string, use_i18n},
    ui::Icon,
};

/// An item of a menu.
#[component]
pub fn BlockItem(
    /// Who.
    #[prop(into)]
    whom: Signal<Whom>,
    /// Whether they are blocked.
    #[prop(into)]
    blocked: Signal<bool>,
) -> impl IntoView {
    let (i18n, blocking) = (use_i18n(), expect_context::<Blocking>());
    view! {
        <Item icon=Icon::Ban act=move || blocking.turn(whom, blocked)>
            {move || if blocked.get() { t_string!(i18n, blocking.unblock) } else { t_string!(i18n, blocking.block) }}
        </Item>
    }
}

/// A button that stands by itself.
#[component]
pub fn BlockButton(
    /// Who.
    #[prop(into)]
    whom: Signal<Whom>,
    /// Whether they are blocked.
    #[prop(into)]
    blocked: Signal<bool>,
) -> impl IntoView {
    let (i18n, blocking) = (use_i18n(), expect_context::<Blocking>());
    let label = move || {
        let name = whom.get().name;
        if blocked.get() {
            t_string!(i18n, blocking.unblock_whom, name = name)
        } else {
            t_string!(i18n, blocking.block_whom, name = name)
        }
    };
    let words = move || {
        if blocked.get() {
            t_string!(i18n, blocking.unblock)
        } else {
            t_string!(i18n, blocking.block)
        }
    };
    view! {
        <button
            type="button"
            class="btn quiet small"
            class:danger=move || !blocked.get()
            aria-label=label
            on:click=move |_| blocking.turn(whom, blocked)
        >
            {Icon::Ban.small()}
            {words}
        </button>
    }
}
