//! A page of forms: a bar with the way back, a title, what came of the last act, and what it is about.

use std::borrow::Cow;

use leptos::prelude::*;

use super::{Frame, Said, whole};
use crate::ui::{Icon, Kakehashi};

/// The head of such a page.
pub struct Sheet {
    /// What the page is called.
    pub title: &'static str,
    /// The way back.
    pub back: Back,
    /// What came of the last act.
    pub said: Option<Said>,
}

/// Where a page was come from.
#[derive(Clone, Debug)]
pub struct Back {
    /// Its address.
    pub href: Cow<'static, str>,
    /// What it is called.
    pub label: &'static str,
}

impl Back {
    /// The link.
    pub fn view(self) -> impl IntoView {
        view! {
            <a class="btn quiet" href=self.href>
                {Icon::ChevronLeft.small()}
                {self.label}
            </a>
        }
    }
}

impl Sheet {
    /// The page as a whole document, with `body` below its title.
    pub fn document<B: IntoView + 'static>(
        self,
        frame: &Frame,
        body: impl FnOnce() -> B,
    ) -> String {
        self.with_bar(frame, None::<()>, body)
    }

    /// As [`Self::document`], with more in its bar.
    pub fn with_bar<M: IntoView + 'static, B: IntoView + 'static>(
        self,
        frame: &Frame,
        more: Option<M>,
        body: impl FnOnce() -> B,
    ) -> String {
        let Self { title, back, said } = self;
        whole(frame, title, || {
            view! {
                <body class="sheet">
                    <header class="sheet-bar">
                        {back.view()}
                        {more}
                        <Kakehashi />
                    </header>
                    <main class="sheet-in">
                        <h1>{title}</h1>
                        {said.map(Said::view)}
                        {body()}
                    </main>
                </body>
            }
        })
    }
}
