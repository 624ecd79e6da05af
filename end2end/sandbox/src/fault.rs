//! Answers that a test orders: the next N calls of an endpoint family fail in a given way.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::ChannelId;

/// Whether the call does its work before it fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// The platform did nothing.
    #[default]
    None,
    /// The platform did its work; only the answer is lost or false.
    Applied,
}

/// What the caller gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// The given status and body.
    #[default]
    Status,
    /// Nothing, ever.
    Hang,
    /// A closed connection.
    Close,
    /// The true answer (after the delay).
    Pass,
}

/// One order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The endpoint family, such as `push`; `*` is every one.
    pub family: String,
    /// Only calls of this channel.
    #[serde(default)]
    pub channel_id: Option<ChannelId>,
    /// How many calls.
    #[serde(default = "once")]
    pub times: u32,
    /// Whether the work is done.
    #[serde(default)]
    pub effect: Effect,
    /// What is answered.
    #[serde(default)]
    pub answer: Answer,
    /// The status answered.
    #[serde(default = "internal_error")]
    pub status: u16,
    /// The body answered; LINE's error shape if left out.
    #[serde(default)]
    pub body: Option<Value>,
    /// Headers answered.
    #[serde(default)]
    pub headers: std::collections::BTreeMap<String, String>,
    /// How long the caller waits first.
    #[serde(default)]
    pub delay_ms: u64,
}

const fn once() -> u32 {
    1
}

const fn internal_error() -> u16 {
    500
}

/// The orders that still stand.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Orders.
    pub fn order(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// What still stands.
    pub fn standing(&self) -> &[Fault] {
        &self.0
    }

    /// Takes every order back.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that meets this call, if one does; it is used up by it.
    pub fn meet(&mut self, family: &str, channel: Option<&ChannelId>) -> Option<Fault> {
        let place = self.0.iter().position(|fault| {
            (fault.family == family || fault.family == "*")
                && (fault.channel_id.is_none() || fault.channel_id.as_ref() == channel)
        })?;
        let fault = self.0.get_mut(place)?;
        fault.times = fault.times.saturating_sub(1);
        let met = fault.clone();
        if met.times == 0 {
            self.0.remove(place);
        }
        Some(met)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_as_many_calls_as_ordered() {
        let mut faults = Faults::default();
        faults.order(serde_json::from_str(r#"{"family":"push","times":2}"#).unwrap());
        faults.order(serde_json::from_str(r#"{"family":"*","channelId":"2"}"#).unwrap());
        assert!(faults.meet("reply", None).is_none());
        assert!(faults.meet("push", None).is_some_and(|fault| fault.status == 500));
        assert!(faults.meet("push", None).is_some());
        assert!(faults.meet("push", None).is_none());
        assert!(faults.meet("profile", Some(&"1".into())).is_none());
        assert!(faults.meet("profile", Some(&"2".into())).is_some());
    }
}
