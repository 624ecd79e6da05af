//! What all parts of the admin's pages share: the bar, the way from part to part, and what came of the
//! last act.

use leptos::prelude::*;

use super::{company, connections, greeting, groups, members};
use crate::{
    features::login::{Frame, whole},
    i18n::{Locale, td_string},
    ui::{Icon, Kakehashi},
};

/// The parts, in the order in which they are offered.
const PARTS: &[Part] =
    &[company::PART, members::PART, groups::PART, connections::PART, greeting::PART];

/// A part of the admin's pages.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Where its first page is.
    pub path: &'static str,
    /// What it is called.
    pub name: fn(Locale) -> &'static str,
}

/// What came of the last act, said at the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How it went.
    pub tone: Tone,
    /// What to say, in the reader's language.
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
    pub(crate) fn view(self) -> impl IntoView {
        let (class, role) = match self.tone {
            Tone::Done => ("admin-said", "status"),
            Tone::Wrong => ("admin-said bad", "alert"),
        };
        view! {
            <p class=class role=role>
                {self.text}
            </p>
        }
    }
}

/// A page of a part.
pub(super) struct Sheet {
    /// The part it belongs to.
    pub part: Part,
    /// What it is called itself.
    pub title: &'static str,
    /// What came of the last act.
    pub said: Option<Said>,
}

impl Sheet {
    /// The first page of a part, which is called like it.
    pub(super) fn first(frame: &Frame, part: Part, said: Option<Said>) -> Self {
        Self { part, title: (part.name)(frame.locale), said }
    }

    /// The page as a whole document, with `body` below its title.
    pub(super) fn document<B: IntoView + 'static>(
        self,
        frame: &Frame,
        body: impl FnOnce() -> B,
    ) -> String {
        let Self { part, title, said } = self;
        let locale = frame.locale;
        whole(frame, title, || {
            view! {
                <body class="admin">
                    <header class="admin-bar">
                        <a class="btn quiet" href="/">
                            {Icon::ChevronLeft.small()}
                            {td_string!(locale, admin.back)}
                        </a>
                        {parts(locale, part)}
                        <Kakehashi />
                    </header>
                    <main class="admin-in">
                        <h1>{title}</h1>
                        {said.map(Said::view)}
                        {body()}
                    </main>
                </body>
            }
        })
    }
}

fn parts(locale: Locale, here: Part) -> impl IntoView {
    let link = |part: &Part| {
        let current = (part.path == here.path).then_some("page");
        view! {
            <a href=part.path aria-current=current>
                {(part.name)(locale)}
            </a>
        }
    };
    view! {
        <nav class="admin-parts" aria-label=td_string!(locale, admin.title)>
            {PARTS.iter().map(link).collect_view()}
        </nav>
    }
}
