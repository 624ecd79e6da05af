//! Taking part no longer: a member leaves a room with several people, or takes somebody out of it. Both
//! ask once.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api, browser,
    domain::{PersonId, RoomId, RoomKind},
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Icon, Toaster},
};

/// The way out of a room that is not direct.
#[component]
pub fn Leave(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let can_be_left =
        Memo::new(move |_| store.room(room).is_some_and(|room| room.kind != RoomKind::Direct));
    view! {
        <Show when=move || can_be_left.get()>
            <LeaveButton room />
        </Show>
    }
}

#[component]
fn LeaveButton(room: RoomId) -> impl IntoView {
    let (i18n, store, toaster) =
        (use_i18n(), expect_context::<Store>(), expect_context::<Toaster>());
    let navigate = use_navigate();
    let asking = RwSignal::new(false);
    let leave = move |_| {
        let last = untrack(|| store.room(room)).is_some_and(|room| room.people.members <= 1);
        let question = if last {
            t_string!(i18n, details.leave_last)
        } else {
            t_string!(i18n, details.leave_sure)
        };
        if asking.get_untracked() || !browser::confirm(question) {
            return;
        }
        asking.set(true);
        let navigate = navigate.clone();
        let me = PersonId::Member(store.my_id());
        spawn_local(async move {
            let left = api::remove_person(room, me).await.is_ok();
            let _panel_is_gone = asking.try_set(false);
            if left {
                navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
            } else {
                toaster.say(t_string!(i18n, details.not_left));
            }
        });
    };
    view! {
        <section class="sec leave">
            <button
                type="button"
                class="btn quiet danger"
                aria-disabled=move || asking.get().then_some("true")
                on:click=leave
            >
                {Icon::LogOut.small()}
                {t!(i18n, details.leave)}
            </button>
        </section>
    }
}

/// Takes somebody out of a room.
#[component]
pub fn Remove(
    /// Which room.
    room: RoomId,
    /// Whom.
    person: PersonId,
    /// Their name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let asking = RwSignal::new(false);
    let remove = move |_| {
        let question = match person {
            PersonId::LineUser(_) => {
                t_string!(i18n, details.remove_line_user, name = name.get_untracked())
            }
            PersonId::Member(_) => {
                t_string!(i18n, details.remove_member, name = name.get_untracked())
            }
        };
        if asking.get_untracked() || !browser::confirm(&question) {
            return;
        }
        asking.set(true);
        spawn_local(async move {
            if api::remove_person(room, person).await.is_err() {
                toaster.say(t_string!(i18n, details.not_removed));
            }
            let _row_is_gone = asking.try_set(false);
        });
    };
    view! {
        <button
            type="button"
            class="tool small"
            aria-label=move || t_string!(i18n, create.let_go, name = name.get())
            aria-disabled=move || asking.get().then_some("true")
            on:click=remove
        >
            {Icon::X.small()}
        </button>
    }
}
