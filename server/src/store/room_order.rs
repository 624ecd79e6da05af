//! The order of each member's rooms, for thousands of them: kept in memory, and brought up to date from
//! the member's own stream, which tells of every change of it. So it holds whoever has written: this
//! server, or another one on the same database. It is made before its member needs it, when they sign in or
//! come back: with thousands of rooms that takes a second.
//!
//! Holds places only. What is shown of a room is read from its rows.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Bound,
    sync::Arc,
};

use app::domain::{Cursor, Event, ListPlace, MemberId, RoomId, Timestamp};
use surrealdb::types::{SurrealValue, Value};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{
    Store, StoreError,
    database::Vars,
    memory::Memory,
    queries::{by_uuid, read_rows},
    row::Row,
    schema::{RoomRow, SeatRow},
};

/// Places kept in memory, of all members together: some 100 bytes each.
const MOST: usize = 2_000_000;

/// The orders that are known. Cheap to copy.
#[derive(Clone)]
pub struct RoomOrders {
    of: Memory<RoomOrder>,
    /// One order is made before it is needed at a time: after a restart all members come back at once.
    ahead: Arc<Semaphore>,
}

impl Default for RoomOrders {
    fn default() -> Self {
        Self { of: Memory::for_at_most(MOST), ahead: Arc::new(Semaphore::new(1)) }
    }
}

/// A member's rooms by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomOrder {
    /// The last event that is contained.
    cursor: Cursor,
    places: BTreeSet<ListPlace>,
    of: HashMap<RoomId, ListPlace>,
}

impl RoomOrder {
    fn new(cursor: Cursor, places: impl IntoIterator<Item = ListPlace>) -> Self {
        let places: BTreeSet<ListPlace> = places.into_iter().collect();
        let of = places.iter().map(|place| (place.id, *place)).collect();
        Self { cursor, places, of }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Room { room } | Event::Message { room, .. } => {
                self.take_out(room.id);
                self.of.insert(room.id, room.place());
                self.places.insert(room.place());
            }
            Event::RoomGone { room } => self.take_out(*room),
            Event::Person { .. }
            | Event::Profile { .. }
            | Event::Blocks { .. }
            | Event::ReadMarks { .. }
            | Event::Allowance { .. } => {}
        }
    }

    fn take_out(&mut self, room: RoomId) {
        if let Some(place) = self.of.remove(&room) {
            self.places.remove(&place);
        }
    }

    /// At most `limit` rooms from the top, or from below a place on, and the place at which they end when
    /// there are more.
    pub fn stretch(
        &self,
        below: Option<ListPlace>,
        limit: usize,
    ) -> (Vec<RoomId>, Option<ListPlace>) {
        let top = below.map_or(Bound::Unbounded, Bound::Excluded);
        let mut places = self.places.range((Bound::Unbounded, top)).rev();
        let taken: Vec<ListPlace> = places.by_ref().take(limit).copied().collect();
        let end = taken.last().copied().filter(|_| places.next().is_some());
        (taken.into_iter().map(|place| place.id).collect(), end)
    }

    /// Whether a room is among them.
    pub fn has(&self, room: RoomId) -> bool {
        self.of.contains_key(&room)
    }

    /// All rooms, in no order.
    pub fn rooms(&self) -> impl Iterator<Item = RoomId> {
        self.of.keys().copied()
    }

    /// All rooms, those of late first, wherever the member has pinned them.
    pub fn of_late(&self) -> Vec<RoomId> {
        let mut places: Vec<&ListPlace> = self.places.iter().collect();
        places.sort_unstable_by_key(|place| std::cmp::Reverse((place.last_at, place.id)));
        places.into_iter().map(|place| place.id).collect()
    }
}

/// The part of a seat that has to do with the order.
#[derive(Clone, Debug, SurrealValue)]
struct LeanSeat {
    room: Uuid,
    pinned: Option<bool>,
}

impl Row for LeanSeat {
    const TABLE: &'static str = SeatRow::TABLE;
    type Key = <SeatRow as Row>::Key;
}

/// The part of a room that has to do with the order.
#[derive(Clone, Debug, SurrealValue)]
struct LeanRoom {
    last_at: i64,
}

impl Row for LeanRoom {
    const TABLE: &'static str = RoomRow::TABLE;
    type Key = <RoomRow as Row>::Key;
}

impl Store {
    /// The order of a member's rooms as it was at `cursor`, or later.
    ///
    /// # Errors
    /// The database's failure.
    pub(super) async fn room_order(
        &self,
        member: MemberId,
        cursor: Cursor,
    ) -> Result<Arc<RoomOrder>, StoreError> {
        let mut place = self.room_orders.of.of(member).await;
        let known = place.clone();
        if let Some(known) = known.as_ref().filter(|known| known.cursor == cursor) {
            return Ok(known.clone());
        }
        let brought = match known {
            Some(known) => self.bring_up(member, RoomOrder::clone(&known)).await?,
            None => None,
        };
        let order = match brought {
            Some(order) => order,
            None => self.read_order(member, cursor).await?,
        };
        let order = Arc::new(order);
        *place = Some(order.clone());
        self.room_orders.of.weigh(member, order.of.len());
        Ok(order)
    }

    /// Has the order of a member's rooms made soon, because they are about to look at it.
    pub fn expect(&self, member: MemberId) {
        if self.room_orders.of.knows(member) {
            return;
        }
        let store = self.clone();
        tokio::spawn(async move {
            let Ok(_turn) = store.room_orders.ahead.acquire().await else { return };
            let made = async { store.room_order(member, store.cursor(member).await?).await };
            if let Err(error) = made.await {
                tracing::debug!(%error, "the order of a member's rooms was not made ahead");
            }
        });
    }

    /// An order with everything that the member's stream has told since; none when it tells too much.
    async fn bring_up(
        &self,
        member: MemberId,
        mut order: RoomOrder,
    ) -> Result<Option<RoomOrder>, StoreError> {
        let heard = self.heard_since(member, order.cursor).await?;
        Ok(heard.map(|(events, cursor)| {
            for event in &events {
                order.apply(event);
            }
            order.cursor = cursor;
            order
        }))
    }

    /// Reads it from all of the member's seats. What happens meanwhile comes again behind the cursor.
    async fn read_order(&self, member: MemberId, cursor: Cursor) -> Result<RoomOrder, StoreError> {
        let (first, last) =
            ((member, RoomId::new(Uuid::nil())), (member, RoomId::new(Uuid::max())));
        let vars = Vars::new().with("range", SeatRow::range(first, last));
        let seats = self.db.query("SELECT id, room, pinned FROM $range", vars).await?.take(0)?;
        let seats: Vec<LeanSeat> = read_rows(seats)?.into_iter().map(|(_, seat)| seat).collect();
        let id = |seat: &LeanSeat| Value::RecordId(RoomRow::id(RoomId::new(seat.room)));
        let ids: Vec<Value> = seats.iter().map(id).collect();
        let vars = Vars::new().with_list("ids", ids);
        let rooms = self.db.query("SELECT id, last_at FROM $ids", vars).await?.take(0)?;
        let rooms: HashMap<Uuid, LeanRoom> = by_uuid(read_rows(rooms)?);
        let place = |seat: LeanSeat| {
            Some(ListPlace {
                pinned: seat.pinned.unwrap_or_default(),
                last_at: Timestamp::from_millis(rooms.get(&seat.room)?.last_at),
                id: RoomId::new(seat.room),
            })
        };
        Ok(RoomOrder::new(cursor, seats.into_iter().filter_map(place)))
    }
}

#[cfg(test)]
mod tests;
