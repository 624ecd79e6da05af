//! A button that opens a menu, and a menu that many buttons open.
//!
//! The browser's popover does the opening, the closing by Esc or a click beside it, and brings the
//! focus back to the button; it works before the client has arrived. Here are only the arrow keys.

use leptos::{
    children::{Children, ViewFn},
    ev::KeyboardEvent,
    prelude::*,
    text_prop::TextProp,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A button and its menu. The children are `<button>`s, `<a>`s or forms around a button, each
/// `role="menuitem"` (or `menuitemradio`) and with `tabindex="-1"`, and `<hr>`s between them.
#[component]
pub fn Menu(
    /// The menu's id, unique in the page.
    id: &'static str,
    /// What the menu is for; names button and menu.
    #[prop(into)]
    label: TextProp,
    /// The class of the button.
    class: &'static str,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// The items.
    children: Children,
) -> impl IntoView {
    let button_label = label.clone();
    view! {
        <button
            type="button"
            class=class
            aria-label=move || button_label.get()
            aria-haspopup="menu"
            popovertarget=id
        >
            {button.run()}
        </button>
        <MenuSheet id label children />
    }
}

/// The menu alone, for buttons that name it as their `popovertarget`. It stands at the one by which it
/// was opened.
#[component]
pub fn MenuSheet(
    /// Its id, unique in the page.
    id: &'static str,
    /// What it is for.
    #[prop(into)]
    label: TextProp,
    /// The items, as in a [`Menu`].
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<leptos::html::Div>::new();
    let on_toggle = move |_| {
        if let Some(menu) = menu.get_untracked()
            && menu.matches(":popover-open").unwrap_or(false)
        {
            step(&menu, Step::First);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let step_to = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" => Step::First,
            "End" => Step::Last,
            // A menu is one stop on the way through the page.
            "Tab" => return close(menu),
            _ => return,
        };
        event.prevent_default();
        if let Some(menu) = menu.get_untracked() {
            step(&menu, step_to);
        }
    };
    view! {
        <div
            class="menu"
            id=id
            role="menu"
            popover="auto"
            aria-label=move || label.get()
            node_ref=menu
            on:toggle=on_toggle
            on:keydown=on_keydown
            on:click=move |_| close(menu)
        >
            {children()}
        </div>
    }
}

fn close(menu: NodeRef<leptos::html::Div>) {
    if let Some(menu) = menu.get_untracked() {
        // Fails when it is closed already, which is what is wanted.
        menu.hide_popover().ok();
    }
}

#[derive(Clone, Copy)]
enum Step {
    First,
    Previous,
    Next,
    Last,
}

impl Step {
    /// Where the step leads among `len` items, around the ends.
    const fn from(self, at: Option<u32>, len: u32) -> u32 {
        match (self, at) {
            (Self::Next, Some(at)) => (at + 1) % len,
            (Self::Previous, Some(at)) => (at + len - 1) % len,
            (Self::First | Self::Next, _) => 0,
            (Self::Last | Self::Previous, _) => len - 1,
        }
    }
}

fn step(menu: &Element, to: Step) {
    let Ok(items) = menu.query_selector_all("[role^=menuitem]:not([aria-disabled])") else {
        return;
    };
    if items.length() == 0 {
        return;
    }
    let focused = document().active_element();
    let at = (0..items.length())
        .find(|i| items.item(*i).as_ref() == focused.as_ref().map(AsRef::<web_sys::Node>::as_ref));
    let item = items.item(to.from(at, items.length()));
    if let Some(item) = item.and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        item.focus().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn arrows_go_around_the_ends() {
        assert_eq!(Step::Next.from(None, 3), 0);
        assert_eq!(Step::Next.from(Some(2), 3), 0);
        assert_eq!(Step::Previous.from(None, 3), 2);
        assert_eq!(Step::Previous.from(Some(0), 3), 2);
        assert_eq!(Step::Last.from(Some(0), 3), 2);
    }
}
