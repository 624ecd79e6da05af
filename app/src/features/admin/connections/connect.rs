//! The guided page that connects an official account: what to have at hand, then one form.

use leptos::prelude::*;

use super::{super::input::EMAIL, stand::Stand, words::advice};
use crate::{
    domain::{ConnectionId, Email, Fault},
    i18n::{Locale, td_string},
    plain::{Field, Frame, Input, Note, Said},
};

/// What was typed, but for the secret, which never comes back.
#[derive(Clone, Debug, Default)]
pub struct ConnectTyped {
    /// The member's e-mail address; not asked of members, who connect for themselves.
    pub member: String,
    /// The channel ID.
    pub channel_id: String,
    /// The LINE provider.
    pub provider: String,
}

/// Why an official account was not connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectWrong {
    /// No active member has this address.
    Member,
    /// It is no channel ID.
    ChannelId,
    /// It is no channel secret.
    Secret,
    /// The provider's name is too long.
    Provider,
    /// LINE does not accept the two, or did not answer.
    Line(Fault),
    /// The channel is connected already.
    ChannelTaken(Option<Holder>),
    /// The official account is connected already, through another channel.
    AccountTaken(Option<Holder>),
}

/// The connection that has it, for those who may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Which.
    pub connection: ConnectionId,
    /// The member it stands for.
    pub name: String,
}

/// What the page shows. It posts `member`, `channel_id`, `channel_secret` and `provider` to `new`
/// below its stand's path.
#[derive(Clone, Debug)]
pub struct ConnectPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Who looks at it.
    pub stand: Stand,
    /// What was typed.
    pub typed: ConnectTyped,
    /// Why it was not connected.
    pub wrong: Vec<ConnectWrong>,
    /// Members to choose from; others may be typed.
    pub members: Vec<(Email, String)>,
    /// The server's public address, where LINE sends no webhooks to it.
    pub not_public: Option<String>,
}

/// The page as a whole document.
pub fn connect_page(page: ConnectPage) -> String {
    let ConnectPage { frame, stand, typed, wrong, members, not_public } = page;
    let locale = frame.locale;
    let said = problem(locale, &wrong);
    stand.document(&frame, td_string!(locale, connections.connect), said, || {
        let is = |which: &ConnectWrong| wrong.contains(which);
        let holder = wrong.iter().find_map(holder).map(|holder| held(locale, stand, holder));
        let lines = is(&ConnectWrong::Line(Fault::CredentialsRefused));
        let taken = wrong.iter().any(|one| matches!(one, ConnectWrong::ChannelTaken(_)));
        let channel_id = Field {
            name: "channel_id",
            label: td_string!(locale, connections.channel_id),
            input: Input {
                keyboard: Some("numeric"),
                longest: Some(100),
                required: true,
                ..Input::WORDS
            },
            value: typed.channel_id,
            note: note(
                is(&ConnectWrong::ChannelId) || lines || taken,
                td_string!(locale, connections.channel_id_hint),
            ),
        };
        let secret = secret(locale, is(&ConnectWrong::Secret) || lines);
        let provider = provider(locale, typed.provider, is(&ConnectWrong::Provider));
        let member = (stand == Stand::Office)
            .then(|| member(locale, typed.member, is(&ConnectWrong::Member), members));
        view! {
            {holder} {not_public.map(|at| not_public_note(locale, &at))} {before(locale)}
            <section class="settings-part" aria-labelledby="connect-form">
                <h2 id="connect-form">{td_string!(locale, connections.connect_form)}</h2>
                <form
                    method="post"
                    action=format!("{}/new", stand.path())
                    autocomplete="off"
                >
                    {member} {channel_id.view()} {secret.view()} {provider.view()}
                    <p class="hint">{td_string!(locale, connections.connect_hint)}</p>
                    <button class="btn primary" type="submit">
                        {td_string!(locale, connections.connect_now)}
                    </button>
                </form>
            </section>
        }
    })
}

fn problem(locale: Locale, wrong: &[ConnectWrong]) -> Option<Said> {
    let text = match wrong.first()? {
        ConnectWrong::Line(Fault::CredentialsRefused) => {
            td_string!(locale, connections.pair_refused).to_owned()
        }
        ConnectWrong::Line(fault) => advice(locale, *fault),
        ConnectWrong::ChannelTaken(_) => td_string!(locale, connections.channel_taken).to_owned(),
        ConnectWrong::AccountTaken(_) => td_string!(locale, connections.account_taken).to_owned(),
        ConnectWrong::Member => td_string!(locale, connections.bad_member).to_owned(),
        ConnectWrong::ChannelId => td_string!(locale, connections.bad_channel_id).to_owned(),
        ConnectWrong::Secret => td_string!(locale, connections.bad_secret).to_owned(),
        ConnectWrong::Provider => td_string!(locale, connections.bad_provider).to_owned(),
    };
    Some(Said::wrong(text))
}

const fn holder(wrong: &ConnectWrong) -> Option<&Holder> {
    match wrong {
        ConnectWrong::ChannelTaken(holder) | ConnectWrong::AccountTaken(holder) => holder.as_ref(),
        _ => None,
    }
}

fn held(locale: Locale, stand: Stand, holder: &Holder) -> impl IntoView + use<> {
    let text = td_string!(locale, connections.held_by, name = holder.name.as_str()).to_string();
    view! {
        <p>
            <a class="btn" href=format!("{}/{}", stand.path(), holder.connection)>
                {text}
            </a>
        </p>
    }
}

fn not_public_note(locale: Locale, at: &str) -> impl IntoView + use<> {
    view! {
        <p class="outcome bad" role="note">
            {td_string!(locale, connections.not_public_before, at = at).to_string()}
        </p>
    }
}

/// What is done at LINE before the form can be filled in.
fn before(locale: Locale) -> impl IntoView {
    view! {
        <section class="settings-part" aria-labelledby="connect-before">
            <h2 id="connect-before">{td_string!(locale, connections.before)}</h2>
            <ol class="guide">
                <li>{td_string!(locale, connections.before_account)}</li>
                <li>{td_string!(locale, connections.before_channel)}</li>
                <li>{td_string!(locale, connections.before_secret)}</li>
            </ol>
        </section>
    }
}

/// The member, by their address: names are not unique, and ten thousand do not fit into a list.
fn member(
    locale: Locale,
    typed: String,
    is_wrong: bool,
    members: Vec<(Email, String)>,
) -> impl IntoView {
    let offer = |(email, about): (Email, String)| {
        view! { <option value=email.as_str().to_owned()>{about}</option> }
    };
    let field = Field {
        name: "member",
        label: td_string!(locale, connections.member),
        input: Input { list: Some("members"), ..EMAIL },
        value: typed,
        note: note(is_wrong, td_string!(locale, connections.member_hint)),
    };
    view! {
        {field.view()}
        <datalist id="members">{members.into_iter().map(offer).collect_view()}</datalist>
    }
}

/// The field for the LINE provider.
pub(super) fn provider(locale: Locale, typed: String, is_wrong: bool) -> Field {
    Field {
        name: "provider",
        label: td_string!(locale, connections.provider),
        input: Input { longest: Some(100), ..Input::WORDS },
        value: typed,
        note: note(is_wrong, td_string!(locale, connections.provider_hint)),
    }
}

/// What to type, which is also what mends it.
fn note(is_wrong: bool, hint: &str) -> Note {
    Note::wrong_if(is_wrong, hint, Some(hint))
}

/// The field for the channel secret: always empty, whatever was typed.
pub(super) fn secret(locale: Locale, is_wrong: bool) -> Field {
    Field {
        name: "channel_secret",
        label: td_string!(locale, connections.secret),
        input: Input { kind: "password", longest: Some(200), required: true, ..Input::WORDS },
        value: String::new(),
        note: note(is_wrong, td_string!(locale, connections.secret_hint)),
    }
}
