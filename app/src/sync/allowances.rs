//! What official accounts may still send this month, as far as a client has been told: a page tells of
//! its room's account, events of every one that the member has looked at.

use std::collections::HashMap;

use crate::domain::{Allowance, ConnectionId, Cursor, Quota, RoomId};

/// The accounts of the rooms that were opened, and how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowances {
    accounts: HashMap<RoomId, ConnectionId>,
    /// Each with the event up to which it is known.
    quotas: HashMap<ConnectionId, (Cursor, Option<Quota>)>,
}

impl Allowances {
    /// The account of a room.
    pub fn account(&self, room: RoomId) -> Option<ConnectionId> {
        self.accounts.get(&room).copied()
    }

    /// What is left for a room; none when nothing is known, or there is no limit.
    pub fn of(&self, room: RoomId) -> Option<Quota> {
        self.quotas.get(self.accounts.get(&room)?)?.1
    }

    /// A page that was read at `cursor` tells of its room's account. An event may have brought newer
    /// word of it.
    pub(super) fn read(&mut self, room: RoomId, allowance: Allowance, cursor: Cursor) {
        self.accounts.insert(room, allowance.account);
        let known = self.quotas.get(&allowance.account).is_some_and(|(at, _)| *at > cursor);
        if !known {
            self.tell(allowance, cursor);
        }
    }

    /// An event tells of an account.
    pub(super) fn tell(&mut self, allowance: Allowance, cursor: Cursor) {
        self.quotas.insert(allowance.account, (cursor, allowance.quota));
    }

    /// A room is no longer to be seen.
    pub(super) fn forget(&mut self, room: RoomId) {
        self.accounts.remove(&room);
    }
}
