//! What to log and how, as settings.

use std::str::FromStr;

use clap::ValueEnum;
use tracing_subscriber::{EnvFilter, filter::ParseError};

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// Which modules, at which levels.
    pub filter: LogFilter,
    /// In which form.
    pub format: LogFormat,
}

/// A filter in the syntax of `tracing`'s `EnvFilter`, known to be valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

/// In which form to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Text, in colours on a terminal.
    Auto,
    /// Text without colours.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFilter {
    /// The filter for the subscriber.
    pub fn to_env_filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl FromStr for LogFilter {
    type Err = ParseError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        EnvFilter::builder().parse(typed).map(|_| Self(typed.to_owned()))
    }
}
