//! What can be done with a room: the items of its menu, which opens from its row in the list and from
//! the bar above it. A click shows at once; what the server would not have is taken back and said.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{Barred, Room, RoomAct, RoomId, Seq},
    features::{
        blocking::{BlockItem, Whom},
        messenger::names,
    },
    i18n::{t_string, use_i18n},
    sync::{Store, outbox::Outbox, store::Outcome},
    ui::{Icon, Toaster},
};

/// Does acts of the list. Cheap to copy; make it where the context is, use it in event handlers.
#[derive(Clone, Copy)]
pub struct Keeper {
    store: Store,
    outbox: Outbox,
    failed: Callback<()>,
}

impl Keeper {
    /// The keeper of the messenger's rooms.
    pub fn get() -> Self {
        let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
        let failed =
            Callback::new(move |()| toaster.say(t_string!(i18n, messenger.not_kept).to_owned()));
        Self { store: expect_context::<Store>(), outbox: expect_context::<Outbox>(), failed }
    }

    /// Does it here, then on the server.
    pub fn act(self, room: RoomId, act: RoomAct) {
        self.store.act(room, act);
        spawn_local(async move {
            match api::keep_room(room, act).await {
                Ok(()) => self.store.acted(room, act, Outcome::Done),
                Err(error) => {
                    self.store.acted(room, act, Outcome::Refused);
                    if error == ApiError::SignedOut {
                        browser::go_to_login();
                    } else {
                        self.failed.run(());
                    }
                }
            }
        });
    }

    /// Everything in it is read, and the mark to come back is gone.
    fn read(self, id: RoomId) {
        let Some(room) = untrack(|| self.store.room(id)) else { return };
        self.outbox.reads.mark(id, room.last_seq);
        if room.keeping.unread {
            self.act(id, RoomAct::Unmark);
        }
    }

    /// Whoever opens a room has come back to it.
    pub fn opened(self, id: RoomId) {
        if untrack(|| self.store.room(id)).is_some_and(|room| room.keeping.unread) {
            self.act(id, RoomAct::Unmark);
        }
    }
}

/// The items of a room's menu.
#[component]
pub fn RoomActs(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store, keeper) = (use_i18n(), expect_context::<Store>(), Keeper::get());
    let toaster = expect_context::<Toaster>();
    let is = move |mark: fn(&Room) -> bool| {
        Memo::new(move |_| store.room(room).is_some_and(|room| mark(&room)))
    };
    let (pinned, muted) = (is(|room| room.keeping.pinned), is(|room| room.keeping.muted));
    let (unread, hidden) = (is(Room::is_unread), is(|room| room.keeping.hidden));
    let either = move |on: Memo<bool>, undo: RoomAct, act: RoomAct| {
        move || keeper.act(room, if on.get_untracked() { undo } else { act })
    };
    let contact = Memo::new(move |_| store.room(room)?.contact);
    let blocked = is(|room| room.barred == Some(Barred::Blocked));
    let block = move || {
        contact.get().map(|contact| {
            let name = move || names::title(i18n, store, room);
            let whom = Signal::derive(move || Whom { contact, name: name() });
            view! {
                <hr />
                <BlockItem whom blocked />
            }
        })
    };
    let hide = move || {
        let seen = untrack(|| store.room(room)).map_or(Seq::ZERO, |room| room.last_seq);
        keeper.act(room, RoomAct::Hide { seen });
        let name = untrack(|| names::title(i18n, store, room));
        toaster.say(t_string!(i18n, messenger.is_hidden, name = name));
    };
    let read = move || {
        if unread.get_untracked() {
            keeper.read(room);
        } else {
            keeper.act(room, RoomAct::MarkUnread);
        }
    };
    let hide_or_show =
        move || if hidden.get_untracked() { keeper.act(room, RoomAct::Show) } else { hide() };
    view! {
        <Item
            icon=one_of(pinned, Icon::PinOff, Icon::Pin)
            act=either(pinned, RoomAct::Unpin, RoomAct::Pin)
        >
            {move || if pinned.get() { t_string!(i18n, messenger.unpin) } else { t_string!(i18n, messenger.pin) }}
        </Item>
        <Item
            icon=one_of(muted, Icon::Bell, Icon::BellOff)
            act=either(muted, RoomAct::Unmute, RoomAct::Mute)
        >
            {move || if muted.get() { t_string!(i18n, messenger.unmute) } else { t_string!(i18n, messenger.mute) }}
        </Item>
        <Item icon=one_of(unread, Icon::MailOpen, Icon::Mail) act=read>
            {move || if unread.get() { t_string!(i18n, messenger.mark_read) } else { t_string!(i18n, messenger.mark_unread) }}
        </Item>
        <Item icon=one_of(hidden, Icon::Eye, Icon::EyeOff) act=hide_or_show>
            {move || if hidden.get() { t_string!(i18n, messenger.unhide) } else { t_string!(i18n, messenger.hide) }}
        </Item>
        {block}
    }
}

/// One icon while something is so, and another while it is not.
fn one_of(on: Memo<bool>, yes: Icon, no: Icon) -> Signal<Icon> {
    Signal::derive(move || if on.get() { yes } else { no })
}

/// An item of a menu that does something. What it does may turn into the opposite while it has the
/// focus: it stays the same button, so that the focus finds its way back.
#[component]
pub fn Item(
    /// What stands before its words.
    #[prop(into)]
    icon: Signal<Icon>,
    /// What it does.
    act: impl Fn() + 'static,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" role="menuitem" tabindex="-1" on:click=move |_| act()>
            {move || icon.get().draw()}
            {children()}
        </button>
    }
}
