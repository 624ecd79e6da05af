//! The command line: what was asked for, and one line on the standard error output when it came to
//! nothing.

mod connection;
mod export;
mod input;
mod key;
mod member;
mod open;
mod serve;

use std::{error::Error, ffi::OsString, io, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    auth::{
        AuthError,
        name::NameError,
        password::{NewPasswordError, PasswordError},
    },
    config::{Config, ConfigError, Settings},
    credentials::ResealError,
    media::StorageError,
    secret::{KeyError, KeyFileError, SealError},
    store::StoreError,
    telemetry,
};

/// The exit code of a command line that cannot be read; every other failure is 1.
const USAGE: u8 = 2;

/// The database engine recurses deeply on some queries.
const THREAD_STACK_BYTES: usize = 10 << 20;

/// A self-hosted web messenger: members of a company talk with LINE users.
///
/// Every setting can be given as an option or as an environment variable. Without a command the
/// server runs.
#[derive(Debug, Parser)]
#[command(name = "kakehashi", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve,
    /// Manage members
    #[command(subcommand)]
    Member(member::MemberCommand),
    /// Manage connections to LINE official accounts
    #[command(subcommand)]
    Connection(connection::ConnectionCommand),
    /// Manage the key that secrets are sealed with
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Write all members, rooms, messages and deliveries to the standard output
    Export(export::ExportArgs),
}

/// Why a command came to nothing.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    #[error("the data directory {dir} cannot be used: {source}")]
    DataDir { dir: String, source: io::Error },
    #[error(
        "the database is in use by another process: stop the server first, or let both use a \
         database server (KAKEHASHI_DATABASE_URL=ws://…)"
    )]
    DatabaseInUse,
    #[error(transparent)]
    Store(StoreError),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error(transparent)]
    NewPassword(#[from] NewPasswordError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Input(#[from] input::InputError),
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Reseal(#[from] ResealError),
    #[error("the new key {0}")]
    NewKey(#[from] KeyError),
    #[error(
        "KAKEHASHI_SECRET_KEY is given, so the new key must be too: pipe it in, with --new-key-stdin"
    )]
    NewKeyWanted,
    #[error("there is no member with the address {0}: add them with `kakehashi member add`")]
    NoSuchMember(String),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: std::net::SocketAddr, source: io::Error },
    #[error("the client to LINE cannot be made: {0}")]
    Line(Box<dyn Error + Send + Sync>),
    #[error(transparent)]
    Media(StorageError),
    #[error("the output could not be written: {0}")]
    Output(io::Error),
    #[error("the system refused: {0}")]
    System(io::Error),
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked => Self::DatabaseInUse,
            other => Self::Store(other),
        }
    }
}

/// Does what the arguments ask for. The one entry to this module.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    telemetry::start(&cli.settings.log());
    match execute(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kakehashi: {}", one_line(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> Result<(), CliError> {
    let config = cli.settings.resolve(site_beside())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(THREAD_STACK_BYTES)
        .enable_all()
        .build()
        .map_err(CliError::System)?;
    // As a task, because only the runtime's own threads have the deep stack.
    let task = runtime.spawn(command(cli.command.unwrap_or(Command::Serve), config));
    runtime.block_on(task).map_err(|error| CliError::System(error.into()))?
}

async fn command(command: Command, config: Config) -> Result<(), CliError> {
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Member(command) => member::run(command, &config).await,
        Command::Connection(command) => connection::run(command, &config).await,
        Command::Key(command) => key::run(command, &config).await,
        Command::Export(args) => export::run(args, &config).await,
    }
}

/// Help goes to the standard output as it is; anything else becomes one line.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return match error.print() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    eprintln!("kakehashi: {} (see --help)", one_line(first));
    ExitCode::from(USAGE)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a packaged program has its client files.
fn site_beside() -> Option<std::path::PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join("site"))
}
