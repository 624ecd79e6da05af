//! Handing the Add Contact URL on: by what the device offers, by SMS, by e-mail.

use leptos::{prelude::*, task::spawn_local};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use wasm_bindgen_futures::JsFuture;
use web_sys::ShareData;

use crate::{
    domain::line_id::contact_url,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::Icon,
};

/// The ways to hand the URL of `line_id` on.
#[component]
pub fn Share(
    /// The member's ID on LINE.
    line_id: String,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let url = StoredValue::new(contact_url(&line_id));
    let text = move || t_string!(i18n, profile.share_text, name = store.me().name);
    let message = move || url.with_value(|url| format!("{}\n{url}", text()));
    let is_offered = RwSignal::new(false);
    Effect::new(move |_| is_offered.set(device_shares()));
    let share = move |_| {
        let (text, url) = (untrack(text), url.get_value());
        spawn_local(async move {
            let data = ShareData::new();
            data.set_text(&text);
            data.set_url(&url);
            // Rejected when the member thinks better of it: nothing to say.
            let _thought_better = JsFuture::from(window().navigator().share_with_data(&data)).await;
        });
    };
    view! {
        <div class="row">
            <Show when=move || is_offered.get()>
                <button type="button" class="btn" on:click=share>
                    {Icon::Share2.small()}
                    {t!(i18n, profile.share)}
                </button>
            </Show>
            <a class="btn" href=move || by_sms(&message())>
                {Icon::Smartphone.small()}
                {t!(i18n, profile.by_sms)}
            </a>
            <a
                class="btn"
                href=move || by_mail(t_string!(i18n, profile.share_subject), &message())
            >
                {Icon::Mail.small()}
                {t!(i18n, profile.by_mail)}
            </a>
        </div>
    }
}

/// Whether the browser has a share sheet (Web Share API); in a browser only.
fn device_shares() -> bool {
    js_sys::Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// An SMS to somebody who is yet to be chosen. `?&` is what both Android and iOS understand.
fn by_sms(text: &str) -> String {
    format!("sms:?&body={}", utf8_percent_encode(text, NON_ALPHANUMERIC))
}

/// An e-mail to somebody who is yet to be chosen.
fn by_mail(subject: &str, text: &str) -> String {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    format!("mailto:?subject={}&body={}", encoded(subject), encoded(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_adds_nothing_to_the_address() {
        let sms = by_sms("&cc=eve@x.example\r\n#林\nhttps://line.me/R/ti/p/%40a");
        assert_eq!(
            sms,
            "sms:?&body=%26cc%3Deve%40x%2Eexample%0D%0A%23%E6%9E%97%0A\
             https%3A%2F%2Fline%2Eme%2FR%2Fti%2Fp%2F%2540a"
        );
        let mail = by_mail("a&bcc=b", "c");
        assert_eq!(mail, "mailto:?subject=a%26bcc%3Db&body=c");
    }
}
