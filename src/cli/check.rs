use super::error::CliError;
use super::messages::{print, say};
use crate::config::Settings;
use crate::store::{GeoPackage, OpenMode, Store as _};
use std::process::ExitCode;

/// `sitmap check`: 0 when the data file is sound, 1 when it is not.
pub(super) fn run(settings: &Settings) -> Result<ExitCode, CliError> {
    let store = GeoPackage::open(&settings.data, OpenMode::ReadOnly)?;
    let faults = store.check()?;
    for fault in &faults {
        say(&format!(
            "fault: {} {}: {}",
            fault.table, fault.row, fault.text
        ));
    }
    let reports = store.report_count()?;
    let version = store.version()?;
    let verdict = if faults.is_empty() {
        "sound".to_owned()
    } else {
        format!("{} faults", faults.len())
    };
    print(&format!(
        "{}: {verdict}; {reports} reports, data version {version}",
        settings.data.display()
    ))?;
    Ok(if faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
