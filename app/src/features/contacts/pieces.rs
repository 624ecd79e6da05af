//! The fields of which a contact can have several: phone numbers, addresses, the company's own.

use leptos::{prelude::*, text_prop::TextProp};

use super::{editing::Editing, words};
use crate::{
    domain::{
        ContactForm,
        contact::{ContactFault, ContactField, CustomField, Label, Way},
    },
    i18n::{t, t_string, use_i18n},
    ui::{Each, Icon},
};

/// Phone numbers, or e-mail addresses.
#[component]
pub fn Ways(
    /// The changes.
    editing: Editing,
    /// Which of both.
    field: ContactField,
    /// Where they lie.
    of: fn(&mut ContactForm) -> &mut Vec<Way>,
    /// The kind of input.
    kind: &'static str,
    /// What all of them are called.
    #[prop(into)]
    legend: TextProp,
    /// What one of them is called.
    #[prop(into)]
    one: TextProp,
    /// What adds one.
    #[prop(into)]
    add: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let ways = move || editing.typed.with(|typed| of(&mut typed.clone()).clone());
    let way = move |at: usize| ways().get(at).cloned().unwrap_or_default();
    let change = move |at: usize, change: &dyn Fn(&mut Way)| {
        editing.typed.update(|form| {
            if let Some(way) = of(form).get_mut(at) {
                change(way);
            }
        });
    };
    let is_wrong = move |at: usize| {
        let here = |wrong: u32| usize::try_from(wrong).is_ok_and(|wrong| wrong == at);
        editing.fault(field).is_some_and(|fault| fault.at().is_none_or(here))
    };
    let row = move |at: usize| {
        let (named, label_of) = (one.clone(), one.clone());
        let options = move || {
            let option = |label| {
                view! {
                    <option value=format!("{label:?}") selected=move || way(at).label == label>
                        {move || words::label(i18n, label)}
                    </option>
                }
            };
            Label::ALL.map(option).collect_view()
        };
        let relabel = move |event| {
            let name = event_target_value(&event);
            let label = Label::ALL.into_iter().find(|label| format!("{label:?}") == name);
            change(at, &|way| way.label = label.unwrap_or_default());
        };
        view! {
            <div class="piece">
                <select
                    class="input"
                    aria-label=move || {
                        t_string!(i18n, contacts.label_of, what = label_of.get().into_owned(), at = at + 1)
                    }
                    on:change=relabel
                >
                    {options()}
                </select>
                <input
                    class="input"
                    type=kind
                    autocomplete="off"
                    aria-label=move || format!("{} {}", named.get(), at + 1)
                    aria-invalid=move || is_wrong(at).then_some("true")
                    aria-describedby=move || is_wrong(at).then(|| hint_of(field))
                    prop:value=move || way(at).value
                    on:input=move |event| {
                        let value = event_target_value(&event);
                        change(at, &|way| way.value.clone_from(&value));
                    }
                />
                <Remove on_click=move || {
                    editing.typed.update(|form| drop(of(form).remove(at)));
                } />
            </div>
        }
    };
    let grow = move |_| editing.typed.update(|form| of(form).push(Way::default()));
    view! {
        <fieldset class="field pieces" class:bad=move || editing.fault(field).is_some()>
            <legend class="label">{move || legend.get()}</legend>
            <Each each=move || 0..ways().len() key=|at| *at children=row />
            <Wrong editing field />
            <button type="button" class="btn quiet small" on:click=grow>
                {Icon::Plus.small()}
                {move || add.get()}
            </button>
        </fieldset>
    }
}

/// The company's own fields.
#[component]
pub fn CustomFields(
    /// The changes.
    editing: Editing,
) -> impl IntoView {
    let i18n = use_i18n();
    let fault = move || editing.fault(ContactField::Custom);
    let fields = move || editing.typed.with(|typed| typed.custom.clone());
    let own = move |at: usize| fields().get(at).cloned().unwrap_or_default();
    let is_wrong = move |at: usize| match fault() {
        Some(ContactFault::Nameless) => {
            own(at).name.trim().is_empty() && !own(at).value.trim().is_empty()
        }
        fault => fault.is_some(),
    };
    let type_into = move |at: usize, of: fn(&mut CustomField) -> &mut String| {
        move |event| {
            editing.typed.update(|form| {
                if let Some(field) = form.custom.get_mut(at) {
                    *of(field) = event_target_value(&event);
                }
            });
        }
    };
    let row = move |at: usize| {
        view! {
            <div class="piece">
                <input
                    class="input"
                    dir="auto"
                    autocomplete="off"
                    aria-label=move || t_string!(i18n, contacts.custom_name, at = at + 1)
                    placeholder=move || t_string!(i18n, contacts.custom_name_short)
                    aria-invalid=move || is_wrong(at).then_some("true")
                    aria-describedby=move || is_wrong(at).then(|| hint_of(ContactField::Custom))
                    prop:value=move || own(at).name
                    on:input=type_into(at, |field| &mut field.name)
                />
                <input
                    class="input"
                    dir="auto"
                    autocomplete="off"
                    aria-label=move || t_string!(i18n, contacts.custom_value, at = at + 1)
                    prop:value=move || own(at).value
                    on:input=type_into(at, |field| &mut field.value)
                />
                <Remove on_click=move || {
                    editing.typed.update(|form| drop(form.custom.remove(at)));
                } />
            </div>
        }
    };
    let grow = move |_| editing.typed.update(|form| form.custom.push(CustomField::default()));
    view! {
        <fieldset class="field pieces" class:bad=move || fault().is_some()>
            <legend class="label">{t!(i18n, contacts.custom)}</legend>
            <Each each=move || 0..fields().len() key=|at| *at children=row />
            <Wrong editing field=ContactField::Custom />
            <button type="button" class="btn quiet small" on:click=grow>
                {Icon::Plus.small()}
                {t!(i18n, contacts.add_custom)}
            </button>
        </fieldset>
    }
}

#[component]
fn Remove(on_click: impl Fn() + 'static) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class="tool"
            aria-label=move || t_string!(i18n, contacts.remove)
            on:click=move |_| on_click()
        >
            {Icon::X.small()}
        </button>
    }
}

/// The id of what is said of a field that is wrong.
fn hint_of(field: ContactField) -> String {
    format!("contact-{field:?}-wrong")
}

#[component]
fn Wrong(editing: Editing, field: ContactField) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let said = editing.fault(field).map(|fault| words::fault(i18n, fault));
        said.map(|said| view! { <p class="hint" id=hint_of(field)>{said}</p> })
    }
}
