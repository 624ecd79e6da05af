//! The dialog in which a room gets another name or description ("Change name", in the installed app
//! "Message room settings"). LINE users see neither, which is said beside the fields.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{Naming, RoomId, RoomKind, RoomName},
    features::{
        create::fields::{DescriptionField, NameField, read_description, read_name},
        messenger::panel::{Panel, Panels},
    },
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Dialog, Icon, Toaster},
};

/// The dialog; there is none for a direct room.
#[component]
pub fn RoomSettings(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let (i18n, panels) = (use_i18n(), expect_context::<Panels>());
    let store = expect_context::<Store>();
    let is_named = has_name(store, room);
    let is_open = Memo::new(move |_| is_named.get() && panels.is_open(Panel::RoomSettings));
    view! {
        <Dialog
            id="room-settings"
            class="room-settings"
            title=move || t_string!(i18n, details.room_settings)
            open=is_open
            on_close=panels.closer()
        >
            <Form room />
        </Dialog>
    }
}

/// Whether a room has a name that members can change.
fn has_name(store: Store, room: RoomId) -> Memo<bool> {
    Memo::new(move |_| store.room(room).is_some_and(|room| room.kind != RoomKind::Direct))
}

/// The way there in the menu of the open room, as the guide calls it where one is.
#[component]
pub fn RoomSettingsItem(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_named = has_name(expect_context::<Store>(), room);
    view! {
        <Show when=move || is_named.get()>
            <a role="menuitem" tabindex="-1" href=Panel::RoomSettings.href()>
                {Icon::Pencil.draw()}
                <span class="in-browser">{t!(i18n, details.change_name)}</span>
                <span class="installed">{t!(i18n, details.room_settings)}</span>
            </a>
            <hr />
        </Show>
    }
}

/// How far saving has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saving {
    NotYet,
    Underway,
    Failed,
}

/// Name and description as they are, to be changed.
#[component]
fn Form(room: RoomId) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let (toaster, close) = (expect_context::<Toaster>(), expect_context::<Panels>().closer());
    let now = untrack(|| store.room(room));
    let (title, text) = now.map(|now| (now.title, now.description)).unwrap_or_default();
    let before = StoredValue::new(title.clone());
    let (name, description) = (RwSignal::new(title), RwSignal::new(text.unwrap_or_default()));
    let saving = RwSignal::new(Saving::NotYet);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _out_of_reach = field.focus();
            field.select();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.with_untracked(|typed| read_name(typed)).ok();
        let text = description.with_untracked(|typed| read_description(typed)).ok();
        let (Some(typed), Some(text)) = (typed, text) else { return };
        if saving.get_untracked() == Saving::Underway {
            return;
        }
        saving.set(Saving::Underway);
        let naming = before.with_value(|before| naming(before, typed));
        let close = close.clone();
        spawn_local(async move {
            let saved = api::edit_room(room, naming, text).await;
            // The dialog may have been closed since.
            if saving.try_set(Saving::NotYet).is_some() {
                return;
            }
            match saved {
                Ok(()) => {
                    toaster.say(t_string!(i18n, details.saved));
                    close();
                }
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => saving.set(Saving::Failed),
            }
        });
    };
    let is_underway = move || saving.get() == Saving::Underway;
    view! {
        <form class="edit" novalidate on:submit=submit>
            <NameField
                id="room-name"
                typed=name
                about=move || t_string!(i18n, create.not_shown)
                field
            />
            <DescriptionField id="room-description" typed=description />
            <div role="alert">
                <Show when=move || saving.get() == Saving::Failed>
                    <p class="bad">{t!(i18n, details.not_saved)}</p>
                </Show>
            </div>
            <div class="row">
                <button
                    type="submit"
                    class="btn primary"
                    aria-disabled=move || is_underway().then_some("true")
                >
                    <span class="on-pc">{t!(i18n, details.save)}</span>
                    <span class="on-phone">{t!(i18n, create.confirm)}</span>
                </button>
            </div>
        </form>
    }
}

/// What a room that was called `before` is to be called by what was typed. A name that was not touched is
/// none of its own if it was none.
fn naming(before: &str, typed: Option<RoomName>) -> Naming {
    match typed {
        Some(name) if name.as_str() == before => Naming::AsBefore,
        Some(name) => Naming::Own(name),
        None if before.is_empty() => Naming::AsBefore,
        None => Naming::ByPeople,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_changed_is_a_name() {
        let name = |typed| RoomName::parse(typed).ok();
        assert_eq!(naming("Emma, Yuki", name("Emma, Yuki")), Naming::AsBefore);
        assert_eq!(naming("", None), Naming::AsBefore);
        assert_eq!(naming("Emma, Yuki", None), Naming::ByPeople);
        assert_eq!(naming("", name("Tiles")), Naming::Own(name("Tiles").unwrap()));
    }
}
