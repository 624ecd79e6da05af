//! Programs that the driver starts: they end with it, and their output is kept in a log.

use std::{
    ffi::OsStr,
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use reqwest::Client;
use tokio::{
    io::AsyncWriteExt,
    process::{Child, Command},
};

use crate::error::BenchError;

/// A program that takes longer to start has failed.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between looks whether a program answers yet.
const LOOK: Duration = Duration::from_millis(20);

/// A running program. Dropping it ends it.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a program, its output going to a log in `logs`.
    pub fn start(mut command: Command, logs: &Path) -> Result<Self, BenchError> {
        let (name, log) = log_of(&command, logs);
        let file = File::create(&log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .kill_on_drop(true)
            .spawn()?;
        Ok(Self { name, child, log })
    }

    /// Waits until `url` answers with success.
    pub async fn answers(&mut self, http: &Client, url: &str) -> Result<(), BenchError> {
        let end = Instant::now() + PATIENCE;
        loop {
            if http.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(self.failed(format!("ended with {status}")));
            }
            if Instant::now() > end {
                return Err(self.failed("does not answer".to_owned()));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Resident memory, in KiB.
    pub fn resident_kib(&self) -> Result<f64, BenchError> {
        self.status_kib("VmRSS:")
    }

    /// The most memory that was resident since [`Self::forget_peak`], in KiB.
    pub fn peak_kib(&self) -> Result<f64, BenchError> {
        self.status_kib("VmHWM:")
    }

    /// The peak of resident memory is what it is now. Linux only, as all of this.
    pub fn forget_peak(&self) -> Result<(), BenchError> {
        const PEAK: &str = "5";
        Ok(std::fs::write(self.proc("clear_refs")?, PEAK)?)
    }

    fn status_kib(&self, name: &str) -> Result<f64, BenchError> {
        let status = std::fs::read_to_string(self.proc("status")?)?;
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok())
            .ok_or_else(|| self.failed("has no memory to read".to_owned()))
    }

    fn proc(&self, file: &str) -> Result<PathBuf, BenchError> {
        let pid = self.child.id().ok_or_else(|| self.failed("has ended".to_owned()))?;
        Ok(PathBuf::from(format!("/proc/{pid}/{file}")))
    }

    fn failed(&self, what: String) -> BenchError {
        BenchError::Program { program: self.name.clone(), what, log: self.log.clone() }
    }
}

/// Runs a program to its end with `input` on its standard input; answers what it wrote.
pub async fn run(mut command: Command, input: &str, logs: &Path) -> Result<String, BenchError> {
    let (program, log) = log_of(&command, logs);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create(&log)?)
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).await?;
    }
    let done = child.wait_with_output().await?;
    if !done.status.success() {
        return Err(BenchError::Program {
            program,
            what: format!("ended with {}", done.status),
            log,
        });
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// An address on this machine that was free a moment ago.
pub fn free_address() -> Result<String, BenchError> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

fn log_of(command: &Command, logs: &Path) -> (String, PathBuf) {
    let program = Path::new(command.as_std().get_program()).file_name();
    let name = program.unwrap_or(OsStr::new("program")).to_string_lossy().into_owned();
    let log = logs.join(format!("{name}.log"));
    (name, log)
}
