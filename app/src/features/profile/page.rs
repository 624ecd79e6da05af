//! The member's own profile as a page.

use leptos::prelude::*;

use super::{
    card::CardSection,
    give::{NotYet, QrPicture, SaveQr},
    hello::Hello,
    reach::Reach,
    seen::{Edit, Seen},
    share::Share,
};
use crate::{
    domain::line_id::contact_url,
    features::messenger::panel::Panel,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Copy, Icon},
};

/// The profile page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let i18n = use_i18n();
    let reach = Reach::follow(expect_context::<Store>());
    let give = move || match reach.get() {
        Reach::ById(line_id) => Some(view! { <Give line_id /> }),
        Reach::NotPermitted | Reach::NoAccount => None,
    };
    let is_permitted = move || reach.with(Reach::is_permitted);
    view! {
        <main class="profile scroll">
            <div class="profile-in">
                <div class="profile-top">
                    <a
                        class="tool"
                        href="/home"
                        aria-label=move || t_string!(i18n, profile.to_home)
                    >
                        {Icon::ChevronLeft.draw()}
                    </a>
                    <Show when=is_permitted>
                        <Edit />
                    </Show>
                </div>
                <div class="hello">
                    <Hello reach />
                </div>
                <a class="btn quiet small photo-change" href="/profile/photo" rel="external">
                    {Icon::Pencil.small()}
                    {t!(i18n, profile.change_photo)}
                </a>
                {give}
                <NotYet reach />
                <Show when=is_permitted>
                    <Seen at="profile" />
                </Show>
            </div>
        </main>
    }
}

/// ID, QR code and URL.
#[component]
fn Give(line_id: String) -> impl IntoView {
    let i18n = use_i18n();
    let url = contact_url(&line_id);
    view! {
        <div class="field inline">
            <span class="label">{t!(i18n, profile.id)}</span>
            <Copy label=move || t_string!(i18n, profile.id) value=line_id.clone() />
        </div>
        <section class="code" aria-labelledby="profile-code">
            <QrPicture line_id=line_id.clone() />
            <div>
                <h2 id="profile-code">{t!(i18n, profile.qr_code)}</h2>
                <p>{t!(i18n, profile.qr_hint)}</p>
                <div class="row">
                    <a class="btn primary" href=Panel::QrCode.href()>
                        {Icon::Maximize2.small()}
                        {t!(i18n, profile.qr_show)}
                    </a>
                    <SaveQr line_id=line_id.clone()>{t!(i18n, profile.qr_save)}</SaveQr>
                </div>
            </div>
        </section>
        <CardSection />
        <div class="field">
            <span class="label">{t!(i18n, profile.add_contact_url)}</span>
            <Copy label=move || t_string!(i18n, profile.add_contact_url) value=url />
            <Share line_id />
        </div>
    }
}
