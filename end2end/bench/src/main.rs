//! Drives a real server over HTTP and its event socket, with one clock, and prints what it measured.
//!
//! Shares no code with the product: what it knows of the protocols, it knows from their documents.

mod error;
mod events;
mod figure;
mod ledger;
mod measure;
mod member;
mod options;
mod process;
mod samples;
mod sandbox;
mod stack;
mod webhook;

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use clap::Parser;
use tokio::sync::watch;

use crate::{
    error::BenchError,
    events::Listener,
    figure::{Figure, Unit},
    ledger::Ledger,
    measure::{
        LINE_USERS, limits,
        limits::{Limits, rate},
        media, pages,
        receive::Receiving,
        send::Sending,
        sockets,
    },
    options::{Options, Plan},
    stack::Stack,
};

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match bench(&options).await {
        Ok(figures) => match print(&options, &figures) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(error) => {
            eprintln!("kakehashi-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn bench(options: &Options) -> Result<Vec<Figure>, BenchError> {
    let plan = options.plan();
    let mut dir = match &options.directory {
        Some(parent) => tempfile::Builder::new().prefix("bench-").tempdir_in(parent)?,
        None => tempfile::tempdir()?,
    };
    let figures = measured(options, &plan, dir.path()).await;
    // The logs in it say what went wrong.
    dir.disable_cleanup(figures.is_err());
    figures
}

async fn measured(options: &Options, plan: &Plan, dir: &Path) -> Result<Vec<Figure>, BenchError> {
    say("the limits of this machine");
    let limits = limits::measure(options, plan, dir).await?;
    let mut figures = limits.figures.clone();
    say("media");
    figures.extend(of_media(options, plan, &limits, &dir.join("media")).await?);
    say("many sockets");
    figures.extend(many_sockets(options, plan, &dir.join("sockets")).await?);

    say("filling the database");
    let stack = Stack::start(options, dir, &plan.rooms).await?;
    figures.extend(filled(&stack, plan)?);

    say("reading pages");
    figures.extend(pages::measure(&stack.member, &stack.rooms, plan.pages).await?);
    let read = stack.server.resident_kib()? / 1024.0;
    figures.push(Figure::new("server's memory after reading pages", read, Unit::Mebibytes));

    let Acquainted { receiving, rooms, .. } = &acquaint(&stack).await?;
    // Before any reply token is there: all of this goes by push.
    say("send → LINE");
    let ledger = Arc::new(Ledger::default());
    let follower = stack.sandbox.follow(Arc::clone(&ledger)).await?;
    let sending = Sending { member: stack.member.clone(), rooms: rooms.clone(), ledger };
    figures.extend(sending.latencies(plan, &limits).await?);
    follower.abort();

    say("webhook → event");
    figures.extend(receiving.latencies(plan, &limits).await?);
    say("messages a second");
    figures.extend(receiving.sustained(plan, &limits).await?);
    let full = stack.server.resident_kib()? / 1024.0;
    figures.push(Figure::new("server's memory after the load", full, Unit::Mebibytes));
    Ok(figures)
}

/// On a server of its own.
async fn of_media(
    options: &Options,
    plan: &Plan,
    limits: &Limits,
    dir: &Path,
) -> Result<Vec<Figure>, BenchError> {
    std::fs::create_dir(dir)?;
    let stack = Stack::start(options, dir, &plan.rooms[..1]).await?;
    media::measure(&stack, &stack.webhook.http, limits).await
}

/// On a server of their own: what the engine does in the background to a database that was just filled
/// would be counted as theirs, and memory that a load leaves behind would hide them.
async fn many_sockets(
    options: &Options,
    plan: &Plan,
    dir: &Path,
) -> Result<Vec<Figure>, BenchError> {
    std::fs::create_dir(dir)?;
    let stack = Stack::start(options, dir, &plan.rooms[..1]).await?;
    let acquainted = acquaint(&stack).await?;
    sockets::measure(&stack.server, &stack.member, &acquainted.receiving, plan).await
}

/// LINE users who have written once, and whom the server knows by name.
struct Acquainted {
    receiving: Receiving,
    rooms: Vec<String>,
    /// Hears what arrives, as long as it lives.
    _listener: Listener,
}

async fn acquaint(stack: &Stack) -> Result<Acquainted, BenchError> {
    let users = stack.sandbox.friends(&stack.webhook.account, LINE_USERS).await?;
    let ledger = Arc::new(Ledger::default());
    let receiving =
        Receiving { webhook: stack.webhook.clone(), users, ledger: Arc::clone(&ledger) };
    let since = stack.member.cursor().await?;
    let mut listener = Listener::new(stack.member.listen(since).await?, since, ledger);
    let rooms = receiving.greet().await?;
    acquainted(&mut listener.people).await?;
    Ok(Acquainted { receiving, rooms, _listener: listener })
}

/// What there is to say of the filled database.
fn filled(stack: &Stack, plan: &Plan) -> Result<Vec<Figure>, BenchError> {
    let messages: u32 = plan.rooms.iter().sum();
    let disk = u32::try_from(stack.database_bytes()? >> 10).map_or(f64::NAN, f64::from) / 1024.0;
    let memory = stack.server.resident_kib()? / 1024.0;
    let per_second = rate(usize::try_from(messages).unwrap_or(usize::MAX), stack.filling);
    Ok(vec![
        Figure::new("filling the database, messages", per_second, Unit::PerSecond),
        Figure::new(format!("database of {messages} messages on disk"), disk, Unit::Mebibytes),
        Figure::new("server's memory after starting on it", memory, Unit::Mebibytes),
    ])
}

/// Waits until the server knows all LINE users by name: reading profiles is not to be measured.
async fn acquainted(people: &mut watch::Receiver<usize>) -> Result<(), BenchError> {
    let all = people.wait_for(|people| *people >= LINE_USERS);
    let patience = std::time::Duration::from_secs(90);
    match tokio::time::timeout(patience, all).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(BenchError::Wrong("the server did not read all profiles".to_owned())),
    }
}

fn print(options: &Options, figures: &[Figure]) -> io::Result<()> {
    let out = if options.json {
        serde_json::to_string_pretty(figures)? + "\n"
    } else {
        figure::table(figures)
    };
    io::stdout().write_all(out.as_bytes())
}

/// Where the run stands, for the impatient.
fn say(what: &str) {
    eprintln!("bench: {what}…");
}
