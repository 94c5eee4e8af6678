//! The `sitmap` command.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    sitmap::cli::run(env::args_os())
}
