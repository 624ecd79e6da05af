//! Which messages are under way: each must arrive exactly once, and in its room in the order in
//! which it was sent. Measures how long each took, by this process' clock.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::{Notify, oneshot};

use crate::{error::BenchError, samples::Samples};

/// A message that takes longer is taken for lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// What makes each message known again: it stands at the head of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u64);

impl Token {
    /// A text of an everyday length, with the token at its head.
    pub fn text(self) -> String {
        format!(
            "{} お世話になっております。次の打ち合わせは木曜日の午後でよろしいでしょうか。",
            self.0
        )
    }

    /// The token of a text; none when it has no such head.
    pub fn of(text: &str) -> Option<Self> {
        text.split(' ').next()?.parse().ok().map(Self)
    }
}

/// The ledger of one kind of road.
#[derive(Debug, Default)]
pub struct Ledger {
    last: AtomicU64,
    books: Mutex<Books>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Books {
    under_way: HashMap<Token, Sent>,
    newest: HashMap<String, Token>,
    times: Vec<Duration>,
    wrong: Vec<String>,
}

#[derive(Debug)]
struct Sent {
    at: Instant,
    arrived: oneshot::Sender<String>,
}

impl Ledger {
    /// A token that was never used.
    pub fn token(&self) -> Token {
        Token(self.last.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The message with this token is sent now. Answers with the room that it arrives in.
    pub fn begin(&self, token: Token) -> oneshot::Receiver<String> {
        let (arrived, answer) = oneshot::channel();
        self.books().under_way.insert(token, Sent { at: Instant::now(), arrived });
        answer
    }

    /// The message with this token arrived in this room.
    pub fn arrived(&self, room: &str, token: Token, at: Instant) {
        let mut books = self.books();
        let newest = books.newest.insert(room.to_owned(), token);
        if newest.is_some_and(|newest| newest > token) {
            books.wrong.push(format!("message {} arrived after a later one", token.0));
        }
        match books.under_way.remove(&token) {
            Some(sent) => {
                books.times.push(at - sent.at);
                // Only some senders wait for it.
                let _ = sent.arrived.send(room.to_owned());
            }
            None => books.wrong.push(format!("message {} arrived twice", token.0)),
        }
        drop(books);
        self.changed.notify_one();
    }

    /// Something else is wrong with the road.
    pub fn wrong(&self, what: String) {
        self.books().wrong.push(what);
        self.changed.notify_one();
    }

    /// Waits until nothing is under way; answers how long each message took.
    ///
    /// # Errors
    /// When a message was lost, doubled or out of order.
    pub async fn settled(&self) -> Result<Samples, BenchError> {
        let mut before = usize::MAX;
        loop {
            let (left, wrong) = {
                let books = self.books();
                (books.under_way.len(), books.wrong.first().cloned())
            };
            if let Some(wrong) = wrong {
                return Err(BenchError::Wrong(wrong));
            }
            if left == 0 {
                return Ok(std::mem::take(&mut self.books().times).into());
            }
            let waited = tokio::time::timeout(PATIENCE, self.changed.notified()).await;
            if waited.is_err() && left == before {
                return Err(BenchError::Wrong(format!("{left} messages never arrived")));
            }
            before = left;
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_arrives_once_and_in_order_is_measured() {
        let ledger = Ledger::default();
        let tokens = [ledger.token(), ledger.token()];
        for token in tokens {
            drop(ledger.begin(token));
            ledger.arrived("room", Token::of(&token.text()).unwrap(), Instant::now());
        }
        assert_eq!(ledger.settled().await.unwrap().len(), 2);
        assert_eq!(ledger.settled().await.unwrap().len(), 0);
    }

    #[tokio::test]
    async fn what_arrives_twice_or_out_of_order_is_wrong() {
        let ledger = Ledger::default();
        let (first, second) = (ledger.token(), ledger.token());
        drop((ledger.begin(first), ledger.begin(second)));
        ledger.arrived("room", second, Instant::now());
        ledger.arrived("room", first, Instant::now());
        assert!(ledger.settled().await.is_err());
        let ledger = Ledger::default();
        let token = ledger.token();
        drop(ledger.begin(token));
        ledger.arrived("room", token, Instant::now());
        ledger.arrived("room", token, Instant::now());
        assert!(ledger.settled().await.is_err());
    }
}
