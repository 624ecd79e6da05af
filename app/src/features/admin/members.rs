//! The members: found by a search, a page at a time, chosen one by one or all at once.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{
    frame::{Part, PartSheet},
    member::{member_path, tags},
};
use crate::{
    domain::{
        DirectoryEntry, DirectoryPage, Grant, MemberId, Rules, Standing, directory::DIRECTORY_PAGE,
    },
    i18n::{Locale, td_string},
    plain::{Frame, Said},
    ui::{Face, Icon, Shape},
};

/// The form that the checkboxes of the rows belong to: a form cannot stand around the rows' own.
const CHOICE: &str = "choice";

/// Where this part is.
pub(super) const PART: Part =
    Part { path: "/admin/members", name: |locale| td_string!(locale, admin.members) };

/// What came of an act on members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembersSaid {
    /// It is kept.
    Kept,
    /// Nobody was chosen to do it to.
    Nobody,
    /// Nobody closes their own account.
    Own,
}

impl MembersSaid {
    fn said(self, locale: Locale) -> Said {
        match self {
            Self::Kept => Said::done(td_string!(locale, admin.kept)),
            Self::Nobody => Said::wrong(td_string!(locale, admin.nobody_chosen)),
            Self::Own => Said::wrong(td_string!(locale, admin.own_account)),
        }
    }
}

/// What the page shows. It posts to `/admin/members/choice` and `/admin/members/standing`, and
/// searches with `/admin/members?q=`.
#[derive(Clone, Debug)]
pub struct MembersPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// The admin.
    pub me: MemberId,
    /// Who may talk with LINE users.
    pub rules: Rules,
    /// What was searched for.
    pub search: String,
    /// The members found.
    pub found: DirectoryPage,
    /// What came of the last act.
    pub said: Option<MembersSaid>,
}

/// The page as a whole document.
pub fn members_page(page: MembersPage) -> String {
    let MembersPage { frame, me, rules, search, found, said } = page;
    let locale = frame.locale;
    let said = said.map(|said| said.said(locale));
    PartSheet::first(&frame, PART, said).document(&frame, || {
        let here = Here { locale, me, search, from: found.from, rules };
        view! { {ways(locale)} {directory(&here, found)} }
    })
}

/// How members come in.
fn ways(locale: Locale) -> impl IntoView {
    view! {
        <p class="admin-acts">
            <a class="btn primary" href="/admin/members/new">
                {td_string!(locale, admin.new_member)}
            </a>
            <a class="btn" href="/admin/members/import">
                {td_string!(locale, admin.import)}
            </a>
        </p>
    }
}

/// The search, what it found, and what can be done with it.
fn directory(here: &Here, page: DirectoryPage) -> impl IntoView + use<> {
    let Here { locale, from, rules, .. } = *here;
    let (none, found) = (page.members.is_empty(), page.found);
    let to = from + u32::try_from(page.members.len()).unwrap_or_default();
    let by_member = rules.grant == Grant::Chosen;
    let row = |entry| row(here, entry);
    view! {
        <section class="settings-part" aria-label=td_string!(locale, admin.members)>
            <search>
                <form method="get" action=PART.path class="admin-find">
                    <label class="input find">
                        {Icon::Search.small()}
                        <span class="sr">{td_string!(locale, admin.find)}</span>
                        <input
                            type="search"
                            name="q"
                            value=here.search.clone()
                            placeholder=td_string!(locale, admin.find)
                        />
                    </label>
                    <button class="btn" type="submit">
                        {td_string!(locale, admin.search)}
                    </button>
                </form>
            </search>
            <p class="hint" role="status">
                {if none {
                    td_string!(locale, admin.none_found).to_string()
                } else {
                    td_string!(locale, admin.shown, from = from + 1, to = to, found = found)
                        .to_string()
                }}
            </p>
            {by_member.then(|| choosing(locale, &here.search, found))}
            <ul class="admin-list">{page.members.into_iter().map(row).collect_view()}</ul>
            {pages(locale, &here.search, from, found)}
        </section>
    }
}

/// What is done with those whose boxes are ticked, or with everybody who was found.
fn choosing(locale: Locale, search: &str, found: u32) -> impl IntoView + use<> {
    let act = |value: &'static str, label: String| {
        view! {
            <button class="btn small" type="submit" form=CHOICE name="act" value=value>
                {label}
            </button>
        }
    };
    view! {
        <form id=CHOICE method="post" action="/admin/members/choice" class="admin-acts">
            <input type="hidden" name="q" value=search.to_owned() />
            {act("choose", td_string!(locale, admin.choose).to_string())}
            {act("withdraw", td_string!(locale, admin.withdraw).to_string())}
            {act("choose_found", td_string!(locale, admin.choose_found, found = found).to_string())}
            {act(
                "withdraw_found",
                td_string!(locale, admin.withdraw_found, found = found).to_string(),
            )}
        </form>
    }
}

/// Where a row stands: what its words and its forms need.
struct Here {
    locale: Locale,
    me: MemberId,
    search: String,
    from: u32,
    rules: Rules,
}

fn row(here: &Here, entry: DirectoryEntry) -> impl IntoView + use<> {
    let Here { locale, me, rules, .. } = *here;
    let choice = (rules.grant == Grant::Chosen).then(|| {
        let label = td_string!(locale, admin.tick, name = entry.name.as_str()).to_string();
        view! {
            <input
                type="checkbox"
                form=CHOICE
                name="member"
                value=entry.id.to_string()
                aria-label=label
            />
        }
    });
    let tags = tags(locale, &entry, rules);
    let about = [entry.group, Some(entry.email.as_str().to_owned())];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let standing = (entry.id != me).then(|| standing(here, entry.id, entry.standing));
    view! {
        <li class:closed=entry.standing == Standing::Deactivated>
            {choice} <Face shape=Shape::Member id=entry.id.uuid() name=entry.name.clone() picture=entry.picture />
            <div class="who">
                <a class="clip" dir="auto" href=member_path(entry.id)>
                    {entry.name}
                </a>
                <span class="clip">{about}</span>
            </div>
            {tags} {standing}
        </li>
    }
}

/// Closes the account, or opens it again.
fn standing(here: &Here, member: MemberId, now: Standing) -> impl IntoView + use<> {
    let Here { locale, from, .. } = *here;
    let search = here.search.clone();
    let (value, label) = match now {
        Standing::Active => ("deactivated", td_string!(locale, admin.close)),
        Standing::Deactivated => ("active", td_string!(locale, admin.reopen)),
    };
    view! {
        <form method="post" action="/admin/members/standing">
            <input type="hidden" name="member" value=member.to_string() />
            <input type="hidden" name="q" value=search />
            <input type="hidden" name="from" value=from.to_string() />
            <button class="btn small quiet" type="submit" name="standing" value=value>
                {label}
            </button>
        </form>
    }
}

fn pages(locale: Locale, search: &str, from: u32, found: u32) -> impl IntoView + use<> {
    let at = |from: u32| {
        let search = utf8_percent_encode(search, NON_ALPHANUMERIC);
        format!("/admin/members?q={search}&from={from}")
    };
    let before = (from > 0).then(|| at(from.saturating_sub(DIRECTORY_PAGE)));
    let after = (from + DIRECTORY_PAGE < found).then(|| at(from + DIRECTORY_PAGE));
    let link = |href: String, label: &'static str| {
        view! {
            <a class="btn small" href=href>
                {label}
            </a>
        }
    };
    (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="admin-acts" aria-label=td_string!(locale, admin.pages)>
                {before.map(|href| link(href, td_string!(locale, admin.before)))}
                {after.map(|href| link(href, td_string!(locale, admin.after)))}
            </nav>
        }
    })
}
