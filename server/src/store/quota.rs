//! What is left of the month's messages of official accounts: LINE's figures, corrected by what was pushed
//! from here since LINE told them, and what was pushed by day.
//!
//! LINE is asked by a worker and never on the way of a message. Members are told by events, once they have
//! opened a room of the account, and only when what they are shown changes.

mod figures;
mod looks;

use app::domain::{
    Allowance, ConnectionId, Event, JapanDay, JapanMonth, MemberId, Quota, RoomId, Timestamp,
};

pub use self::{
    figures::{Due, RecordFigures, TurnMonth},
    looks::{LookAtAllowance, WantFigures},
};

use super::{
    Store, StoreError,
    draft::Draft,
    permission,
    row::{Row, from_json, to_json},
    schema::{QuotaRow, SeatRow, UseRow, WatcherRow},
};

/// LINE is asked no more often than this, in milliseconds, however many look.
const ASK_EVERY: i64 = 5 * 60 * 1000;
/// While nothing is left and somebody is told so, LINE is asked again after so long, in milliseconds: a
/// plan is raised at LINE, and nobody tells us.
const ASK_WHILE_SPENT: i64 = 10 * 60 * 1000;

impl QuotaRow {
    /// What is left by all that is known; none without a limit, or when nothing is known.
    pub(super) fn quota(&self) -> Option<Quota> {
        let number = |count: i64| u64::try_from(count).unwrap_or_default();
        Some(Quota::after(number(self.limit?), number(self.used.saturating_add(self.since))))
    }

    /// A new month begins with nothing used; the plan is the same until LINE tells otherwise.
    fn turn_to(&mut self, month: JapanMonth) {
        if self.month < month.number() {
            (self.month, self.used, self.since) = (month.number(), 0, 0);
            self.asked_at = None;
        }
    }

    fn is_old(&self, now: Timestamp, age: i64) -> bool {
        self.asked_at.is_none_or(|at| now.since(Timestamp::from_millis(at)) >= age)
    }

    /// Has LINE asked, unless it was a moment ago. Answers whether that is news.
    fn want(&mut self, draft: &mut Draft<'_>, id: ConnectionId, now: Timestamp) -> bool {
        let is_news = !self.wanted && self.is_old(now, ASK_EVERY);
        if is_news {
            self.doubt(draft, id);
        }
        is_news
    }

    /// Has LINE asked in any case: what is known cannot be right.
    fn doubt(&mut self, draft: &mut Draft<'_>, id: ConnectionId) {
        self.wanted = true;
        draft.aftermath.quotas.push(id);
    }

    fn is_spent(&self) -> bool {
        self.quota().is_some_and(Quota::is_spent)
    }
}

/// What a row says that members are told.
fn shown(row: &QuotaRow) -> Result<Option<Quota>, StoreError> {
    row.shown.clone().map(|shown| from_json(QuotaRow::TABLE, shown)).transpose()
}

/// Keeps a changed row, and tells whoever looks, if what they see has changed.
async fn keep(
    draft: &mut Draft<'_>,
    account: ConnectionId,
    mut row: QuotaRow,
) -> Result<(), StoreError> {
    let quota = row.quota().map(Quota::told);
    if shown(&row)? != quota {
        row.shown = quota.as_ref().map(to_json);
        row.watchers = seated(draft, row.watchers).await?;
        for watcher in &row.watchers {
            tell(draft, MemberId::new(watcher.member), Allowance { account, quota }).await?;
        }
    }
    draft.put::<QuotaRow>(account, row);
    Ok(())
}

/// Those who still take part in the room through which they look.
async fn seated(
    draft: &mut Draft<'_>,
    watchers: Vec<WatcherRow>,
) -> Result<Vec<WatcherRow>, StoreError> {
    let mut seated = Vec::with_capacity(watchers.len());
    for watcher in watchers {
        let seat = (MemberId::new(watcher.member), RoomId::new(watcher.room));
        if draft.get::<SeatRow>(seat).await?.is_some() {
            seated.push(watcher);
        }
    }
    Ok(seated)
}

async fn tell(
    draft: &mut Draft<'_>,
    member: MemberId,
    allowance: Allowance,
) -> Result<(), StoreError> {
    if permission::permitted(draft, member).await? {
        draft.emit(member, Event::Allowance { allowance }).await?;
    }
    Ok(())
}

/// Counts what was pushed: for its day, and against what is left.
pub(super) async fn count(
    draft: &mut Draft<'_>,
    id: ConnectionId,
    count: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let day = (id, JapanDay::of(at));
    let before = draft.get::<UseRow>(day).await?.unwrap_or_default().count;
    draft.put::<UseRow>(day, UseRow { count: before.saturating_add(count) });
    // Of an account whose plan has no limit, or of which nobody has asked, there is nothing to correct.
    let row = draft.get::<QuotaRow>(id).await?;
    let Some(mut row) = row.filter(|row| row.limit.is_some()) else { return Ok(()) };
    row.turn_to(JapanMonth::of(at));
    if row.is_spent() {
        // LINE took it: the plan was raised.
        row.doubt(draft, id);
    }
    row.since = row.since.saturating_add(count);
    keep(draft, id, row).await
}

/// LINE did not take a message that counts `count`, because less is left, whatever was known.
pub(super) async fn ran_out(
    draft: &mut Draft<'_>,
    id: ConnectionId,
    count: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut row = draft.get::<QuotaRow>(id).await?.unwrap_or_default();
    row.turn_to(JapanMonth::of(at));
    match row.limit {
        Some(limit) => {
            row.since = row.since.max(limit.saturating_sub(row.used).saturating_sub(count - 1));
            row.want(draft, id, at);
        }
        None => row.doubt(draft, id),
    }
    keep(draft, id, row).await
}

/// The connection is unbound: nothing is known of its account any more, and nobody waits for it.
pub(super) async fn forget(draft: &mut Draft<'_>, id: ConnectionId) -> Result<(), StoreError> {
    let Some(row) = draft.get::<QuotaRow>(id).await? else { return Ok(()) };
    keep(draft, id, QuotaRow { limit: None, ..row }).await?;
    draft.delete::<QuotaRow>(id);
    Ok(())
}

impl Store {
    /// What members are told of an account.
    pub(super) async fn allowance(&self, account: ConnectionId) -> Result<Allowance, StoreError> {
        let row = self.get::<QuotaRow>(account).await?;
        let quota = row.as_ref().map(shown).transpose()?.flatten();
        Ok(Allowance { account, quota })
    }
}

#[cfg(test)]
mod tests;
