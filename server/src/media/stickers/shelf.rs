//! What has been fetched, and what is being fetched. Bounded: what nobody has looked at for longest
//! goes first, half of the shelf at a time.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Weak},
};

use app::domain::Timestamp;
use tokio::sync::OnceCell;

use super::{Outcome, drawing::Drawing};

/// Pictures of so many bytes are kept at most. A sticker has about 30 KB, one that moves 200.
const MAX_BYTES: usize = 32 << 20;
/// What an entry weighs beside its picture, generously: those without a picture are bounded, too.
const ENTRY: usize = 1 << 10;
/// So long it is believed that LINE has nothing, in milliseconds.
const MISSING_FOR: i64 = 10 * 60_000;

/// A fetch that is under way: whoever comes first does it.
pub type Fetch = Arc<OnceCell<Outcome>>;

/// Where a drawing is.
pub enum Place {
    /// Here.
    Kept(Outcome),
    /// Still with LINE.
    UnderWay(Fetch),
}

/// The shelf.
#[derive(Default)]
pub struct Shelf {
    /// What was looked at lately.
    young: Half,
    /// What was before.
    old: Half,
    under_way: HashMap<Drawing, Weak<OnceCell<Outcome>>>,
}

#[derive(Default)]
struct Half {
    kept: HashMap<Drawing, Kept>,
    bytes: usize,
}

struct Kept {
    outcome: Outcome,
    since: Timestamp,
}

impl Shelf {
    /// The drawing, or the fetch that brings it.
    pub fn look(&mut self, drawing: &Drawing, now: Timestamp) -> Place {
        if let Some(kept) = self.young.kept.get(drawing).filter(|kept| kept.holds(now)) {
            return Place::Kept(kept.outcome.clone());
        }
        if let Some(kept) = self.old.take(drawing).filter(|kept| kept.holds(now)) {
            let outcome = kept.outcome.clone();
            self.keep(drawing, kept);
            return Place::Kept(outcome);
        }
        if let Some(fetch) = self.under_way.get(drawing).and_then(Weak::upgrade) {
            return Place::UnderWay(fetch);
        }
        let fetch = Fetch::default();
        self.under_way.retain(|_, fetch| fetch.strong_count() > 0);
        self.under_way.insert(drawing.clone(), Arc::downgrade(&fetch));
        Place::UnderWay(fetch)
    }

    /// Keeps what was fetched. What failed is tried again by the next who looks.
    pub fn put(&mut self, drawing: &Drawing, outcome: &Outcome, now: Timestamp) {
        self.under_way.remove(drawing);
        if *outcome != Outcome::Failed {
            self.keep(drawing, Kept { outcome: outcome.clone(), since: now });
        }
    }

    fn keep(&mut self, drawing: &Drawing, kept: Kept) {
        self.young.put(drawing.clone(), kept);
        if self.young.bytes > MAX_BYTES / 2 {
            self.old = mem::take(&mut self.young);
        }
    }
}

impl Half {
    fn put(&mut self, drawing: Drawing, kept: Kept) {
        self.take(&drawing);
        self.bytes += kept.weight();
        self.kept.insert(drawing, kept);
    }

    fn take(&mut self, drawing: &Drawing) -> Option<Kept> {
        let kept = self.kept.remove(drawing)?;
        self.bytes -= kept.weight();
        Some(kept)
    }
}

impl Kept {
    fn holds(&self, now: Timestamp) -> bool {
        self.outcome != Outcome::Missing || now.since(self.since) < MISSING_FOR
    }

    fn weight(&self) -> usize {
        match &self.outcome {
            Outcome::Picture(bytes) => ENTRY + bytes.len(),
            Outcome::Missing | Outcome::Failed => ENTRY,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_376_468_000);

    fn drawing(n: usize) -> Drawing {
        Drawing::still(&n.to_string()).unwrap()
    }

    fn picture(bytes: usize) -> Outcome {
        Outcome::Picture(Bytes::from(vec![0; bytes]))
    }

    fn is_kept(shelf: &mut Shelf, n: usize) -> bool {
        matches!(shelf.look(&drawing(n), NOW), Place::Kept(_))
    }

    #[test]
    fn the_shelf_is_bounded_and_keeps_what_is_looked_at() {
        let mut shelf = Shelf::default();
        for n in 1..=200 {
            shelf.put(&drawing(n), &picture(1 << 20), NOW);
            assert!(shelf.young.bytes + shelf.old.bytes <= MAX_BYTES + (2 << 20));
            assert!(is_kept(&mut shelf, 1), "looked at after {n}");
        }
        assert!(is_kept(&mut shelf, 200));
        assert!(!is_kept(&mut shelf, 2));
    }

    #[test]
    fn fetches_that_everybody_gave_up_are_forgotten() {
        let mut shelf = Shelf::default();
        for n in 1..=100 {
            let _given_up = shelf.look(&drawing(n), NOW);
        }
        assert_eq!(shelf.under_way.len(), 1);
    }
}
