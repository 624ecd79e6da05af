//! What stands where nothing does: nothing is here yet, or it could not be had.

use leptos::{children::Children, prelude::*, text_prop::TextProp};

/// Why the place is blank. Tells the drawing, and whether it is read out at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blankness {
    /// There is nothing yet: a bridge that waits.
    Empty,
    /// Something failed: a bridge with a gap.
    Failed,
}

/// A blank place: what it is, and under it the one thing to do (the children: a button or a link).
#[component]
pub fn Blank(
    /// Why it is blank.
    why: Blankness,
    /// What is missing, in a few words.
    #[prop(into)]
    title: TextProp,
    /// What will be here, or what happened.
    #[prop(into)]
    text: TextProp,
    /// The one thing to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (role, drawing) = match why {
        Blankness::Empty => (None, bridge().into_any()),
        Blankness::Failed => (Some("alert"), gap().into_any()),
    };
    view! {
        <div class="blank" role=role>
            {drawing}
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}

fn bridge() -> impl IntoView {
    view! {
        <svg class="art" viewBox="0 0 132 72" aria-hidden="true">
            <path class="ground" d="M4 60h124" />
            <path class="arch" d="M20 60Q26 24 66 24t46 36H98Q94 38 66 38T34 60Z" />
            <path class="ground" d="M34 66q32 8 64 0" />
            <circle class="line-side" cx="14" cy="38" r="9" />
            <path class="arch" d="M109 46V37q0-8 9-8t9 8v9q0 2-2 2h-14q-2 0-2-2Z" />
        </svg>
    }
}

fn gap() -> impl IntoView {
    view! {
        <svg class="art" viewBox="0 0 132 72" aria-hidden="true">
            <path class="ground" d="M4 60h124" />
            <path class="broken" d="M20 60Q24 32 54 25v14Q38 44 34 60Z" />
            <path class="broken" d="M112 60Q108 32 78 25v14q16 5 20 21Z" />
            <path class="broken dots" d="M61 31h1m4 0h1m4 0h1" />
        </svg>
    }
}
