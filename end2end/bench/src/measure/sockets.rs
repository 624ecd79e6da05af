//! Many event sockets: what each costs the server in memory, open and receiving, and how long it
//! takes until the last of them has a message.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message as Ws;

use super::receive::Receiving;
use crate::{
    error::BenchError,
    events::Frame,
    figure::{Figure, Unit},
    member::{Member, Socket},
    options::Plan,
    process::Process,
    samples::Samples,
    webhook::Reply,
};

/// Sockets that are opened at a time.
const AT_ONCE: usize = 32;
/// A message that takes longer is taken for lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the sockets, then sends messages that all of them receive.
pub async fn measure(
    server: &Process,
    member: &Member,
    receiving: &Receiving,
    plan: &Plan,
) -> Result<Vec<Figure>, BenchError> {
    let count = f64::from(u32::try_from(plan.sockets).unwrap_or(u32::MAX));
    let since = member.cursor().await?;
    let before = server.resident_kib()?;
    let sockets = (0..plan.sockets).map(|_| open(member, since));
    let sockets: Vec<Socket> = stream::iter(sockets).buffered(AT_ONCE).try_collect().await?;
    let idle = server.resident_kib()?;
    let times = broadcast(sockets, receiving, plan.broadcasts).await?;
    let received = server.resident_kib()?;
    let name = format!("message → the last of {} sockets", plan.sockets);
    Ok(vec![
        Figure::new("memory of an idle socket", (idle - before) / count, Unit::Kibibytes),
        Figure::new("memory of a receiving socket", (received - before) / count, Unit::Kibibytes),
        Figure::new(format!("{name}, p50"), times.percentile(50), Unit::Millis),
        Figure::new(format!("{name}, p99"), times.percentile(99), Unit::Millis),
    ])
}

/// Opens a socket and waits for its greeting.
async fn open(member: &Member, since: u64) -> Result<Socket, BenchError> {
    let mut socket = member.listen(since).await?;
    match socket.next().await {
        Some(Ok(Ws::Text(_))) => Ok(socket),
        Some(Err(error)) => Err(error.into()),
        _ => Err(BenchError::Wrong("an event socket was closed".to_owned())),
    }
}

/// Sends messages one by one; answers how long each took to reach every socket.
async fn broadcast(
    sockets: Vec<Socket>,
    receiving: &Receiving,
    messages: usize,
) -> Result<Samples, BenchError> {
    let count = sockets.len();
    let (heard, mut arrivals) = mpsc::unbounded_channel();
    let readers: Vec<_> = sockets
        .into_iter()
        .map(|socket| tokio::spawn(listen(socket, messages, heard.clone())))
        .collect();
    let mut times = Vec::new();
    for user in receiving.users.iter().cycle().take(messages) {
        let token = receiving.ledger.token();
        let text = token.text();
        drop(receiving.ledger.begin(token));
        let began = Instant::now();
        receiving.webhook.tell(user, &text, Reply::Withheld).await?;
        let mut last = began;
        for _ in 0..count {
            let arrival = tokio::time::timeout(PATIENCE, arrivals.recv()).await;
            let missing = || BenchError::Wrong("a socket did not get a message".to_owned());
            last = last.max(arrival.ok().flatten().ok_or_else(missing)?);
        }
        times.push(last - began);
    }
    receiving.ledger.settled().await?;
    for reader in readers {
        reader.await??;
    }
    Ok(times.into())
}

/// Tells when each message arrives. The socket stays open until all others have theirs too.
async fn listen(
    mut socket: Socket,
    messages: usize,
    heard: mpsc::UnboundedSender<Instant>,
) -> Result<(), BenchError> {
    let mut left = messages;
    while left > 0 {
        match socket.next().await.transpose()? {
            Some(Ws::Text(text)) if Frame::read(&text)?.is_from_line() => {
                left -= 1;
                // The driver stops listening only when it gives up.
                let _ = heard.send(Instant::now());
            }
            Some(_) => {}
            None => return Err(BenchError::Wrong("an event socket was closed".to_owned())),
        }
    }
    Ok(())
}
