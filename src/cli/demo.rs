use super::error::CliError;
use super::serve;
use crate::app::{App, Intake, Item};
use crate::config::Settings;
use crate::datasets;
use crate::gazetteer::Gazetteer;
use crate::store::{GeoPackage, OpenMode};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// The example reports.
const EXAMPLES: &str = include_str!("../../examples/reports/reports.jsonl");

/// The demo's own data file, so that nobody's data is touched.
const DATA: &str = "sitmap-demo.gpkg";

/// `sitmap demo`: stores the examples, again when gazetteer or rules changed, and serves them.
pub(super) fn run(settings: &Settings) -> Result<ExitCode, CliError> {
    let store = GeoPackage::open(Path::new(DATA), OpenMode::Create)?;
    let intake = Intake::new(Box::new(store), Gazetteer::embedded()?);
    let tally = intake.ingest_many(examples()?, Timestamp::now(), |_sofar| {})?;
    if let Some(refused) = tally.examples.first() {
        return Err(CliError::Failed(refused.0.clone()));
    }
    serve::answer(App::over(intake)?, settings, &addresses(settings))
}

fn examples() -> Result<Vec<Item>, CliError> {
    let input: Arc<str> = "the example reports".into();
    let rows = datasets::read("reports.jsonl", EXAMPLES.as_bytes(), EXAMPLES.len())
        .map_err(|error| CliError::Failed(error.to_string()))?;
    Ok(rows
        .into_iter()
        .map(|row| Item {
            input: Arc::clone(&input),
            row: Ok(row),
        })
        .collect())
}

/// The address asked for; when nobody asked, the usual one or any free port.
fn addresses(settings: &Settings) -> Vec<SocketAddr> {
    let mut addresses = vec![settings.listen];
    if !settings.listen_is_chosen {
        addresses.push(SocketAddr::new(settings.listen.ip(), 0));
    }
    addresses
}
