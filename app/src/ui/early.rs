//! Radio buttons of which a person may choose one before the client has arrived.

use leptos::{html, prelude::*};

/// A group of radio buttons, each with a `value`. Until the browser was asked what is chosen there, the
/// client chooses nothing. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Early {
    /// The group.
    pub group: NodeRef<html::Fieldset>,
    taken: RwSignal<bool>,
}

impl Early {
    /// Tells `choose` which value the client has found chosen when it arrived.
    pub fn tell(choose: impl Fn(String) + 'static) -> Self {
        let early = Self { group: NodeRef::new(), taken: RwSignal::new(false) };
        Effect::new(move |_| {
            let Some(group) = early.group.get() else { return };
            let chosen = group.query_selector("input:checked").ok().flatten();
            if let Some(value) = chosen.and_then(|radio| radio.get_attribute("value")) {
                choose(value);
            }
            early.taken.set(true);
        });
        early
    }

    /// The `prop:checked` of a radio button that is to be so.
    pub fn checked(self, is: bool) -> Option<bool> {
        self.taken.get().then_some(is)
    }
}
