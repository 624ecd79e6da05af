//! A field of a form: label, input, and what is said about it.

use leptos::prelude::*;

/// A field. What is typed into it is posted under its name; it must be filled in.
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    /// What stands in it already.
    pub value: String,
    pub note: Note,
    pub start: Start,
}

/// What is typed into a field: decides what a browser checks and offers.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A code that nobody should remember.
    Code,
    /// A person's name.
    Name,
    /// An account's address.
    Email,
    /// A password that there is.
    Password,
    /// A password that is being thought up.
    NewPassword {
        /// In characters.
        shortest: u32,
    },
}

/// What is said about a field.
pub(super) enum Note {
    /// Nothing.
    None,
    /// What to type.
    Hint(String),
    /// Why what was typed will not do.
    Wrong(String),
    /// It stands elsewhere on the page, under this id.
    Above(&'static str),
}

/// Whether the keyboard starts in a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Here,
    Elsewhere,
}

impl Start {
    pub(super) const fn here_if(here: bool) -> Self {
        if here { Self::Here } else { Self::Elsewhere }
    }
}

/// The longest name, address or new password, in characters: as long as an address can be.
const LONGEST: u32 = 254;

impl Kind {
    /// `type`, `autocomplete`, `minlength` and `maxlength` of the input.
    const fn attributes(self) -> (&'static str, &'static str, Option<u32>, Option<u32>) {
        match self {
            Self::Code => ("text", "off", None, Some(LONGEST)),
            Self::Name => ("text", "name", None, Some(LONGEST)),
            Self::Email => ("email", "username", None, Some(LONGEST)),
            Self::Password => ("password", "current-password", None, None),
            Self::NewPassword { shortest } => {
                ("password", "new-password", Some(shortest), Some(LONGEST))
            }
        }
    }
}

impl Field {
    /// As it is drawn.
    pub(super) fn view(self) -> impl IntoView {
        let Self { name, label, kind, value, note, start } = self;
        let (kind, autocomplete, shortest, longest) = kind.attributes();
        let wrong = matches!(note, Note::Wrong(_));
        let (described_by, hint) = match note {
            Note::None => (None, None),
            Note::Hint(hint) | Note::Wrong(hint) => (Some(format!("{name}-hint")), Some(hint)),
            Note::Above(id) => (Some(id.to_owned()), None),
        };
        view! {
            <div class="field" class:bad=wrong>
                <label for=name>{label}</label>
                <input
                    class="input"
                    id=name
                    name=name
                    type=kind
                    value=value
                    autocomplete=autocomplete
                    minlength=shortest
                    maxlength=longest
                    required
                    autofocus=start == Start::Here
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described_by.clone()
                />
                {hint.map(|hint| view! { <p class="hint" id=described_by>{hint}</p> })}
            </div>
        }
    }
}
