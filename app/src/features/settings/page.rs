//! The settings page: who I am here, how I like to read, and the way out.

use leptos::prelude::*;

use super::{
    chosen::{Chosen, Keeping},
    cookies,
    read_marks::ReadMarksChoice,
};
use crate::{
    api::Preferences,
    domain::{Language, Me, OwnAccounts, Role, Theme},
    features::{blocking::BlockedPeople, messenger::leave},
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Again, Face, Icon, Shape},
};

/// The settings page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let leave = leave::taking_everything_along();
    let own_account = move || {
        (store.me().own_account == OwnAccounts::Allowed).then(|| {
            view! {
                <section class="settings-part">
                    <a class="btn" href="/settings/connection" rel="external">
                        {t!(i18n, settings.own_account)}
                    </a>
                </section>
            }
        })
    };
    // A phone has no rail to lead there.
    let admin = (untrack(|| store.me()).role == Role::Admin).then(|| {
        view! {
            <section class="settings-part">
                <a class="btn" href="/admin" rel="external">
                    {Icon::Shield.small()}
                    {t!(i18n, messenger.admin)}
                </a>
            </section>
        }
    });
    view! {
        <main class="settings scroll">
            <div class="settings-in">
                <h1>{t!(i18n, settings.title)}</h1>
                {move || view! { <Profile me=store.me() /> }}
                <Display />
                <Show when=move || store.me().line_id.is_some()>
                    <ReadMarksChoice />
                </Show>
                <Show when=move || store.me().permitted>
                    <BlockedPeople />
                </Show>
                {own_account}
                {admin}
                <section class="settings-part" aria-labelledby="settings-session">
                    <h2 id="settings-session">{t!(i18n, settings.session)}</h2>
                    <form method="post" action="/logout" on:submit=leave>
                        <button type="submit" class="btn">
                            {Icon::LogOut.small()}
                            {t!(i18n, settings.log_out)}
                        </button>
                    </form>
                </section>
            </div>
        </main>
    }
}

/// Who I am, as the company directory has it.
#[component]
fn Profile(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="settings-part" aria-labelledby="settings-me">
            <h2 id="settings-me">{t!(i18n, settings.me)}</h2>
            <div class="settings-me">
                <Face shape=Shape::Member id=me.id.uuid() name=me.name.clone() picture=me.picture />
                <div>
                    <b dir="auto">{me.name}</b>
                    {me.group.map(|group| view! { <p dir="auto">{group}</p> })}
                    <p>{me.email.as_str().to_owned()}</p>
                </div>
            </div>
            <a class="btn" href="/profile">
                {Icon::UserRound.small()}
                {t!(i18n, settings.to_profile)}
            </a>
        </section>
    }
}

/// Language and colours. Both hold at once; a failure to keep them is said, and changes nothing.
#[component]
fn Display() -> impl IntoView {
    let (i18n, chosen) = (use_i18n(), expect_context::<Chosen>());
    let choose = chosen.chooser();
    let language_name = move |language| match language {
        Language::Auto => t_string!(i18n, settings.language_auto),
        Language::En => t_string!(i18n, settings.language_en),
        Language::Ja => t_string!(i18n, settings.language_ja),
    };
    let theme_name = move |theme| match theme {
        Theme::Auto => t_string!(i18n, settings.theme_auto),
        Theme::Light => t_string!(i18n, settings.theme_light),
        Theme::Dark => t_string!(i18n, settings.theme_dark),
    };
    let language = move |language| {
        view! {
            <Choice
                group="language"
                code=cookies::language_code(language)
                checked=Signal::derive(move || chosen.get().language == language)
                choose=move || choose(Preferences { language, ..chosen.get() })
            >
                {move || language_name(language)}
            </Choice>
        }
    };
    let theme = move |theme| {
        view! {
            <Choice
                group="theme"
                code=cookies::theme_code(theme)
                checked=Signal::derive(move || chosen.get().theme == theme)
                choose=move || choose(Preferences { theme, ..chosen.get() })
            >
                {move || theme_name(theme)}
            </Choice>
        }
    };
    view! {
        <section class="settings-part" aria-labelledby="settings-display">
            <h2 id="settings-display">{t!(i18n, settings.display)}</h2>
            <fieldset class="field">
                <legend class="label">{t!(i18n, settings.language)}</legend>
                <div class="seg">
                    {[Language::Auto, Language::En, Language::Ja].map(language).into_iter().collect_view()}
                </div>
            </fieldset>
            <fieldset class="field">
                <legend class="label">{t!(i18n, settings.theme)}</legend>
                <div class="seg">
                    {[Theme::Auto, Theme::Light, Theme::Dark].map(theme).into_iter().collect_view()}
                </div>
            </fieldset>
            <div role="status">{move || keeping_words(chosen)}</div>
        </section>
    }
}

/// One of a few, as a radio button.
#[component]
fn Choice(
    group: &'static str,
    code: &'static str,
    checked: Signal<bool>,
    choose: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name=group
                value=code
                checked=checked
                prop:checked=checked
                on:change=move |_| choose()
            />
            <span>{children()}</span>
        </label>
    }
}

fn keeping_words(chosen: Chosen) -> AnyView {
    let i18n = use_i18n();
    match chosen.keeping() {
        Keeping::Untouched | Keeping::Underway => ().into_any(),
        Keeping::Kept => view! { <p class="hint">{t!(i18n, settings.saved)}</p> }.into_any(),
        Keeping::HereOnly => view! {
            <p class="bad">{t!(i18n, settings.not_saved)}</p>
            <Again ask=move || chosen.keep() />
        }
        .into_any(),
    }
}
