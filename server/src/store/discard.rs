//! Members delete what they wrote and LINE certainly has not got.

use app::domain::{Author, Body, Delivery, DeliveryId, MemberId, RoomId, Seq};

use super::{
    StoreError, again,
    draft::Draft,
    erase,
    error::Refusal,
    journal::Command,
    media, party, permission,
    row::{Row, from_json, to_json},
    schema::{DeliveryRow, MessageRow, SeatRow},
    timeline,
};

/// A member deletes a message of theirs that failed.
pub struct Discard {
    /// Who.
    pub member: MemberId,
    /// Where.
    pub room: RoomId,
    /// Which message.
    pub seq: Seq,
}

impl Command for Discard {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        draft.need::<SeatRow>((self.member, self.room)).await?;
        let message = draft.need::<MessageRow>((self.room, self.seq)).await?;
        let author: Author = from_json(MessageRow::TABLE, message.author.clone())?;
        if author != Author::Member(self.member) {
            return Err(StoreError::Refused(Refusal::NotTheirs));
        }
        // One of several may have been taken: that is not deleted, the others can be tried again.
        let state: Option<Delivery> = message
            .delivery
            .clone()
            .map(|state| from_json(MessageRow::TABLE, state))
            .transpose()?;
        if !matches!(state, Some(Delivery::Failed { reason }) if reason.is_certain()) {
            return Err(StoreError::Refused(Refusal::NotFailed));
        }
        again::call_off(draft, self.room, self.seq).await?;
        let own = message.delivery_id.map(DeliveryId::new);
        let parts = party::parts_of(&message)?.into_iter().map(|part| part.delivery);
        own.into_iter().chain(parts).for_each(|delivery| draft.delete::<DeliveryRow>(delivery));
        media::forget(draft, &from_json(MessageRow::TABLE, message.body)?).await?;
        erase::from_streams(draft, self.room, self.seq);
        timeline::change(draft, self.room, self.seq, |row| {
            row.body = to_json(&Body::Discarded);
            (row.delivery, row.delivery_id, row.parts, row.quotes) = (None, None, None, None);
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{FailReason, Timestamp},
        sync::snapshot::PageAt,
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        outbox::store::{OutboxStore, Outcome},
        store::{
            key::StreamKey,
            retry::Retry,
            schema::{HeadRow, StreamRow},
            testing::{Company, NOW, colleague},
        },
    };

    const SECRET: &str = "秘密の言葉";

    /// Something that was written, and failed for this reason.
    async fn failed(company: &Company, reason: FailReason) -> (RoomId, Seq) {
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let message = company.say(room, SECRET).await.unwrap();
        let job = company.store.next(room).await.unwrap().unwrap();
        company.store.record(vec![job.delivery], Outcome::Failed(reason), NOW).await.unwrap();
        (room, message.seq)
    }

    async fn discard(company: &Company, (room, seq): (RoomId, Seq)) -> Result<(), StoreError> {
        company.store.run(Discard { member: company.member, room, seq }).await
    }

    #[tokio::test]
    async fn what_line_has_not_got_is_deleted_wherever_it_is_kept() {
        let company = Company::in_memory().await;
        let which = failed(&company, FailReason::QuotaSpent).await;
        discard(&company, which).await.unwrap();
        company.store.erase_what_was_taken_back().await.unwrap();
        let page = company.store.page(company.member, which.0, PageAt::Head).await.unwrap();
        let last = page.messages.last().unwrap();
        assert_eq!((&last.body, last.delivery), (&Body::Discarded, None));
        let head = company.store.get::<HeadRow>(company.member).await.unwrap().unwrap();
        let (first, last) = (StreamKey(company.member, 1), StreamKey(company.member, head.n));
        let frames = company.store.range::<StreamRow>(first, last, usize::MAX).await.unwrap();
        assert!(frames.iter().all(|(_, row)| !row.frame.contains(SECRET)), "{frames:?}");
        // It goes out by no way any more.
        let (member, (room, seq)) = (company.member, which);
        let fresh = DeliveryId::new(Uuid::now_v7());
        let again = company.store.run(Retry { member, room, seq, fresh, now: NOW }).await;
        assert!(matches!(again, Err(StoreError::Refused(Refusal::NotFailed))), "{again:?}");
        assert!(company.store.next(room).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn what_line_may_have_stays() {
        for reason in [FailReason::NoAnswer, FailReason::Unsure] {
            let company = Company::in_memory().await;
            let which = failed(&company, reason).await;
            let kept = discard(&company, which).await;
            assert!(matches!(kept, Err(StoreError::Refused(Refusal::NotFailed))), "{kept:?}");
        }
    }

    #[tokio::test]
    async fn nobody_deletes_what_is_on_its_way_or_what_others_wrote() {
        let company = Company::in_memory().await;
        let which = failed(&company, FailReason::Refused).await;
        let sent = company.say(which.0, "はい").await.unwrap();
        let queued = discard(&company, (which.0, sent.seq)).await;
        assert!(matches!(queued, Err(StoreError::Refused(Refusal::NotFailed))), "{queued:?}");
        let theirs = discard(&company, (which.0, Seq(1))).await;
        assert!(matches!(theirs, Err(StoreError::Refused(Refusal::NotTheirs))), "{theirs:?}");
        let (member, (room, seq)) = (colleague(&company, "ren").await, which);
        let outsider = company.store.run(Discard { member, room, seq }).await;
        assert!(matches!(outsider, Err(StoreError::NotFound)), "{outsider:?}");
    }

    #[tokio::test]
    async fn a_message_that_failed_with_others_is_left_out_when_they_go_again() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let store = &company.store;
        let mut seqs = Vec::new();
        for text in ["一", "二", "三"] {
            seqs.push(company.say(room, text).await.unwrap().seq);
        }
        // The first goes by the reply token; the others share a call that the quota ends.
        let first = store.next(room).await.unwrap().unwrap();
        store
            .record(vec![first.delivery], Outcome::Failed(FailReason::Refused), NOW)
            .await
            .unwrap();
        let second = store.next(room).await.unwrap().unwrap();
        OutboxStore::share_call(store, second.delivery, Uuid::now_v7()).await.unwrap();
        let call = store.next(room).await.unwrap().unwrap().deliveries();
        assert_eq!(call.len(), 2);
        store.record(call, Outcome::Failed(FailReason::QuotaSpent), NOW).await.unwrap();
        discard(&company, (room, seqs[2])).await.unwrap();
        let (member, seq, fresh) = (company.member, seqs[1], DeliveryId::new(Uuid::now_v7()));
        let now: Timestamp = NOW.plus_millis(1_000);
        store.run(Retry { member, room, seq, fresh, now }).await.unwrap();
        assert_eq!(store.next(room).await.unwrap().unwrap().deliveries(), [second.delivery]);
    }
}
