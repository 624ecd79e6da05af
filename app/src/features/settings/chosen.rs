//! The member's choice of language and colours, in effect on this page and kept on the server.

use leptos::{prelude::*, task::spawn_local};

use super::cookies;
use crate::{
    api::{self, Preferences},
    domain::{Me, Theme},
    i18n::{browser_languages, locale_for, use_i18n},
};

/// How far a choice has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing was chosen here.
    #[default]
    Untouched,
    /// On its way to the server.
    Underway,
    /// The server has it.
    Kept,
    /// It holds on this device only.
    HereOnly,
}

/// The choice. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Chosen {
    preferences: RwSignal<Preferences>,
    keeping: RwSignal<Keeping>,
}

impl Chosen {
    /// Puts the choice into the context. The page has started with what this device remembers; when
    /// the member has chosen otherwise on another device since, it follows.
    pub fn provide(me: &Me) -> Self {
        let chosen =
            Self { preferences: RwSignal::new(cookies::current()), keeping: RwSignal::default() };
        let elsewhere = Preferences { language: me.language, theme: me.theme };
        let apply = chosen.applier();
        Effect::new(move |_| {
            if chosen.preferences.get_untracked() != elsewhere {
                apply(elsewhere);
            }
        });
        provide_context(chosen);
        chosen
    }

    /// What is chosen; follows changes.
    pub fn get(self) -> Preferences {
        self.preferences.get()
    }

    /// How far it has come; follows changes.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// What makes a choice: it is in effect at once, and kept on the server. Call it where the
    /// language is in the context, and what it returns in event handlers.
    pub fn chooser(self) -> impl Fn(Preferences) + Copy {
        let apply = self.applier();
        move |preferences| {
            apply(preferences);
            self.keep();
        }
    }

    /// Tells the server what is chosen, one call at a time, until it has the last choice.
    pub fn keep(self) {
        if self.keeping.get_untracked() == Keeping::Underway {
            return;
        }
        self.keeping.set(Keeping::Underway);
        spawn_local(async move {
            let reached = loop {
                let told = self.preferences.get_untracked();
                let reached = api::set_preferences(told).await.is_ok();
                if self.preferences.get_untracked() == told {
                    break reached;
                }
            };
            self.keeping.set(if reached { Keeping::Kept } else { Keeping::HereOnly });
        });
    }

    fn applier(self) -> impl Fn(Preferences) + Copy {
        let i18n = use_i18n();
        move |preferences: Preferences| {
            cookies::keep(preferences);
            paint(preferences.theme);
            i18n.set_locale(locale_for(preferences.language, &browser_languages()));
            self.preferences.set(preferences);
        }
    }
}

/// Gives the document its colours.
fn paint(theme: Theme) {
    let Some(html) = document().document_element() else { return };
    // Neither can fail: the name is a good one.
    let _never = match theme {
        Theme::Auto => html.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => html.set_attribute("data-theme", cookies::theme_code(theme)),
    };
}
