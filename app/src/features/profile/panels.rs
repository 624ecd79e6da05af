//! The two dialogs of a profile: "Chat with External Users", and the QR code to hold up to a phone.

use leptos::prelude::*;

use super::{
    card::CardAside,
    give::{NotYet, QrPicture, SaveQr},
    reach::Reach,
    seen::Seen,
    share::Share,
};
use crate::{
    domain::line_id::contact_url,
    features::messenger::panel::{Panel, Panels},
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Copy, Dialog},
};

/// Both. Stands once, beside the panes.
#[component]
pub fn ProfilePanels() -> impl IntoView {
    let (i18n, panels) = (use_i18n(), expect_context::<Panels>());
    let reach = Reach::follow(expect_context::<Store>());
    let line_id = Memo::new(move |_| match reach.get() {
        Reach::ById(id) => Some(id),
        Reach::NotPermitted | Reach::NoAccount => None,
    });
    let shows_code = move || panels.is_open(Panel::QrCode) && line_id.get().is_some();
    view! {
        <Dialog
            id="external-users"
            class="external-users"
            title=move || t_string!(i18n, profile.chat_with_external_users)
            open=Signal::derive(move || panels.is_open(Panel::ExternalUsers))
            on_close=panels.closer()
        >
            <div class="given">
                {move || line_id.get().map(|line_id| view! { <Give line_id /> })}
                <NotYet reach />
                <Show when=move || reach.with(Reach::is_permitted)>
                    <Seen at="external-users" />
                </Show>
            </div>
            <Show when=move || line_id.with(Option::is_some)>
                <CardAside />
            </Show>
        </Dialog>
        <Dialog
            id="qr-code"
            class="qr-code"
            title=move || t_string!(i18n, profile.qr_code)
            open=Signal::derive(shows_code)
            on_close=panels.closer()
        >
            {move || line_id.get().map(|line_id| view! { <HoldUp line_id /> })}
        </Dialog>
    }
}

/// ID, URL and QR code, each to be copied, saved or handed on.
#[component]
fn Give(line_id: String) -> impl IntoView {
    let i18n = use_i18n();
    let url = contact_url(&line_id);
    view! {
        <p class="lead">{t!(i18n, profile.lead)}</p>
        <div class="field">
            <span class="label">{t!(i18n, profile.my_message_id)}</span>
            <Copy label=move || t_string!(i18n, profile.my_message_id) value=line_id.clone() />
        </div>
        <div class="field">
            <span class="label">{t!(i18n, profile.add_contact_url)}</span>
            <Copy label=move || t_string!(i18n, profile.add_contact_url) value=url />
        </div>
        <div class="field">
            <span class="label">{t!(i18n, profile.qr_code)}</span>
            <div class="code">
                <QrPicture line_id=line_id.clone() />
                <div>
                    <p>{t!(i18n, profile.qr_hint)}</p>
                    <SaveQr line_id=line_id.clone()>{t!(i18n, profile.qr_save_long)}</SaveQr>
                </div>
            </div>
        </div>
        <div class="field" role="group" aria-labelledby="external-users-share">
            <span class="label" id="external-users-share">
                {t!(i18n, profile.share_url)}
            </span>
            <Share line_id />
        </div>
    }
}

/// The code as large as the screen allows, and whose it is.
#[component]
fn HoldUp(line_id: String) -> impl IntoView {
    let store = expect_context::<Store>();
    view! {
        <QrPicture line_id=line_id.clone() />
        <p class="whose">
            <b dir="auto">{move || store.me().name}</b>
            <span>{line_id}</span>
        </p>
    }
}
