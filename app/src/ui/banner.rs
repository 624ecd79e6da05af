//! A line across the top of a view that says what holds for all of it.

use leptos::{children::Children, prelude::*};

use super::Icon;

/// What a banner is about: its colour, and how urgently it is read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something waits and will go on by itself.
    Waiting,
    /// Something on the LINE side.
    Line,
    /// Something fails, or is about to.
    Failing,
}

/// A banner. The children are its text, and a button if something can be done.
#[component]
pub fn Banner(
    /// What it is about.
    tone: Tone,
    /// What stands before the text.
    icon: Icon,
    /// The text.
    children: Children,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Waiting => ("banner", "status"),
        Tone::Line => ("banner line", "status"),
        Tone::Failing => ("banner bad", "alert"),
    };
    view! {
        <div class=class role=role>
            {icon.small()}
            {children()}
        </div>
    }
}
