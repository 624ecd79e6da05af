//! A whole Kakehashi of its own for one run: database, stand-in for LINE, server, member, official
//! account. Everything is in one directory that goes with it.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use reqwest::Client;
use serde::Deserialize;
use tokio::process::Command;

use crate::{
    error::BenchError,
    member::Member,
    options::Options,
    process::{Process, free_address, run},
    sandbox::Sandbox,
    webhook::{Webhook, now_ms},
};

const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "a password for the bench";
/// Beyond every number of calls that are under way at once.
const IDLE_CONNECTIONS: usize = 512;

/// Everything that runs.
pub struct Stack {
    /// The server's process.
    pub server: Process,
    /// The stand-in for LINE.
    pub sandbox: Sandbox,
    /// The member who uses the server.
    pub member: Member,
    /// The way in for LINE's webhooks.
    pub webhook: Webhook,
    /// The rooms that were filled beforehand.
    pub rooms: Vec<Room>,
    /// How long filling them took.
    pub filling: Duration,
    database: PathBuf,
    _line: Process,
}

/// A filled room.
#[derive(Clone, Debug, Deserialize)]
pub struct Room {
    /// Its id.
    pub room: String,
    /// How many messages stand in it.
    pub messages: u32,
}

impl Stack {
    /// Fills a new database in `dir` with rooms of so many messages, and starts everything.
    pub async fn start(options: &Options, dir: &Path, rooms: &[u32]) -> Result<Self, BenchError> {
        let http = client()?;
        let (line_at, host) = (free_address()?, free_address()?);
        let line_url = format!("http://{line_at}");
        let mut command = Command::new(&options.sandbox);
        command.args(["--listen", &line_at]).env("RUST_LOG", "warn");
        let mut line = Process::start(command, dir)?;
        line.answers(&http, &format!("{line_url}/control/health")).await?;
        let sandbox = Sandbox::at(http.clone(), line_url.clone());
        let account = sandbox.account().await?;

        let data = dir.join("data");
        let server = || {
            let mut command = Command::new(&options.server);
            command
                .current_dir(dir)
                // Backtraces of errors that the engine expects would cost more than its work.
                .env_remove("RUST_BACKTRACE")
                .env("KAKEHASHI_LISTEN", &host)
                .env("KAKEHASHI_DATA_DIR", &data)
                .env("KAKEHASHI_SITE_DIR", dir)
                .env("KAKEHASHI_LINE_API_URL", &line_url)
                .env("KAKEHASHI_LINE_DATA_URL", &line_url)
                .env("KAKEHASHI_LINE_STICKER_URL", &line_url);
            command
        };
        let mut command = server();
        command.args(["member", "add", "--email", EMAIL, "--name", "Bench", "--password-stdin"]);
        run(command, PASSWORD, dir).await?;
        let mut command = server();
        command.args(["connection", "add", "--member", EMAIL, "--channel-id", &account.channel_id]);
        command.arg("--channel-secret-stdin");
        let told = run(command, &account.channel_secret, dir).await?;
        let url = told.split_whitespace().find(|word| word.contains("/line/webhook/"));
        let url = url.map(str::to_owned);
        let url = url.ok_or_else(|| BenchError::Wrong(format!("no webhook address in: {told}")))?;

        let database = data.join("database");
        let began = Instant::now();
        let rooms = fill(options, dir, &database, &account.channel_id, rooms).await?;
        let filling = began.elapsed();

        let mut command = server();
        command.arg("serve");
        let mut process = Process::start(command, dir)?;
        process.answers(&http, &format!("http://{host}/readyz")).await?;
        let member = Member::sign_in(http.clone(), &host, EMAIL, PASSWORD).await?;
        let webhook = Webhook { http, url, account };
        Ok(Self {
            server: process,
            sandbox,
            member,
            webhook,
            rooms,
            filling,
            database,
            _line: line,
        })
    }

    /// Bytes of the database on disk.
    pub fn database_bytes(&self) -> Result<u64, BenchError> {
        bytes_under(&self.database)
    }
}

async fn fill(
    options: &Options,
    dir: &Path,
    database: &Path,
    channel_id: &str,
    rooms: &[u32],
) -> Result<Vec<Room>, BenchError> {
    let sizes: Vec<String> = rooms.iter().map(u32::to_string).collect();
    let mut command = Command::new(options.examples.join("fill"));
    command.arg("--database").arg(database).args(["--channel-id", channel_id]);
    command.args(["--rooms", &sizes.join(","), "--until", &now_ms().to_string()]);
    let told = run(command, "", dir).await?;
    Ok(told.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// A client that takes one connection for each call that is under way, and goes to no proxy.
fn client() -> Result<Client, BenchError> {
    let none = reqwest::redirect::Policy::none();
    let client = Client::builder().no_proxy().redirect(none);
    Ok(client.pool_max_idle_per_host(IDLE_CONNECTIONS).build()?)
}

fn bytes_under(dir: &Path) -> Result<u64, BenchError> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        sum += if kind.is_dir() { bytes_under(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
