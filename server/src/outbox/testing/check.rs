//! What must hold of the world when all is over.

use app::domain::FailReason;

use super::World;
use crate::outbox::store::{Content, Outcome, Via};

impl World {
    /// Nothing twice, nothing lost, nothing out of order.
    pub fn check(&self) {
        self.check_once();
        let state = self.state();
        for (room, _) in state.rows.keys() {
            let order: Vec<_> =
                state.phones.iter().filter(|(of, _)| of == room).map(|(_, seq)| seq).collect();
            assert!(order.is_sorted(), "{order:?}");
        }
    }

    /// Nothing twice, and in order.
    pub fn check_not_twice(&self) {
        let phones = self.state().phones.clone();
        for room in phones.iter().map(|(room, _)| room) {
            let order: Vec<_> = phones.iter().filter(|(of, _)| of == room).collect();
            assert!(order.is_sorted_by(|a, b| a.1 < b.1), "{order:?}");
        }
    }

    /// Nothing twice, and nothing lost that did not fail.
    pub fn check_once(&self) {
        let state = self.state();
        for (at, row) in &state.rows {
            let received = state.phones.iter().filter(|received| *received == at).count();
            let is_greeting = matches!(row.job.content, Content::Greeting { .. });
            match row.end.as_ref().expect("every delivery has an end") {
                Outcome::Sent { via, .. } => {
                    assert_eq!(received, 1, "{at:?}");
                    assert!(!is_greeting || *via == Via::Reply, "{at:?}");
                }
                Outcome::Failed(FailReason::NoAnswer) if is_greeting => {
                    assert_eq!(received, 0, "{at:?}");
                }
                Outcome::Failed(FailReason::NoAnswer | FailReason::Unsure) => {
                    assert!(received <= 1, "{at:?}");
                }
                Outcome::Failed(_) => assert_eq!(received, 0, "{at:?}"),
            }
        }
    }
}
