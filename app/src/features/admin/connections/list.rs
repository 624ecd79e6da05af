//! The list of connections, with a warning where they do not go together.

use leptos::prelude::*;

use super::{
    stand::{ConnectionsSaid, Stand},
    usage,
    words::tag,
};
use crate::{
    domain::{ConnectionEntry, OwnAccounts, Providers},
    i18n::{Locale, td_string},
    plain::{Frame, switch},
    ui::{Face, Icon, Shape},
};

/// What the page shows. An admin's posts `own` to `/admin/connections/own`.
#[derive(Clone, Debug)]
pub struct ConnectionsPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Who looks at it.
    pub stand: Stand,
    /// The connections.
    pub connections: Vec<ConnectionEntry>,
    /// Whether members connect accounts of their own.
    pub own_accounts: OwnAccounts,
    /// What came of the last act.
    pub said: Option<ConnectionsSaid>,
}

/// The page as a whole document.
pub fn connections_page(page: ConnectionsPage) -> String {
    let ConnectionsPage { frame, stand, connections, own_accounts, said } = page;
    let locale = frame.locale;
    let said = said.map(|said| said.said(locale));
    stand.document(&frame, stand.title(locale), said, || {
        let warning = warning(locale, stand, &Providers::of(&connections));
        let low = low(locale, &connections);
        let none = connections.is_empty();
        let row = |connection| row(locale, stand, connection);
        view! {
            {low}
            {warning}
            <section class="settings-part" aria-label=stand.title(locale)>
                <p class="hint">{lead(locale, stand)}</p>
                {none.then(|| view! { <p>{td_string!(locale, connections.none)}</p> })}
                <ul class="admin-list">{connections.into_iter().map(row).collect_view()}</ul>
                <p>
                    <a class="btn primary" href=format!("{}/new", stand.path())>
                        {td_string!(locale, connections.connect)}
                    </a>
                </p>
            </section>
            {(stand == Stand::Office).then(|| own(locale, own_accounts))}
        }
    })
}

fn lead(locale: Locale, stand: Stand) -> &'static str {
    match stand {
        Stand::Office => td_string!(locale, connections.lead),
        Stand::Own => td_string!(locale, connections.own_lead),
    }
}

/// What is known of LINE providers concerns the company; a member cannot mend it.
fn warning(locale: Locale, stand: Stand, providers: &Providers) -> Option<impl IntoView + use<>> {
    let (class, text) = match (stand, providers) {
        (Stand::Office, Providers::Mixed(names)) => {
            let names = names.join(", ");
            let text = td_string!(locale, connections.providers_mixed, names = names).to_string();
            ("outcome bad", text)
        }
        (Stand::Office, Providers::Untold) => {
            ("outcome", td_string!(locale, connections.providers_untold).to_owned())
        }
        _ => return None,
    };
    Some(view! {
        <p class=class role="note">
            {text}
        </p>
    })
}

/// Which accounts have used most of the month's messages.
fn low(locale: Locale, connections: &[ConnectionEntry]) -> Option<impl IntoView + use<>> {
    let low = connections.iter().filter(|connection| connection.runs_low());
    let names: Vec<&str> = low.map(ConnectionEntry::title).collect();
    (!names.is_empty()).then(|| {
        let text = td_string!(locale, quota.low_accounts, names = names.join(", ")).to_string();
        view! {
            <p class="outcome bad" role="note">
                {text}
            </p>
        }
    })
}

fn row(locale: Locale, stand: Stand, connection: ConnectionEntry) -> impl IntoView + use<> {
    let health = connection.health();
    let id = connection.account.as_ref().map(|account| account.line_id().to_owned());
    let member = (stand == Stand::Office).then(|| {
        let name = connection.member_name.as_str();
        td_string!(locale, connections.stands_for, name = name).to_string()
    });
    let about = id.into_iter().chain(member).collect::<Vec<_>>().join(" · ");
    let href = format!("{}/{}", stand.path(), connection.id);
    let (title, gone) = (connection.title().to_owned(), !connection.is_bound());
    view! {
        <li class:closed=gone>
            <Face
                shape=Shape::Member
                id=connection.id.uuid()
                name=title.clone()
                picture=connection.picture
            />
            <div class="who">
                <a href=href>
                    <b class="clip" dir="auto">
                        {title}
                    </b>
                    {Icon::ChevronRight.small()}
                </a>
                <span class="clip">{about}</span>
            </div>
            {usage::tag(locale, connection.quota)}
            {tag(locale, health)}
        </li>
    }
}

/// The switch for members' own accounts.
fn own(locale: Locale, now: OwnAccounts) -> impl IntoView {
    view! {
        <section class="settings-part" aria-labelledby="own-accounts">
            <h2 id="own-accounts">{td_string!(locale, connections.own_accounts)}</h2>
            <form method="post" action="/admin/connections/own">
                {switch("own", now == OwnAccounts::Allowed, td_string!(locale, connections.own_switch))}
                <p class="hint">{td_string!(locale, connections.own_hint)}</p>
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
    }
}
