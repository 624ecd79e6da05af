//! Webhook events on their way to the bots: one lane a chat, so that what one person does is told
//! in order; a lane that waits for a slow server holds up no other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedSender;
use ulid::Ulid;

use super::event::Event;
use crate::{
    clock::Millis,
    ids::{ChannelId, EventId},
};

/// How many past events are kept for redelivery on order.
const KEPT: usize = 50_000;

/// The name of a lane.
pub type Lane = String;

/// One webhook call to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// To whom.
    pub channel: ChannelId,
    /// What.
    pub events: Vec<EventId>,
    /// How many tries went before; more than none makes it a redelivery.
    pub tries: usize,
}

/// In which order held events are let go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Order {
    /// As they happened.
    #[default]
    Kept,
    /// `"given"` or `"reversed"`.
    Named(OrderName),
    /// Exactly these, in this order; the others stay held.
    These(Vec<EventId>),
}

/// The orders with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OrderName {
    /// As they happened.
    Given,
    /// The latest first.
    Reversed,
}

/// How many events one webhook call carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Packing {
    /// One call an event.
    #[default]
    Single,
    /// All in one call.
    Bundle,
}

/// The outbox.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outbox {
    /// Events by id, past ones included.
    pub events: BTreeMap<EventId, Event>,
    lanes: HashMap<Lane, VecDeque<Envelope>>,
    redeliveries: Vec<(Millis, Envelope)>,
    holding: BTreeSet<ChannelId>,
    held: Vec<EventId>,
    #[serde(skip)]
    running: HashSet<Lane>,
    #[serde(skip)]
    wake: Option<UnboundedSender<Lane>>,
}

impl Outbox {
    /// Connects the sender, and starts what waited from before.
    pub fn connect(&mut self, wake: UnboundedSender<Lane>) {
        self.wake = Some(wake);
        let waiting: Vec<Lane> = self.lanes.keys().cloned().collect();
        for lane in waiting {
            self.start(lane);
        }
    }

    /// Takes over the sender of an outbox that is thrown away.
    pub fn keep_wake(&mut self, old: &mut Self) {
        self.wake = old.wake.take();
    }

    /// Adds a new event: to its lane, or to what is held.
    pub fn add(&mut self, event: Event) {
        let (id, channel) = (event.id.clone(), event.channel.clone());
        let lane = event.chat.0.clone();
        self.events.insert(id.clone(), event);
        if self.holding.contains(&channel) {
            self.held.push(id);
        } else {
            self.put(lane, Envelope { channel, events: vec![id], tries: 0 });
        }
    }

    /// Puts an envelope at the end of a lane.
    pub fn put(&mut self, lane: Lane, envelope: Envelope) {
        self.lanes.entry(lane.clone()).or_default().push_back(envelope);
        self.start(lane);
    }

    /// Puts an envelope beside all lanes, to be sent at once.
    pub fn put_beside(&mut self, envelope: Envelope) {
        self.put(format!("{}/beside/{}", envelope.channel, Ulid::new()), envelope);
    }

    fn start(&mut self, lane: Lane) {
        if let Some(wake) = &self.wake
            && self.running.insert(lane.clone())
        {
            // The receiver goes only when the process ends.
            let _ = wake.send(lane);
        }
    }

    /// The first envelope of a lane; it stays until [`Outbox::done`]. None ends the lane's run.
    pub fn first(&mut self, lane: &str) -> Option<Envelope> {
        let first = self.lanes.get(lane).and_then(VecDeque::front).cloned();
        if first.is_none() {
            self.lanes.remove(lane);
            self.running.remove(lane);
        }
        first
    }

    /// The lane's first envelope was sent.
    pub fn done(&mut self, lane: &str, envelope: &Envelope) {
        if let Some(queue) = self.lanes.get_mut(lane)
            && queue.front() == Some(envelope)
        {
            queue.pop_front();
        }
    }

    /// Sends the envelope again at `due`, outside its lane, as LINE gives no order either.
    pub fn redeliver_at(&mut self, due: Millis, envelope: Envelope) {
        self.redeliveries.push((due, envelope));
    }

    /// Sends the redeliveries that are due.
    pub fn start_due(&mut self, now: Millis) {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.redeliveries).into_iter().partition(|(at, _)| *at <= now);
        self.redeliveries = later;
        for (_, envelope) in due {
            self.put_beside(envelope);
        }
    }

    /// Keeps a channel's events back from now on.
    pub fn hold(&mut self, channel: &ChannelId) {
        self.holding.insert(channel.clone());
    }

    /// The events of a channel that are held.
    pub fn held(&self, channel: &ChannelId) -> Vec<&Event> {
        self.held
            .iter()
            .filter_map(|id| self.events.get(id))
            .filter(|event| event.channel == *channel)
            .collect()
    }

    /// Lets held events go, all in one lane so that their order is kept; returns them in it.
    pub fn release(
        &mut self,
        channel: &ChannelId,
        order: &Order,
        packing: Packing,
    ) -> Vec<EventId> {
        let mut going: Vec<EventId> = self.held(channel).iter().map(|e| e.id.clone()).collect();
        match order {
            Order::Kept | Order::Named(OrderName::Given) => {}
            Order::Named(OrderName::Reversed) => going.reverse(),
            Order::These(ids) => {
                going = ids.iter().filter(|id| going.contains(id)).cloned().collect();
            }
        }
        self.held.retain(|id| !going.contains(id));
        if self.held(channel).is_empty() {
            self.holding.remove(channel);
        }
        let calls: Vec<Vec<EventId>> = match packing {
            Packing::Single => going.iter().map(|id| vec![id.clone()]).collect(),
            Packing::Bundle if going.is_empty() => Vec::new(),
            Packing::Bundle => vec![going.clone()],
        };
        for events in calls {
            let envelope = Envelope { channel: channel.clone(), events, tries: 0 };
            self.put(format!("{channel}/released/"), envelope);
        }
        going
    }

    /// How many webhook calls wait, redeliveries and held events included.
    pub fn waiting(&self) -> usize {
        self.lanes.values().map(VecDeque::len).sum::<usize>()
            + self.redeliveries.len()
            + self.held.len()
    }

    /// Drops the oldest events beyond those kept.
    pub fn prune(&mut self) {
        while self.events.len() > KEPT {
            self.events.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::ChatKey;

    fn event(id: &str, chat: &str) -> Event {
        Event {
            id: id.into(),
            channel: "1".into(),
            chat: ChatKey(chat.to_owned()),
            json: json!({}),
        }
    }

    fn drain(outbox: &mut Outbox, lane: &str) -> Vec<String> {
        let mut seen = Vec::new();
        while let Some(envelope) = outbox.first(lane) {
            seen.push(envelope.events.iter().map(|e| e.0.clone()).collect::<Vec<_>>().join("+"));
            outbox.done(lane, &envelope);
        }
        seen
    }

    #[test]
    fn a_lane_keeps_its_order() {
        let mut outbox = Outbox::default();
        for id in ["a", "b", "c"] {
            outbox.add(event(id, "1/hanako"));
        }
        assert_eq!(drain(&mut outbox, "1/hanako"), ["a", "b", "c"]);
    }

    #[test]
    fn held_events_go_in_the_order_asked_for() {
        let channel = ChannelId::from("1");
        let mut outbox = Outbox::default();
        outbox.hold(&channel);
        for id in ["a", "b", "c", "d"] {
            outbox.add(event(id, "1/hanako"));
        }
        let some = Order::These(vec!["d".into(), "a".into()]);
        outbox.release(&channel, &some, Packing::Bundle);
        outbox.release(&channel, &Order::Named(OrderName::Reversed), Packing::Single);
        assert_eq!(drain(&mut outbox, "1/released/"), ["d+a", "c", "b"]);
        outbox.add(event("e", "1/hanako"));
        assert_eq!(drain(&mut outbox, "1/hanako"), ["e"], "nothing is held any more");
    }
}
