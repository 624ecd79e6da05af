//! What to log and how, as settings.

use std::str::FromStr;

use clap::ValueEnum;
use tracing_subscriber::{EnvFilter, filter::ParseError};

/// What holds unless it is spoken of: the engine is shut down by us and then once more by its own handle,
/// and reports the second time as warnings and errors; real failures reach our own log as results.
const ENGINE: &str = "surrealdb=warn,surrealdb::core::kvs::ds=off,surrealkv=error";

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
        EnvFilter::new(format!("{ENGINE},{}", self.0))
    }
}

impl FromStr for LogFilter {
    type Err = ParseError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        EnvFilter::builder().parse(typed).map(|_| Self(typed.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_alone_leaves_the_engine_quiet_and_a_word_about_it_holds() {
        let shown = |filter: &str| filter.parse::<LogFilter>().unwrap().to_env_filter().to_string();
        assert!(shown("debug").contains("surrealkv=error") && shown("debug").contains("debug"));
        let spoken = shown("info,surrealkv=trace");
        assert!(spoken.contains("surrealkv=trace") && !spoken.contains("surrealkv=error"));
    }
}
