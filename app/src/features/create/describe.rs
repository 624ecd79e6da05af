//! The last step: what the new room is called, what it is for, and which colleagues take part.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "a room on its way is a few handles, handed on once for each view"
)]

use leptos::{html, prelude::*};
use web_sys::HtmlElement;

use super::{
    choose::NotTaken,
    fields::{DescriptionField, NameField},
    gathering::{Asking, Gathering},
};
use crate::{
    domain::RoomId,
    features::{
        finding::choices::{Chips, Choices, Search},
        messenger::place::path_of,
    },
    i18n::{t, t_string, use_i18n},
};

/// The form in which the picture goes to the page of the room's picture, once there is a room.
const PICTURE_FORM: &str = "create-picture";

/// The form of a new room.
#[component]
pub fn Describe(gathering: Gathering) -> impl IntoView {
    let i18n = use_i18n();
    let name = NodeRef::<html::Input>::new();
    let picture = Picture::default();
    let make = gathering.maker(move |room| picture.post(room));
    Effect::new(move |_| {
        if let Some(name) = name.get() {
            let _out_of_reach = name.focus();
        }
    });
    gathering.colleagues.ask();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        make();
    };
    let is_underway = move || gathering.asking.get() == Asking::Underway;
    view! {
        <form class="create-form" novalidate on:submit=submit>
            <div class="create-body scroll">
                <Chips finder=gathering.people />
                <NameField
                    id="create-name"
                    typed=gathering.name
                    about=move || t_string!(i18n, create.name_hint)
                    field=name
                />
                <DescriptionField id="create-description" typed=gathering.description />
                <div class="field">
                    <label for="create-picture-file">{t!(i18n, photo.title)}</label>
                    <input
                        class="input"
                        id="create-picture-file"
                        name="photo"
                        type="file"
                        accept="image/jpeg,image/png,image/webp"
                        form=PICTURE_FORM
                        node_ref=picture.file
                        aria-describedby="create-picture-hint"
                    />
                    <p class="hint" id="create-picture-hint">
                        {t!(i18n, create.picture_hint)}
                    </p>
                </div>
                <Colleagues gathering />
            </div>
            <footer class="create-foot">
                <NotTaken gathering />
                <button
                    type="submit"
                    class="btn primary"
                    aria-disabled=move || is_underway().then_some("true")
                >
                    {move || {
                        if is_underway() {
                            t_string!(i18n, create.making)
                        } else {
                            t_string!(i18n, create.create)
                        }
                    }}
                </button>
            </footer>
        </form>
        <form id=PICTURE_FORM method="post" enctype="multipart/form-data" node_ref=picture.form>
            <button type="submit" hidden node_ref=picture.send></button>
        </form>
    }
}

/// The picture of a room that does not exist yet.
#[derive(Clone, Copy, Default)]
struct Picture {
    file: NodeRef<html::Input>,
    form: NodeRef<html::Form>,
    send: NodeRef<html::Button>,
}

impl Picture {
    /// Posts the picture to the room's page for it, if one was chosen; answers whether the browser goes
    /// there.
    fn post(self, room: RoomId) -> bool {
        let is_chosen = self.file.get_untracked().is_some_and(|file| !file.value().is_empty());
        let (Some(form), Some(send)) = (self.form.get_untracked(), self.send.get_untracked())
        else {
            return false;
        };
        if is_chosen && form.set_attribute("action", &format!("{}/photo", path_of(room))).is_ok() {
            let send: &HtmlElement = &send;
            send.click();
            return true;
        }
        false
    }
}

#[component]
fn Colleagues(gathering: Gathering) -> impl IntoView {
    let i18n = use_i18n();
    let colleagues = gathering.colleagues;
    view! {
        <fieldset class="field colleagues">
            <legend class="label">{t!(i18n, create.colleagues)}</legend>
            <Chips finder=colleagues />
            <Search finder=colleagues label=move || t_string!(i18n, create.search_colleagues) />
            <Choices
                finder=colleagues
                label=move || t_string!(i18n, create.colleagues)
                hindrance=|_| None
            >
                <p class="hint none-found" role="status">
                    {t!(i18n, create.no_colleague)}
                </p>
            </Choices>
        </fieldset>
    }
}
