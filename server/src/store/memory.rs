//! What is kept in memory of each member because the rows are dear to read. Whoever asks first makes it,
//! and who asks meanwhile waits for that: nothing is read twice.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::domain::MemberId;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Where something of one member stands, once it was made.
type Place<T> = Arc<AsyncMutex<Option<Arc<T>>>>;

/// Something of each member. Cheap to copy.
pub struct Memory<T> {
    of: Arc<Mutex<HashMap<MemberId, Kept<T>>>>,
    most: usize,
}

struct Kept<T> {
    place: Place<T>,
    /// How much it is, once it was made.
    size: Option<usize>,
}

impl<T> Clone for Memory<T> {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), most: self.most }
    }
}

impl<T> Memory<T> {
    /// Room for so much of all members together. Beyond it all is forgotten: simple, and rare.
    pub fn for_at_most(most: usize) -> Self {
        Self { of: Arc::default(), most }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<MemberId, Kept<T>>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is something of a member.
    pub fn knows(&self, member: MemberId) -> bool {
        self.all().get(&member).is_some_and(|kept| kept.size.is_some())
    }

    /// What there is of a member, for one who may make it or bring it up to date.
    pub async fn of(&self, member: MemberId) -> OwnedMutexGuard<Option<Arc<T>>> {
        let new = || Kept { place: Place::default(), size: None };
        let place = self.all().entry(member).or_insert_with(new).place.clone();
        place.lock_owned().await
    }

    /// Says how much was made of a member.
    pub fn weigh(&self, member: MemberId, size: usize) {
        let mut all = self.all();
        let others = all.iter().filter(|(of, _)| **of != member);
        if others.filter_map(|(_, kept)| kept.size).sum::<usize>() + size > self.most {
            all.retain(|of, _| *of == member);
        }
        if let Some(kept) = all.get_mut(&member) {
            kept.size = Some(size);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn what_is_too_much_makes_room_for_what_is_new() {
        let memory = Memory::for_at_most(10);
        let member = |n| MemberId::new(Uuid::from_u128(n));
        for (n, size) in [(1, 5), (2, 5), (1, 4)] {
            *memory.of(member(n)).await = Some(Arc::new(n));
            memory.weigh(member(n), size);
        }
        assert!(memory.knows(member(1)) && memory.knows(member(2)));
        assert_eq!(memory.of(member(2)).await.as_deref(), Some(&2));
        *memory.of(member(3)).await = Some(Arc::new(3));
        assert!(!memory.knows(member(3)), "it is not weighed yet");
        memory.weigh(member(3), 3);
        assert!(!memory.knows(member(1)) && !memory.knows(member(2)));
        assert_eq!(memory.of(member(1)).await.as_deref(), None);
        assert_eq!(memory.of(member(3)).await.as_deref(), Some(&3));
    }
}
