//! `kakehashi member …`

use std::{
    io::{self, Write},
    sync::Arc,
};

use app::domain::{Email, MemberId, Role};
use clap::{Args, Subcommand};

use super::{
    CliError, input,
    open::{self, Nobody},
};
use crate::{
    auth::{
        name::DirectoryName,
        password::{Cost, NewPassword, Passwords, Salt},
    },
    clock::{Clock, SystemClock},
    config::Config,
    store::{
        OpenedBy,
        members::{Put, PutMember, Unless},
    },
};

/// What can be done with members.
#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Add a member, or bring the one with this address up to date
    Add(AddMember),
}

/// A member to add.
#[derive(Args, Debug)]
pub struct AddMember {
    /// What the member signs in with
    #[arg(long, value_name = "ADDRESS", value_parser = Email::parse)]
    email: Email,

    /// The member's name in the company directory
    #[arg(long)]
    name: DirectoryName,

    /// The member's group in the company directory
    #[arg(long)]
    group: Option<DirectoryName>,

    /// Let the member manage members, connections and settings
    #[arg(long)]
    admin: bool,

    /// Read the password from the standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

/// Runs one of the commands.
///
/// # Errors
/// When the database cannot be opened, or what was given breaks a rule.
pub async fn run(command: MemberCommand, config: &Config) -> Result<(), CliError> {
    let MemberCommand::Add(args) = command;
    let password = NewPassword::parse(input::read_secret(io::stdin().lock())?)?;
    let salt = Salt::mint(&mut rand::rng());
    let password_hash = Passwords::new(Cost::OWASP)?.hash(password, salt).await?;

    let (store, closing) = open::database(config, OpenedBy::Command, Arc::new(Nobody)).await?;
    let clock = SystemClock;
    let email = args.email.as_str().to_owned();
    let put = store.run(PutMember {
        fresh: MemberId::new(clock.uuid()),
        email: args.email,
        name: args.name.into_string(),
        group: args.group.map(DirectoryName::into_string),
        role: if args.admin { Role::Admin } else { Role::Member },
        password_hash,
        unless: Unless::Never,
        now: clock.now(),
    });
    let done = put.await;
    drop(store);
    closing.close().await;

    let done = match done?.1 {
        Put::Created => "added",
        Put::Updated => "brought up to date",
    };
    writeln!(io::stdout(), "Member {email} {done}.").map_err(CliError::Output)
}
