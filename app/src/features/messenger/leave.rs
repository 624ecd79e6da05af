//! Logging out of this device: what a member wrote and did not send must not stay for whoever sits
//! here next. A session that ends by itself takes nothing away: only the member gives texts up.

use std::collections::HashMap;

use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    browser,
    i18n::{t_string, use_i18n},
    sync::{Store, local, pending},
};

/// What a form does that logs out, before it is sent: asks when something was not sent yet, and
/// takes this member's texts off the device.
pub fn taking_everything_along() -> impl Fn(SubmitEvent) + Copy + 'static {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    move |event| {
        let member = store.my_id();
        // Other tabs keep there what they have not sent.
        let kept = local::read_pending(member);
        let unsent = store.pending.with_untracked(|here| pending::unsent(here, &kept));
        if unsent > 0
            && !browser::confirm(&t_string!(i18n, messenger.log_out_unsent, count = unsent))
        {
            event.prevent_default();
            return;
        }
        store.pending.set(Vec::new());
        store.drafts.set(HashMap::new());
        local::forget_all(member);
    }
}
