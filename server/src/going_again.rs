//! Has failed messages go again when the time has come that a member chose.
//!
//! What is to go stands in rows (`again_task`), which are looked at each minute: times are chosen in
//! minutes. A round that dies in between is done by the next.

use std::{sync::Arc, time::Duration};

use app::domain::DeliveryId;

use crate::{
    clock::Clock,
    rounds::Rounds,
    store::{Store, StoreError, again::GoAgain},
};

/// The worker.
pub struct GoingAgain {
    /// Where the messages are.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Rounds for GoingAgain {
    type Memory = ();

    const TROUBLE: &'static str = "what was to go again at a time did not";

    async fn round(&self, (): &mut ()) -> Result<Duration, StoreError> {
        let now = self.clock.now();
        let mut next = Duration::MAX;
        for (room, seq, at) in self.store.to_go_again().await? {
            if at <= now {
                let fresh = DeliveryId::new(self.clock.uuid());
                // One that cannot go holds up none of the others.
                if let Err(error) = self.store.run(GoAgain { room, seq, fresh, now }).await {
                    tracing::error!(%room, ?seq, %error, "a message did not go again at its time");
                }
            } else {
                let left = u64::try_from(at.since(now)).unwrap_or(0);
                next = next.min(Duration::from_millis(left));
            }
        }
        Ok(next)
    }

    /// Nothing is due sooner for being known sooner.
    async fn wanted(&self) {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Delivery, FailReason};

    use super::*;
    use crate::{
        outbox::store::{OutboxStore, Outcome},
        store::{
            again::RetryAt,
            testing::{Company, NOW},
        },
    };

    struct Fixed(app::domain::Timestamp);

    impl Clock for Fixed {
        fn now(&self) -> app::domain::Timestamp {
            self.0
        }

        fn uuid(&self) -> uuid::Uuid {
            uuid::Uuid::now_v7()
        }
    }

    #[tokio::test]
    async fn what_is_due_goes_and_the_rest_says_how_long_it_takes() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let mut failed = Vec::new();
        for text in ["一", "二"] {
            let message = company.say(room, text).await.unwrap();
            let job = company.store.next(room).await.unwrap().unwrap();
            let end = Outcome::Failed(FailReason::QuotaSpent);
            company.store.record(vec![job.delivery], end, NOW).await.unwrap();
            failed.push(message.seq);
        }
        for (seq, minutes) in failed.iter().zip([1, 3]) {
            let (member, at) = (company.member, Some(NOW.plus_millis(minutes * 60_000)));
            company.store.run(RetryAt { member, room, seq: *seq, at, now: NOW }).await.unwrap();
        }
        let clock = Arc::new(Fixed(NOW.plus_millis(120_000)));
        let worker = GoingAgain { store: company.store.clone(), clock };
        assert_eq!(worker.round(&mut ()).await.unwrap(), Duration::from_mins(1));
        let page = company.store.page(company.member, room, app::sync::snapshot::PageAt::Head);
        let states: Vec<_> =
            page.await.unwrap().messages.iter().filter_map(|one| one.delivery).collect();
        let reason = FailReason::QuotaSpent;
        assert_eq!(states, [Delivery::Queued, Delivery::Failed { reason }]);
    }
}
