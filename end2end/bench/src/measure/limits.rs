//! What the machine itself can do: the disk's rate of durable writes, small and large, and the embedded
//! engine's.

use std::{
    fs::OpenOptions,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use serde::Deserialize;
use tokio::process::Command;

use crate::{
    error::BenchError,
    figure::{Figure, Unit},
    options::{Options, Plan},
    process::run,
    samples::Samples,
};

/// About what one message adds to a log.
const APPEND: [u8; 2048] = [b'x'; 2048];

/// The limits, to set the server's figures beside.
pub struct Limits {
    /// All of them.
    pub figures: Vec<Figure>,
    /// Durable appends to a file in a second, one at a time.
    pub fsyncs: f64,
    /// What the disk takes of one large file, in MiB a second, until it is durable.
    pub disk: f64,
    /// Milliseconds of one transaction of one message, alone.
    pub commit_ms: f64,
    /// Messages a second by the fastest way of writing.
    pub messages: f64,
}

#[derive(Deserialize)]
struct Line {
    way: String,
    messages_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// Measures all of them in `dir`.
pub async fn measure(options: &Options, plan: &Plan, dir: &Path) -> Result<Limits, BenchError> {
    let syncs = appends(dir, plan.limits)?;
    let seconds = plan.limits.as_secs();
    let fsyncs = syncs.per_second;
    let disk = large_file(dir)?;
    let mut figures = vec![
        Figure::new("disk: one large file and fsync", disk, Unit::MebibytesPerSecond),
        Figure::new("disk: append and fdatasync", fsyncs, Unit::PerSecond),
        Figure::new("disk: append and fdatasync, p99", syncs.times.percentile(99), Unit::Millis),
    ];
    let mut command = Command::new(options.examples.join("engine_limit"));
    command.arg("--directory").arg(dir.join("engine")).args(["--seconds", &seconds.to_string()]);
    let (mut messages, mut commit_ms): (f64, f64) = (0.0, f64::MAX);
    for line in run(command, "", dir).await?.lines() {
        let Line { way, messages_per_second, p50_ms, p99_ms } = serde_json::from_str(line)?;
        messages = messages.max(messages_per_second);
        commit_ms = commit_ms.min(p50_ms);
        figures.push(Figure::new(format!("engine: {way}"), messages_per_second, Unit::PerSecond));
        figures.push(Figure::new(format!("engine: {way}, p99"), p99_ms, Unit::Millis));
    }
    Ok(Limits { figures, fsyncs, disk, commit_ms, messages })
}

struct Appends {
    per_second: f64,
    times: Samples,
}

fn appends(dir: &Path, length: Duration) -> Result<Appends, BenchError> {
    let path = dir.join("appends");
    let mut file = OpenOptions::new().create_new(true).append(true).open(&path)?;
    let (began, mut times) = (Instant::now(), Vec::new());
    while began.elapsed() < length {
        let one = Instant::now();
        file.write_all(&APPEND)?;
        file.sync_data()?;
        times.push(one.elapsed());
    }
    let times = Samples::from(times);
    std::fs::remove_file(path)?;
    Ok(Appends { per_second: rate(times.len(), began.elapsed()), times })
}

fn large_file(dir: &Path) -> Result<f64, BenchError> {
    let path = dir.join("large");
    let (piece, pieces) = (vec![b'x'; 1 << 20], 200);
    let mut file = OpenOptions::new().create_new(true).append(true).open(&path)?;
    let began = Instant::now();
    for _ in 0..pieces {
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    let per_second = rate(pieces, began.elapsed());
    std::fs::remove_file(path)?;
    Ok(per_second)
}

/// How many in a second.
pub fn rate(count: usize, time: Duration) -> f64 {
    u32::try_from(count).map_or(f64::NAN, f64::from) / time.as_secs_f64()
}
