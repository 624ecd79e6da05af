//! Where a phone begins with oneself: my photo and name, which open my profile.

use leptos::prelude::*;

use super::{give::NotYet, hello::Hello, reach::Reach};
use crate::{
    features::messenger::panel::Panel,
    i18n::{t, use_i18n},
    sync::Store,
    ui::Icon,
};

/// The page behind the tab Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let reach = Reach::follow(expect_context::<Store>());
    let is_reachable = move || matches!(reach.get(), Reach::ById(_));
    view! {
        <main class="home scroll">
            <div class="profile-in">
                <a class="hello" href="/profile">
                    <Hello reach />
                    {Icon::ChevronRight.draw()}
                </a>
                <Show when=is_reachable>
                    <a class="btn" href=Panel::QrCode.href()>
                        {Icon::QrCode.small()}
                        {t!(i18n, profile.qr_show_long)}
                    </a>
                </Show>
                <NotYet reach />
            </div>
        </main>
    }
}
