//! A room's messages: laid out by `layout`, kept by `rows`, drawn by `row`, brought in by `loader`,
//! held in place by `scroll`.

mod album;
mod later;
mod layout;
mod link_card;
mod loader;
mod media;
mod menu;
mod order;
mod quoted;
mod recipients;
mod row;
mod rows;
mod said;
pub mod scroll;
mod state;
mod sticker;
mod undelivered;
mod words;

use leptos::{ev, html, prelude::*};

use self::{
    layout::{Day, Unread, lay_out},
    loader::Trouble,
    menu::{MessageMenu, MessageMenuSheet},
    row::Row,
    rows::Rows,
    scroll::{Log, Spot},
};
use crate::{
    browser,
    domain::{RoomId, Seq},
    features::messenger::{
        clock::{Clock, DayName},
        dead_end::{NoSuchRoom, TryAgain},
        desk::Desk,
        names,
    },
    i18n::{t_string, use_i18n},
    sync::{Link, Store, outbox::Outbox, reads::Reads},
    ui::{Each, Icon, TalkSkeleton},
};

pub use self::{
    album::pictures,
    later::LaterForm,
    loader::Loader,
    media::bytes,
    quoted::QuoteWords,
    words::{gist, notice},
};

/// Nearer than this to an end, what lies beyond is loaded, in CSS pixels.
const AHEAD: f64 = 900.0;

/// What the timeline of an open room and the way back down have in common. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Reading {
    room: RoomId,
    loader: Loader,
    log: NodeRef<html::Div>,
    /// Whether the newest message is in sight.
    at_newest: RwSignal<bool>,
    /// Whether the timeline stands where it was opened, so that reading may begin.
    settled: StoredValue<bool>,
    /// The message to be shown as soon as it is here.
    wanted: StoredValue<Option<Seq>>,
}

impl Reading {
    /// The state of a room that is being opened.
    pub fn new(store: Store, room: RoomId) -> Self {
        Self {
            room,
            loader: Loader::new(store, room),
            log: NodeRef::new(),
            at_newest: RwSignal::new(true),
            settled: StoredValue::new(false),
            wanted: StoredValue::new(None),
        }
    }

    fn log(self) -> Option<Log> {
        self.log.try_get_untracked().flatten().map(|log| Log(log.into()))
    }

    fn settled_log(self) -> Option<Log> {
        // The room may have been left since: then there is nothing to look at.
        self.log().filter(|_| self.settled.try_get_value() == Some(true))
    }

    /// Goes to the newest message, loading it if need be.
    fn to_newest(self) {
        self.loader.newest();
        if let Some(log) = self.log() {
            log.to_newest();
        }
    }

    /// Shows a message of the room, wherever it stands, loading it if need be.
    fn show(self, seq: Seq) {
        self.wanted.set_value(Some(seq));
        if !self.show_wanted() {
            self.loader.around(seq);
        }
    }

    /// Shows the message that is wanted, if it is here. Answers whether none is wanted any more.
    fn show_wanted(self) -> bool {
        let Some(seq) = self.wanted.get_value() else { return true };
        let is_shown = self.log().is_some_and(|log| log.reveal(seq));
        if is_shown {
            self.wanted.set_value(None);
        }
        is_shown
    }

    /// After the rows have changed: where one was before, or, at first, where one left off and at
    /// the first unread message.
    fn restore(self, spot: Option<&Spot>, left_at: Option<&Spot>) {
        let Some(log) = self.log() else { return };
        if let Some(spot) = spot {
            log.go(spot);
        } else {
            if let Some(left_at) = left_at {
                log.go(left_at);
            }
            log.reveal_unread();
            self.settled.set_value(true);
        }
        self.show_wanted();
    }

    /// Looks where one is: loads what is near, marks read what is seen.
    fn look(self, reads: &Reads, store: Store, desk: Desk) {
        let Some(log) = self.settled_log() else { return };
        desk.spots.update_value(|spots| {
            spots.insert(self.room, log.spot());
        });
        if log.above() < AHEAD {
            self.loader.older();
        }
        if log.below() < AHEAD {
            self.loader.newer();
        }
        let newest = log.at_newest() && untrack(|| self.loader.has_newest());
        if self.at_newest.get_untracked() != newest {
            self.at_newest.set(newest);
        }
        if newest
            && browser::is_attended()
            && let Some(room) = untrack(|| store.room(self.room))
        {
            reads.mark(room.id, room.last_seq);
        }
    }
}

/// The messages of a room.
#[component]
pub fn Timeline(
    /// The room being read.
    reading: Reading,
) -> impl IntoView {
    let (i18n, store, desk) = (use_i18n(), expect_context::<Store>(), expect_context::<Desk>());
    let room = reading.room;
    let unread = untrack(|| store.room(room))
        .map(|room| Unread { after: room.read_seq, count: room.unread() })
        .filter(|unread| unread.count > 0);
    let days = days_of(store, reading, unread);
    let rows = Rows::new(untrack(days).unwrap_or_default());
    keep_place(reading, rows, days);
    keep_reading(reading);
    Effect::new(move |before: Option<()>| {
        desk.written.track();
        if before.is_some() {
            reading.to_newest();
        }
    });
    Effect::new(move |_| {
        if let Some(seq) = desk.look_at.get() {
            desk.look_at.set(None);
            reading.show(seq);
        }
    });
    let menu = MessageMenu::provide(Memo::new(move |_| rows.newest_said()));
    let title = move || names::title(i18n, store, room);
    let here = move || store.with_window(room, |window| window.is_some());
    let reads = expect_context::<Outbox>().reads;
    view! {
        <div
            class="log scroll"
            id="log"
            role="log"
            tabindex="0"
            aria-label=move || t_string!(i18n, messenger.messages_in, name = title())
            aria-busy=move || reading.loader.is_busy().to_string()
            node_ref=reading.log
            on:scroll=move |_| reading.look(&reads, store, desk)
        >
            <div class="log-in">
                <Show when=here fallback=move || view! { <NotHere reading /> }>
                    <Each each=move || rows.days() key=|(day, _)| *day let((day, at))>
                        <section>
                            <h3 class="day">
                                <span>
                                    <DayName day at />
                                </span>
                            </h3>
                            <ol class="turns">
                                <Each each=move || rows.of(day) key=|key| *key let(key)>
                                    {rows.cell(key).map(|cell| view! { <Row room key cell /> })}
                                </Each>
                            </ol>
                        </section>
                    </Each>
                </Show>
            </div>
        </div>
        <MessageMenuSheet menu room />
    }
}

/// The rows by day; nothing while the timeline is not here.
fn days_of(
    store: Store,
    reading: Reading,
    unread: Option<Unread>,
) -> impl Fn() -> Option<Vec<Day>> + Copy {
    let clock = expect_context::<Clock>();
    let (me, room) = (store.my_id(), reading.room);
    move || {
        let newest = reading.loader.has_newest();
        let waiting = store.pending.with(|pending| {
            let here = pending.iter().filter(|message| newest && message.room == room);
            here.cloned().collect::<Vec<_>>()
        });
        store.with_window(room, |window| {
            window.map(|window| lay_out(&window.messages, &waiting, unread, me, |at| clock.day(at)))
        })
    }
}

/// Puts the rows on the screen as they change, and keeps what is being read where it is.
fn keep_place(
    reading: Reading,
    rows: Rows,
    days: impl Fn() -> Option<Vec<Day>> + Copy + Send + Sync + 'static,
) {
    let (store, desk) = (expect_context::<Store>(), expect_context::<Desk>());
    let reads = expect_context::<Outbox>().reads;
    let left_at = desk.spots.with_value(|spots| spots.get(&reading.room).cloned());
    Effect::new(move |_| {
        if reading.loader.is_worth_trying() {
            reading.loader.open();
        }
    });
    Effect::new(move |_| {
        if store.link.get() == Link::Online {
            reading.loader.open_after_failure();
        }
    });
    Effect::new(move |_| {
        let Some(days) = days() else {
            // It was never here, or a fresh snapshot has let go of it.
            if reading.loader.is_worth_trying() {
                reading.loader.open();
            }
            return;
        };
        let spot = reading.settled_log().map(|log| {
            store.trim(reading.room, log.far_end());
            log.spot()
        });
        rows.put(days);
        let left_at = left_at.clone();
        // The rows are drawn before the next frame: until then nobody has seen them move.
        request_animation_frame(move || {
            reading.restore(spot.as_ref(), left_at.as_ref());
            reading.look(&reads, store, desk);
        });
    });
}

/// Coming back to the window is reading, too.
fn keep_reading(reading: Reading) {
    let (store, desk) = (expect_context::<Store>(), expect_context::<Desk>());
    let reads = expect_context::<Outbox>().reads;
    Effect::new(move |_| {
        let look = move || reading.look(&reads, store, desk);
        let focus = window_event_listener(ev::focus, move |_| look());
        let resize = window_event_listener(ev::resize, move |_| look());
        let visible = window_event_listener(ev::visibilitychange, move |_| look());
        on_cleanup(move || {
            focus.remove();
            resize.remove();
            visible.remove();
        });
    });
}

/// What stands where the messages will be.
#[component]
fn NotHere(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    move || match reading.loader.trouble.get() {
        None => {
            view! { <TalkSkeleton label=move || t_string!(i18n, messenger.loading_messages) /> }
                .into_any()
        }
        Some(Trouble::NotFound) => view! { <NoSuchRoom /> }.into_any(),
        Some(Trouble::Failed) => view! {
            <TryAgain
                title=move || t_string!(i18n, messenger.messages_failed_title)
                text=move || t_string!(i18n, messenger.messages_failed)
                again=move || reading.loader.open()
            />
        }
        .into_any(),
    }
}

/// The way back down: an arch that stands on the composer.
#[component]
pub fn Jump(
    /// The room being read.
    reading: Reading,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let unread = Memo::new(move |_| store.room(reading.room).map_or(0, |room| room.unread()));
    let label = move || match unread.get() {
        0 => t_string!(i18n, messenger.to_latest).to_owned(),
        count => t_string!(i18n, messenger.new_messages, count = count),
    };
    view! {
        <Show when=move || !reading.at_newest.get()>
            <button type="button" class="jump" on:click=move |_| reading.to_newest()>
                {Icon::ArrowDown.small()}
                {label}
            </button>
        </Show>
    }
}
