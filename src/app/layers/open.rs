use super::LayerError;
use super::additions::additions;
use super::folder::Folder;
use super::manifest::Layer;
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
    let layers = folder.manifest()?.layers;
    let imported = layers
        .iter()
        .map(|layer| layer_of(folder, layer))
        .collect::<Result<_, _>>()?;
    let gazetteer = Gazetteer::layered(&additions(folder)?, imported)?;
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
    Ok(ImportedLayer { table, shapes })
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
