//! `kakehashi connection …`

use std::{
    io::{self, Write},
    str::FromStr,
    sync::Arc,
};

use app::domain::{ConnectionId, Email};
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
    store::{OpenedBy, Store, connections::PutConnection, members::Put},
};

/// What can be done with connections.
#[derive(Debug, Subcommand)]
pub enum ConnectionCommand {
    /// Connect a LINE official account, or bring its channel secret up to date
    Add(AddConnection),
}

/// An official account to connect.
#[derive(Args, Debug)]
pub struct AddConnection {
    /// Address of the member whom the official account stands for
    #[arg(long, value_name = "ADDRESS", value_parser = Email::parse)]
    member: Email,

    /// The Messaging API channel's ID, as LINE's console shows it
    #[arg(long, value_name = "ID")]
    channel_id: ChannelId,

    /// Read the channel secret from the standard input
    #[arg(long, required = true)]
    channel_secret_stdin: bool,
}

/// The ID of a Messaging API channel: decimal digits.
#[derive(Clone, Debug)]
struct ChannelId(String);

impl FromStr for ChannelId {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || typed.len() > 20 {
            return Err("a channel ID has digits only");
        }
        Ok(Self(typed.to_owned()))
    }
}

/// Runs one of the commands.
///
/// # Errors
/// When the database or the key cannot be opened, or there is no such member.
pub async fn run(command: ConnectionCommand, config: &Config) -> Result<(), CliError> {
    let ConnectionCommand::Add(args) = command;
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
    let ChannelId(channel_id) = &args.channel_id;
    let sealed_secret = seal_channel_secret(channel_id, secret, key)?;
    let clock = SystemClock;
    let put = PutConnection {
        fresh: ConnectionId::new(clock.uuid()),
        member: member.id,
        channel_id: channel_id.clone(),
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

#[cfg(test)]
mod tests {
    use super::ChannelId;

    #[test]
    fn a_channel_id_is_digits() {
        assert!("2001234567".parse::<ChannelId>().is_ok());
        for typed in ["", "@123abcde", "２００１", "-1", "1 2", &"1".repeat(21)] {
            assert!(typed.parse::<ChannelId>().is_err(), "{typed:?}");
        }
    }
}
