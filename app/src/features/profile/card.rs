//! The image profile card as the server draws it, and the ways to hand it on.

use leptos::{prelude::*, task::spawn_local};

use super::card_file::Way;
use crate::{
    domain::{About, Me, Profile, Website},
    i18n::{I18nLocaleTrait as _, t, t_string, tu_string, use_i18n},
    sync::Store,
    ui::{Icon, Toaster},
};

/// The card beside what it is made of, in a dialog.
#[component]
pub fn CardAside() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="field" role="group" aria-labelledby="external-users-card">
            <span class="label" id="external-users-card">
                {t!(i18n, profile.card)}
            </span>
            <CardPicture />
            <CardWays />
            <p class="hint">{t!(i18n, profile.card_from)}</p>
        </div>
    }
}

/// The card on a page, with what it is good for.
#[component]
pub fn CardSection() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="code" aria-labelledby="profile-card">
            <CardPicture />
            <div>
                <h2 id="profile-card">{t!(i18n, profile.card)}</h2>
                <p>{t!(i18n, profile.card_hint)}</p>
                <CardWays />
            </div>
        </section>
    }
}

#[component]
fn CardPicture() -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    view! {
        <img
            class="profile-card"
            src=address()
            alt=move || t_string!(i18n, profile.card_of, name = store.me().name)
            width="1080"
            height="1350"
            loading="lazy"
            decoding="async"
        />
    }
}

#[component]
fn CardWays() -> impl IntoView {
    let i18n = use_i18n();
    let address = address();
    let way = RwSignal::new(None);
    Effect::new(move |_| way.set(Way::offered()));
    view! {
        <div class="row">
            <a class="btn" href=address download="profile-card.png">
                {Icon::Download.small()}
                {t!(i18n, profile.card_save)}
            </a>
            {move || way.get().map(|way| view! { <HandOn way address /> })}
            <a class="btn" href="/profile/public" rel="external">
                {Icon::Share2.small()}
                {t!(i18n, profile.public)}
            </a>
        </div>
    }
}

/// The button for what this device can do with a picture.
#[component]
fn HandOn<A: Fn() -> String + Copy + 'static>(way: Way, address: A) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let (icon, label) = match way {
        Way::Share => (Icon::Share2, t!(i18n, profile.card_share)),
        Way::Copy => (Icon::Copy, t!(i18n, profile.card_copy)),
    };
    let hand_on = move |_| {
        let address = untrack(address);
        spawn_local(async move {
            match (way.hand_on(address).await, way) {
                (Ok(()), Way::Copy) => toaster.say(tu_string!(i18n, common.copied)),
                (Ok(()), Way::Share) => {}
                (Err(_), _) => toaster.say(tu_string!(i18n, profile.card_not_had)),
            }
        });
    };
    view! {
        <button type="button" class="btn" on:click=hand_on>
            {icon.small()}
            {label}
        </button>
    }
}

/// Where the card is; follows what is on it.
fn address() -> impl Fn() -> String + Copy {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let version = Memo::new(move |_| version(&store.me(), i18n.get_locale().as_str()));
    move || format!("/profile/card.png?shape=portrait&v={:08x}", version.get())
}

/// Another number when something else is on the card: what a browser has already shown under an
/// address, it shows again without asking. Nothing but that hangs on it (FNV-1a).
fn version(me: &Me, language: &str) -> u32 {
    let Me { name, picture, group, company, line_id, profile, .. } = me;
    let Profile { about, phone, website } = profile;
    let parts = [
        Some(language),
        Some(name),
        picture.as_deref(),
        group.as_deref(),
        company.as_deref(),
        line_id.as_deref(),
        about.as_ref().map(About::as_str),
        phone.as_ref().map(|phone| phone.shown.as_str()),
        website.as_ref().map(Website::as_str),
    ];
    // No byte of a text is 0xFF, so what moves from one part to the next is seen.
    let bytes = parts.into_iter().flat_map(|part| part.unwrap_or_default().bytes().chain([0xFF]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::version;
    use crate::domain::{About, Me, Profile, Theme, testing};

    #[test]
    fn whatever_changes_on_a_card_changes_its_address() {
        let me = || Me {
            group: Some("Design".into()),
            line_id: Some("@123abcde".into()),
            ..testing::me()
        };
        let about = About::parse("Kitchens").unwrap();
        let others = [
            Me { name: "林".into(), ..me() },
            Me { picture: Some("/photos/0/96.jpg".into()), ..me() },
            Me { group: None, ..me() },
            Me { group: None, company: Some("Design".into()), ..me() },
            Me { line_id: Some("@sagawa".into()), ..me() },
            Me { profile: Profile { about, ..Profile::default() }, ..me() },
        ];
        let mut versions: Vec<u32> = others.iter().map(|me| version(me, "en")).collect();
        versions.extend([version(&me(), "en"), version(&me(), "ja")]);
        versions.sort_unstable();
        versions.dedup();
        assert_eq!(versions.len(), others.len() + 2);
        assert_eq!(version(&me(), "en"), version(&Me { theme: Theme::Dark, ..me() }, "en"));
    }
}
