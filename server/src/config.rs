//! The settings: read from the command line and the environment once, checked, and typed.
//!
//! Reads nothing but what it is given, and touches no file. Nothing in it can be printed that is
//! secret.

mod database;
mod log;
mod media;
mod open_web;
mod web;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::{Args, builder::NonEmptyStringValueParser};

pub use self::{
    database::DatabaseUrlError,
    log::{LogFilter, LogFormat, LogSettings},
    media::{Bucket, MediaPlace, MediaUrlError},
    open_web::{HostAndPort, LinkPreviews, NotHostAndPort, OpenWebConfig},
    web::{PublicUrl, ServiceUrl, UrlError},
};
use crate::{
    config::{database::DatabaseLogin, media::BucketSettings, open_web::OpenWebSettings},
    secret::{KeyError, SecretKey, SecretText},
    store::DatabaseUrl,
};

/// The settings as given. Each is an option and an environment variable; the option wins.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// Address and port to listen on
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LISTEN",
        value_name = "IP:PORT",
        default_value = "127.0.0.1:3000"
    )]
    listen: SocketAddr,

    /// Where browsers and LINE reach the server, such as `https://chat.example.com`, without a path
    /// [default: http:// and the listening address]
    #[arg(long, global = true, env = "KAKEHASHI_PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,

    /// Addresses of reverse proxies, separated by commas; what they say in `X-Forwarded-For` is
    /// believed when log-ins are counted by address
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_TRUSTED_PROXIES",
        value_name = "IP,…",
        value_delimiter = ','
    )]
    trusted_proxies: Vec<IpAddr>,

    /// Directory for everything that is kept: the database, media and the secret key
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_DATA_DIR",
        value_name = "DIR",
        default_value = "./data"
    )]
    data_dir: PathBuf,

    /// Where the database is: `surrealkv://DIR`, `ws://HOST`, `wss://HOST` or `mem://`
    /// [default: surrealkv:// and `database` in the data directory]
    #[arg(long, global = true, env = "KAKEHASHI_DATABASE_URL", value_name = "URL")]
    database_url: Option<String>,

    /// User on a database server
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_DATABASE_USER",
        value_name = "NAME",
        value_parser = NonEmptyStringValueParser::new()
    )]
    database_user: Option<String>,

    /// Password on a database server. Command lines can be seen by other users: prefer the
    /// environment
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_DATABASE_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true
    )]
    database_password: Option<SecretText>,

    /// Where pictures, videos, sounds and files are kept: `file:///DIR` or `s3://BUCKET/PREFIX`
    /// [default: `media` in the data directory]
    #[arg(long, global = true, env = "KAKEHASHI_MEDIA_URL", value_name = "URL")]
    media_url: Option<String>,

    #[command(flatten)]
    bucket: BucketSettings,

    /// Key that secrets are sealed with, 32 bytes in base64 or hex. Command lines can be seen by
    /// other users: prefer the environment [default: made once, kept in the data directory]
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_SECRET_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    secret_key: Option<SecretText>,

    /// Directory of the built client files [default: `site` beside the program, else target/site]
    #[arg(long, global = true, env = "KAKEHASHI_SITE_DIR", value_name = "DIR")]
    site_dir: Option<PathBuf>,

    /// The Messaging API
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LINE_API_URL",
        value_name = "URL",
        default_value = "https://api.line.me"
    )]
    line_api_url: ServiceUrl,

    /// The Messaging API's host for content
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LINE_DATA_URL",
        value_name = "URL",
        default_value = "https://api-data.line.me"
    )]
    line_data_url: ServiceUrl,

    /// Where the pictures of LINE's stickers are
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LINE_STICKER_URL",
        value_name = "URL",
        default_value = "https://stickershop.line-scdn.net"
    )]
    line_sticker_url: ServiceUrl,

    #[command(flatten)]
    open_web: OpenWebSettings,

    /// What to log: a level, or levels by module, such as `info,kakehashi::line=debug`
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LOG",
        value_name = "FILTER",
        default_value = "info"
    )]
    log: LogFilter,

    /// How to log: `auto` is text, in colours on a terminal
    #[arg(
        long,
        global = true,
        env = "KAKEHASHI_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value = "auto"
    )]
    log_format: LogFormat,

    /// Set by `cargo leptos watch`, not by people
    #[arg(long, global = true, env = "LEPTOS_WATCH", hide = true)]
    watched: bool,
}

/// The settings, checked and complete.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people and LINE reach the server.
    pub public_url: PublicUrl,
    /// Reverse proxies that are believed about who asks.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// Where the database is.
    pub database: DatabaseUrl,
    /// Where media is kept.
    pub media: MediaPlace,
    /// The key that was given; without it the data directory holds one.
    pub secret_key: Option<SecretKey>,
    /// Where the built client files are.
    pub site_dir: PathBuf,
    /// Where LINE is.
    pub line: LineUrls,
    /// What is asked of the open web.
    pub open_web: OpenWebConfig,
    /// What is logged, and how.
    pub log: LogSettings,
    /// Whether somebody works on the client's files.
    pub rebuilds: Rebuilds,
}

/// Whether the client's files change while the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuilds {
    /// They stay as they are.
    Never,
    /// `cargo leptos watch` builds them anew, and tells open pages to reload.
    Watched,
}

/// Where LINE is.
#[derive(Clone, Debug)]
pub struct LineUrls {
    /// The Messaging API.
    pub api: ServiceUrl,
    /// Its host for content.
    pub data: ServiceUrl,
    /// Pictures of stickers.
    pub stickers: ServiceUrl,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The listening address is no default for the public one.
    #[error("KAKEHASHI_PUBLIC_URL must be set when KAKEHASHI_LISTEN is {0}")]
    NoPublicUrl(SocketAddr),
    /// The database's address.
    #[error("KAKEHASHI_DATABASE_URL {0}")]
    Database(#[from] DatabaseUrlError),
    /// The data directory cannot hold the database.
    #[error("KAKEHASHI_DATA_DIR {0}")]
    DataDir(DatabaseUrlError),
    /// Where media is kept.
    #[error("KAKEHASHI_MEDIA_URL {0}")]
    Media(#[from] MediaUrlError),
    /// The key.
    #[error("KAKEHASHI_SECRET_KEY {0}")]
    SecretKey(#[from] KeyError),
    /// The client files.
    #[error("KAKEHASHI_SITE_DIR {} is not a directory", .0.display())]
    SiteDir(PathBuf),
}

impl Settings {
    /// Checks the settings together, and fills in what follows from others. `site_beside` is where
    /// a packaged program has its client files.
    ///
    /// # Errors
    /// When one cannot be used, or does not go with another.
    pub fn resolve(self, site_beside: Option<PathBuf>) -> Result<Config, ConfigError> {
        let public_url = match self.public_url {
            Some(url) => url,
            None => own_address(self.listen)?,
        };
        let login = DatabaseLogin { user: self.database_user, password: self.database_password };
        let database = match self.database_url {
            Some(url) => database::parse(&url, login)?,
            None => {
                database::embedded(&self.data_dir.join("database")).map_err(ConfigError::DataDir)?
            }
        };
        let media = media::parse(self.media_url.as_deref(), &self.data_dir, self.bucket)?;
        let secret_key =
            self.secret_key.map(|typed| SecretKey::parse(typed.reveal())).transpose()?;
        Ok(Config {
            listen: self.listen,
            public_url,
            trusted_proxies: self.trusted_proxies,
            data_dir: self.data_dir,
            database,
            media,
            secret_key,
            site_dir: site_dir(self.site_dir, site_beside)?,
            line: LineUrls {
                api: self.line_api_url,
                data: self.line_data_url,
                stickers: self.line_sticker_url,
            },
            open_web: self.open_web.resolve(),
            log: LogSettings { filter: self.log, format: self.log_format },
            rebuilds: if self.watched { Rebuilds::Watched } else { Rebuilds::Never },
        })
    }

    /// What is logged, and how: needed before anything else.
    pub fn log(&self) -> LogSettings {
        LogSettings { filter: self.log.clone(), format: self.log_format }
    }
}

/// `http://127.0.0.1:3000`. An address that stands for all of the machine's is nobody's address.
fn own_address(listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
    let url = format!("http://{listen}").parse();
    match url {
        Ok(url) if !listen.ip().is_unspecified() => Ok(url),
        _ => Err(ConfigError::NoPublicUrl(listen)),
    }
}

/// A directory that was asked for must be there; the two usual places need not.
fn site_dir(asked: Option<PathBuf>, beside: Option<PathBuf>) -> Result<PathBuf, ConfigError> {
    match asked {
        Some(dir) if dir.is_dir() => Ok(dir),
        Some(dir) => Err(ConfigError::SiteDir(dir)),
        None => Ok(beside.filter(|dir| dir.is_dir()).unwrap_or_else(|| "target/site".into())),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
    }

    impl Config {
        /// The configuration for these arguments, for tests of other modules.
        pub(crate) fn of(args: &[&str]) -> Self {
            config(args).unwrap()
        }
    }

    fn config(args: &[&str]) -> Result<Config, String> {
        let args = ["kakehashi"].iter().chain(args);
        let line = Line::try_parse_from(args).map_err(|error| error.to_string())?;
        line.settings.resolve(None).map_err(|error| error.to_string())
    }

    #[test]
    fn defaults_are_a_server_of_ones_own() {
        let config = config(&[]).unwrap();
        assert_eq!(config.public_url.origin(), "http://127.0.0.1:3000");
        assert_eq!(config.database, DatabaseUrl::SurrealKv("./data/database".into()));
        assert_eq!(config.line.api.to_string(), "https://api.line.me/");
        assert!(config.secret_key.is_none());
    }

    #[test]
    fn the_database_follows_the_data_directory() {
        let config = config(&["--data-dir", "/srv/k"]).unwrap();
        assert_eq!(config.database, DatabaseUrl::SurrealKv("/srv/k/database".into()));
    }

    #[test]
    fn a_server_for_every_address_must_be_told_its_own() {
        let error = config(&["--listen", "0.0.0.0:3000"]).unwrap_err();
        assert_eq!(error, "KAKEHASHI_PUBLIC_URL must be set when KAKEHASHI_LISTEN is 0.0.0.0:3000");
        assert!(
            config(&["--listen", "0.0.0.0:3000", "--public-url", "https://chat.example.com"])
                .is_ok()
        );
    }

    #[test]
    fn what_cannot_be_used_is_refused_in_one_line() {
        for (args, says) in [
            (["--database-url", "sqlite://x"], "KAKEHASHI_DATABASE_URL must begin with"),
            (["--secret-key", "hunter2"], "KAKEHASHI_SECRET_KEY must be 32 bytes"),
            (["--site-dir", "/nowhere"], "KAKEHASHI_SITE_DIR /nowhere is not a directory"),
            (["--data-dir", "a?b"], "KAKEHASHI_DATA_DIR must not contain a ?"),
        ] {
            let error = config(&args).unwrap_err();
            assert!(error.starts_with(says) && !error.contains('\n'), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let key = "11".repeat(32);
        let bucket = ["--media-s3-access-key", "media", "--media-s3-secret-key", "hunter2"];
        let place = ["--secret-key", &key, "--database-url", "ws://db", "--media-url", "s3://kept"];
        let config = config(&[&place[..], &bucket].concat()).unwrap();
        let shown = format!("{config:?}");
        assert!(!shown.contains(&key) && !shown.contains("hunter2"), "{shown}");
        let MediaPlace::Bucket(bucket) = config.media else { panic!("no bucket") };
        assert_eq!((bucket.region.as_str(), bucket.access_key.as_str()), ("us-east-1", "media"));
    }
}
