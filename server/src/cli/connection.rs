//! `kakehashi connection …`

use std::{
    io::{self, Write},
    sync::Arc,
};

use app::domain::{ChannelId, ConnectionEntry, ConnectionId, Email, Health, OfficialAccount};
use clap::{Args, Subcommand};

use super::{
    CliError, input,
    open::{self, Nobody},
};
use crate::{
    clock::{Clock, SystemClock},
    config::Config,
    credentials::seal_channel_secret,
    secret::{SecretKey, SecretText},
    store::{OpenedBy, Store, binding::PutConnection, members::Put},
};

/// What can be done with connections.
#[derive(Debug, Subcommand)]
pub enum ConnectionCommand {
    /// Connect a LINE official account, or bring its channel secret up to date
    Add(AddConnection),
    /// List the connected official accounts, and those that were; never a secret
    List,
}

/// An official account to connect.
#[derive(Args, Debug)]
pub struct AddConnection {
    /// Address of the member whom the official account stands for
    #[arg(long, value_name = "ADDRESS", value_parser = Email::parse)]
    member: Email,

    /// The Messaging API channel's ID, as LINE's console shows it
    #[arg(long, value_name = "ID", value_parser = ChannelId::parse)]
    channel_id: ChannelId,

    /// Read the channel secret from the standard input
    #[arg(long, required = true)]
    channel_secret_stdin: bool,
}

/// Runs one of the commands.
///
/// # Errors
/// When the database or the key cannot be opened, or there is no such member.
pub async fn run(command: ConnectionCommand, config: &Config) -> Result<(), CliError> {
    match command {
        ConnectionCommand::Add(args) => run_add(args, config).await,
        ConnectionCommand::List => run_list(config).await,
    }
}

async fn run_list(config: &Config) -> Result<(), CliError> {
    let (store, closing) = open::database(config, OpenedBy::Command, Arc::new(Nobody)).await?;
    let entries = store.connection_entries(None).await;
    drop(store);
    closing.close().await;
    let mut out = io::stdout().lock();
    for entry in entries? {
        list_one(&mut out, &entry).map_err(CliError::Output)?;
    }
    Ok(())
}

/// Columns between tabs: connection, channel, ID on LINE, state, member. Names come last, and without
/// what could break a line.
fn list_one(out: &mut impl Write, entry: &ConnectionEntry) -> io::Result<()> {
    let line_id = entry.account.as_ref().map_or("-", OfficialAccount::line_id);
    let state = match entry.health() {
        Health::Healthy => "healthy".to_owned(),
        Health::Unheard => "no webhook yet".to_owned(),
        Health::Undescribed => "not described yet".to_owned(),
        Health::TokenFails(failing) => format!("token refused since {}", failing.since.to_iso()),
        Health::WebhookFails(failing) => {
            format!("webhook failing since {}", failing.since.to_iso())
        }
        Health::Disconnected { at } => format!("disconnected {}", at.to_iso()),
    };
    let name: String = entry.member_name.chars().filter(|c| !c.is_control()).collect();
    let (id, channel) = (entry.id, &entry.channel_id);
    writeln!(out, "{id}\t{channel}\t{line_id}\t{state}\t{name}")
}

async fn run_add(args: AddConnection, config: &Config) -> Result<(), CliError> {
    let secret = input::read_secret(io::stdin().lock())?;
    let key = open::key(config)?;
    let (store, closing) = open::database(config, OpenedBy::Command, Arc::new(Nobody)).await?;
    let done = add(&store, &key, &args, &secret).await;
    drop(store);
    closing.close().await;
    let (connection, put) = done?;
    report(config, connection, put).map_err(CliError::Output)
}

async fn add(
    store: &Store,
    key: &SecretKey,
    args: &AddConnection,
    secret: &SecretText,
) -> Result<(ConnectionId, Put), CliError> {
    let unknown = || CliError::NoSuchMember(args.member.as_str().to_owned());
    let member = store.member_by_email(&args.member).await?.ok_or_else(unknown)?;
    let channel_id = args.channel_id.as_str();
    let sealed_secret = seal_channel_secret(channel_id, secret, key)?;
    let clock = SystemClock;
    let earlier = store.earlier_connection(member.id, channel_id).await?;
    let put = PutConnection {
        fresh: earlier.unwrap_or_else(|| ConnectionId::new(clock.uuid())),
        member: member.id,
        channel_id: channel_id.to_owned(),
        sealed_secret,
        now: clock.now(),
    };
    Ok(store.run(put).await?)
}

fn report(config: &Config, connection: ConnectionId, put: Put) -> io::Result<()> {
    let done = match put {
        Put::Created => "added",
        Put::Updated => "brought up to date",
    };
    let webhook = config.public_url.at(&format!("/line/webhook/{connection}"));
    writeln!(
        io::stdout(),
        "Connection {done}. Its webhook address:\n\n  {webhook}\n\n\
         Enter it in the LINE Developers Console (Messaging API > Webhook URL), and switch on \
         \"Use webhook\"\nand \"Webhook redelivery\". In the LINE Official Account Manager switch \
         on chat, and switch off\ngreeting and auto-reply messages. Then start the server."
    )
}
