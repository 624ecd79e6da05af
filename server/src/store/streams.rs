//! Members' streams, read back from a cursor.

use app::domain::{Cursor, Epoch, Event, Frame, MemberId};

use super::{
    Store, StoreError,
    key::StreamKey,
    schema::{HeadRow, StreamRow},
};

/// Events read at once.
const CHUNK: i64 = 200;
/// A client that missed more than this is better off with a snapshot.
const FAR_PAST: i64 = 5_000;

/// What lies behind a cursor.
#[derive(Debug)]
pub enum Behind {
    /// Frames in order, the last with this cursor; empty when there is nothing new.
    Frames(Vec<String>, Cursor),
    /// The cursor is from another epoch, from the future, or too old: take a snapshot.
    Resync,
}

impl Store {
    /// The epoch that cursors of this process belong to.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The next events of a member's stream behind a cursor.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn behind(&self, member: MemberId, cursor: Cursor) -> Result<Behind, StoreError> {
        let head = self.get::<HeadRow>(member).await?.unwrap_or(HeadRow::START);
        let Ok(since) = i64::try_from(cursor.0) else { return Ok(Behind::Resync) };
        let floor = head.floor.max(head.afresh.unwrap_or(0));
        if since > head.n || since < floor || head.n - since > FAR_PAST {
            return Ok(Behind::Resync);
        }
        let to = head.n.min(since + CHUNK);
        if to == since {
            return Ok(Behind::Frames(Vec::new(), cursor));
        }
        let rows = self.range::<StreamRow>(
            StreamKey(member, since + 1),
            StreamKey(member, to),
            usize::MAX,
        );
        let frames: Vec<String> = rows.await?.into_iter().map(|(_, row)| row.frame).collect();
        // A hole would break the promise that numbers are dense: better a snapshot than a lie.
        if i64::try_from(frames.len()) != Ok(to - since) {
            return Ok(Behind::Resync);
        }
        Ok(Behind::Frames(frames, Cursor(u64::try_from(to).unwrap_or_default())))
    }

    /// All events of a member's stream behind a cursor, and where they end; none when they are too many or
    /// cannot be read: then the rows must be.
    pub(super) async fn heard_since(
        &self,
        member: MemberId,
        mut cursor: Cursor,
    ) -> Result<Option<(Vec<Event>, Cursor)>, StoreError> {
        let mut events = Vec::new();
        loop {
            let Behind::Frames(frames, last) = self.behind(member, cursor).await? else {
                return Ok(None);
            };
            if frames.is_empty() {
                return Ok(Some((events, cursor)));
            }
            for frame in frames {
                match serde_json::from_str(&frame) {
                    Ok(Frame::Event(numbered)) => events.push(numbered.event),
                    Ok(_) | Err(_) => return Ok(None),
                }
            }
            cursor = last;
        }
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{Frame, Numbered},
        sync::{Applied, Replica},
    };

    use super::*;
    use crate::store::{
        read_marks::MarkRead,
        testing::{Company, SetHead},
    };

    async fn frames(company: &Company, since: u64) -> Vec<Numbered> {
        let behind = company.store.behind(company.member, Cursor(since)).await.unwrap();
        let Behind::Frames(frames, _) = behind else { panic!("resync") };
        let read = |frame: &String| match serde_json::from_str(frame).unwrap() {
            Frame::Event(numbered) => *numbered,
            other => panic!("{other:?}"),
        };
        frames.iter().map(read).collect()
    }

    #[tokio::test]
    async fn a_snapshot_and_what_is_behind_it_make_the_next_snapshot() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let before = company.store.snapshot(company.member).await.unwrap();
        let mut replica = Replica::new(before.clone());
        company.hear("U2", "e2", "あ").await;
        let room = company.room().await;
        company.say(room, "い").await.unwrap();
        let read = MarkRead { member: company.member, room, seq: app::domain::Seq(2) };
        company.store.run(read).await.unwrap();
        company.hear("U1", "e3", "う").await;
        for numbered in frames(&company, before.cursor.0).await {
            assert!(matches!(replica.apply(numbered.clone()), Applied::Changed(_)));
            assert_eq!(replica.apply(numbered), Applied::Known);
        }
        let after = company.store.snapshot(company.member).await.unwrap();
        let after = Replica::new(after);
        assert_eq!((replica.cursor, replica.rooms), (after.cursor, after.rooms));
    }

    #[tokio::test]
    async fn a_cursor_from_the_future_or_the_far_past_needs_a_snapshot() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        for since in [2, u64::MAX] {
            let behind = company.store.behind(company.member, Cursor(since)).await.unwrap();
            assert!(matches!(behind, Behind::Resync), "{since}");
        }
        assert_eq!(frames(&company, 1).await, []);
        let head = HeadRow { n: FAR_PAST + 2, ..HeadRow::START };
        company.store.run(SetHead(company.member, head)).await.unwrap();
        let behind = company.store.behind(company.member, Cursor(1)).await.unwrap();
        assert!(matches!(behind, Behind::Resync), "too far behind");
    }

    #[tokio::test]
    async fn a_hole_in_the_stream_is_never_passed_over() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        company
            .store
            .run(SetHead(company.member, HeadRow { n: 3, ..HeadRow::START }))
            .await
            .unwrap();
        let behind = company.store.behind(company.member, Cursor(0)).await.unwrap();
        assert!(matches!(behind, Behind::Resync));
    }
}
