//! The end of a process: who says so, and how long the rest may take.

use std::{future::Future, io, time::Duration};

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long sockets and the outbox get to finish what they have begun. With the end of the database
/// it stays within ten seconds, after which service managers lose their patience.
pub const DRAIN: Duration = Duration::from_secs(7);

/// A token that is cancelled by SIGTERM or Ctrl-C. Must be called inside the runtime.
///
/// # Errors
/// When the system does not let us listen for signals.
pub fn on_signal() -> io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let signal = asked_to_stop()?;
    let told = stop.clone();
    tokio::spawn(async move {
        let signal = signal.await;
        tracing::info!(signal, "stopping");
        told.cancel();
    });
    Ok(stop)
}

/// Waits for `work` to end by itself, but at most `drain` longer than until `stop` is cancelled.
/// True when it did end.
pub async fn drained(
    work: impl Future<Output = ()>,
    stop: &CancellationToken,
    drain: Duration,
) -> bool {
    tokio::pin!(work);
    tokio::select! {
        () = &mut work => return true,
        () = stop.cancelled() => {}
    }
    timeout(drain, work).await.is_ok()
}

#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = &'static str>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    })
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix form can fail")]
fn asked_to_stop() -> io::Result<impl Future<Output = &'static str>> {
    Ok(async {
        // Without a listener for Ctrl-C the system's own handling ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_does_not_end_is_left_after_the_drain() {
        let stop = CancellationToken::new();
        stop.cancel();
        assert!(!drained(std::future::pending(), &stop, Duration::from_millis(1)).await);
    }

    #[tokio::test]
    async fn what_ends_in_time_is_waited_for() {
        let stop = CancellationToken::new();
        let work = {
            let stop = stop.clone();
            async move {
                stop.cancelled().await;
                tokio::task::yield_now().await;
            }
        };
        stop.cancel();
        assert!(drained(work, &stop, DRAIN).await);
    }
}
