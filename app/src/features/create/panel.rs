//! The dialog "Create new": one size for all its steps, the way back in front of its title.

use leptos::prelude::*;

use super::{
    choose::Choose,
    describe::Describe,
    gathering::{Gathering, Step},
    together::Together,
};
use crate::{
    features::{
        messenger::panel::{Panel, Panels},
        profile::Reach,
    },
    i18n::{t_string, use_i18n},
    sync::Store,
    ui::{Dialog, Icon},
};

/// The dialog. Stands once, beside the panes.
#[component]
pub fn CreatePanel() -> impl IntoView {
    let (i18n, panels) = (use_i18n(), expect_context::<Panels>());
    let reach = Reach::follow(expect_context::<Store>());
    let gathering = Gathering::new();
    let is_open =
        Memo::new(move |_| panels.is_open(Panel::Create) && reach.with(Reach::is_permitted));
    Effect::new(move |_| {
        if is_open.get() {
            gathering.begin();
        }
    });
    let back = move || {
        (gathering.step.get() != Step::Choose).then(|| {
            view! {
                <button
                    type="button"
                    class="tool"
                    aria-label=move || t_string!(i18n, create.back)
                    on:click=move |_| gathering.back()
                >
                    {Icon::ChevronLeft.draw()}
                </button>
            }
        })
    };
    view! {
        <Dialog
            id="create"
            class="create"
            title=move || t_string!(i18n, create.create_new)
            open=is_open
            on_close=panels.closer()
            before=back
        >
            {move || match gathering.step.get() {
                Step::Choose => view! { <Choose gathering /> }.into_any(),
                Step::Together => view! { <Together gathering /> }.into_any(),
                Step::Describe => view! { <Describe gathering /> }.into_any(),
            }}
        </Dialog>
    }
}
