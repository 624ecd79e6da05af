//! What can be done with a message: from the button beside it, the right mouse button, or the keyboard's
//! menu key. The timeline has one menu for all messages.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::layout::{Pier, Talk};
use crate::{
    api, browser,
    domain::{Body, MediaId, MediaState, MessageId, Quote, RoomId, Seq},
    features::messenger::desk::Desk,
    i18n::{t, t_string, use_i18n},
    ui::{Icon, MenuSheet, Toaster, copy::write_to_clipboard},
};

/// The id of the timeline's menu.
const MESSAGE_MENU: &str = "message-menu";

/// Whose menu is open in the timeline. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct MessageMenu {
    of: RwSignal<Option<Talk>>,
    /// The message by which the keyboard comes to all of them: hundreds of stops would lie before the
    /// composer.
    stop: Memo<Option<MessageId>>,
}

impl MessageMenu {
    /// Puts it into the context of the timeline, whose newest message is `stop`.
    pub fn provide(stop: Memo<Option<MessageId>>) -> Self {
        let menu = Self { of: RwSignal::new(None), stop };
        provide_context(menu);
        menu
    }

    /// What a message does when its menu is called for: its button opens it, so that there is one way.
    /// Words that are chosen, and links, keep the browser's own menu.
    pub fn called(event: &MouseEvent) {
        let on_link = event
            .target()
            .and_then(|at| at.dyn_into::<Element>().ok())
            .is_some_and(|at| at.closest("a, video, audio").ok().flatten().is_some());
        let chosen = window().get_selection().ok().flatten();
        if on_link || chosen.is_some_and(|chosen| !chosen.is_collapsed()) {
            return;
        }
        let message = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        let button = message.and_then(|it| it.query_selector("button.more").ok().flatten());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            button.click();
        }
    }
}

/// Leads from the button of one message to that of the one above or below.
fn step(event: &KeyboardEvent) {
    let by: i32 = match event.key().as_str() {
        "ArrowUp" => -1,
        "ArrowDown" => 1,
        _ => return,
    };
    let Some(here) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) else {
        return;
    };
    let log = here.closest("#log").ok().flatten();
    let all = log.and_then(|log| log.query_selector_all(".msg > button.more").ok());
    let Some(all) = all else { return };
    event.prevent_default();
    let at = (0..all.length()).find(|at| all.item(*at).as_ref() == Some(here.as_ref()));
    let next = at.and_then(|at| at.checked_add_signed(by)).and_then(|at| all.item(at));
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _not_focusable = next.focus();
    }
}

/// The button beside a message.
#[component]
pub fn MessageMenuButton(
    /// Which message.
    id: MessageId,
    /// The message.
    talk: Memo<Talk>,
) -> impl IntoView {
    let (i18n, menu) = (use_i18n(), expect_context::<MessageMenu>());
    view! {
        <button
            type="button"
            class="more"
            aria-label=move || t_string!(i18n, messenger.message_menu)
            aria-haspopup="menu"
            popovertarget=MESSAGE_MENU
            tabindex=move || if menu.stop.get() == Some(id) { "0" } else { "-1" }
            on:keydown=|event| step(&event)
            on:click=move |_| menu.of.set(Some(talk.get_untracked()))
        >
            "⋯"
        </button>
    }
}

/// The menu of all messages.
#[component]
pub fn MessageMenuSheet(
    /// Whose it is.
    menu: MessageMenu,
    /// The room being read.
    room: RoomId,
) -> impl IntoView {
    let i18n = use_i18n();
    let items = move || menu.of.get().map(|talk| view! { <Items talk room /> });
    view! {
        <MenuSheet id=MESSAGE_MENU label=move || t_string!(i18n, messenger.message_menu)>
            {items}
        </MenuSheet>
    }
}

#[component]
fn Items(talk: Talk, room: RoomId) -> impl IntoView {
    let i18n = use_i18n();
    let words = match &talk.body {
        Body::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    let file = match &talk.body {
        Body::Media { media } if media.is_here() => Some(media.id),
        _ => None,
    };
    let can_withdraw = talk.pier == Pier::Me
        && matches!(&talk.body, Body::Media { media } if media.state == MediaState::Here);
    let shared = talk.seq.filter(|_| can_withdraw);
    let is_ours = matches!(talk.pier, Pier::Me | Pier::Peer(_));
    view! {
        {talk.quote_of().map(|quote| view! { <Answer quote room /> })}
        {words.map(|words| view! { <CopyWords words /> })}
        {file.map(|file| view! { <Save file /> })}
        {shared.map(|seq| view! { <Withdraw room seq /> })}
        {is_ours
            .then(|| {
                view! {
                    <hr />
                    <p class="why">{t!(i18n, messenger.no_recall)}</p>
                }
            })}
    }
}

/// Answers to a message.
#[component]
fn Answer(quote: Quote, room: RoomId) -> impl IntoView {
    let (i18n, desk) = (use_i18n(), expect_context::<Desk>());
    let answer = move |_| desk.answer(room, Some(quote.clone()));
    view! {
        <button type="button" role="menuitem" tabindex="-1" on:click=answer>
            {Icon::Reply.draw()}
            {t!(i18n, messenger.answer)}
        </button>
    }
}

/// Saves what somebody sent as a file.
#[component]
fn Save(file: MediaId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a role="menuitem" tabindex="-1" href=file.download() download="">
            {Icon::Download.draw()}
            {t!(i18n, media.save)}
        </a>
    }
}

/// Takes what was sent out of the reach of LINE users, as far as that can be done.
#[component]
fn Withdraw(room: RoomId, seq: Seq) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let withdraw = move |_| {
        if !browser::confirm(t_string!(i18n, media.withdraw_ask)) {
            return;
        }
        spawn_local(async move {
            if api::withdraw_media(room, seq).await.is_err() {
                toaster.say(t_string!(i18n, messenger.retry_failed));
            }
        });
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" on:click=withdraw>
            {Icon::EyeOff.draw()}
            {t!(i18n, media.withdraw)}
        </button>
    }
}

#[component]
fn CopyWords(words: String) -> impl IntoView {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let copy = move |_| {
        let words = words.clone();
        spawn_local(async move {
            let outcome = write_to_clipboard(&words).await;
            toaster.say(match outcome {
                Ok(()) => t_string!(i18n, common.copied),
                Err(_) => t_string!(i18n, messenger.copy_failed),
            });
        });
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" on:click=copy>
            {Icon::Copy.draw()}
            {t!(i18n, messenger.copy_text)}
        </button>
    }
}
