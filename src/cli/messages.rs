use super::error::CliError;
use crate::config::Settings;
use std::error::Error as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Prints help or what is wrong with the command line.
pub(super) fn usage(refusal: &clap::Error) -> ExitCode {
    // Nothing can be done when even this cannot be printed.
    drop(refusal.print());
    ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(2))
}

/// Prints an error, what lies behind it and what to do.
pub(super) fn failure(error: &CliError) -> ExitCode {
    say(&format!("error: {error}"));
    for cause in causes(error) {
        say(&format!("  because: {cause}"));
    }
    if let Some(hint) = error.hint() {
        say(&format!("hint: {hint}"));
    }
    ExitCode::from(error.status())
}

/// What lies behind an error, without what its own words say already.
fn causes(error: &CliError) -> Vec<String> {
    let mut said = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(behind) = cause {
        let text = behind.to_string();
        if !said.iter().any(|earlier| earlier.contains(&text)) {
            said.push(text);
        }
        cause = behind.source();
    }
    said.split_off(1)
}

/// Writes a message to standard error; when nobody can read it, nobody misses it.
pub(super) fn say(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// Writes a result to standard output.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(CliError::io("standard output"))
}

/// Sends the log to standard error.
pub(super) fn start_log(settings: &Settings) -> Result<(), CliError> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|error| {
        CliError::Usage(format!(
            "--log: expected a log filter such as info or sitmap=debug, found {error}"
        ))
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .try_init()
        .map_err(|error| CliError::Failed(error.to_string()))
}
