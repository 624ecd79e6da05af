//! The form in which a member changes what LINE users see of them.

use leptos::{html, prelude::*};

use super::editing::{Editing, FieldName, Saving};
use crate::{
    domain::{ProfileForm, profile::ABOUT_MAX},
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Face, Field, Shape},
};

/// The longest phone number and address that are worth sending.
const PHONE_MAX: &str = "40";
const WEBSITE_MAX: &str = "2000";

/// The form. It takes the focus when it appears.
#[component]
pub fn EditForm(
    /// Where it stands; makes its ids unique in the page.
    at: &'static str,
) -> impl IntoView {
    let (i18n, editing) = (use_i18n(), expect_context::<Editing>());
    let about = NodeRef::<html::Textarea>::new();
    let (phone, website) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let save = editing.saver();
    let is_underway = move || editing.saving.get() == Saving::Underway;
    Effect::new(move |_| {
        if let Some(about) = about.get() {
            let _out_of_reach = about.focus();
        }
    });
    Effect::new(move |_| {
        editing.faults.track();
        let at_fault = |field| editing.fault(field).is_some();
        let _out_of_reach = if at_fault(FieldName::About) {
            about.get_untracked().map(|area| area.focus())
        } else if at_fault(FieldName::Phone) {
            phone.get_untracked().map(|input| input.focus())
        } else if at_fault(FieldName::Website) {
            website.get_untracked().map(|input| input.focus())
        } else {
            None
        };
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let length = move || editing.typed.with(|typed| typed.about.trim().chars().count());
    let is_too_long = move || length() > ABOUT_MAX;
    let about_hint = move || {
        if is_too_long() {
            t_string!(i18n, profile.about_too_long, over = length() - ABOUT_MAX)
        } else {
            t_string!(i18n, profile.about_length, length = length(), limit = ABOUT_MAX)
        }
    };
    let phone_hint = move || match editing.fault(FieldName::Phone) {
        Some(_) => t_string!(i18n, profile.phone_unknown),
        None => t_string!(i18n, profile.phone_hint),
    };
    let website_hint = move || match editing.fault(FieldName::Website) {
        Some(_) => t_string!(i18n, profile.website_unknown),
        None => t_string!(i18n, profile.website_hint),
    };
    view! {
        <form class="edit" novalidate aria-label=move || t_string!(i18n, profile.edit) on:submit=submit>
            <Fixed />
            <Field
                id=format!("{at}-about")
                label=move || t_string!(i18n, profile.about)
                hint=about_hint
                bad=is_too_long
            >
                <textarea
                    id=format!("{at}-about")
                    class="input"
                    rows="4"
                    dir="auto"
                    aria-describedby=format!("{at}-about-hint")
                    aria-invalid=move || is_too_long().then_some("true")
                    readonly=is_underway
                    node_ref=about
                    prop:value=move || editing.typed.with(|typed| typed.about.clone())
                    on:input=type_into(editing, |form| &mut form.about)
                />
            </Field>
            <Field
                id=format!("{at}-phone")
                label=move || t_string!(i18n, profile.phone)
                hint=phone_hint
                bad=move || editing.fault(FieldName::Phone).is_some()
            >
                <input
                    id=format!("{at}-phone")
                    class="input"
                    type="tel"
                    autocomplete="tel"
                    maxlength=PHONE_MAX
                    aria-describedby=format!("{at}-phone-hint")
                    aria-invalid=move || editing.fault(FieldName::Phone).map(|_| "true")
                    readonly=is_underway
                    node_ref=phone
                    prop:value=move || editing.typed.with(|typed| typed.phone.clone())
                    on:input=type_into(editing, |form| &mut form.phone)
                />
            </Field>
            <Field
                id=format!("{at}-website")
                label=move || t_string!(i18n, profile.website)
                hint=website_hint
                bad=move || editing.fault(FieldName::Website).is_some()
            >
                <input
                    id=format!("{at}-website")
                    class="input"
                    type="text"
                    inputmode="url"
                    autocomplete="url"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength=WEBSITE_MAX
                    aria-describedby=format!("{at}-website-hint")
                    aria-invalid=move || editing.fault(FieldName::Website).map(|_| "true")
                    readonly=is_underway
                    node_ref=website
                    prop:value=move || editing.typed.with(|typed| typed.website.clone())
                    on:input=type_into(editing, |form| &mut form.website)
                />
            </Field>
            <div role="alert">
                <Show when=move || editing.saving.get() == Saving::Failed>
                    <p class="bad">{t!(i18n, profile.not_saved)}</p>
                </Show>
            </div>
            <div class="row">
                <button type="submit" class="btn primary" aria-disabled=move || is_underway().then_some("true")>
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

/// What the company directory says, and who may not be argued with.
#[component]
fn Fixed() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let me = Memo::new(move |_| store.me());
    let picture = Signal::derive(move || me.get().picture);
    view! {
        <div class="fixed">
            <Face shape=Shape::Member id=store.my_id().uuid() name=move || me.get().name picture />
            <div>
                <b dir="auto">{move || me.get().name}</b>
                {move || me.get().group.map(|group| view! { <p dir="auto">{group}</p> })}
            </div>
        </div>
        <p class="hint">{t!(i18n, profile.fixed)}</p>
    }
}

fn type_into(
    editing: Editing,
    field: fn(&mut ProfileForm) -> &mut String,
) -> impl FnMut(leptos::ev::Event) {
    move |event| editing.typed.update(|form| *field(form) = event_target_value(&event))
}
