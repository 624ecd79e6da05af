//! Media in and out: the largest video that LINE takes, from a LINE user to the storage, from a member to
//! the storage, and from there to LINE; how fast each goes, and how much memory it takes. And pictures,
//! which are drawn anew on their way.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Client;
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message as Ws;

use super::limits::{Limits, rate};
use crate::{
    error::{BenchError, accepted},
    figure::{Bound, Figure, Unit},
    member::Socket,
    process::Process,
    sandbox::LineUserId,
    stack::Stack,
    webhook::Reply,
};

/// The video, in MiB: as large as LINE takes one.
const VIDEO_MIB: u32 = 200;
const VIDEO: u32 = VIDEO_MIB << 20;
/// What the README promises: the server may not grow by more, in MiB.
const GROWTH: f64 = 64.0;
/// Pictures of a LINE user, and how many of them are told of at once.
const PICTURES: (usize, usize) = (100, 8);
/// Media that takes longer has failed.
const PATIENCE: Duration = Duration::from_mins(2);

/// Measures on a server that has done nothing yet: memory that was used before could be used again,
/// and would hide what media takes.
pub async fn measure(
    stack: &Stack,
    http: &Client,
    limits: &Limits,
) -> Result<Vec<Figure>, BenchError> {
    let account = &stack.webhook.account;
    let user = stack.sandbox.friends(account, 1).await?.swap_remove(0);
    let since = stack.member.cursor().await?;
    let mut arrivals = Arrivals { socket: stack.member.listen(since).await?, room: String::new() };
    let video = stack.sandbox.sends(account, "video", VIDEO).await?;
    let loopback = fetched(http, &stack.sandbox.content(&video)).await?;
    let memory = Memory::of(&stack.server)?;

    let began = Instant::now();
    stack.webhook.tell_of(&user, video, Reply::Withheld).await?;
    arrivals.here(1).await?;
    let came = speed(began);
    let mut figures = vec![
        Figure::new("loopback: the same video from the stand-in", loopback, SPEED),
        Figure::new(format!("video of {VIDEO_MIB} MiB in, to the storage"), came, SPEED)
            .beside("one large file", limits.disk),
        memory.growth("  growth of the server meanwhile")?,
    ];

    let began = Instant::now();
    let media = stack.member.upload_video(&arrivals.room, VIDEO as usize).await?;
    let brought = speed(began);
    stack.member.send_media(&arrivals.room, &media).await?;
    let sent = stack.sandbox.delivered_media().await?;
    let address = sent["originalContentUrl"].as_str().unwrap_or_default();
    let shared = fetched(http, address).await?;
    figures.extend([
        Figure::new(format!("video of {VIDEO_MIB} MiB uploaded in parts"), brought, SPEED)
            .beside("one large file", limits.disk),
        Figure::new("  fetched by its public address", shared, SPEED).beside("loopback", loopback),
        memory.growth("  growth of the server since the beginning")?,
    ]);
    figures.push(pictures(stack, &user, &mut arrivals).await?);
    Ok(figures)
}

async fn pictures(
    stack: &Stack,
    user: &LineUserId,
    arrivals: &mut Arrivals,
) -> Result<Figure, BenchError> {
    let (count, at_once) = PICTURES;
    let mut sent = Vec::new();
    for _ in 0..count {
        sent.push(stack.sandbox.sends(&stack.webhook.account, "image", 0).await?);
    }
    let began = Instant::now();
    let told = sent.into_iter().map(|one| stack.webhook.tell_of(user, one, Reply::Withheld));
    stream::iter(told).buffer_unordered(at_once).try_for_each(async |_| Ok(())).await?;
    arrivals.here(count).await?;
    let per_second = rate(count, began.elapsed());
    Ok(Figure::new(
        format!("{count} pictures in, drawn small and kept"),
        per_second,
        Unit::PerSecond,
    ))
}

const SPEED: Unit = Unit::MebibytesPerSecond;

/// MiB in a second, of one video since then.
fn speed(began: Instant) -> f64 {
    f64::from(VIDEO_MIB) / began.elapsed().as_secs_f64()
}

/// Fetches the video to its end, and how fast that was.
async fn fetched(http: &Client, url: &str) -> Result<f64, BenchError> {
    let began = Instant::now();
    let mut answer = accepted("fetching a video", http.get(url).send().await?).await?;
    let mut length = 0;
    while let Some(piece) = answer.chunk().await? {
        length += piece.len();
    }
    if length != VIDEO as usize {
        return Err(BenchError::Wrong(format!("{url} has {length} bytes")));
    }
    Ok(speed(began))
}

/// How much a server grows.
struct Memory<'a> {
    server: &'a Process,
    before: f64,
}

impl<'a> Memory<'a> {
    fn of(server: &'a Process) -> Result<Self, BenchError> {
        server.forget_peak()?;
        Ok(Self { server, before: server.resident_kib()? })
    }

    /// By how much it was larger at its largest than in the beginning.
    fn growth(&self, name: &str) -> Result<Figure, BenchError> {
        let grown = (self.server.peak_kib()? - self.before) / 1024.0;
        Ok(Figure::new(name, grown, Unit::Mebibytes).bound(Bound::AtMost(GROWTH)))
    }
}

/// What comes to the member.
struct Arrivals {
    socket: Socket,
    /// The room that the last of it came into.
    room: String,
}

impl Arrivals {
    /// Waits until so many more media of LINE users are here.
    async fn here(&mut self, count: usize) -> Result<(), BenchError> {
        let mut seen = HashSet::new();
        while seen.len() < count {
            let frame = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let lost = || BenchError::Wrong(format!("{} of {count} media came", seen.len()));
            let Ws::Text(text) = frame.map_err(|_| lost())?.ok_or_else(lost)?? else { continue };
            let frame: Value = serde_json::from_str(&text)?;
            let message = &frame["message"];
            let media = &message["body"]["media"];
            match media["state"].as_str() {
                Some("here") if message["author"]["side"] == "line_user" => {
                    seen.insert(media["id"].to_string());
                    message["room"].as_str().unwrap_or_default().clone_into(&mut self.room);
                }
                Some("gone" | "refused") => {
                    return Err(BenchError::Wrong(format!("media did not come: {media}")));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
