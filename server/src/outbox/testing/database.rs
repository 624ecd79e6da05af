//! The database of the outbox's tests.

use app::domain::{DeliveryId, RoomId, Seq, Timestamp};
use uuid::Uuid;

use super::{RowState, State, StoreFault, World, breathe};
use crate::{
    greeting::Form,
    outbox::store::{
        Begin, Call, Content, Fellow, Job, OutboxStore, Outcome, Reply, ReplyToken, StoreFailed,
        Stored,
    },
};

impl OutboxStore for World {
    fn waiting_rooms(&self, after: Option<RoomId>, limit: u32) -> Stored<'_, Vec<RoomId>> {
        Box::pin(async move {
            breathe().await;
            let state = self.state();
            let mut rooms: Vec<_> = state
                .rows
                .iter()
                .filter(|((room, _), row)| row.end.is_none() && Some(*room) > after)
                .map(|((room, _), _)| *room)
                .collect();
            rooms.dedup();
            rooms.truncate(limit as usize);
            Ok(rooms)
        })
    }

    fn next(&self, room: RoomId) -> Stored<'_, Option<Job>> {
        Box::pin(async move {
            breathe().await;
            let state = self.state();
            let mut rows = state.rows.iter().filter(|((of, _), _)| *of == room);
            let Some((_, row)) = rows.find(|(_, row)| row.end.is_none()) else { return Ok(None) };
            let mut job = row.job.clone();
            if job.reply == Reply::None {
                job.reply = state.offered(room).cloned().map_or(Reply::None, Reply::Offered);
            }
            job.call = state.call(row);
            Ok(Some(job))
        })
    }

    fn begin_reply(
        &self,
        delivery: DeliveryId,
        token: &ReplyToken,
        _at: Timestamp,
    ) -> Stored<'_, Begin> {
        let token = token.clone();
        Box::pin(self.change(move |state| {
            let row = state.row(delivery);
            if row.end.is_some() || matches!(row.job.reply, Reply::Begun(_)) {
                return Begin::Changed;
            }
            if matches!(row.job.reply, Reply::Own(_)) {
                row.job.reply = Reply::Begun(token);
                return Begin::Granted;
            }
            let room = row.job.room;
            if state.offered(room) != Some(&token) {
                return Begin::Gone;
            }
            let now = state.now;
            state.room_tokens.entry(room).or_default().retain(|token| token.received_at > now);
            state.row(delivery).job.reply = Reply::Begun(token);
            Begin::Granted
        }))
    }

    fn drop_reply(&self, delivery: DeliveryId) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| state.row(delivery).drop_reply()))
    }

    fn shorten(&self, delivery: DeliveryId) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            let row = state.row(delivery);
            row.drop_reply();
            if let Content::Greeting { greeting, .. } = &mut row.job.content {
                greeting.form = Form::Words;
            }
        }))
    }

    fn unsure(&self, deliveries: Vec<DeliveryId>, _at: Timestamp) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            for delivery in &deliveries {
                state.row(*delivery).job.unsure = true;
            }
        }))
    }

    fn doubt(&self, room: RoomId, _at: Timestamp) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| state.doubt(room)))
    }

    fn share_call(&self, delivery: DeliveryId, key: Uuid) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            let first = state.row(delivery).job.clone();
            let behind = (first.room, first.seq)..;
            let queued = state.rows.range_mut(behind).filter(|(_, row)| row.end.is_none());
            let fellows =
                queued.take_while(|((room, _), row)| *room == first.room && row.is_open());
            for (_, row) in fellows.take(5) {
                row.call = Some(key);
            }
        }))
    }

    fn part(&self, deliveries: Vec<DeliveryId>) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            for delivery in &deliveries {
                state.row(*delivery).call = Some(delivery.uuid());
            }
        }))
    }

    fn record(
        &self,
        deliveries: Vec<DeliveryId>,
        outcome: Outcome,
        _at: Timestamp,
    ) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            for delivery in &deliveries {
                let row = state.row(*delivery);
                let outcome = match outcome.clone() {
                    Outcome::Failed(reason) if row.job.unsure => {
                        Outcome::Failed(reason.of_a_doubtful())
                    }
                    outcome => outcome,
                };
                row.end.get_or_insert(outcome);
            }
        }))
    }
}

impl State {
    /// What stands first in a room may have been tried.
    pub fn doubt(&mut self, room: RoomId) {
        let queued = self.rows.iter_mut().filter(|((of, _), row)| *of == room && row.end.is_none());
        for (_, row) in queued {
            row.job.unsure = true;
            if row.job.seq != Seq::ZERO && row.call.is_none() {
                return;
            }
        }
    }

    /// The call of a row that is the first of its room.
    fn call(&self, row: &RowState) -> Call {
        let job = &row.job;
        let queued = |other: &&RowState| {
            other.job.room == job.room && other.job.seq > job.seq && other.end.is_none()
        };
        let behind: Vec<_> = self.rows.values().filter(queued).collect();
        let may_share = row.is_open() && !job.unsure;
        match row.call {
            None if may_share && behind.first().is_some_and(|row| row.is_open()) => Call::Open,
            None => Call::Own,
            Some(key) if key == job.delivery.uuid() => Call::Own,
            Some(key) => {
                let others = behind.iter().filter(|row| row.call == Some(key)).map(|row| Fellow {
                    delivery: row.job.delivery,
                    content: row.job.content.clone(),
                });
                Call::Shared { key, others: others.collect() }
            }
        }
    }
}

impl RowState {
    /// Whether it is a message that no call is noted for.
    const fn is_open(&self) -> bool {
        self.call.is_none() && matches!(self.job.content, Content::Said { .. })
    }

    /// Forgets that the reply was begun.
    fn drop_reply(&mut self) {
        self.job.reply = match (&self.job.content, &self.job.reply) {
            (Content::Greeting { .. }, Reply::Begun(own)) => Reply::Own(own.clone()),
            (Content::Greeting { .. }, reply) => reply.clone(),
            (Content::Said { .. }, _) => Reply::None,
        };
    }
}

impl World {
    async fn change<T>(&self, effect: impl FnOnce(&mut State) -> T) -> Result<T, StoreFailed> {
        breathe().await;
        let done = {
            let mut state = self.state();
            match state.store_faults.pop_front().unwrap_or(StoreFault::None) {
                StoreFault::None => Ok(effect(&mut state)),
                StoreFault::Before => Err(StoreFailed("the disk is full".into())),
                StoreFault::After => {
                    effect(&mut state);
                    Err(StoreFailed("the connection was lost".into()))
                }
            }
        };
        breathe().await;
        done
    }
}
