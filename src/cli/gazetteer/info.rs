use super::args::InfoFlags;
use crate::app::layers::{Folder, Info, LayerInfo, info};
use crate::cli::error::CliError;
use crate::cli::messages::print;
use crate::config::Settings;
use indicatif::{HumanBytes, HumanCount};
use std::process::ExitCode;

/// `sitmap gazetteer info`
pub(super) fn run(settings: &Settings, flags: &InfoFlags) -> Result<ExitCode, CliError> {
    let folder = Folder::new(&settings.gazetteer);
    let info = info(&folder, settings.gazetteer_is_chosen)?;
    if flags.json {
        let json = serde_json::to_string_pretty(&info);
        print(&json.map_err(|error| CliError::Failed(error.to_string()))?)?;
    } else {
        print(&told(&info))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(info: &Info) -> String {
    let mut lines = vec![
        format!("gazetteer {}", info.version),
        match &info.folder {
            Some(folder) => format!("layers of your own in {}", folder.display()),
            None => "no layers of your own".to_owned(),
        },
        "of places with the same id the first layer wins:".to_owned(),
    ];
    lines.extend(info.layers.iter().map(line));
    lines.extend(
        info.orphans
            .iter()
            .map(|id| format!("names were added to {id}, which no layer has")),
    );
    lines.join("\n")
}

fn line(layer: &LayerInfo) -> String {
    let counts = format!(
        "  {}: {} places, {} names, {}",
        layer.name,
        HumanCount(layer.places),
        HumanCount(layer.names),
        HumanBytes(layer.bytes)
    );
    let mut parts = vec![counts];
    parts.push(format!(
        "    {}; licence {}; version {}",
        layer.attribution,
        layer.licence,
        short(&layer.version)
    ));
    if let Some(imported) = &layer.imported {
        let files: Vec<&str> = imported
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        parts.push(format!(
            "    imported {} from {}; {} rows refused, {} names left out",
            imported.imported_at.strftime("%Y-%m-%d %H:%M UTC"),
            files.join(", "),
            imported.refused,
            imported.names_left_out
        ));
    }
    parts.join("\n")
}

fn short(version: &str) -> &str {
    version.get(..12).unwrap_or(version)
}
