//! Where a member writes. Enter sends, Shift+Enter breaks the line, Enter in a composition of an
//! input method does neither. What is typed is never lost: not by a reload, not by another room.

mod cost;
mod sheet;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use self::{
    cost::{Cost, Spent},
    sheet::Sheet,
};
use crate::{
    browser,
    domain::{
        Barred, Outbound, Quote, RoomId, RoomKind, TextMessage, Writing,
        text::{MAX_UTF16, TextError, utf16_len},
    },
    features::{
        attach::{Attaching, Choose, Dropped},
        mention::{self, Calling},
        messenger::{desk::Desk, names},
        parts,
        timeline::QuoteWords,
    },
    i18n::{t_string, use_i18n},
    sync::{Store, local, outbox::Outbox},
    ui::Icon,
};

/// From so many UTF-16 units on, the length is shown.
const SHOW_LENGTH: usize = MAX_UTF16 - 500;

/// The key code that browsers give every key while an input method has it.
const IN_COMPOSITION: u32 = 229;

/// Opened by a click on a screen with room for both panes: then the keyboard is at hand.
const AT_A_DESK: &str = "(width >= 768px) and (hover: hover)";

/// The composer of a room, or why nothing can be sent.
#[component]
pub fn Composer(
    /// Where it writes.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let title = Memo::new(move |_| names::title(i18n, store, room));
    let barred = Memo::new(move |_| store.room(room).and_then(|room| room.barred));
    let why = move || {
        Some(match barred.get()? {
            Barred::Unfollowed => t_string!(i18n, messenger.cut_off, name = title.get()),
            Barred::Blocked => t_string!(i18n, messenger.barred_blocked, name = title.get()),
            Barred::Left => t_string!(i18n, messenger.barred_left).to_owned(),
            Barred::Alone => t_string!(i18n, messenger.barred_alone).to_owned(),
        })
    };
    view! {
        <Show when=move || barred.get().is_none() fallback=move || view! {
            <div class="banner still" role="status">
                {Icon::Ban.small()}
                <span dir="auto">{why}</span>
            </div>
        }>
            <Spent room />
            <Elsewhere room title />
            <Writer room title />
        </Show>
    }
}

/// Says that an answer would be read by more people than what is written here.
#[component]
fn Elsewhere(room: RoomId, title: Memo<String>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let elsewhere = Memo::new(move |_| store.room(room).is_some_and(|room| room.talks_elsewhere));
    view! {
        // Stands there before there is anything to say, so that it is heard.
        <div role="status">
            <Show when=move || elsewhere.get()>
                <div class="banner elsewhere">
                    {Icon::UsersRound.small()}
                    <span dir="auto">
                        {move || t_string!(i18n, messenger.talks_elsewhere, name = title.get())}
                    </span>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Writer(room: RoomId, title: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (store, desk, outbox) =
        (expect_context::<Store>(), expect_context::<Desk>(), expect_context::<Outbox>());
    let area = NodeRef::<html::Textarea>::new();
    let typed = RwSignal::new(String::new());
    let checked = Memo::new(move |_| typed.with(|typed| TextMessage::parse(typed)));
    let keep = Draft { store, room };
    Effect::new(move |_| {
        let Some(area) = area.get() else { return };
        // Somebody may have begun to type before the client arrived.
        let here = area.value();
        typed.set(if here.is_empty() { keep.read() } else { here });
        if desk.opened_by_hand.try_update_value(std::mem::take) == Some(true)
            && browser::media(AT_A_DESK)
        {
            let _not_focusable = area.focus();
        }
    });
    Effect::new(move |_| {
        typed.track();
        // When the text itself has been drawn.
        request_animation_frame(move || {
            if let Some(area) = area.try_get_untracked().flatten() {
                fit(&area);
            }
        });
    });
    on_cleanup(move || store.drafts.notify());
    let attaching = expect_context::<Attaching>();
    let has_files = Memo::new(move |_| !attaching.of(room).is_empty());
    let can_send = Memo::new(move |_| match checked.get() {
        Ok(_) => true,
        Err(TextError::Blank) => attaching.can_send(room),
        Err(TextError::TooLong { .. }) => false,
    });
    let write = Callback::new(move |now: String| {
        keep.put(&now);
        typed.set(now);
    });
    let is_group = untrack(|| store.room(room)).is_some_and(|room| room.kind == RoomKind::Group);
    let calling = is_group.then(|| Calling::new((store.my_id(), room), area, write));
    let is_choosing = move || calling.filter(|calling| calling.is_open());
    // Once it was asked for, it stays, and is there at once the next time.
    let calls = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || calling.is_some_and(|calling| calling.asked.with(Option::is_some))
    });
    let send = move || {
        if !can_send.get_untracked() {
            return;
        }
        attaching.send(room);
        if let Ok(text) = checked.get_untracked() {
            let mentions = calling.map(|calling| calling.take(&text)).unwrap_or_default();
            let what = Outbound::Text { text, mentions };
            outbox.send(room, Writing { what, quote: desk.take_answer(room) });
            typed.set(String::new());
            keep.put("");
        }
        desk.written.notify();
    };
    let on_input = move |event| {
        write.run(event_target_value(&event));
        if let Some(calling) = calling {
            calling.look();
        }
    };
    let on_paste = move |event: ev::ClipboardEvent| {
        let files = event.clipboard_data().and_then(|pasted| pasted.files());
        if files.is_some_and(|files| attaching.take(room, &files)) {
            // What is copied out of a picture has a text, too.
            event.prevent_default();
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == IN_COMPOSITION;
        if composing || calling.is_some_and(|calling| calling.takes_key(&event)) {
            return;
        }
        if event.key() == "Enter" && !event.shift_key() {
            event.prevent_default();
            send();
        }
    };
    view! {
        <form
            class="composer"
            aria-label=move || t_string!(i18n, messenger.write)
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Answering room area />
            {move || has_files.get().then(|| parts::tray(room))}
            {move || calls.get().then(|| calling.map(parts::mention_list))}
            <label>
                <span class="sr">
                    {move || t_string!(i18n, messenger.message_to, name = title.get())}
                </span>
                <textarea
                    rows="1"
                    dir="auto"
                    enterkeyhint="send"
                    placeholder=move || t_string!(i18n, messenger.message_placeholder)
                    aria-describedby="composer-length"
                    aria-autocomplete=calling.map(|_| "list")
                    aria-controls=move || is_choosing().map(|_| mention::LIST)
                    aria-activedescendant=move || {
                        is_choosing().map(|calling| format!("{}-{}", mention::LIST, calling.active.get()))
                    }
                    aria-invalid=move || checked.with(is_too_long).then_some("true")
                    node_ref=area
                    prop:value=move || typed.get()
                    on:input=on_input
                    on:keydown=on_key
                    on:paste=on_paste
                    on:blur=move |_| calling.into_iter().for_each(Calling::close)
                />
            </label>
            <Choose room />
            <Sheet
                id="places"
                icon=Icon::MapPin
                label=move || t_string!(i18n, messenger.place)
                draw=Callback::new(move |close| parts::place_form(room, close))
            />
            <Sheet
                id="voice"
                icon=Icon::Mic
                label=move || t_string!(i18n, messenger.voice)
                draw=Callback::new(move |close| parts::voice_recorder(room, close))
            />
            <Sheet
                id="stickers"
                icon=Icon::Sticker
                label=move || t_string!(i18n, messenger.stickers)
                draw=Callback::new(move |close| parts::sticker_picker(room, close))
            />
            <button
                type="submit"
                class="tool send"
                aria-label=move || t_string!(i18n, messenger.send)
                title=move || t_string!(i18n, messenger.send)
                disabled=move || !can_send.get()
                // The text keeps the focus, and a phone its keyboard.
                on:mousedown=move |event| event.prevent_default()
            >
                {Icon::ArrowUp.draw()}
            </button>
            <Length typed checked />
            <Cost room />
            <Dropped room title />
        </form>
    }
}

/// What the next message answers to, and the way to answer to nothing. Whoever chooses something to
/// answer to goes on in the text.
#[component]
fn Answering(room: RoomId, area: NodeRef<html::Textarea>) -> impl IntoView {
    let (i18n, desk) = (use_i18n(), expect_context::<Desk>());
    let quote = Memo::new(move |_| desk.answering.with(|all| all.get(&room).cloned()));
    let write_on = move || {
        if let Some(area) = area.get_untracked() {
            let _not_focusable = area.focus();
        }
    };
    Effect::new(move |before: Option<Option<Quote>>| {
        let now = quote.get();
        if now.is_some() && before.is_some_and(|before| before != now) {
            // The menu gives the focus back to its button first.
            request_animation_frame(write_on);
        }
        now
    });
    move || {
        quote.get().map(|quote| {
            view! {
                <div class="answering">
                    {Icon::Reply.small()}
                    <QuoteWords quote />
                    <button
                        type="button"
                        class="tool"
                        aria-label=move || t_string!(i18n, messenger.answer_to_nothing)
                        title=move || t_string!(i18n, messenger.answer_to_nothing)
                        on:click=move |_| {
                            desk.answer(room, None);
                            write_on();
                        }
                    >
                        {Icon::X.small()}
                    </button>
                </div>
            }
        })
    }
}

type Checked = Result<TextMessage, TextError>;

fn is_too_long(checked: &Checked) -> bool {
    matches!(checked, Err(TextError::TooLong { .. }))
}

/// How long a long text is, and why one that is too long is not sent.
#[component]
fn Length(typed: RwSignal<String>, checked: Memo<Checked>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match checked.get() {
        Err(TextError::TooLong { over }) => {
            Some(t_string!(i18n, messenger.too_long, over = over, limit = MAX_UTF16))
        }
        Ok(_) | Err(TextError::Blank) => match typed.with(|typed| utf16_len(typed)) {
            0..SHOW_LENGTH => None,
            length => Some(t_string!(i18n, messenger.length, length = length, limit = MAX_UTF16)),
        },
    };
    view! {
        <p
            id="composer-length"
            class="length"
            class:bad=move || checked.with(is_too_long)
            role="status"
        >
            {move || text().map(|text| view! { <span>{text}</span> })}
        </p>
    }
}

/// A room's draft, on this device and for the room list.
#[derive(Clone, Copy)]
struct Draft {
    store: Store,
    room: RoomId,
}

impl Draft {
    fn read(self) -> String {
        let typed_here = self.store.drafts.with_untracked(|all| all.get(&self.room).cloned());
        typed_here.unwrap_or_else(|| local::read_draft(self.store.my_id(), self.room))
    }

    /// Keeps it without a word to the list: that shows no draft of the room that is open.
    fn put(self, draft: &str) {
        local::keep_draft(self.store.my_id(), self.room, draft);
        self.store.drafts.update_untracked(|all| {
            all.insert(self.room, draft.to_owned());
        });
    }
}

/// Makes the field as high as its text; the style sheet bounds it.
fn fit(area: &HtmlTextAreaElement) {
    let style = area.unchecked_ref::<web_sys::HtmlElement>().style();
    let _no_such_property = style.set_property("block-size", "auto");
    let height = format!("{}px", area.scroll_height());
    let _no_such_property = style.set_property("block-size", &height);
}
