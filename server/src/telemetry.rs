//! Logging: to the standard error output, because the standard output belongs to exports.

use std::io::{self, IsTerminal};

use tracing_subscriber::{Layer, Registry, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, LogSettings};

/// Starts logging, once in the life of a process.
pub fn start(settings: &LogSettings) {
    let lines = fmt::layer().with_writer(io::stderr).with_target(true);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).boxed(),
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Auto => lines.with_ansi(io::stderr().is_terminal()).boxed(),
    };
    let filtered = lines.with_filter(settings.filter.to_env_filter());
    // A second start changes nothing: the first one's subscriber stays.
    let _ = tracing_subscriber::registry().with(filtered).try_init();
}
