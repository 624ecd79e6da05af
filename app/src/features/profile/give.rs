//! What a member gives a LINE user, to be found by them: ID, URL, QR code.

use leptos::{prelude::*, task::spawn_local};

use super::{
    qr::Qr,
    reach::Reach,
    save::{file_name, save_png},
};
use crate::{
    domain::line_id::contact_url,
    i18n::{t_string, tu_string, use_i18n},
    ui::{Icon, Toaster},
};

/// The QR code of the Add Contact URL: dark on white, whatever the colours around it.
#[component]
pub fn QrPicture(
    /// The member's ID on LINE.
    line_id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let url = contact_url(&line_id);
    Qr::of(&url).map(|qr| {
        let side = qr.side();
        view! {
            <svg
                class="qr"
                viewBox=format!("0 0 {side} {side}")
                role="img"
                aria-label=move || t_string!(i18n, profile.qr_of, url = url.clone())
                shape-rendering="crispEdges"
            >
                <rect width=side height=side fill="#fff" />
                <path d=qr.path() fill="#000" />
            </svg>
        }
    })
}

/// Saves the QR code as a picture. The children are what the button says.
#[component]
pub fn SaveQr(
    /// The member's ID on LINE.
    line_id: String,
    /// What the button says.
    children: Children,
) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let save = move |_| {
        let line_id = line_id.clone();
        spawn_local(async move {
            let Some(qr) = Qr::of(&contact_url(&line_id)) else { return };
            if save_png(&qr, &file_name(&line_id)).await.is_err() {
                toaster.say(tu_string!(i18n, profile.qr_not_saved));
            }
        });
    };
    view! {
        <button type="button" class="btn" on:click=save>
            {Icon::Download.small()}
            {children()}
        </button>
    }
}

/// Why LINE users cannot find the member, when they cannot.
#[component]
pub fn NotYet(
    /// How far the member is.
    reach: Memo<Reach>,
) -> impl IntoView {
    let i18n = use_i18n();
    let why = move || match reach.get() {
        Reach::NotPermitted => Some(t_string!(i18n, profile.not_permitted)),
        Reach::NoAccount => Some(t_string!(i18n, profile.no_account)),
        Reach::ById(_) => None,
    };
    move || why().map(|why| view! { <p class="not-yet">{why}</p> })
}
