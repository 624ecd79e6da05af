//! The command line, and how much each kind of run measures.

use std::{path::PathBuf, time::Duration};

use clap::{ArgGroup, Parser};

/// Measures a real server, beside the limits of the machine.
#[derive(Debug, Parser)]
#[command(name = "kakehashi-bench", version)]
#[command(group = ArgGroup::new("depth").args(["quick", "full"]))]
pub struct Options {
    /// Less of everything: a look, in a few minutes
    #[arg(long)]
    quick: bool,
    /// Also a room of a million messages, which takes minutes to fill
    #[arg(long)]
    full: bool,
    /// Print one JSON object instead of the table
    #[arg(long)]
    pub json: bool,
    /// Where the databases are made; on the disk that is to be measured
    #[arg(long, value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// The built server
    #[arg(long, value_name = "FILE")]
    pub server: PathBuf,
    /// The built stand-in for LINE
    #[arg(long, value_name = "FILE")]
    pub sandbox: PathBuf,
    /// Where the server's examples `fill` and `engine_limit` were built
    #[arg(long, value_name = "DIR")]
    pub examples: PathBuf,
}

/// How much is measured.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Messages of each room that pages are read from; the first is what the others compare with.
    pub rooms: Vec<u32>,
    /// Messages for each figure of latency, for each one under way.
    pub rounds: usize,
    /// Least number of messages for a figure of latency.
    pub least: usize,
    /// How long the sustained rate is held.
    pub sustained: Duration,
    /// Event sockets.
    pub sockets: usize,
    /// Messages that all sockets receive.
    pub broadcasts: usize,
    /// Pages of each room and place.
    pub pages: usize,
    /// How long each limit of the machine is measured.
    pub limits: Duration,
}

impl Options {
    /// What this run measures.
    pub fn plan(&self) -> Plan {
        let usual = Plan {
            rooms: vec![1_000, 100_000],
            rounds: 20,
            least: 500,
            sustained: Duration::from_secs(20),
            sockets: 1_000,
            broadcasts: 40,
            pages: 200,
            limits: Duration::from_secs(4),
        };
        if self.quick {
            let (rooms, limits) = (vec![1_000, 20_000], Duration::from_secs(2));
            return Plan {
                rooms,
                limits,
                rounds: 8,
                least: 200,
                sockets: 400,
                pages: 100,
                ..usual
            };
        }
        if self.full {
            return Plan { rooms: vec![1_000, 100_000, 1_000_000], ..usual };
        }
        usual
    }
}

impl Plan {
    /// Messages for the figures of latency with so many under way.
    pub fn messages(&self, under_way: usize) -> usize {
        (self.rounds * under_way).max(self.least)
    }
}
