//! A line of an admin's form: label, input, and what is said about it.

use leptos::prelude::*;

/// A field. What is typed into it is posted under its name.
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    /// What stands in it already.
    pub value: String,
    pub note: Note,
}

/// What is typed into a field: decides what a browser checks and offers.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// What somebody or something must be called.
    Name,
    /// What something may be called; the list with this id offers what is known.
    Known(&'static str),
    /// The company's name.
    Organization,
    /// Two letters; the list with this id offers what is likely.
    Country(&'static str),
    /// Somebody else's address.
    Email,
}

/// What is said about a field.
pub(super) enum Note {
    /// Nothing.
    None,
    /// What to type.
    Hint(&'static str),
    /// Why what was typed will not do.
    Wrong(&'static str),
}

impl Note {
    /// What is wrong, if something is; else what to type.
    pub(super) fn wrong_if(
        is_wrong: bool,
        wrong: &'static str,
        hint: Option<&'static str>,
    ) -> Self {
        match (is_wrong, hint) {
            (true, _) => Self::Wrong(wrong),
            (false, Some(hint)) => Self::Hint(hint),
            (false, None) => Self::None,
        }
    }
}

impl Kind {
    /// `type`, `autocomplete`, `maxlength` and `list` of the input.
    const fn attributes(self) -> (&'static str, &'static str, u32, Option<&'static str>) {
        match self {
            Self::Name => ("text", "off", 80, None),
            Self::Known(list) => ("text", "off", 80, Some(list)),
            Self::Organization => ("text", "organization", 80, None),
            Self::Country(list) => ("text", "country", 2, Some(list)),
            Self::Email => ("email", "off", 254, None),
        }
    }

    const fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Email)
    }
}

impl Field {
    /// As it is drawn.
    pub(super) fn view(self) -> impl IntoView {
        let Self { name, label, kind, value, note } = self;
        let required = kind.is_required();
        let (kind, autocomplete, longest, list) = kind.attributes();
        let (wrong, said) = match note {
            Note::None => (false, None),
            Note::Hint(hint) => (false, Some(hint)),
            Note::Wrong(wrong) => (true, Some(wrong)),
        };
        let described_by = said.map(|_| format!("{name}-hint"));
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
                    maxlength=longest
                    list=list
                    required=required
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described_by.clone()
                />
                {said
                    .map(|said| {
                        view! {
                            <p class="hint" id=described_by>
                                {said}
                            </p>
                        }
                    })}
            </div>
        }
    }
}

/// What a field with this list offers.
pub(super) fn offers(id: &'static str, names: Vec<String>) -> impl IntoView {
    let option = |name| view! { <option value=name></option> };
    view! { <datalist id=id>{names.into_iter().map(option).collect_view()}</datalist> }
}
