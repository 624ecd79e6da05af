//! Lists of which whatever stays listed stays in the document.
//!
//! [`For`] takes all its rows out and puts them in again when several come in before them (tachys 0.2): they
//! are laid out anew, and what is selected or has the focus in them loses it. Here only what is new is put in,
//! and of the others no more are moved than must be.

mod list;
mod order;

use std::hash::Hash;

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

use self::list::List;

/// A row for each of these, in their order. A row is of its key: it is made once, of what was listed first
/// under that key, and waits for nothing.
#[component]
pub fn Each<I, T, K, V>(
    /// What is listed, each key once; follows changes.
    each: impl Fn() -> I + Send + 'static,
    /// What tells one from the others.
    key: impl Fn(&T) -> K + Send + 'static,
    /// What a row shows.
    children: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    I: IntoIterator<Item = T>,
    T: Send + 'static,
    K: Clone + Eq + Hash + Send + 'static,
    V: IntoView + 'static,
{
    // The list's own, so that rows outlive what made them.
    let parent = Owner::current().unwrap_or_default();
    let row = move |item| {
        let owner = parent.with(Owner::new);
        let view = owner.with(|| children(item).into_any());
        OwnedView::new_with_owner(view, owner)
    };
    move || List {
        items: each().into_iter().map(|item| (key(&item), item)).collect(),
        row: Box::new(row.clone()),
    }
}
