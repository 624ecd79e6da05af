//! The groups of the directory, each with its number of members and a form that renames it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::frame::{Part, PartSheet};
use crate::{
    i18n::{Locale, td_string},
    plain::{Frame, Said},
};

/// Where this part is.
pub(super) const PART: Part =
    Part { path: "/admin/groups", name: |locale| td_string!(locale, admin.groups) };

/// What came of an act on a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupsSaid {
    /// It is kept.
    Kept,
    /// Somebody else has renamed it meanwhile.
    Gone,
}

impl GroupsSaid {
    fn said(self, locale: Locale) -> Said {
        match self {
            Self::Kept => Said::done(td_string!(locale, admin.kept)),
            Self::Gone => Said::wrong(td_string!(locale, admin.group_gone)),
        }
    }
}

/// A name that a group cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupFault {
    /// The group as it is called.
    pub from: String,
    /// What was typed.
    pub to: String,
}

/// What the page shows. It posts `from` and `to` to `/admin/groups`.
#[derive(Clone, Debug)]
pub struct GroupsPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The groups and their numbers of members.
    pub groups: BTreeMap<String, u32>,
    /// What cannot be done.
    pub fault: Option<GroupFault>,
    /// What came of the last act.
    pub said: Option<GroupsSaid>,
}

/// The page as a whole document.
pub fn groups_page(page: GroupsPage) -> String {
    let GroupsPage { frame, groups, fault, said } = page;
    let locale = frame.locale;
    let said = match fault {
        Some(_) => Some(Said::wrong(td_string!(locale, login.problems))),
        None => said.map(|said| said.said(locale)),
    };
    PartSheet::first(&frame, PART, said).document(&frame, || {
        let none = groups.is_empty();
        let row = |(at, (name, count)): (usize, (String, u32))| {
            let fault = fault.as_ref().filter(|fault| fault.from == name);
            let typed = fault.map_or_else(|| name.clone(), |fault| fault.to.clone());
            row(locale, Row { at, name, count, typed, is_wrong: fault.is_some() })
        };
        view! {
            <section class="settings-part" aria-label=td_string!(locale, admin.groups)>
                <p class="hint">
                    {if none {
                        td_string!(locale, admin.no_groups)
                    } else {
                        td_string!(locale, admin.groups_hint)
                    }}
                </p>
                <ul class="admin-list">
                    {groups.into_iter().enumerate().map(row).collect_view()}
                </ul>
            </section>
        }
    })
}

struct Row {
    at: usize,
    name: String,
    count: u32,
    typed: String,
    is_wrong: bool,
}

fn row(locale: Locale, row: Row) -> impl IntoView {
    let Row { at, name, count, typed, is_wrong } = row;
    let members = format!("/admin/members?q={}", utf8_percent_encode(&name, NON_ALPHANUMERIC));
    let label = td_string!(locale, admin.new_name, name = name.as_str()).to_string();
    let hint = is_wrong.then(|| format!("group-{at}-hint"));
    view! {
        <li>
            <div class="who">
                <b class="clip" dir="auto">{name.clone()}</b>
                <a href=members>
                    {td_string!(locale, admin.group_members, count = count).to_string()}
                </a>
            </div>
            <form method="post" action=PART.path class="admin-rename">
                <input type="hidden" name="from" value=name />
                <div class="field" class:bad=is_wrong>
                    <input
                        class="input"
                        name="to"
                        value=typed
                        maxlength="80"
                        required
                        autocomplete="off"
                        aria-label=label
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=hint.clone()
                    />
                    {hint
                        .map(|id| {
                            view! {
                                <p class="hint" id=id>
                                    {td_string!(locale, login.bad_name)}
                                </p>
                            }
                        })}
                </div>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.rename)}
                </button>
            </form>
        </li>
    }
}

/// What the page shows that asks before two groups become one. It posts `from`, `to` and `merge` to
/// `/admin/groups`.
#[derive(Clone, Debug)]
pub struct MergePage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The group that ends, and its number of members.
    pub from: (String, u32),
    /// The group that stays, and its number of members.
    pub to: (String, u32),
}

/// The page as a whole document.
pub fn merge_page(page: MergePage) -> String {
    let MergePage { frame, from: (from, leave), to: (to, stay) } = page;
    let locale = frame.locale;
    let sheet = PartSheet { part: PART, title: td_string!(locale, admin.merge_title), said: None };
    sheet.document(&frame, || {
        let text = td_string!(
            locale,
            admin.merge_text,
            from = from.as_str(),
            to = to.as_str(),
            leave = leave,
            stay = stay
        );
        view! {
            <section class="settings-part" aria-label=td_string!(locale, admin.merge_title)>
                <p>{text}</p>
                <form method="post" action=PART.path>
                    <input type="hidden" name="from" value=from />
                    <input type="hidden" name="to" value=to />
                    <input type="hidden" name="merge" value="yes" />
                    <p class="admin-acts">
                        <button class="btn primary" type="submit">
                            {td_string!(locale, admin.merge)}
                        </button>
                        <a class="btn" href=PART.path>
                            {td_string!(locale, admin.cancel)}
                        </a>
                    </p>
                </form>
            </section>
        }
    })
}
