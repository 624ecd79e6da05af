//! What all parts of the admin's pages share: the way from part to part.

use leptos::prelude::*;

use super::{company, connections, greeting, groups, members};
use crate::{
    i18n::{Locale, td_string},
    plain::{Back, Frame, Said, Sheet},
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

/// A page of a part.
pub(super) struct PartSheet {
    /// The part it belongs to.
    pub part: Part,
    /// What it is called itself.
    pub title: &'static str,
    /// What came of the last act.
    pub said: Option<Said>,
}

impl PartSheet {
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
        let back = Back { href: "/".into(), label: td_string!(locale, admin.back) };
        Sheet { title, back, said }.with_bar(frame, Some(parts(locale, part)), body)
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
