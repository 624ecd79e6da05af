//! The program. Everything it does is in [`kakehashi::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    kakehashi::cli::run(std::env::args_os())
}
