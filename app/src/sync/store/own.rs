//! What the member has done on this device and the server has not confirmed: rooms kept otherwise,
//! messages on their way, how far rooms were read. It lies beside the replica, never in it.

use leptos::prelude::*;

use super::Store;
use crate::{
    domain::{Message, MessageId, RoomAct, RoomId, Seq},
    sync::{PendingState, pending},
};

/// What the server has answered to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; its event may still be on the way.
    Done,
    /// It came to nothing.
    Refused,
}

impl Store {
    /// Does something with a room in the list, here; the server is told by whoever calls this.
    pub fn act(&self, room: RoomId, act: RoomAct) {
        self.acts.update(|acts| acts.put(room, act));
    }

    /// The server has done it, or would not: what it says of the room is all that holds.
    pub fn acted(&self, room: RoomId, act: RoomAct, outcome: Outcome) {
        match outcome {
            Outcome::Done => self.settle_acts(room),
            Outcome::Refused => self.acts.update(|acts| acts.take_back(room, act)),
        }
    }

    pub(super) fn settle_acts(&self, id: RoomId) {
        if self.acts.with_untracked(|acts| acts.concern(id)) {
            self.acts.update(|acts| {
                self.replica.with_value(|replica| match replica.room(id) {
                    Some(room) => acts.settle(room),
                    None => acts.forget(id),
                });
            });
        }
    }

    /// The message that an event has brought is no longer pending.
    pub(super) fn confirm(&self, room: RoomId, seq: Seq) {
        let arrived = self.replica.with_value(|replica| replica.recent_id(room, seq));
        if let Some(id) = arrived {
            self.forget(id);
        }
    }

    /// Takes a pending message away.
    pub fn forget(&self, id: MessageId) {
        if self.pending.with_untracked(|pending| pending.iter().any(|message| message.id == id)) {
            self.pending.update(|pending| pending.retain(|message| message.id != id));
        }
    }

    /// The server has a message; it stays pending until its event is here, so that nothing blinks.
    pub fn accepted(&self, message: &Message) {
        let contained = self.replica.with_value(|replica| {
            replica.room(message.room).is_some_and(|room| room.last_seq >= message.seq)
        });
        if contained {
            self.forget(message.id);
        } else {
            self.pending.update(|all| pending::settle(all, message.id, PendingState::Accepted));
        }
    }

    /// Reads a room up to `seq` here; the server is told by whoever calls this.
    /// Answers whether that is news.
    pub fn mark_read(&self, room: RoomId, seq: Seq) -> bool {
        let known = self.read.with_untracked(|read| read.get(&room).copied().unwrap_or_default());
        let told =
            self.replica.with_value(|r| r.room(room).map_or(Seq::ZERO, |room| room.read_seq));
        if seq <= known.max(told) {
            return false;
        }
        self.read.update(|read| {
            read.insert(room, seq);
        });
        true
    }

    /// The server has no such room for the member any more: nothing is left to be told of it.
    pub fn drop_mark(&self, room: RoomId) {
        self.read.update(|read| {
            read.remove(&room);
        });
    }

    /// How far rooms were read here and not on the server yet.
    pub fn unconfirmed_reads(&self) -> Vec<(RoomId, Seq)> {
        let marks: Vec<_> =
            self.read.with_untracked(|read| read.iter().map(|(room, seq)| (*room, *seq)).collect());
        let told = |room| {
            self.replica.with_value(|r| r.room(room).map_or(Seq::ZERO, |room| room.read_seq))
        };
        marks.into_iter().filter(|(room, seq)| *seq > told(*room)).collect()
    }
}
