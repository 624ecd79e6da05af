//! What the next message counts in the official account's month, and what is left of that.

use leptos::prelude::*;

use crate::{
    domain::{Quota, RoomId, RoomKind, quota},
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::Icon,
};

/// What a message in a room counts, of what.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Bill {
    kind: RoomKind,
    /// None of it is left to tell of here: [`Spent`] does.
    left: Option<Quota>,
    cost: u32,
}

impl Bill {
    fn of(store: Store, room: RoomId) -> Option<Self> {
        let left = store.quota(room).filter(|quota| !quota.is_spent());
        let room = store.room(room)?;
        Some(Self { kind: room.kind, left, cost: quota::cost(room.kind, room.people) })
    }

    fn is_low(self) -> bool {
        self.left.is_some_and(|quota| quota.matters(self.cost))
    }
}

/// What a message counts that goes to several, and what is left where that matters.
#[component]
pub fn Cost(
    /// Where it is written.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let bill = Memo::new(move |_| Bill::of(store, room));
    let counts = move |bill: Bill| {
        // How many are in a LINE group, LINE may not have told yet.
        let is_many = bill.kind != RoomKind::Direct && bill.cost > 0;
        is_many.then(|| t_string!(i18n, messenger.goes_to, count = bill.cost))
    };
    let left = move |bill: Bill| {
        let Quota { left, limit } = bill.left?;
        if left < bill.cost {
            Some(t_string!(i18n, quota.too_few, left = left))
        } else if bill.kind != RoomKind::Direct {
            Some(t_string!(i18n, quota.left, left = left))
        } else {
            bill.is_low().then(|| t_string!(i18n, quota.left_of, left = left, limit = limit))
        }
    };
    move || {
        let bill = bill.get()?;
        let words: Vec<String> = counts(bill).into_iter().chain(left(bill)).collect();
        (!words.is_empty()).then(|| {
            view! {
                <p class="cost" class:low=bill.is_low()>
                    {words.join(" · ")}
                </p>
            }
        })
    }
}

/// That nothing can be pushed any more this month, and what one can do.
#[component]
pub fn Spent(
    /// Where one would write.
    room: RoomId,
) -> impl IntoView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    let is_spent = Memo::new(move |_| store.quota(room).is_some_and(Quota::is_spent));
    view! {
        <div role="status">
            <Show when=move || is_spent.get()>
                <div class="banner spent">
                    {Icon::TriangleAlert.small()}
                    <p>
                        <b>{t!(i18n, quota.spent)}</b>
                        " "
                        {t!(i18n, quota.spent_advice)}
                    </p>
                </div>
            </Show>
        </div>
    }
}
