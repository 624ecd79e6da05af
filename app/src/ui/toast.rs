//! Short words about what was just done. Nothing that must be read may stand only here: a toast goes
//! away by itself, though not while the pointer or the focus is on it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

use super::Each;

const SHOWN_AT_ONCE: usize = 3;
const STAY: Duration = Duration::from_secs(6);
/// What can be followed needs time to be reached.
const STAY_TO_FOLLOW: Duration = Duration::from_secs(15);

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    text: String,
    way: Option<Way>,
}

/// Where a toast leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The address on this site.
    pub href: &'static str,
    /// What the link says.
    pub label: String,
}

/// Where toasts are put. Get it from the context.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    last_id: StoredValue<u32>,
    /// The modal dialog that is above the page: what is said must be said in it.
    cover: RwSignal<Option<&'static str>>,
}

impl Toaster {
    /// Makes the toaster and puts it into the context.
    pub fn provide() -> Self {
        let toaster = Self {
            toasts: RwSignal::default(),
            last_id: StoredValue::new(0),
            cover: RwSignal::new(None),
        };
        provide_context(toaster);
        toaster
    }

    /// Says something for a few seconds. The oldest goes when there are too many.
    pub fn say(self, text: impl Into<String>) {
        self.put(text.into(), None);
    }

    /// Says something, and leads to where it can be seen.
    pub fn lead(self, text: impl Into<String>, way: Way) {
        self.put(text.into(), Some(way));
    }

    fn put(self, text: String, way: Option<Way>) {
        self.last_id.update_value(|id| *id = id.wrapping_add(1));
        let toast = Toast { id: self.last_id.get_value(), text, way };
        self.toasts.update(|toasts| {
            toasts.push(toast);
            let surplus = toasts.len().saturating_sub(SHOWN_AT_ONCE);
            toasts.drain(..surplus);
        });
    }

    /// The modal dialog with this id has come above the page.
    pub fn covered_by(self, dialog: &'static str) {
        self.cover.set(Some(dialog));
    }

    /// It is gone.
    pub fn uncovered_by(self, dialog: &'static str) {
        if self.cover.try_get_untracked() == Some(Some(dialog)) {
            self.cover.set(None);
        }
    }

    fn clear(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Shows the toasts of `toaster`. Stands at the root, and in each modal dialog for as long as that
/// covers the root: screen readers must know the place before anything is said.
#[component]
pub fn Toasts(
    /// Whose toasts.
    toaster: Toaster,
    /// The id of the dialog it stands in.
    #[prop(optional)]
    within: Option<&'static str>,
) -> impl IntoView {
    let held = RwSignal::new(false);
    let is_seen = move || toaster.cover.get() == within;
    let shown = move || if is_seen() { toaster.toasts.get() } else { Vec::new() };
    let show = move |toast: Toast| {
        let stay = if toast.way.is_some() { STAY_TO_FOLLOW } else { STAY };
        let clear = move || toaster.clear(toast.id);
        Effect::new(move |_| {
            if !held.get()
                && let Ok(timer) = set_timeout_with_handle(clear, stay)
            {
                on_cleanup(move || timer.clear());
            }
        });
        let way = toast.way.map(|Way { href, label }| {
            view! {
                <a href=href on:click=move |_| clear()>
                    {label}
                </a>
            }
        });
        view! { <p class="toast">{toast.text} {way}</p> }
    };
    view! {
        <div
            class="toasts"
            role="status"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Each each=shown key=|toast| toast.id children=show />
        </div>
    }
}
