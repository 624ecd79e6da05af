//! Send → LINE: from the moment the browser calls the server until LINE has taken the message.

use std::sync::Arc;

use futures_util::future::try_join_all;

use super::{LINE_USERS, UNDER_WAY, limits::Limits};
use crate::{
    error::BenchError,
    figure::{Figure, Unit},
    ledger::Ledger,
    member::Member,
    options::Plan,
};

/// A member who writes to everybody.
pub struct Sending {
    /// Who.
    pub member: Member,
    /// To which rooms.
    pub rooms: Vec<String>,
    /// What is under way to LINE.
    pub ledger: Arc<Ledger>,
}

impl Sending {
    /// The figures of latency.
    pub async fn latencies(&self, plan: &Plan, limits: &Limits) -> Result<Vec<Figure>, BenchError> {
        let mut figures = Vec::new();
        for under_way in UNDER_WAY {
            let each = plan.messages(under_way).div_ceil(under_way);
            let senders = (0..under_way).map(|first| self.sender(first, under_way, each));
            try_join_all(senders).await?;
            let arrivals = self.ledger.settled().await?;
            let name = format!("send → LINE, {under_way} at once");
            let p50 = Figure::new(format!("{name}, p50"), arrivals.percentile(50), Unit::Millis);
            figures.push(match under_way {
                1 => p50.beside("one commit", limits.commit_ms),
                _ => p50,
            });
            let p99 = arrivals.percentile(99);
            figures.push(Figure::new(format!("{name}, p99"), p99, Unit::Millis));
        }
        Ok(figures)
    }

    /// Writes to every `under_way`-th room, each time after the message before has reached LINE.
    async fn sender(&self, first: usize, under_way: usize, count: usize) -> Result<(), BenchError> {
        let mut room = first;
        for _ in 0..count {
            let token = self.ledger.token();
            let text = token.text();
            let arrived = self.ledger.begin(token);
            self.member.send_text(&self.rooms[room], &text).await?;
            arrived.await.map_err(|_| BenchError::Wrong("a message never arrived".to_owned()))?;
            room = (room + under_way) % LINE_USERS;
        }
        Ok(())
    }
}
