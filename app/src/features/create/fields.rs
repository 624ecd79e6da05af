//! The fields of what a room says of itself, with what is wrong with them: they are the same for a new
//! room and for one that is there.

use leptos::{html, prelude::*, text_prop::TextProp};

use crate::{
    domain::{
        RoomDescription, RoomName,
        new_room::{ROOM_DESCRIPTION_MAX, ROOM_NAME_MAX, RoomDescriptionTooLong, RoomNameFault},
    },
    i18n::{t_string, use_i18n},
    ui::Field,
};

/// A name as typed; none where nothing is: the room is called by the people in it then.
///
/// # Errors
/// When it is too long.
pub fn read_name(typed: &str) -> Result<Option<RoomName>, RoomNameFault> {
    match RoomName::parse(typed) {
        Ok(name) => Ok(Some(name)),
        Err(RoomNameFault::Blank) => Ok(None),
        Err(fault @ RoomNameFault::TooLong { .. }) => Err(fault),
    }
}

/// A description as typed; none where nothing is.
///
/// # Errors
/// When it is too long.
pub fn read_description(typed: &str) -> Result<Option<RoomDescription>, RoomDescriptionTooLong> {
    RoomDescription::parse(typed)
}

/// The name.
#[component]
pub fn NameField(
    /// The id of the field, unique in the page.
    id: &'static str,
    /// What is typed.
    typed: RwSignal<String>,
    /// Who gets to see it.
    #[prop(into)]
    about: TextProp,
    /// The field, to be given the focus.
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let i18n = use_i18n();
    let fault = Memo::new(move |_| typed.with(|typed| read_name(typed).err()));
    let hint = move || match fault.get() {
        Some(RoomNameFault::TooLong { over }) => {
            t_string!(i18n, create.too_long, over = over, limit = ROOM_NAME_MAX)
        }
        Some(RoomNameFault::Blank) | None => about.get().into_owned(),
    };
    view! {
        <Field
            id
            label=move || t_string!(i18n, create.name)
            hint
            bad=Signal::derive(move || fault.get().is_some())
        >
            <input
                class="input"
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || fault.get().map(|_| "true")
                node_ref=field
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </Field>
    }
}

/// The description.
#[component]
pub fn DescriptionField(
    /// The id of the field, unique in the page.
    id: &'static str,
    /// What is typed.
    typed: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let over = Memo::new(move |_| {
        typed.with(|typed| read_description(typed).err().map(|fault| fault.over))
    });
    let hint = move || match over.get() {
        Some(over) => t_string!(i18n, create.too_long, over = over, limit = ROOM_DESCRIPTION_MAX),
        None => t_string!(i18n, create.description_hint).to_owned(),
    };
    view! {
        <Field
            id
            label=move || t_string!(i18n, create.description)
            hint
            bad=Signal::derive(move || over.get().is_some())
        >
            <textarea
                class="input"
                id=id
                rows="2"
                dir="auto"
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || over.get().map(|_| "true")
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_left_out() {
        assert_eq!(read_name(" "), Ok(None));
        assert_eq!(read_name(" タイル"), Ok(RoomName::parse("タイル").ok()));
        assert!(read_name(&"あ".repeat(ROOM_NAME_MAX + 1)).is_err());
    }
}
