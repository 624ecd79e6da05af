//! `kakehashi export`

use std::{
    io::{self, BufWriter, Write},
    sync::Arc,
};

use clap::{Args, ValueEnum};

use super::{
    CliError,
    open::{self, Nobody},
};
use crate::{
    config::Config,
    store::{OpenedBy, Store, export::Exported},
};

/// Objects read at once: what is in memory at any time.
const PAGE: usize = 500;

/// The fields of every kind, for the foot of `--help`.
const FIELDS: &str = "\
One JSON object a line, `type` says of which kind; times are ISO 8601 in UTC:
  member    id, email, name, group, role, active, created_at
  room      id, kind, name (of rooms with several), connection, contact, members, friendship,
            last_seq, created_at
  message   id, room, seq, at, author, text (null for what is not words), body, delivery
  delivery  id, room, seq, recipient, text, delivery, via, made_at, done_at
Never a password, a channel secret or a token.";

/// How to export.
#[derive(Args, Clone, Copy, Debug)]
#[command(after_help = FIELDS)]
pub struct ExportArgs {
    /// The form of the output
    #[arg(long, value_enum)]
    format: ExportFormat,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExportFormat {
    /// One JSON object a line.
    Jsonl,
}

/// Writes everything to the standard output.
///
/// # Errors
/// When the database cannot be opened or read, or the output not be written.
pub async fn run(args: ExportArgs, config: &Config) -> Result<(), CliError> {
    let ExportFormat::Jsonl = args.format;
    let (store, closing) = open::database(config, OpenedBy::Command, Arc::new(Nobody)).await?;
    let mut out = BufWriter::new(io::stdout());
    let done = write_all(&store, &mut out).await;
    drop(store);
    closing.close().await;
    done?;
    out.flush().map_err(CliError::Output)
}

async fn write_all(store: &Store, out: &mut (impl Write + Send)) -> Result<(), CliError> {
    for what in Exported::ALL {
        let mut after = None;
        loop {
            let (objects, next) = store.export(what, after, PAGE).await?;
            for object in objects {
                writeln!(out, "{object}").map_err(CliError::Output)?;
            }
            if next.is_none() {
                break;
            }
            after = next;
        }
    }
    Ok(())
}
