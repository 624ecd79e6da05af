//! Who I am, as the company directory has it.

use leptos::prelude::*;

use super::reach::Reach;
use crate::{
    domain::{PhotoSize, introduction::place_of, photo::in_size},
    i18n::{t, use_i18n},
    sync::Store,
    ui::{Face, LineMark, Shape},
};

/// Photo, name, group and company; and whether I chat with LINE users.
#[component]
pub fn Hello(
    /// How far I am on the way to LINE users.
    reach: Memo<Reach>,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let me = Memo::new(move |_| store.me());
    let place = move || {
        let (group, company) = me.with(|me| (me.group.clone(), me.company.clone()));
        place_of(group, company).map(|place| view! { <p dir="auto">{place}</p> })
    };
    let is_reachable = move || matches!(reach.get(), Reach::ById(_));
    let picture =
        Signal::derive(move || me.get().picture.map(|path| in_size(&path, PhotoSize::Large)));
    view! {
        <Face shape=Shape::Member id=store.my_id().uuid() name=move || me.get().name picture />
        <div>
            <h1 dir="auto">{move || me.get().name}</h1>
            {place}
            <Show when=is_reachable>
                <span class="tag line">
                    <LineMark />
                    {t!(i18n, profile.chats_with_line)}
                </span>
            </Show>
        </div>
    }
}
