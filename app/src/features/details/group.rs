//! What can be said and done about a LINE group: how many are in it without a name, that no second
//! official account fits, and leaving.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    domain::{Room, RoomId, RoomKind},
    features::messenger::names,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Dialog, Icon, Toaster},
};

/// That part of the details; nothing for other rooms.
#[component]
pub fn GroupPart(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let group = Memo::new(move |_| store.room(room).filter(|room| room.kind == RoomKind::Group));
    let is_group = Memo::new(move |_| group.with(Option::is_some));
    let people = Memo::new(move |_| {
        group.with(|group| group.as_ref().map_or(0, |group| group.people.line_users))
    });
    let count = move || t_string!(i18n, messenger.group_count, count = people.get());
    let is_in = Memo::new(move |_| group.with(|group| group.as_ref().is_some_and(is_in)));
    view! {
        <Show when=move || is_group.get()>
            <section class="sec" aria-labelledby="group-heading">
                <h3 id="group-heading">{t!(i18n, messenger.kind_group)}</h3>
                <p class="note">{t!(i18n, messenger.group_one_account)}</p>
                <p class="note">{count} " " {t!(i18n, messenger.group_names)}</p>
                <Show when=move || is_in.get()>
                    <Leave room />
                </Show>
            </section>
        </Show>
    }
}

fn is_in(room: &Room) -> bool {
    room.barred.is_none()
}

/// The way out. It asks once.
#[component]
fn Leave(room: RoomId) -> impl IntoView {
    let (i18n, store, toaster) =
        (use_i18n(), expect_context::<Store>(), expect_context::<Toaster>());
    let (asking, underway) = (RwSignal::new(false), RwSignal::new(false));
    let name = move || names::title(i18n, store, room);
    let leave = move |_| {
        if underway.get_untracked() {
            return;
        }
        underway.set(true);
        spawn_local(async move {
            // That it is done, the room says itself, by an event.
            if api::leave_group(room).await.is_err() {
                toaster.say(t_string!(i18n, messenger.leave_failed));
            }
            let _closed = underway.try_set(false);
            let _closed = asking.try_set(false);
        });
    };
    view! {
        <button type="button" class="btn danger" on:click=move |_| asking.set(true)>
            {Icon::LogOut.draw()}
            {t!(i18n, messenger.leave_group)}
        </button>
        <Dialog
            id="leave-group"
            class="asking"
            title=move || t_string!(i18n, messenger.leave_group_title, name = name())
            open=asking
            on_close=move || asking.set(false)
        >
            <p>{t!(i18n, messenger.leave_group_text)}</p>
            <div class="acts">
                <button type="button" class="btn" on:click=move |_| asking.set(false)>
                    {t!(i18n, messenger.stay)}
                </button>
                <button
                    type="button"
                    class="btn danger"
                    aria-disabled=move || underway.get().then_some("true")
                    on:click=leave
                >
                    {t!(i18n, messenger.leave_group)}
                </button>
            </div>
        </Dialog>
    }
}
