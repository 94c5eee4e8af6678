use super::LayerError;
use super::additions::{own_table, rows};
use super::folder::Folder;
use super::manifest::{LICENCE_NOT_STATED, Layer};
use crate::gazetteer::shapes::Shapes;
use crate::gazetteer::table::Table;
use crate::gazetteer::{Gazetteer, ImportedLayer};
use std::fs;

/// The gazetteer that the program carries with the layers and additions of a folder. Tables are mapped, not read.
pub fn open(folder: &Folder) -> Result<Gazetteer, LayerError> {
    if !folder.exists() {
        return Err(LayerError::Missing {
            path: folder.path().to_owned(),
        });
    }
    open_with(folder, &own_table(folder)?)
}

/// Whether a folder has imported layers.
pub fn has_layers(folder: &Folder) -> Result<bool, LayerError> {
    Ok(!folder.manifest()?.layers.is_empty())
}

/// The same with another table of additions; the folder need not be there.
pub fn open_with(folder: &Folder, table: &str) -> Result<Gazetteer, LayerError> {
    let layers = folder.manifest()?.layers;
    let imported = layers
        .iter()
        .map(|layer| layer_of(folder, layer))
        .collect::<Result<_, _>>()?;
    let gazetteer = Gazetteer::layered(&rows(folder, table)?, imported)?;
    for orphan in gazetteer.orphans() {
        tracing::warn!(place = %orphan, "names were added to a place that no layer has");
    }
    Ok(gazetteer)
}

fn layer_of(folder: &Folder, layer: &Layer) -> Result<ImportedLayer, LayerError> {
    let path = folder.file(&layer.table);
    let table = Table::open(&path)
        .map_err(|error| LayerError::input(&path, "a table of this layer", error.to_string()))?;
    let shapes = match &layer.shapes {
        Some(name) => {
            let path = folder.file(name);
            Shapes::new(fs::read_to_string(&path).map_err(LayerError::file(&path))?)
        }
        None => Shapes::default(),
    };
    Ok(ImportedLayer {
        table,
        shapes,
        attribution: with_licence(&layer.attribution, &layer.licence),
    })
}

/// The licence once, where there is one and the attribution does not name it already.
fn with_licence(attribution: &str, licence: &str) -> String {
    if [LICENCE_NOT_STATED, ""].contains(&licence) || attribution.contains(licence) {
        attribution.to_owned()
    } else {
        format!("{attribution}, {licence}")
    }
}

/// Takes an imported layer out of use and removes its files.
pub fn remove(folder: &Folder, name: &str) -> Result<(), LayerError> {
    let changing = folder.change()?;
    let mut manifest = folder.manifest()?;
    let names: Vec<String> = manifest
        .layers
        .iter()
        .map(|layer| layer.name.clone())
        .collect();
    if !names.iter().any(|known| known == name) {
        return Err(LayerError::NoLayer {
            name: name.to_owned(),
            known: if names.is_empty() {
                "(there are none)".to_owned()
            } else {
                names.join(", ")
            },
        });
    }
    manifest.layers.retain(|layer| layer.name != name);
    changing.commit(&manifest)
}
