//! Commands, progress, exit codes.
//!
//! Results go to standard output, messages to standard error. The exit status is 0, 1 when something failed, or 2
//! when the command was not understood.

mod args;
mod batch;
mod check;
mod demo;
mod error;
mod evaluate;
mod export;
mod filters;
mod gazetteer;
mod health;
mod ingest;
mod inputs;
mod messages;
mod resolve;
mod serve;

use crate::app::Task;
use args::{Cli, Command};
use clap::Parser as _;
use error::CliError;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs a command line, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(refusal) => return messages::usage(&refusal),
    };
    match dispatch(cli) {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => messages::failure(&error),
    }
}

fn dispatch(cli: Cli) -> Result<ExitCode, CliError> {
    let settings = cli.settings()?;
    messages::start_log(&settings)?;
    match cli.command {
        Command::Demo(_) => demo::run(&settings),
        Command::Serve(_) => serve::run(&settings),
        Command::Ingest(ingest) => ingest::run(&settings, &ingest),
        Command::Export(export) => export::run(&settings, &export),
        Command::Evaluate(evaluate) => evaluate::run(&settings, &evaluate.what),
        Command::Resolve(resolve) => resolve::run(&settings, &resolve),
        Command::Geoparse(input) => batch::run(&settings, Task::Geoparse, &input.file),
        Command::Extract(input) => batch::run(&settings, Task::Extract, &input.file),
        Command::Gazetteer(arguments) => gazetteer::run(&settings, &arguments),
        Command::Check(_) => check::run(&settings),
        Command::Health(health) => health::run(&health),
    }
}
