//! The database of the outbox's tests.

use app::domain::{DeliveryId, RoomId, Timestamp};

use super::{RowState, StoreFault, World, breathe};
use crate::{
    greeting::Form,
    outbox::store::{
        Begin, Content, Job, OutboxStore, Outcome, Reply, ReplyToken, StoreFailed, Stored,
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

    fn record(&self, delivery: DeliveryId, outcome: Outcome, _at: Timestamp) -> Stored<'_, ()> {
        Box::pin(self.change(move |state| {
            state.row(delivery).end.get_or_insert(outcome);
        }))
    }
}

impl RowState {
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
    async fn change<T>(
        &self,
        effect: impl FnOnce(&mut super::State) -> T,
    ) -> Result<T, StoreFailed> {
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
