//! Where these pages stand, and what is said at their top.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::frame::{Part, PartSheet};
use crate::{
    i18n::{Locale, td_string},
    plain::{Back, Frame, Said, Sheet},
};

/// Where the admin's part is.
pub const PART: Part =
    Part { path: "/admin/connections", name: |locale| td_string!(locale, connections.title) };

/// Who looks after the connections that a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// An admin, after all of them.
    Office,
    /// A member, after their own.
    Own,
}

/// What came of an act on connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionsSaid {
    /// It is kept.
    Kept,
    /// The official account is connected.
    Connected,
    /// It was checked again.
    Checked,
    /// It has its new secret.
    Renewed,
    /// It is disconnected.
    Disconnected,
}

impl Stand {
    /// Where its first page is.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Office => PART.path,
            Self::Own => "/settings/connection",
        }
    }

    pub(super) fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Office => (PART.name)(locale),
            Self::Own => td_string!(locale, connections.own_title),
        }
    }

    /// A page as a whole document, with `body` below its title.
    pub(super) fn document<B: IntoView + 'static>(
        self,
        frame: &Frame,
        title: &'static str,
        said: Option<Said>,
        body: impl FnOnce() -> B,
    ) -> String {
        match self {
            Self::Office => PartSheet { part: PART, title, said }.document(frame, body),
            Self::Own => {
                let label = td_string!(frame.locale, settings.title);
                let back = Back { href: "/settings".into(), label };
                Sheet { title, back, said }.document(frame, body)
            }
        }
    }
}

impl ConnectionsSaid {
    pub(super) fn said(self, locale: Locale) -> Said {
        Said::done(match self {
            Self::Kept => td_string!(locale, connections.said_kept),
            Self::Connected => td_string!(locale, connections.said_connected),
            Self::Checked => td_string!(locale, connections.said_checked),
            Self::Renewed => td_string!(locale, connections.said_renewed),
            Self::Disconnected => td_string!(locale, connections.said_disconnected),
        })
    }
}
