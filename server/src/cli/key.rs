//! `kakehashi key …`

use std::{
    io::{self, Write},
    sync::Arc,
};

use clap::{Args, Subcommand};

use super::{
    CliError, input,
    open::{self, Nobody},
};
use crate::{
    config::Config,
    credentials::seal_anew,
    secret::{SecretKey, Succession},
    store::{OpenedBy, Store, binding::Reseal},
};

/// What can be done with the key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Seal every secret with a new key, and keep that key in the place of the old one. Stop every
    /// server first; after an interruption, run it again
    Rotate(RotateKey),
}

/// The key to rotate to.
#[derive(Args, Debug)]
pub struct RotateKey {
    /// Read the new key from the standard input, 32 bytes in base64 or hex [default: make one]
    #[arg(long)]
    new_key_stdin: bool,
}

/// Runs one of the commands.
///
/// # Errors
/// When the database or a key cannot be used, or a secret opens with neither key.
pub async fn run(command: KeyCommand, config: &Config) -> Result<(), CliError> {
    let KeyCommand::Rotate(args) = command;
    let new = if args.new_key_stdin {
        Some(SecretKey::parse(input::read_secret(io::stdin().lock())?.reveal())?)
    } else {
        None
    };
    if config.secret_key.is_some() && new.is_none() {
        return Err(CliError::NewKeyWanted);
    }
    let (store, closing) = open::database(config, OpenedBy::Command, Arc::new(Nobody)).await?;
    let done = rotate(&store, config, new).await;
    drop(store);
    closing.close().await;
    writeln!(io::stdout(), "{}", done?).map_err(CliError::Output)
}

/// Answers what is to be said.
async fn rotate(
    store: &Store,
    config: &Config,
    new: Option<SecretKey>,
) -> Result<&'static str, CliError> {
    if let (Some(old), Some(new)) = (&config.secret_key, &new) {
        store.run(Reseal(seal_anew(&store.connections().await?, old, new)?)).await?;
        return Ok(
            "Every secret is sealed with the new key. Set KAKEHASHI_SECRET_KEY to it before \
                   you start the server.",
        );
    }
    open::data_dir(&config.data_dir)?;
    let keys = Succession::plan(&config.data_dir, new, &mut rand::rng())?;
    // What cannot be done is found out before anything is changed.
    let resealed = seal_anew(&store.connections().await?, &keys.old, &keys.new)?;
    keys.announce(&mut rand::rng())?;
    store.run(Reseal(resealed)).await?;
    keys.finish()?;
    Ok(
        "Every secret is sealed with the new key, which is kept in the place of the old one. Backups \
        from before need the old key, which is in them if the whole data directory is.",
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use app::domain::ConnectionId;
    use uuid::Uuid;

    use super::*;
    use crate::{
        credentials::{ResealError, channel_secret, seal_channel_secret},
        secret::{KeyFileError, SecretText, load_or_make},
        store::{
            binding::PutConnection,
            testing::{Company, NOW},
        },
    };

    /// Where a rotation breaks off.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Crash {
        AfterPlan,
        AfterAnnouncing,
        AfterSealing,
        Never,
    }

    fn config(dir: &Path) -> Config {
        Config::of(&["--data-dir", dir.to_str().unwrap(), "--database-url", "mem://"])
    }

    /// A company with two channel secrets, sealed with the key that `dir` keeps.
    async fn sealed(dir: &Path) -> Company {
        let company = Company::in_memory().await;
        let key = load_or_make(dir, &mut rand::rng()).unwrap();
        for channel in ["2000000001", "2000000002"] {
            put(&company, channel, &key).await;
        }
        company
    }

    async fn put(company: &Company, channel: &str, key: &SecretKey) {
        let secret = SecretText::new(format!("secret of {channel}"));
        let put = PutConnection {
            fresh: ConnectionId::new(Uuid::now_v7()),
            member: company.member,
            channel_id: channel.to_owned(),
            sealed_secret: seal_channel_secret(channel, &secret, key).unwrap(),
            now: NOW,
        };
        company.store.run(put).await.unwrap();
    }

    async fn opens_with(company: &Company, key: &SecretKey) -> bool {
        let connections = company.store.connections().await.unwrap();
        assert_eq!(connections.len(), 2);
        connections.iter().all(|connection| {
            let says = format!("secret of {}", connection.channel_id);
            channel_secret(connection, key).is_ok_and(|secret| secret.reveal() == says)
        })
    }

    async fn break_off(company: &Company, dir: &Path, crash: Crash) {
        let keys = Succession::plan(dir, None, &mut rand::rng()).unwrap();
        let connections = company.store.connections().await.unwrap();
        let resealed = seal_anew(&connections, &keys.old, &keys.new).unwrap();
        if crash == Crash::AfterPlan {
            return;
        }
        keys.announce(&mut rand::rng()).unwrap();
        if crash == Crash::AfterAnnouncing {
            return;
        }
        company.store.run(Reseal(resealed)).await.unwrap();
        if crash == Crash::AfterSealing {
            return;
        }
        keys.finish().unwrap();
    }

    #[tokio::test]
    async fn wherever_it_breaks_off_a_key_that_opens_is_there_and_it_can_be_taken_up() {
        for crash in [Crash::AfterPlan, Crash::AfterAnnouncing, Crash::AfterSealing, Crash::Never] {
            let dir = tempfile::tempdir().unwrap();
            let company = sealed(dir.path()).await;
            let first = load_or_make(dir.path(), &mut rand::rng()).unwrap();
            break_off(&company, dir.path(), crash).await;
            let there = Succession::plan(dir.path(), None, &mut rand::rng()).unwrap();
            let opens =
                opens_with(&company, &there.old).await || opens_with(&company, &there.new).await;
            assert!(opens, "{crash:?}");
            let kept = load_or_make(dir.path(), &mut rand::rng());
            match crash {
                Crash::AfterPlan | Crash::Never => {
                    assert!(opens_with(&company, &kept.unwrap()).await, "{crash:?}");
                }
                Crash::AfterAnnouncing | Crash::AfterSealing => {
                    assert!(matches!(kept, Err(KeyFileError::Unfinished { .. })), "{crash:?}");
                }
            }
            rotate(&company.store, &config(dir.path()), None).await.unwrap();
            let last = load_or_make(dir.path(), &mut rand::rng()).unwrap();
            assert!(opens_with(&company, &last).await, "{crash:?}");
            assert_ne!(last.id(), first.id());
            assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "one key is left");
        }
    }

    #[tokio::test]
    async fn a_key_that_is_given_is_the_one_that_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let company = sealed(dir.path()).await;
        let new = SecretKey::parse(&"22".repeat(32)).unwrap();
        rotate(&company.store, &config(dir.path()), Some(new.clone())).await.unwrap();
        assert!(opens_with(&company, &new).await);
        assert_eq!(load_or_make(dir.path(), &mut rand::rng()).unwrap().id(), new.id());
    }

    #[tokio::test]
    async fn an_interrupted_rotation_is_not_mixed_with_another() {
        let dir = tempfile::tempdir().unwrap();
        let company = sealed(dir.path()).await;
        break_off(&company, dir.path(), Crash::AfterSealing).await;
        let new = SecretKey::parse(&"22".repeat(32)).unwrap();
        let mixed = rotate(&company.store, &config(dir.path()), Some(new)).await;
        assert!(matches!(mixed, Err(CliError::KeyFile(KeyFileError::OtherNext { .. }))));
    }

    #[tokio::test]
    async fn a_secret_that_opens_with_neither_key_stops_it_before_anything_changes() {
        let dir = tempfile::tempdir().unwrap();
        let company = sealed(dir.path()).await;
        let foreign = SecretKey::parse(&"33".repeat(32)).unwrap();
        put(&company, "2000000002", &foreign).await;
        let stopped = rotate(&company.store, &config(dir.path()), None).await;
        let Err(CliError::Reseal(ResealError::Unopened(error))) = stopped else {
            panic!("not stopped")
        };
        assert!(error.to_string().contains("2000000002"));
        load_or_make(dir.path(), &mut rand::rng()).expect("the old key is still the key");
    }

    #[tokio::test]
    async fn a_key_of_the_environment_is_changed_there_and_no_file_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        let company = Company::in_memory().await;
        let (old, new) = ("11".repeat(32), SecretKey::parse(&"22".repeat(32)).unwrap());
        let key = SecretKey::parse(&old).unwrap();
        for channel in ["2000000001", "2000000002"] {
            put(&company, channel, &key).await;
        }
        let args = ["--data-dir", dir.path().to_str().unwrap(), "--database-url", "mem://"];
        let config = Config::of(&[&args[..], &["--secret-key", &old]].concat());
        for _ in 0..2 {
            let said = rotate(&company.store, &config, Some(new.clone())).await.unwrap();
            assert!(said.contains("KAKEHASHI_SECRET_KEY"));
        }
        assert!(opens_with(&company, &new).await);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
