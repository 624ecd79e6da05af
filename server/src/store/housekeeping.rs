//! What nobody will ask for again is removed, a little at a time: mass deletes are slow here, and
//! what waits behind them is people.

use std::{sync::Arc, time::Duration};

use app::domain::{MemberId, Timestamp};
use surrealdb::types::{RecordId, RecordIdKey};
use tokio_util::sync::CancellationToken;

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::{SessionKey, StreamKey},
    queries::uuid_of,
    schema::{HeadRow, SessionRow, StreamRow},
};
use crate::clock::Clock;

/// Between two rounds.
const EVERY: Duration = Duration::from_mins(10);
/// Events of a member's stream that are kept. Twice what a cursor may lag behind, so that nobody who
/// is just catching up has the ground removed under them.
const KEPT: i64 = 10_000;
/// Rows removed in one transaction.
const CHUNK: i64 = 500;
/// Members or sessions looked at in one go.
const PAGE: usize = 500;

/// Removes the oldest events of a member's stream that are beyond what is kept.
struct TrimStream(MemberId);

impl Command for TrimStream {
    /// Whether there is more to remove.
    type Output = bool;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<bool, StoreError> {
        let mut head = draft.need::<HeadRow>(self.0).await?;
        let end = (head.n - KEPT).min(head.floor + CHUNK);
        if end <= head.floor {
            return Ok(false);
        }
        for n in head.floor + 1..=end {
            draft.delete::<StreamRow>(StreamKey(self.0, n));
        }
        head.floor = end;
        let more = head.n - head.floor > KEPT;
        draft.put::<HeadRow>(self.0, head);
        Ok(more)
    }
}

/// Removes sessions that have ended by themselves.
struct RemoveSessions(Vec<SessionKey>);

impl Command for RemoveSessions {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        self.0.iter().for_each(|key| draft.delete::<SessionRow>(*key));
        Ok(())
    }
}

/// Tidies up every now and then, until `stop`.
pub async fn run(store: Store, clock: Arc<dyn Clock>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = store.tidy(clock.now()).await {
            tracing::error!(%error, "tidying up failed");
        }
    }
}

impl Store {
    /// Removes what is no longer needed.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn tidy(&self, now: Timestamp) -> Result<(), StoreError> {
        self.trim_streams().await?;
        self.erase_what_was_taken_back().await?;
        self.drop_stale_uploads(now).await?;
        self.forget_stale_links(now).await?;
        self.remove_ended_sessions(now).await
    }

    async fn drop_stale_uploads(&self, now: Timestamp) -> Result<(), StoreError> {
        for drop in self.stale_uploads(now).await? {
            self.run(drop).await?;
        }
        Ok(())
    }

    async fn trim_streams(&self) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let heads = self.scan::<HeadRow>(after, PAGE).await?;
            let Some((last, _)) = heads.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for (id, head) in heads {
                let Some(member) = uuid_of(&id).map(MemberId::new) else { continue };
                let mut more = head.n - head.floor > KEPT;
                while more {
                    more = self.run(TrimStream(member)).await?;
                }
            }
        }
    }

    async fn remove_ended_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let sessions = self.scan::<SessionRow>(after, PAGE).await?;
            let Some((last, _)) = sessions.last() else { return Ok(()) };
            after = Some(last.key.clone());
            let ended = sessions.into_iter().filter(|(_, row)| row.expires_at <= now.millis());
            let keys: Vec<_> = ended.filter_map(|(id, _)| SessionKey::of(&id)).collect();
            if !keys.is_empty() {
                self.run(RemoveSessions(keys)).await?;
            }
        }
    }
}

impl SessionKey {
    /// The key in a record's id.
    fn of(id: &RecordId) -> Option<Self> {
        let RecordIdKey::String(hex) = &id.key else { return None };
        let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        let bytes = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok());
        bytes.collect::<Option<Vec<u8>>>()?.try_into().ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use app::domain::Cursor;
    use uuid::Uuid;

    use super::*;
    use crate::store::{
        Behind,
        sessions::CreateSession,
        testing::{Company, NOW, SetHead},
    };

    #[tokio::test]
    async fn sessions_that_have_ended_are_removed_and_others_stay() {
        let company = Company::in_memory().await;
        let session = |byte, expires_at| CreateSession {
            key: SessionKey([byte; 32]),
            member: MemberId::new(Uuid::now_v7()),
            now: NOW,
            expires_at,
            user_agent: None,
            address: None,
        };
        company.store.run(session(0xA1, NOW)).await.unwrap();
        company.store.run(session(0xB2, NOW.plus_millis(1))).await.unwrap();
        company.store.tidy(NOW).await.unwrap();
        let kept = |byte| company.store.get::<SessionRow>(SessionKey([byte; 32]));
        assert!(kept(0xA1).await.unwrap().is_none());
        assert!(kept(0xB2).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_trimmed_stream_sends_old_cursors_to_the_snapshot() {
        let company = Company::in_memory().await;
        let names: Vec<String> = (0..3).map(|n| format!("e{n}")).collect();
        for name in &names {
            company.hear("U1", name, name).await;
        }
        let mut head = company.store.get::<HeadRow>(company.member).await.unwrap().unwrap();
        head.floor = 2;
        company.store.run(SetHead(company.member, head)).await.unwrap();
        let behind = |since| company.store.behind(company.member, Cursor(since));
        assert!(matches!(behind(1).await.unwrap(), Behind::Resync));
        assert!(matches!(behind(2).await.unwrap(), Behind::Frames(frames, _) if frames.len() == 1));
    }
}
