use super::LayerError;
use super::folder::Folder;
use super::manifest::Layer;
use super::open::open;
use super::proposal::additions;
use crate::gazetteer::{Gazetteer, LayerCount};
use serde::Serialize;
use std::path::PathBuf;

/// What there is to look names up in.
#[derive(Debug, Serialize)]
pub struct Info {
    /// Version of the whole; reports that were read with another are read again.
    pub version: String,
    /// The folder of the user's own layers, when there is one.
    pub folder: Option<PathBuf>,
    /// The layers, of which the first wins.
    pub layers: Vec<LayerInfo>,
    /// Places that have further names and are in no layer.
    pub orphans: Vec<String>,
}

/// A layer.
#[derive(Debug, Serialize)]
pub struct LayerInfo {
    /// Its name.
    pub name: String,
    /// Places.
    pub places: u64,
    /// Spellings of all of them.
    pub names: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// Its version; that of the program where the program carries it.
    pub version: String,
    /// Where its data come from.
    pub attribution: String,
    /// Their licence.
    pub licence: String,
    /// How it was imported, when it was.
    pub imported: Option<Layer>,
}

/// Says which layers there are. A folder that was named must be there.
pub fn info(folder: &Folder, must_exist: bool) -> Result<Info, LayerError> {
    if !folder.exists() && !must_exist {
        let gazetteer = Gazetteer::embedded().map_err(LayerError::embedded)?;
        return Ok(told(gazetteer, None, Vec::new(), 0));
    }
    let gazetteer = open(folder)?;
    let own = own_count(folder)?;
    let layers = folder.manifest()?.layers;
    Ok(told(&gazetteer, Some(folder), layers, own))
}

/// Rows of the user's own additions that are places, and names of other places.
fn own_count(folder: &Folder) -> Result<u64, LayerError> {
    Ok(additions(folder)?.len() as u64)
}

fn told(gazetteer: &Gazetteer, folder: Option<&Folder>, imported: Vec<Layer>, own: u64) -> Info {
    let counts = gazetteer.counts();
    let mut layers: Vec<LayerInfo> = imported.into_iter().map(of_import).collect();
    if let (Some(curated), Some(world)) = (counts.first(), counts.last()) {
        let name = match own {
            0 => "curated".to_owned(),
            rows => format!("curated, with {rows} additions of your own"),
        };
        layers.insert(0, embedded(&name, *curated));
        layers.push(embedded("world", *world));
    }
    Info {
        version: gazetteer.version().to_owned(),
        folder: folder.map(|folder| folder.path().to_owned()),
        layers,
        orphans: gazetteer
            .orphans()
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

fn embedded(name: &str, count: LayerCount) -> LayerInfo {
    LayerInfo {
        name: name.to_owned(),
        places: count.places.into(),
        names: count.names,
        bytes: count.bytes as u64,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        attribution: "GeoNames, Natural Earth and the sources named in each row".to_owned(),
        licence: "CC BY 4.0, public domain".to_owned(),
        imported: None,
    }
}

fn of_import(layer: Layer) -> LayerInfo {
    LayerInfo {
        name: layer.name.clone(),
        places: layer.places,
        names: layer.names,
        bytes: layer.bytes,
        version: layer.version.clone(),
        attribution: layer.attribution.clone(),
        licence: layer.licence.clone(),
        imported: Some(layer),
    }
}
