//! A line of a form: label, input, and what is said about it.

use leptos::prelude::*;

/// A field. What is typed into it is posted under its name.
pub struct Field {
    /// Its name; its id too.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is typed into it.
    pub input: Input,
    /// What stands in it already.
    pub value: String,
    /// What is said about it.
    pub note: Note,
}

/// What a browser checks and offers, as the attributes of `<input>` say it.
#[derive(Clone, Copy)]
pub struct Input {
    /// `type`.
    pub kind: &'static str,
    /// `autocomplete`.
    pub autocomplete: &'static str,
    /// `inputmode`: the keyboard of a phone, where it is not that of the kind.
    pub keyboard: Option<&'static str>,
    /// `minlength`, in characters.
    pub shortest: Option<u32>,
    /// `maxlength`, in characters.
    pub longest: Option<u32>,
    /// `list`: the id of what is offered.
    pub list: Option<&'static str>,
    /// `required`.
    pub required: bool,
    /// `autofocus`.
    pub starts_here: bool,
}

/// What is said about a field.
pub enum Note {
    /// Nothing.
    None,
    /// What to type.
    Hint(String),
    /// Why what was typed will not do.
    Wrong(String),
    /// It stands elsewhere on the page, under this id.
    Above(&'static str),
}

impl Input {
    /// Words that may be left out and that no browser remembers.
    pub const WORDS: Self = Self {
        kind: "text",
        autocomplete: "off",
        keyboard: None,
        shortest: None,
        longest: None,
        list: None,
        required: false,
        starts_here: false,
    };
}

impl Note {
    /// What is wrong, if something is; else what to type, if that is to be said.
    pub fn wrong_if(is_wrong: bool, wrong: &str, hint: Option<&str>) -> Self {
        match (is_wrong, hint) {
            (true, _) => Self::Wrong(wrong.to_owned()),
            (false, Some(hint)) => Self::Hint(hint.to_owned()),
            (false, None) => Self::None,
        }
    }
}

impl Field {
    /// As it is drawn.
    pub fn view(self) -> impl IntoView {
        let Self { name, label, input, value, note } = self;
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
                    type=input.kind
                    value=value
                    autocomplete=input.autocomplete
                    inputmode=input.keyboard
                    minlength=input.shortest
                    maxlength=input.longest
                    list=input.list
                    required=input.required
                    autofocus=input.starts_here
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described_by.clone()
                />
                {hint.map(|hint| view! { <p class="hint" id=described_by>{hint}</p> })}
            </div>
        }
    }
}
