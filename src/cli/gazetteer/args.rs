use crate::app::layers::LICENCE_NOT_STATED;
use crate::cli::args::{DataFlag, GazetteerFlag};
use crate::config::Layer;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct GazetteerArgs {
    #[command(flatten)]
    flag: GazetteerFlag,
    #[command(subcommand)]
    pub(super) command: GazetteerCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum GazetteerCommand {
    /// Makes a layer of somebody else's gazetteer; it is in use once it is complete
    #[command(subcommand)]
    Import(ImportCommand),
    /// Adds a place of your own, or a name to a place that is there
    Add(Box<AddFlags>),
    /// Says which layers there are
    Info(InfoFlags),
    /// Takes out what you added, or an imported layer
    Remove(RemoveFlags),
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// A dump of GeoNames: allCountries, IQ, cities500 as zip, gz or txt
    Geonames(GeonamesFlags),
    /// A table with a header line: commas, semicolons or tabs
    Csv(CsvFlags),
    /// GeoJSON: points, lines and areas; a collection, or one feature a line
    Geojson(GeojsonFlags),
}

#[derive(Debug, Args)]
pub(super) struct LayerFlags {
    /// Name of the layer; a layer of that name is replaced [default: by the file]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Where to list every bad row, as a table
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GeonamesFlags {
    /// The tables of places; several make one layer
    #[arg(required = true, value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    /// alternateNamesV2: names with their languages
    #[arg(long, value_name = "FILE")]
    pub(super) alternate_names: Option<PathBuf>,
    /// admin1CodesASCII: names of first-level units
    #[arg(long, value_name = "FILE")]
    pub(super) admin1_codes: Option<PathBuf>,
    /// admin2Codes: names of second-level units
    #[arg(long, value_name = "FILE")]
    pub(super) admin2_codes: Option<PathBuf>,
    /// hierarchy: what lies in what
    #[arg(long, value_name = "FILE")]
    pub(super) hierarchy: Option<PathBuf>,
    #[command(flatten)]
    pub(super) layer: LayerFlags,
}

#[derive(Debug, Args)]
pub(super) struct OwnerFlags {
    /// Where the data come from, as answers must say it [default: the file's name]
    #[arg(long, value_name = "TEXT")]
    pub(super) attribution: Option<String>,
    /// The licence of the data
    #[arg(long, value_name = "TEXT", default_value = LICENCE_NOT_STATED)]
    pub(super) licence: String,
    /// What rows without feature class and code are, such as P.PPL [default: P.PPL for tables, L.RGN for GeoJSON]
    #[arg(long, value_name = "CLASS.CODE")]
    pub(super) feature: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CsvFlags {
    /// The table
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What a column means, as in --column lon=EASTING; may be given several times
    #[arg(long = "column", value_name = "MEANING=COLUMN")]
    pub(super) columns: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerFlags,
    #[command(flatten)]
    pub(super) layer: LayerFlags,
}

#[derive(Debug, Args)]
pub(super) struct GeojsonFlags {
    /// The features
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) owner: OwnerFlags,
    #[command(flatten)]
    pub(super) layer: LayerFlags,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["name", "of"]).required(true).multiple(true))]
pub(super) struct AddFlags {
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    pub(super) output: ChangeOutput,
    /// Name of a new place, or with --alias-of a further name of a place that is there
    #[arg(value_name = "NAME", required_unless_present = "aliases")]
    pub(super) name: Option<String>,
    /// Where the new place is
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        required_unless_present = "of",
        conflicts_with = "of"
    )]
    pub(super) at: Option<String>,
    /// A further name, with or without its language, as in ar:كركوك; may be given several times
    #[arg(long = "alias", value_name = "NAME")]
    pub(super) aliases: Vec<String>,
    /// The place that gets the further names, by its id
    #[arg(long, visible_alias = "alias-of", value_name = "PLACE_ID")]
    pub(super) of: Option<String>,
    /// Id of the new place [default: made of name and position]
    #[arg(long, value_name = "ID", conflicts_with = "of")]
    pub(super) id: Option<String>,
    /// What the new place is, in GeoNames' words [default: P.PPL, a populated place]
    #[arg(long, value_name = "CLASS.CODE", conflicts_with = "of")]
    pub(super) feature: Option<String>,
    /// ISO 3166-1 alpha-2 code of its country
    #[arg(long, value_name = "CODE", conflicts_with = "of")]
    pub(super) country: Option<String>,
    /// Its first-level unit
    #[arg(long, value_name = "NAME", conflicts_with = "of")]
    pub(super) admin1: Option<String>,
    /// Its second-level unit
    #[arg(long, value_name = "NAME", conflicts_with = "of")]
    pub(super) admin2: Option<String>,
    /// Kilometres around the position within which it lies [default: by what it is]
    #[arg(long, value_name = "KM", conflicts_with = "of")]
    pub(super) radius_km: Option<f64>,
    /// Where name and position come from
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "added by hand",
        conflicts_with = "of"
    )]
    pub(super) source: String,
    /// How far the position can be trusted: high, medium or low
    #[arg(
        long,
        value_name = "HOW",
        default_value = "medium",
        conflicts_with = "of"
    )]
    pub(super) confidence: String,
    /// Who adds it [default: the user's name]
    #[arg(long, value_name = "WHO")]
    pub(super) by: Option<String>,
    /// Why it is added
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) why: String,
}

#[derive(Debug, Args)]
pub(super) struct InfoFlags {
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RemoveFlags {
    #[command(flatten)]
    data: DataFlag,
    #[command(flatten)]
    pub(super) output: ChangeOutput,
    /// Name of an imported layer; id of a place, to take out all that you added about it; with --alias-of a name
    #[arg(value_name = "NAME|PLACE_ID")]
    pub(super) name: String,
    /// The place that loses the name, by its id
    #[arg(long = "alias-of", visible_alias = "of", value_name = "PLACE_ID")]
    pub(super) of: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ChangeOutput {
    /// Says what would change in the stored reports, and changes nothing
    #[arg(long, visible_alias = "dry-run")]
    pub(super) preview: bool,
    /// Prints JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl GazetteerArgs {
    pub(in crate::cli) fn layer(&self) -> Layer {
        let (data, user) = match &self.command {
            GazetteerCommand::Add(add) => (add.data.path(), add.by.clone()),
            GazetteerCommand::Remove(remove) => (remove.data.path(), None),
            GazetteerCommand::Import(_) | GazetteerCommand::Info(_) => (None, None),
        };
        Layer {
            data,
            user,
            ..self.flag.layer()
        }
    }
}
