//! What can be done with a room: the items of its menu, which opens from its row in the list and from
//! the bar above it. A click shows at once; what the server would not have is taken back and said.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{Barred, Keeping, RoomAct, RoomId},
    features::{
        blocking::{BlockItem, Whom},
        messenger::names,
    },
    i18n::{t, t_string, use_i18n},
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
    let kept = Memo::new(move |_| store.room(room).map(|room| room.keeping).unwrap_or_default());
    let is_unread = Memo::new(move |_| store.room(room).is_some_and(|room| room.is_unread()));
    let is = move |mark: fn(&Keeping) -> bool| move || kept.with(mark);
    let contact = Memo::new(move |_| store.room(room)?.contact);
    let blocked = Memo::new(move |_| {
        store.room(room).is_some_and(|room| room.barred == Some(Barred::Blocked))
    });
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
        keeper.act(room, RoomAct::Hide);
        let name = untrack(|| names::title(i18n, store, room));
        toaster.say(t_string!(i18n, messenger.is_hidden, name = name));
    };
    view! {
        <Show
            when=is(|kept| kept.pinned)
            fallback=move || {
                view! {
                    <Item icon=Icon::Pin act=move || keeper.act(room, RoomAct::Pin)>
                        {t!(i18n, messenger.pin)}
                    </Item>
                }
            }
        >
            <Item icon=Icon::PinOff act=move || keeper.act(room, RoomAct::Unpin)>
                {t!(i18n, messenger.unpin)}
            </Item>
        </Show>
        <Show
            when=is(|kept| kept.muted)
            fallback=move || {
                view! {
                    <Item icon=Icon::BellOff act=move || keeper.act(room, RoomAct::Mute)>
                        {t!(i18n, messenger.mute)}
                    </Item>
                }
            }
        >
            <Item icon=Icon::Bell act=move || keeper.act(room, RoomAct::Unmute)>
                {t!(i18n, messenger.unmute)}
            </Item>
        </Show>
        <Show
            when=move || is_unread.get()
            fallback=move || {
                view! {
                    <Item icon=Icon::Mail act=move || keeper.act(room, RoomAct::MarkUnread)>
                        {t!(i18n, messenger.mark_unread)}
                    </Item>
                }
            }
        >
            <Item icon=Icon::MailOpen act=move || keeper.read(room)>
                {t!(i18n, messenger.mark_read)}
            </Item>
        </Show>
        <Show
            when=is(|kept| kept.hidden)
            fallback=move || {
                view! {
                    <Item icon=Icon::EyeOff act=hide>
                        {t!(i18n, messenger.hide)}
                    </Item>
                }
            }
        >
            <Item icon=Icon::Eye act=move || keeper.act(room, RoomAct::Show)>
                {t!(i18n, messenger.unhide)}
            </Item>
        </Show>
        {block}
    }
}

/// An item of a menu that does something.
#[component]
pub fn Item(
    /// What stands before its words.
    icon: Icon,
    /// What it does.
    act: impl Fn() + 'static,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" role="menuitem" tabindex="-1" on:click=move |_| act()>
            {icon.draw()}
            {children()}
        </button>
    }
}
