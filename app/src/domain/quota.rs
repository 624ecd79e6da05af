//! How many messages an official account may send in a month, and how many are left of them.
//!
//! LINE counts recipients: what goes to a group counts once for each who is in it. An answer by reply
//! token counts nothing.

use serde::{Deserialize, Serialize};

use super::{ConnectionId, Headcount, RoomKind};

/// The month's messages of an official account whose plan has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// How many the plan has.
    pub limit: u32,
    /// How many are left.
    pub left: u32,
}

impl Quota {
    /// What is left when so many are used. LINE may count more than the limit.
    pub fn after(limit: u64, used: u64) -> Self {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self { limit: count(limit), left: count(limit.saturating_sub(used)) }
    }

    /// Whether nothing can be pushed any more.
    pub const fn is_spent(self) -> bool {
        self.left == 0
    }

    /// Whether four fifths or more are used.
    pub fn runs_low(self) -> bool {
        u64::from(self.left) * 5 <= u64::from(self.limit)
    }

    /// Whether somebody who is about to send what counts `cost` ought to know.
    pub fn matters(self, cost: u32) -> bool {
        self.runs_low() || self.left < cost
    }

    /// How much of it is used, in hundredths; 100 only when all is.
    pub fn percent_used(self) -> u32 {
        if self.is_spent() {
            return 100;
        }
        let used = u64::from(self.limit.saturating_sub(self.left));
        u32::try_from(used * 100 / u64::from(self.limit.max(1))).unwrap_or(100)
    }

    /// As members are told it: while much is left, not every single message is worth a word.
    #[must_use]
    pub const fn told(self) -> Self {
        let step = match self.left {
            0..100 => 1,
            100..1000 => 10,
            _ => 100,
        };
        Self { left: self.left - self.left % step, ..self }
    }
}

/// What an official account may still send this month, as a member is told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Which account: the connection by which it is bound.
    pub account: ConnectionId,
    /// What is left; none when its plan has no limit, or nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
}

/// What a message that is written in a room counts, unless it can go as an answer.
pub const fn cost(kind: RoomKind, people: Headcount) -> u32 {
    match kind {
        RoomKind::Direct => 1,
        RoomKind::Multi | RoomKind::Group => people.line_users,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_matters_from_four_fifths_on_or_when_a_send_does_not_fit() {
        for (limit, used, cost, matters) in [
            (200, 159, 1, false),
            (200, 160, 1, true),
            (200, 120, 80, false),
            (200, 120, 81, true),
            (200, 200, 1, true),
            (200, 250, 1, true),
            (0, 0, 1, true),
        ] {
            assert_eq!(Quota::after(limit, used).matters(cost), matters, "{used} of {limit}");
        }
    }

    #[test]
    fn all_of_it_is_a_hundred_and_nothing_less_is() {
        for (limit, used, percent) in
            [(200, 0, 0), (200, 163, 81), (30_000, 29_999, 99), (200, 200, 100), (0, 0, 100)]
        {
            assert_eq!(Quota::after(limit, used).percent_used(), percent, "{used} of {limit}");
        }
    }

    #[test]
    fn quotas_on_the_wire() {
        let account = "0191d5c8-0000-7000-8000-00000000000e".parse().unwrap();
        let quota = Some(Quota::after(200, 163));
        let told = [Allowance { account, quota }, Allowance { account, quota: None }];
        insta::assert_json_snapshot!(told);
    }

    proptest! {
        #[test]
        fn what_is_told_never_promises_more_and_says_the_end_exactly(limit: u64, used: u64) {
            let quota = Quota::after(limit, used);
            let told = quota.told();
            prop_assert!(told.left <= quota.left && quota.left - told.left < 100);
            prop_assert!(quota.left >= 100 || told == quota);
            prop_assert_eq!(told.is_spent(), quota.is_spent());
            prop_assert_eq!(told.told(), told);
            prop_assert!(!quota.runs_low() || told.runs_low());
            prop_assert!(quota.percent_used() <= 100);
        }
    }
}
