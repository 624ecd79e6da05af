//! Lists of thousands, of which only the rows in sight stand in the document, each at its place in the
//! whole: the scroll bar, the keyboard and screen readers find the whole list.
//!
//! The style sheet says how high a row is, as the list's `--list-row`.

mod rows;
mod sight;
mod span;

use leptos::{ev::KeyboardEvent, prelude::*, text_prop::TextProp};

pub use self::{rows::Rows, sight::Sight};

use self::rows::Step;
use super::Each;

/// The list. The arrow keys lead from row to row; `children` stand below the last row.
#[component]
pub fn InSight<R: Rows, V: IntoView + 'static>(
    /// What of it stands in the document.
    sight: Sight<R>,
    /// The class of what scrolls.
    class: &'static str,
    /// What is listed.
    #[prop(into)]
    label: TextProp,
    /// What a row shows.
    row: impl Fn(R::Key) -> V + Clone + Send + 'static,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let rows = sight.rows;
    Effect::new(move |_| {
        sight.list.track();
        rows.follow();
        untrack(|| sight.changed());
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| untrack(|| sight.look()));
    on_cleanup(move || resized.remove());
    let on_keydown = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => Step::Down,
            "ArrowUp" => Step::Up,
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return,
        };
        let plain = !(event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key());
        if plain && untrack(|| sight.walk(step)) {
            event.prevent_default();
        }
    };
    let height = move || sight.placed(rows.count());
    let drawn = move || sight.drawn.get().into_iter().map(|(_, key)| key);
    view! {
        <div
            class=format!("in-sight scroll {class}")
            class:placed=move || sight.is_placed.get()
            node_ref=sight.list
            on:scroll=move |_| untrack(|| sight.look())
            on:keydown=on_keydown
        >
            <ul
                aria-label=move || label.get()
                style:block-size=height
            >
                <Each each=drawn key=|key| *key let(key)>
                    <Place sight key row=row(key) />
                </Each>
            </ul>
            {children.map(|children| children())}
        </div>
    }
}

/// A row, where it belongs.
#[component]
fn Place<R: Rows, V: IntoView>(sight: Sight<R>, key: R::Key, row: V) -> impl IntoView {
    let place = Memo::new(move |before: Option<&u32>| {
        let stands = |(place, there): &(u32, R::Key)| (*there == key).then_some(*place);
        let place = sight.drawn.with(|drawn| drawn.iter().find_map(stands));
        // One that goes away stays where it was until it is gone.
        place.or(before.copied()).unwrap_or_default()
    });
    let size = move || sight.rows.size().map_or(-1, i64::from);
    view! {
        <li
            aria-setsize=size
            aria-posinset=move || place.get() + 1
            style:inset-block-start=move || sight.placed(place.get())
        >
            {row}
        </li>
    }
}
