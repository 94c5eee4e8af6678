use super::error::CliError;
use super::filters::FilterFlags;
use super::gazetteer::GazetteerArgs;
use crate::config::{Layer, Settings};
use crate::domain::Collection;
use crate::export::Format;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Turns reports of security incidents into events on a map, each with its evidence and its uncertainty.
#[derive(Debug, Parser)]
#[command(
    name = "sitmap",
    version,
    arg_required_else_help = true,
    propagate_version = true
)]
pub(super) struct Cli {
    /// Settings file (TOML); flags and the environment come before it
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What to log to standard error: error, warn, info, debug, or as in sitmap=debug
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Shows the example reports on the map
    Demo(DemoFlags),
    /// Serves the map and the API
    Serve(ServeFlags),
    /// Reads reports into the data file: text, HTML, JSON Lines, a JSON array
    Ingest(IngestFlags),
    /// Writes events to a file
    Export(Box<ExportFlags>),
    /// Says which place a name means, and why
    Resolve(ResolveFlags),
    /// Finds and resolves the places of texts: JSON Lines in, JSON Lines out
    Geoparse(LinesInput),
    /// Finds places, dates and events in texts: JSON Lines in, JSON Lines out
    Extract(LinesInput),
    /// Measures how well places are found and resolved, on texts and names whose places are known
    Evaluate(EvaluateFlags),
    /// Layers of your own beside the places that the program carries
    Gazetteer(GazetteerArgs),
    /// Checks the data file for faults
    Check(DataFlag),
    /// Asks a running service whether it works
    Health(HealthFlags),
}

#[derive(Debug, Args)]
pub(super) struct DataFlag {
    /// The data file, a `GeoPackage` [default: sitmap.gpkg]
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GazetteerFlag {
    /// The folder of gazetteer layers [default: sitmap-gazetteer beside the data file]
    #[arg(long, global = true, value_name = "DIR")]
    gazetteer: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DemoFlags {
    /// Where to listen [default: 127.0.0.1:8080, or a free port when that is taken]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub(super) struct ServeFlags {
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    /// Where to listen [default: 127.0.0.1:8080]; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// The address that clients know the service by, for links
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Seconds until a request is given up [default: 30]
    #[arg(long, value_name = "SECONDS")]
    request_timeout: Option<u64>,
    /// Requests worked on at once [default: 256]
    #[arg(long, value_name = "N")]
    max_requests: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct IngestFlags {
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    /// Files to read, - for standard input
    #[arg(required = true, value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    /// The largest file that is read, in megabytes [default: 50]
    #[arg(long, value_name = "MB")]
    max_file_mb: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct ExportFlags {
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    #[command(flatten)]
    pub(super) filter: FilterFlags,
    /// What to export: events, unplaced or background
    #[arg(long, default_value = "events")]
    pub(super) collection: Collection,
    /// The file to write, its ending tells the format; - for standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// The format: geojson, geojsonseq or csv [default: by the ending of the file]
    #[arg(short, long)]
    pub(super) format: Option<Format>,
}

#[derive(Debug, Args)]
pub(super) struct ResolveFlags {
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    /// The name, in any spelling
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) name: Option<String>,
    /// Reads JSON Lines {id, name, country?, admin1?, near?} and writes JSON Lines
    #[arg(long)]
    pub(super) batch: bool,
    /// Where the name is likely to be: ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE", conflicts_with = "batch")]
    pub(super) country: Option<String>,
    /// Where the name is likely to be: a first-level unit
    #[arg(long, value_name = "NAME", conflicts_with = "batch")]
    pub(super) admin1: Option<String>,
    /// Where the name is likely to be: near this position
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        conflicts_with = "batch"
    )]
    pub(super) near: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct LinesInput {
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    /// The file of JSON Lines, - for standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateFlags {
    #[command(flatten)]
    gazetteer: GazetteerFlag,
    #[command(subcommand)]
    pub(super) what: Evaluate,
}

#[derive(Debug, Subcommand)]
pub(super) enum Evaluate {
    /// Recognition and resolution in texts: JSON Lines {id, text, toponyms: [{start, end, lon, lat}]}
    Geoparse(EvaluateFiles),
    /// Places of names, headlines or pairs of spellings: JSON Lines {id, name, lon, lat, country?, admin1?, text?}
    Names(EvaluateNames),
    /// Writes what recognition weighs in texts, one JSON line a stretch, to fit its weights on
    Cues {
        /// Texts as for geoparse
        #[arg(long, value_name = "FILE")]
        gold: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct EvaluateFiles {
    /// What is right
    #[arg(long, value_name = "FILE")]
    pub(super) gold: PathBuf,
    /// Resolves the places that the gold marks, so that resolution is measured without recognition
    #[arg(long)]
    pub(super) given_spans: bool,
    #[command(flatten)]
    pub(super) output: EvaluateOutput,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateOutput {
    /// Answers to measure, as geoparse or resolve --batch writes them [default: this program's own]
    #[arg(long, value_name = "FILE")]
    pub(super) pred: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
    /// How often documents are drawn anew for the 95 % intervals; under 20: no intervals
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(super) samples: usize,
}

#[derive(Debug, Args)]
#[group(id = "question", required = true, args = ["gold", "pairs"])]
pub(super) struct EvaluateNames {
    /// Names or headlines with their places
    #[arg(long, value_name = "FILE")]
    pub(super) gold: Option<PathBuf>,
    /// Pairs of spellings, each with the two positions and whether it is one place
    #[arg(long, value_name = "FILE")]
    pub(super) pairs: Option<PathBuf>,
    /// Asks without the first-level unit that the gold file gives
    #[arg(long)]
    pub(super) without_admin1: bool,
    #[command(flatten)]
    pub(super) output: EvaluateOutput,
}

#[derive(Debug, Args)]
pub(super) struct HealthFlags {
    /// The service's address
    #[arg(default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub(super) url: String,
}

impl Cli {
    /// The settings of this run.
    pub(super) fn settings(&self) -> Result<Settings, CliError> {
        let given = Layer {
            config: self.config.clone(),
            log: self.log.clone(),
            ..self.command.layer()
        };
        Ok(Settings::load(given)?)
    }
}

impl Command {
    fn layer(&self) -> Layer {
        match self {
            Self::Demo(flags) => Layer {
                listen: flags.listen,
                ..Layer::default()
            },
            Self::Serve(flags) => flags.layer(),
            Self::Ingest(flags) => Layer {
                max_file_mb: flags.max_file_mb,
                data: flags.data.data.clone(),
                ..flags.gazetteer.layer()
            },
            Self::Export(flags) => Layer {
                data: flags.data.data.clone(),
                ..flags.gazetteer.layer()
            },
            Self::Check(data) => data.layer(),
            Self::Resolve(flags) => flags.gazetteer.layer(),
            Self::Geoparse(input) | Self::Extract(input) => input.gazetteer.layer(),
            Self::Gazetteer(arguments) => arguments.layer(),
            Self::Evaluate(flags) => flags.gazetteer.layer(),
            Self::Health(_) => Layer::default(),
        }
    }
}

impl DataFlag {
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.data.clone()
    }

    fn layer(&self) -> Layer {
        Layer {
            data: self.data.clone(),
            ..Layer::default()
        }
    }
}

impl GazetteerFlag {
    pub(super) fn layer(&self) -> Layer {
        Layer {
            gazetteer: self.gazetteer.clone(),
            ..Layer::default()
        }
    }
}

impl ServeFlags {
    fn layer(&self) -> Layer {
        Layer {
            listen: self.listen,
            public_url: self.public_url.clone(),
            request_timeout_s: self.request_timeout,
            max_requests: self.max_requests,
            data: self.data.data.clone(),
            ..self.gazetteer.layer()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_box_may_begin_with_a_minus() {
        for line in [
            ["--bbox", "-10,30,20,40"].as_slice(),
            ["--bbox=-10,30,20,40"].as_slice(),
        ] {
            let words = ["sitmap", "export", "-o", "x.csv"]
                .into_iter()
                .chain(line.iter().copied());
            let Command::Export(export) = Cli::try_parse_from(words).unwrap().command else {
                panic!("not an export")
            };
            let bbox = export.filter.query().unwrap().bbox.unwrap();
            assert!((bbox.bounds()[0] + 10.0).abs() < f64::EPSILON);
        }
    }
}
