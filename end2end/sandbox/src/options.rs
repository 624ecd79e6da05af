//! The command line. Every option can also be set in the environment as `SANDBOX_…`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;

/// A stand-in for the LINE Platform, for tests and the demo.
#[derive(Clone, Debug, Parser)]
#[command(name = "kakehashi-sandbox", version)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one (the log names it).
    #[arg(long, env = "SANDBOX_LISTEN", default_value = "127.0.0.1:4010")]
    pub listen: SocketAddr,

    /// JSON file in which everything is kept across restarts. Without it all is in memory.
    #[arg(long, env = "SANDBOX_STATE")]
    pub state: Option<PathBuf>,

    /// URL under which others reach this process; pictures are named by it.
    #[arg(long, env = "SANDBOX_PUBLIC_URL")]
    pub public_url: Option<String>,

    /// Seed from which the ids are drawn: the same seed gives the same ids.
    #[arg(long, env = "SANDBOX_SEED", default_value = "kakehashi")]
    pub seed: String,

    /// Refuse `http` for loopback hosts too, as LINE does for every host.
    #[arg(long, env = "SANDBOX_STRICT_HTTPS")]
    pub strict_https: bool,

    /// Make one provider, one channel and four LINE users, unless they are there already.
    #[arg(long, env = "SANDBOX_DEMO")]
    pub demo: bool,

    /// Channel ID of the demo channel.
    #[arg(long, env = "SANDBOX_DEMO_CHANNEL_ID", default_value = "2000000001")]
    pub demo_channel_id: String,

    /// Channel secret of the demo channel: 32 hexadecimal digits.
    #[arg(
        long,
        env = "SANDBOX_DEMO_CHANNEL_SECRET",
        default_value = "0123456789abcdef0123456789abcdef"
    )]
    pub demo_channel_secret: String,

    /// Basic ID of the demo channel; drawn from the channel ID if not given.
    #[arg(long, env = "SANDBOX_DEMO_BASIC_ID")]
    pub demo_basic_id: Option<String>,
}
