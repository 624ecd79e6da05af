//! The form in which a contact is changed.

use leptos::{html, prelude::*, text_prop::TextProp};
use wasm_bindgen::JsCast;

use super::{
    editing::{Editing, Saving},
    pieces::{CustomFields, Ways},
    sharing::SharingFields,
    words,
};
use crate::{
    domain::{Contact, ContactForm, contact::ContactField},
    i18n::{t, t_string, use_i18n},
};

/// The form. It takes the focus when it appears, and the field at fault when there is one.
#[component]
pub fn EditForm(
    /// The changes.
    editing: Editing,
    /// What they are of.
    contact: Contact,
) -> impl IntoView {
    let i18n = use_i18n();
    let save = editing.saver();
    let form = NodeRef::<html::Form>::new();
    let is_underway = move || editing.saving.get() == Saving::Underway;
    Effect::new(move |_| {
        editing.faults.track();
        // When what is wrong has been marked.
        if let Some(form) = form.get() {
            request_animation_frame(move || focus_first(&form));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let on_line = contact.line.first().map(|line| line.name.clone()).unwrap_or_default();
    let now = StoredValue::new(contact);
    view! {
        <form
            class="edit contact-in"
            novalidate
            aria-labelledby="contact-edit"
            node_ref=form
            on:submit=submit
        >
            <h2 id="contact-edit">{t!(i18n, contacts.edit_heading)}</h2>
            <div role="alert">
                <Show when=move || editing.saving.get() == Saving::Overtaken>
                    <div class="not-yet overtaken">
                        <p>{t!(i18n, contacts.overtaken)}</p>
                        <button
                            type="button"
                            class="btn small"
                            on:click=move |_| now.with_value(|now| editing.open(now))
                        >
                            {t!(i18n, contacts.take_theirs)}
                        </button>
                    </div>
                </Show>
            </div>
            <Line
                editing
                field=ContactField::Name
                of=|form| &mut form.name
                label=move || t_string!(i18n, contacts.name)
                hint=move || t_string!(i18n, contacts.name_hint)
                placeholder=on_line
            />
            <Line
                editing
                field=ContactField::Reading
                of=|form| &mut form.reading
                label=move || t_string!(i18n, contacts.reading)
            />
            <Line
                editing
                field=ContactField::Company
                of=|form| &mut form.company
                label=move || t_string!(i18n, contacts.company)
            />
            <Line
                editing
                field=ContactField::Title
                of=|form| &mut form.title
                label=move || t_string!(i18n, contacts.job_title)
            />
            <Ways
                editing
                field=ContactField::Phones
                of=|form| &mut form.phones
                kind="tel"
                legend=move || t_string!(i18n, contacts.phones)
                one=move || t_string!(i18n, contacts.phone)
                add=move || t_string!(i18n, contacts.add_phone)
            />
            <Ways
                editing
                field=ContactField::Emails
                of=|form| &mut form.emails
                kind="email"
                legend=move || t_string!(i18n, contacts.emails)
                one=move || t_string!(i18n, contacts.email)
                add=move || t_string!(i18n, contacts.add_email)
            />
            <Area
                editing
                field=ContactField::Address
                of=|form| &mut form.address
                label=move || t_string!(i18n, contacts.address)
            />
            <Line
                editing
                field=ContactField::Birthday
                of=|form| &mut form.birthday
                label=move || t_string!(i18n, contacts.birthday)
                hint=move || t_string!(i18n, contacts.birthday_hint)
            />
            <CustomFields editing />
            <Area
                editing
                field=ContactField::Memo
                of=|form| &mut form.memo
                label=move || t_string!(i18n, contacts.memo)
            />
            <Line
                editing
                field=ContactField::Tags
                of=|form| &mut form.tags
                label=move || t_string!(i18n, contacts.tags)
                hint=move || t_string!(i18n, contacts.tags_hint)
            />
            <Line
                editing
                field=ContactField::MyTags
                of=|form| &mut form.my_tags
                label=move || t_string!(i18n, contacts.my_tags)
                hint=move || t_string!(i18n, contacts.my_tags_hint)
            />
            <Show when=move || editing.sharing.with(Option::is_some)>
                <SharingFields editing />
            </Show>
            <div role="alert">
                <Show when=move || editing.saving.get() == Saving::Failed>
                    <p class="bad">{t!(i18n, profile.not_saved)}</p>
                </Show>
            </div>
            <div class="row">
                <button
                    type="submit"
                    class="btn primary"
                    aria-disabled=move || is_underway().then_some("true")
                >
                    {move || if is_underway() {
                        t_string!(i18n, profile.saving)
                    } else {
                        t_string!(i18n, profile.save)
                    }}
                </button>
                <button type="button" class="btn" on:click=move |_| editing.end()>
                    {t!(i18n, profile.cancel)}
                </button>
            </div>
        </form>
    }
}

/// Where a text of the form lies.
type Of = fn(&mut ContactForm) -> &mut String;

fn value(editing: Editing, of: Of) -> String {
    editing.typed.with(|typed| of(&mut typed.clone()).clone())
}

/// A text of one line.
#[component]
fn Line(
    editing: Editing,
    field: ContactField,
    of: Of,
    #[prop(into)] label: TextProp,
    #[prop(into, optional)] hint: Option<TextProp>,
    #[prop(optional)] placeholder: String,
) -> impl IntoView {
    let id = format!("contact-{field:?}").to_lowercase();
    view! {
        <Labelled editing field id=id.clone() label hint>
            <input
                id=id.clone()
                class="input"
                type="text"
                dir="auto"
                autocomplete="off"
                placeholder=placeholder
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || editing.fault(field).map(|_| "true")
                prop:value=move || value(editing, of)
                on:input=move |event| {
                    editing.typed.update(|form| *of(form) = event_target_value(&event));
                }
            />
        </Labelled>
    }
}

/// A text of some lines.
#[component]
fn Area(
    editing: Editing,
    field: ContactField,
    of: Of,
    #[prop(into)] label: TextProp,
) -> impl IntoView {
    let id = format!("contact-{field:?}").to_lowercase();
    view! {
        <Labelled editing field id=id.clone() label hint=None>
            <textarea
                id=id.clone()
                class="input"
                rows="3"
                dir="auto"
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || editing.fault(field).map(|_| "true")
                prop:value=move || value(editing, of)
                on:input=move |event| {
                    editing.typed.update(|form| *of(form) = event_target_value(&event));
                }
            />
        </Labelled>
    }
}

/// A field with its label, and under it what helps or what is wrong.
#[component]
fn Labelled(
    editing: Editing,
    field: ContactField,
    id: String,
    label: TextProp,
    hint: Option<TextProp>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let said = move || match editing.fault(field) {
        Some(fault) => words::fault(i18n, fault),
        None => hint.as_ref().map(|hint| hint.get().into_owned()).unwrap_or_default(),
    };
    view! {
        <div class="field" class:bad=move || editing.fault(field).is_some()>
            <label for=id.clone()>{move || label.get()}</label>
            {children()}
            <p class="hint" id=format!("{id}-hint")>
                {said}
            </p>
        </div>
    }
}

/// Goes to the first field that is wrong, or to the first of all.
fn focus_first(form: &web_sys::HtmlFormElement) {
    let at_fault = form.query_selector("[aria-invalid]").ok().flatten();
    let first = at_fault.or_else(|| form.query_selector("input").ok().flatten());
    if let Some(field) = first.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _out_of_reach = field.focus();
    }
}
