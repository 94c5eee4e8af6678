use super::args::{Evaluate, EvaluateFiles, EvaluateNames, EvaluateOutput};
use super::error::CliError;
use super::gazetteer;
use crate::app::evaluate::{
    self, Evaluation, GoldDocument, GoldName, GoldPair, Prediction, read_lines,
};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use serde::Deserialize;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// `sitmap evaluate`: figures on texts and names whose places are known.
pub(super) fn run(settings: &Settings, what: &Evaluate) -> Result<ExitCode, CliError> {
    let gazetteer = gazetteer::open(settings)?;
    match what {
        Evaluate::Geoparse(files) => geoparse(files, gazetteer)?,
        Evaluate::Names(files) => names(files, gazetteer)?,
        Evaluate::Cues { gold } => cues(gold, gazetteer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn geoparse(files: &EvaluateFiles, gazetteer: &Gazetteer) -> Result<(), CliError> {
    let gold: Vec<GoldDocument> = lines(&files.gold)?;
    let ask = || evaluate::read_documents(&gold, files.given_spans, gazetteer);
    let predictions = predictions(&files.output, ask)?;
    show(
        &evaluate::geoparse(&gold, &predictions, files.output.samples),
        &files.output,
    )
}

fn names(files: &EvaluateNames, gazetteer: &Gazetteer) -> Result<(), CliError> {
    let output = &files.output;
    if let Some(path) = &files.gold {
        let gold: Vec<GoldName> = lines(path)?;
        let ask = || evaluate::resolve_names(&gold, !files.without_admin1, gazetteer);
        let predictions = predictions(output, ask)?;
        show(
            &evaluate::names(&gold, &predictions, output.samples),
            output,
        )?;
    }
    if let Some(path) = &files.pairs {
        let gold: Vec<GoldPair> = lines(path)?;
        let predictions = predictions(output, || evaluate::resolve_pairs(&gold, gazetteer))?;
        show(
            &evaluate::pairs(&gold, &predictions, output.samples),
            output,
        )?;
    }
    Ok(())
}

fn cues(gold: &Path, gazetteer: &Gazetteer) -> Result<(), CliError> {
    let gold: Vec<GoldDocument> = lines(gold)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for document in &gold {
        let judged = evaluate::recognition_cues(document, gazetteer).map_err(CliError::Failed)?;
        for line in judged {
            writeln!(out, "{line}").map_err(CliError::io("standard output"))?;
        }
    }
    out.flush().map_err(CliError::io("standard output"))
}

fn lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, CliError> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(CliError::io(name.clone()))?;
    read_lines(&name, &text).map_err(CliError::Failed)
}

/// The answers of a file, or this program's own.
fn predictions(
    output: &EvaluateOutput,
    own: impl FnOnce() -> Result<Vec<Prediction>, String>,
) -> Result<Vec<Prediction>, CliError> {
    match &output.pred {
        Some(path) => lines(path),
        None => own().map_err(CliError::Failed),
    }
}

fn show(evaluation: &Evaluation, output: &EvaluateOutput) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = if output.json {
        serde_json::to_writer(&mut out, evaluation)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out))
    } else {
        table(evaluation, &mut out)
    };
    written
        .and_then(|()| out.flush())
        .map_err(CliError::io("standard output"))
}

fn table(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{} items, {} with a prediction",
        evaluation.items, evaluation.predicted
    )?;
    for metric in &evaluation.metrics {
        write!(
            out,
            "{:46} {:>9}",
            metric.name,
            metric.value.map_or_else(|| "-".to_owned(), figure)
        )?;
        match metric.interval {
            Some([low, high]) => writeln!(out, "   [{}, {}]", figure(low), figure(high))?,
            None => writeln!(out)?,
        }
    }
    if !evaluation.reliability.is_empty() {
        writeln!(
            out,
            "score from   answers   mean score   right within 25 km   within radius or 25 km"
        )?;
    }
    for bin in &evaluation.reliability {
        let [score, right, kept] = [bin.mean_score, bin.right, bin.kept].map(figure);
        writeln!(
            out,
            "{:10.1} {:9} {score:>12} {right:>20} {kept:>24}",
            bin.from, bin.answers
        )?;
    }
    Ok(())
}

/// Four decimals, one above ten.
fn figure(value: f64) -> String {
    if value.abs() < 10.0 {
        format!("{value:.4}")
    } else {
        format!("{value:.1}")
    }
}
