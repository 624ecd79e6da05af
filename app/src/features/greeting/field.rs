//! The field that a greeting is written in.

use leptos::prelude::*;

use crate::{
    domain::{GreetingFault, greeting::GREETING_MAX},
    i18n::{Locale, td_string},
    plain::textarea_content,
};

/// A field for a greeting. What is typed is posted under its name.
pub(crate) struct GreetingField {
    pub name: &'static str,
    pub label: &'static str,
    /// What stands in it already, kept or typed.
    pub value: String,
    /// Why that cannot be kept.
    pub fault: Option<GreetingFault>,
    /// What is said when it is left empty.
    pub otherwise: &'static str,
}

impl GreetingField {
    /// As it is drawn.
    pub(crate) fn view(self, locale: Locale) -> impl IntoView + use<> {
        let Self { name, label, value, fault, otherwise } = self;
        let bad = fault.is_some();
        let blanks = || td_string!(locale, greeting.blanks, name = "{name}", me = "{me}");
        let hint = fault.map_or_else(blanks, |fault| problem(locale, fault, &value));
        let hint_id = format!("{name}-hint");
        view! {
            <div class="field" class:bad=bad>
                <label for=name>{label}</label>
                <textarea
                    class="input"
                    id=name
                    name=name
                    rows="4"
                    dir="auto"
                    placeholder=otherwise
                    aria-invalid=bad.then_some("true")
                    aria-describedby=hint_id.clone()
                    inner_html=textarea_content(&value)
                ></textarea>
                <p class="hint" id=hint_id>
                    {hint}
                </p>
            </div>
        }
    }
}

fn problem(locale: Locale, fault: GreetingFault, typed: &str) -> String {
    match fault {
        GreetingFault::TooLong => {
            let over = typed.trim().chars().count().saturating_sub(GREETING_MAX);
            td_string!(locale, greeting.too_long, over = over, limit = GREETING_MAX)
        }
        GreetingFault::UnknownBlank => {
            td_string!(locale, greeting.unknown_blank, name = "{name}", me = "{me}")
        }
    }
}
