//! The `sitmap` command.

use std::env;
use std::process::ExitCode;

/// Coding a report makes many small strings; the system's allocator takes an eighth of the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sitmap::cli::run(env::args_os())
}
