//! One connection: what it is, what the last check found and what to do, and the acts.

use leptos::prelude::*;

use super::{
    connect::{provider as provider_field, secret},
    stand::{ConnectionsSaid, Stand},
    usage,
    words::{advice, cause, moment, tag},
};
use crate::{
    domain::{
        ChatMode, Checkup, ConnectionEntry, Fault, Health, OfficialAccount, ReadMode, Step, Usage,
    },
    i18n::{Locale, td_string},
    plain::{Field, Frame, Said},
    ui::{Face, Icon, Shape},
};

/// Why a new secret was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretWrong {
    /// It is no channel secret.
    Form,
    /// LINE does not accept it, or did not answer.
    Line(Fault),
}

/// What the page shows. It posts to `check`, `secret` (`channel_secret`), `provider` (`provider`) and
/// `disconnect` below its own address.
#[derive(Clone, Debug)]
pub struct OnePage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Who looks at it.
    pub stand: Stand,
    /// The connection.
    pub connection: ConnectionEntry,
    /// What it has used.
    pub usage: Usage,
    /// Where LINE is to send its webhooks.
    pub webhook: String,
    /// What came of the last act.
    pub said: Option<ConnectionsSaid>,
    /// Why the new secret was not kept.
    pub secret_wrong: Option<SecretWrong>,
    /// The provider as it was typed, where it could not be kept.
    pub provider_wrong: Option<String>,
}

/// The page as a whole document.
pub fn one_page(page: OnePage) -> String {
    let OnePage { frame, stand, connection, usage, webhook, said, .. } = page;
    let (secret_wrong, provider_wrong) = (page.secret_wrong, page.provider_wrong);
    let locale = frame.locale;
    let said = match (secret_wrong, &provider_wrong) {
        (Some(wrong), _) => Some(Said::wrong(refused(locale, wrong))),
        (None, Some(_)) => Some(Said::wrong(td_string!(locale, connections.bad_provider))),
        (None, None) => said.map(|said| said.said(locale)),
    };
    stand.document(&frame, td_string!(locale, connections.one), said, || {
        let here = format!("{}/{}", stand.path(), connection.id);
        let health = connection.health();
        let steps = connection.checkup.map(|checkup| steps(locale, &checkup, &webhook));
        let modes = connection.account.as_ref().map(|account| modes(locale, account));
        let acts = connection.is_bound().then(|| {
            let provider = provider_wrong.clone().or_else(|| connection.provider.clone());
            let provider =
                provider_field(locale, provider.unwrap_or_default(), provider_wrong.is_some());
            acts(locale, &here, secret(locale, secret_wrong.is_some()), provider)
        });
        let told = connection.is_bound().then(|| usage::told(locale, usage.told));
        let checked = connection.is_bound().then(|| checked(locale, &here, steps, modes));
        view! {
            <nav>
                <a class="btn small" href=stand.path()>
                    {Icon::ChevronLeft.small()}
                    {stand.title(locale)}
                </a>
            </nav>
            {about(locale, stand, health, connection, webhook)}
            {checked}
            {usage::part(locale, told, usage.months)}
            {acts}
        }
    })
}

fn refused(locale: Locale, wrong: SecretWrong) -> String {
    match wrong {
        SecretWrong::Form => td_string!(locale, connections.bad_secret).to_owned(),
        SecretWrong::Line(Fault::CredentialsRefused) => {
            td_string!(locale, connections.secret_refused).to_owned()
        }
        SecretWrong::Line(fault) => advice(locale, fault),
    }
}

/// Whether a check, which stands below, says of a state what is behind it.
fn says(checkup: &Checkup, health: Health) -> bool {
    match health {
        Health::TokenFails(failing) => checkup.token == Step::failed(failing.why),
        Health::WebhookFails(failing) => checkup.webhooks() == Some(Err(failing.why)),
        _ => false,
    }
}

fn about(
    locale: Locale,
    stand: Stand,
    health: Health,
    connection: ConnectionEntry,
    webhook: String,
) -> impl IntoView {
    let title = connection.title().to_owned();
    let is_below = connection.checkup.is_some_and(|checkup| says(&checkup, health));
    let cause = cause(locale, health).filter(|_| !is_below);
    let (id, member) = (connection.id.uuid(), connection.member_name);
    let ids = connection.account.as_ref().map(|account| match &account.premium_id {
        Some(premium) => format!("{premium} · {}", account.basic_id),
        None => account.basic_id.clone(),
    });
    let heard = connection.signs.webhook.well_at.map(moment);
    let fact = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
            </div>
        }
    };
    view! {
        <section class="settings-part" aria-labelledby="connection">
            <div class="settings-me">
                <Face shape=Shape::Member id=id name=title.clone() picture=connection.picture />
                <div>
                    <h2 id="connection" dir="auto">
                        {title}
                    </h2>
                    <p>{ids}</p>
                </div>
            </div>
            <p>{tag(locale, health)}</p>
            {cause.map(|text| view! { <p>{text}</p> })}
            <dl class="admin-facts">
                {(stand == Stand::Office)
                    .then(|| fact(td_string!(locale, connections.member_name), member))}
                {fact(td_string!(locale, connections.channel_id), connection.channel_id)}
                {fact(td_string!(locale, connections.webhook), webhook)}
                {heard.map(|at| fact(td_string!(locale, connections.last_webhook), at))}
            </dl>
        </section>
    }
}

/// The check's result, and the way to another.
fn checked(
    locale: Locale,
    here: &str,
    steps: Option<impl IntoView>,
    modes: Option<impl IntoView>,
) -> impl IntoView {
    view! {
        <section class="settings-part" aria-labelledby="check">
            <h2 id="check">{td_string!(locale, connections.check)}</h2>
            {steps}
            {modes}
            <form method="post" action=format!("{here}/check")>
                <button class="btn primary" type="submit">
                    {Icon::RotateCw.small()}
                    {td_string!(locale, connections.check_again)}
                </button>
            </form>
        </section>
    }
}

fn steps(locale: Locale, checkup: &Checkup, webhook: &str) -> impl IntoView + use<> {
    let at = moment(checkup.at);
    let by_hand =
        matches!(checkup.address, Step::Failed { why: Fault::NotPublic | Fault::AddressRefused });
    let by_hand = by_hand.then(|| {
        let text = td_string!(locale, connections.by_hand, address = webhook).to_string();
        view! { <p class="hint">{text}</p> }
    });
    view! {
        <p class="hint">{td_string!(locale, connections.checked_at, at = at).to_string()}</p>
        <ol class="steps">
            {step(locale, td_string!(locale, connections.step_token), checkup.token)}
            {step(locale, td_string!(locale, connections.step_account), checkup.account)}
            {step(locale, td_string!(locale, connections.step_address), checkup.address)}
            {step(locale, td_string!(locale, connections.step_test), checkup.test)}
            {step(locale, td_string!(locale, connections.step_switch), checkup.switch)}
        </ol>
        {by_hand}
    }
}

fn step(locale: Locale, name: &'static str, step: Step) -> impl IntoView {
    let (class, icon, word, text) = match step {
        Step::Passed => ("good", Icon::Check, td_string!(locale, connections.passed), None),
        Step::Failed { why } => {
            let word = td_string!(locale, connections.failed);
            ("bad", Icon::TriangleAlert, word, Some(advice(locale, why)))
        }
        Step::Skipped => ("left", Icon::Clock, td_string!(locale, connections.skipped), None),
    };
    view! {
        <li class=class>
            <b>{icon.small()} {name}</b>
            <span>{word}</span>
            {text.map(|text| view! { <p>{text}</p> })}
        </li>
    }
}

/// What is set in LINE's own manager, and what it ought to be.
fn modes(locale: Locale, account: &OfficialAccount) -> impl IntoView + use<> {
    let (chat_class, chat) = match account.chat_mode {
        Some(ChatMode::Chat) => ("good", td_string!(locale, connections.chat_on)),
        Some(ChatMode::Bot) => ("bad", td_string!(locale, connections.chat_off)),
        None => ("left", td_string!(locale, connections.chat_unknown)),
    };
    let read = match account.read_mode {
        Some(ReadMode::Manual) => td_string!(locale, connections.read_manual),
        Some(ReadMode::Auto) => td_string!(locale, connections.read_auto),
        None => td_string!(locale, connections.read_unknown),
    };
    view! {
        <h3>{td_string!(locale, connections.at_line)}</h3>
        <ul class="steps">
            <li class=chat_class>
                <p>{chat}</p>
            </li>
            <li>
                <p>{read}</p>
            </li>
            <li>
                <p>{td_string!(locale, connections.greeting_off)}</p>
            </li>
        </ul>
    }
}

fn acts(locale: Locale, here: &str, secret: Field, provider: Field) -> impl IntoView + use<> {
    view! {
        <section class="settings-part" aria-labelledby="renew">
            <h2 id="renew">{td_string!(locale, connections.renew)}</h2>
            <p class="hint">{td_string!(locale, connections.renew_hint)}</p>
            <form method="post" action=format!("{here}/secret") autocomplete="off">
                {secret.view()}
                <button class="btn" type="submit">
                    {td_string!(locale, connections.renew_now)}
                </button>
            </form>
        </section>
        <section class="settings-part" aria-labelledby="provider-part">
            <h2 id="provider-part">{td_string!(locale, connections.provider_part)}</h2>
            <form method="post" action=format!("{here}/provider")>
                {provider.view()}
                <button class="btn" type="submit">
                    {td_string!(locale, admin.save)}
                </button>
            </form>
        </section>
        <section class="settings-part" aria-labelledby="disconnect">
            <h2 id="disconnect">{td_string!(locale, connections.disconnect)}</h2>
            <p class="hint">{td_string!(locale, connections.disconnect_hint)}</p>
            <form method="post" action=format!("{here}/disconnect")>
                <label class="choice">
                    <input type="checkbox" name="sure" value="yes" required />
                    <span>{td_string!(locale, connections.disconnect_sure)}</span>
                </label>
                <button class="btn danger" type="submit">
                    {td_string!(locale, connections.disconnect)}
                </button>
            </form>
        </section>
    }
}
