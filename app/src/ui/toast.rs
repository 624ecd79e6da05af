//! Short words about what was just done. Nothing that must be read may stand only here: a toast goes
//! away by itself, though not while the pointer is on it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};

const SHOWN_AT_ONCE: usize = 3;
const STAY: Duration = Duration::from_secs(6);

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    text: String,
}

/// Where toasts are put. Get it from the context.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    last_id: StoredValue<u32>,
}

impl Toaster {
    /// Makes the toaster and puts it into the context.
    pub fn provide() -> Self {
        let toaster = Self { toasts: RwSignal::default(), last_id: StoredValue::new(0) };
        provide_context(toaster);
        toaster
    }

    /// Says something for a few seconds. The oldest goes when there are too many.
    pub fn say(self, text: impl Into<String>) {
        self.last_id.update_value(|id| *id = id.wrapping_add(1));
        let toast = Toast { id: self.last_id.get_value(), text: text.into() };
        self.toasts.update(|toasts| {
            toasts.push(toast);
            let surplus = toasts.len().saturating_sub(SHOWN_AT_ONCE);
            toasts.drain(..surplus);
        });
    }

    fn clear(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Shows the toasts of `toaster`. Stands once, at the root: screen readers must know it before
/// anything is said.
#[component]
pub fn Toasts(
    /// Whose toasts.
    toaster: Toaster,
) -> impl IntoView {
    let held = RwSignal::new(false);
    let show = move |toast: Toast| {
        Effect::new(move |_| {
            if !held.get()
                && let Ok(timer) = set_timeout_with_handle(move || toaster.clear(toast.id), STAY)
            {
                on_cleanup(move || timer.clear());
            }
        });
        view! { <p class="toast">{toast.text}</p> }
    };
    view! {
        <div
            class="toasts"
            role="status"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
        >
            <For each=move || toaster.toasts.get() key=|toast| toast.id children=show />
        </div>
    }
}
