//! What came of the last act, said at the top of a page.

use leptos::prelude::*;

/// What to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How it went.
    pub tone: Tone,
    /// The words, in the reader's language.
    pub text: String,
}

/// How an act went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// It is not, and something is to be mended.
    Wrong,
}

impl Said {
    /// It is done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { tone: Tone::Done, text: text.into() }
    }

    /// It is not done.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self { tone: Tone::Wrong, text: text.into() }
    }

    /// As it is drawn.
    pub fn view(self) -> impl IntoView {
        let (class, role) = match self.tone {
            Tone::Done => ("outcome", "status"),
            Tone::Wrong => ("outcome bad", "alert"),
        };
        view! {
            <p class=class role=role>
                {self.text}
            </p>
        }
    }
}
