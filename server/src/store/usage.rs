//! What official accounts have used, for those who look after them.

use std::collections::HashMap;

use app::domain::{ConnectionId, JapanDay, JapanMonth, MonthOfUse, Timestamp, Told, Usage};

use super::{
    Store, StoreError,
    queries::last_number,
    schema::{QuotaRow, UseRow},
};

impl Store {
    /// What a connection has used, this month and the last.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn usage(&self, id: ConnectionId, now: Timestamp) -> Result<Usage, StoreError> {
        let month = JapanMonth::of(now);
        let (first, last) = (month.before().first_day(), JapanDay::of(now));
        let rows = self.range::<UseRow>((id, first), (id, last), usize::MAX).await?;
        let by_day: HashMap<i64, i64> =
            rows.into_iter().map(|(id, row)| (last_number(&id), row.count)).collect();
        let count = |day: JapanDay| {
            let count = by_day.get(&day.number()).copied().unwrap_or_default();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let of = |month: JapanMonth| MonthOfUse { month, days: month.days().map(count).collect() };
        let row = self.get::<QuotaRow>(id).await?.filter(|row| row.month == month.number());
        let told = row.and_then(|row| {
            let at = Timestamp::from_millis(row.told_at?);
            Some(Told { quota: row.quota(), at })
        });
        Ok(Usage { told, months: [of(month), of(month.before())] })
    }
}
