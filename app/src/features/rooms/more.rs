//! The end of the room list, where it goes on: brings in what lies below, when that comes near or is
//! asked for. Browser only, but for the view.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::{Icon, RoomsSkeleton},
};

/// How often a stretch is asked for again that was overtaken by events on its way.
const OVERTAKEN: u32 = 3;

/// Nearer than this to the end, what lies below is loaded, in CSS pixels: some screens, for a flick goes
/// by as many.
const AHEAD: i32 = 3_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fetching {
    Idle,
    Underway,
    Failed,
}

/// Loads what lies below the end of the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct More {
    store: StoredValue<Store>,
    fetching: RwSignal<Fetching>,
}

impl More {
    /// For the list of this store.
    pub fn new(store: Store) -> Self {
        Self { store: StoredValue::new(store), fetching: RwSignal::new(Fetching::Idle) }
    }

    /// The list was scrolled: its end may have come near. After a failure a person decides.
    pub fn scrolled(self, event: &web_sys::Event) {
        if self.fetching.get_untracked() == Fetching::Idle && browser::nears_end(event, AHEAD) {
            self.load();
        }
    }

    fn load(self) {
        let goes_on = untrack(|| self.store.get_value().list_end()).is_some();
        if !goes_on || self.fetching.get_untracked() == Fetching::Underway {
            return;
        }
        self.fetching.set(Fetching::Underway);
        spawn_local(async move {
            match read(self.store.get_value()).await {
                Ok(()) => self.fetching.set(Fetching::Idle),
                Err(ApiError::SignedOut) => browser::go_to_login(),
                Err(_) => self.fetching.set(Fetching::Failed),
            }
        });
    }
}

async fn read(store: Store) -> Result<(), ApiError> {
    for _ in 0..OVERTAKEN {
        let Some(end) = untrack(|| store.list_end()) else { return Ok(()) };
        if store.take_rooms(api::read_rooms(end).await?) {
            return Ok(());
        }
    }
    Err(ApiError::Unavailable)
}

/// The last row of a list that goes on. `narrowed` is whether only some of the rooms are shown, who
/// could also stand further down.
#[component]
pub fn MoreRow(more: More, narrowed: Signal<bool>) -> impl IntoView {
    let (i18n, store) = (use_i18n(), more.store.get_value());
    let count = move || store.order.with(Vec::len) + store.hidden.with(Vec::len);
    let fetching = move || more.fetching.get();
    view! {
        <Show when=move || store.list_end().is_some()>
            <div class="more-rooms">
                <Show when=move || fetching() == Fetching::Underway>
                    <RoomsSkeleton label=move || t_string!(i18n, messenger.loading_rooms) />
                </Show>
                <Show when=move || narrowed.get()>
                    <p class="hint" role="status">
                        {t!(i18n, messenger.searched_only, count = count())}
                    </p>
                </Show>
                <Show when=move || fetching() == Fetching::Failed>
                    <p class="bad" role="alert">
                        {t!(i18n, messenger.rooms_failed)}
                    </p>
                </Show>
                // Stays while it works, so that the keyboard stays on it.
                <button
                    type="button"
                    class="btn small"
                    aria-disabled=move || (fetching() == Fetching::Underway).then_some("true")
                    on:click=move |_| more.load()
                >
                    {Icon::ArrowDown.small()}
                    {move || match fetching() {
                        Fetching::Failed => t_string!(i18n, common.retry),
                        Fetching::Idle | Fetching::Underway => t_string!(i18n, messenger.show_more),
                    }}
                </button>
            </div>
        </Show>
    }
}
