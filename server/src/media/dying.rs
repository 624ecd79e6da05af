//! For tests: work that ends in the middle, as it does when the process dies.

use std::{future::poll_fn, pin::pin, task::Poll};

/// Has work take so many steps at most, and then drops it where it stands. Answers what it came to, if that
/// was enough.
pub async fn steps<T>(most: usize, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut left) = (pin!(work), most);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}
