//! Forgets addresses that would be asked anew in any case: what messages show of them stands in their
//! own rows.

use app::domain::Timestamp;

use super::forget;
use crate::store::{
    Store, StoreError, draft::Draft, journal::Command, key::TextKey, schema::LinkRow,
};

/// Addresses looked at in one go, and forgotten in one transaction.
const PAGE: usize = 500;

/// Forgets addresses, as far as nobody has looked again meanwhile.
struct ForgetLinks {
    urls: Vec<String>,
    now: Timestamp,
}

impl Command for ForgetLinks {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for url in &self.urls {
            let row = draft.get::<LinkRow>(TextKey::of(url)).await?;
            if row.is_some_and(|row| row.is_stale(self.now)) {
                forget(draft, url).await?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Forgets what was found long ago where links lead.
    ///
    /// # Errors
    /// The database's failure.
    pub(in crate::store) async fn forget_stale_links(
        &self,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let rows = self.scan::<LinkRow>(after, PAGE).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(last.key.clone());
            let stale = rows.into_iter().map(|(_, row)| row).filter(|row| row.is_stale(now));
            let urls: Vec<String> = stale.map(|row| row.url).collect();
            if !urls.is_empty() {
                self.run(ForgetLinks { urls, now }).await?;
            }
        }
    }
}
