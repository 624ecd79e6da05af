//! The button that begins it all: above the list in a browser, below it in the installed app, as the
//! guide has them. The style sheet shows one of both.

use leptos::prelude::*;

use crate::{
    features::{messenger::panel::Panel, profile::Reach},
    i18n::{t, use_i18n},
    sync::Store,
    ui::Icon,
};

/// Above the list; a cross on a phone.
#[component]
pub fn CreateAtTop() -> impl IntoView {
    let (i18n, is_permitted) = (use_i18n(), permitted());
    view! {
        <Show when=move || is_permitted.get()>
            <a class="btn primary create-top" href=Panel::Create.href()>
                {Icon::Plus.small()}
                <span>{t!(i18n, create.create_new)}</span>
            </a>
        </Show>
    }
}

/// Below the list.
#[component]
pub fn CreateAtFoot() -> impl IntoView {
    let (i18n, is_permitted) = (use_i18n(), permitted());
    view! {
        <Show when=move || is_permitted.get()>
            <div class="create-at-foot">
                <a class="btn primary" href=Panel::Create.href()>
                    {Icon::Plus.small()}
                    {t!(i18n, create.create_new)}
                </a>
            </div>
        </Show>
    }
}

/// Without permission there is nothing of LINE.
fn permitted() -> Memo<bool> {
    let reach = Reach::follow(expect_context::<Store>());
    Memo::new(move |_| reach.with(Reach::is_permitted))
}
