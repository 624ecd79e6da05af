//! Who listens. Carries frames from commits to sockets, and ends the sockets of sessions that end.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use app::domain::{Cursor, MemberId, RoomId};
use tokio::sync::{Notify, broadcast, watch};

use crate::store::{Aftermath, Audience, News, key::SessionKey};

/// News a slow socket may fall behind before it reads the database instead.
const BACKLOG: usize = 256;

/// News with its place in the member's stream.
pub type Numbered = (Cursor, News);

/// Tells the outbox of a room.
type Tell = Box<dyn Fn(RoomId) + Send>;

/// The listeners of this process, and the workers that wait for commits.
#[derive(Default)]
pub struct Hub {
    members: Mutex<HashMap<MemberId, broadcast::Sender<Numbered>>>,
    sessions: Mutex<HashMap<SessionKey, watch::Sender<()>>>,
    outbox: Mutex<Option<Tell>>,
    profiles: Notify,
    media: Notify,
    previews: Notify,
    quotas: Notify,
    reads: Notify,
    address_book: watch::Sender<()>,
}

/// The end of a session, as a socket waits for it.
pub struct Ended(watch::Receiver<()>);

impl Ended {
    /// Returns when the session has ended. May be dropped and called again.
    pub async fn wait(&mut self) {
        while self.0.changed().await.is_ok() {}
    }
}

/// A lock is only ever held for a moment of plain bookkeeping, which stays sound if one panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// News of a member's stream from now on. To be called before the database is read.
    pub fn listen(&self, member: MemberId) -> broadcast::Receiver<Numbered> {
        let mut members = lock(&self.members);
        members.retain(|_, listeners| listeners.receiver_count() > 0);
        members.entry(member).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    /// Changes when the address book has become another one. To be called before its edition is read.
    pub fn address_book(&self) -> watch::Receiver<()> {
        self.address_book.subscribe()
    }

    /// Closed when the session ends. To be called before it is checked that it lives.
    pub fn session(&self, session: SessionKey) -> Ended {
        let mut sessions = lock(&self.sessions);
        sessions.retain(|_, end| end.receiver_count() > 0);
        Ended(sessions.entry(session).or_insert_with(|| watch::channel(()).0).subscribe())
    }

    /// Ends the sockets of a session.
    pub fn end_session(&self, session: SessionKey) {
        lock(&self.sessions).remove(&session);
    }

    /// Has the outbox told of rooms with something to send.
    pub fn tell_outbox(&self, tell: impl Fn(RoomId) + Send + 'static) {
        *lock(&self.outbox) = Some(Box::new(tell));
    }

    /// Returns when there may be profiles to read, of people or of groups.
    pub async fn profiles_wanted(&self) {
        self.profiles.notified().await;
    }

    /// Returns when there may be media to fetch or to remove.
    pub async fn media_wanted(&self) {
        self.media.notified().await;
    }

    /// Returns when there may be links to look at.
    pub async fn previews_wanted(&self) {
        self.previews.notified().await;
    }

    /// Returns when LINE may have to be asked what is left of the month's messages.
    pub async fn quotas_wanted(&self) {
        self.quotas.notified().await;
    }

    /// Returns when there may be something to mark read at LINE.
    pub async fn reads_wanted(&self) {
        self.reads.notified().await;
    }
}

impl Audience for Hub {
    fn committed(&self, aftermath: Aftermath) {
        let members = lock(&self.members);
        for (member, n, news) in aftermath.news {
            if let Some(listeners) = members.get(&member) {
                // Nobody listening any more is not an error.
                let _ = listeners.send((n, news));
            }
        }
        drop(members);
        if let Some(tell) = lock(&self.outbox).as_ref() {
            aftermath.queued.into_iter().for_each(tell);
        }
        if !aftermath.profiles.is_empty() || !aftermath.groups.is_empty() {
            self.profiles.notify_one();
        }
        if !aftermath.media.is_empty() {
            self.media.notify_one();
        }
        if !aftermath.previews.is_empty() {
            self.previews.notify_one();
        }
        if !aftermath.quotas.is_empty() {
            self.quotas.notify_one();
        }
        if !aftermath.reads.is_empty() {
            self.reads.notify_one();
        }
        if aftermath.address_book {
            self.address_book.send_replace(());
        }
    }
}
