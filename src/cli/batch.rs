use super::error::CliError;
use super::gazetteer;
use super::inputs::is_standard;
use crate::app::{self, Line, Task};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// `sitmap extract`, `sitmap geoparse` and `sitmap resolve --batch`: a line in, a line out.
pub(super) fn run(settings: &Settings, task: Task, file: &Path) -> Result<ExitCode, CliError> {
    let gazetteer = gazetteer::open(settings)?;
    let out = BufWriter::new(io::stdout().lock());
    if is_standard(file) {
        answer(task, io::stdin().lock(), out, gazetteer)?;
    } else {
        let opened = File::open(file).map_err(CliError::io(file.display().to_string()))?;
        answer(task, BufReader::new(opened), out, gazetteer)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers every line that is not blank, in order, as it comes: whoever waits for an answer gets it before the next
/// question.
fn answer(
    task: Task,
    mut lines: impl BufRead,
    mut out: impl Write,
    gazetteer: &Gazetteer,
) -> Result<(), CliError> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if lines
            .read_until(b'\n', &mut bytes)
            .map_err(CliError::io("the input"))?
            == 0
        {
            break;
        }
        if let Some(line) = Line::read(number, &bytes) {
            let answer = app::answer_line(task, line, gazetteer);
            writeln!(out, "{answer}")
                .and_then(|()| out.flush())
                .map_err(CliError::io("standard output"))?;
        }
    }
    Ok(())
}
