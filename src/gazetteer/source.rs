//! Reads the curated gazetteer: `gazetteer/curated.tsv` and the shapes beside it.

use super::GazetteerError;
use crate::domain::{CountryCode, DomainError, Extent, Place, PlaceName, Position};
use geojson::{FeatureCollection, GeoJson, feature::Id};
use serde::Deserialize;
use std::collections::HashMap;

/// The table as it is embedded.
const CURATED: &str = include_str!("../../gazetteer/curated.tsv");

const SHAPES: &[(&str, &str)] = &[
    (
        "admin1-iq.geojson",
        include_str!("../../gazetteer/shapes/admin1-iq.geojson"),
    ),
    (
        "admin1-sy.geojson",
        include_str!("../../gazetteer/shapes/admin1-sy.geojson"),
    ),
    (
        "areas.geojson",
        include_str!("../../gazetteer/shapes/areas.geojson"),
    ),
    (
        "countries.geojson",
        include_str!("../../gazetteer/shapes/countries.geojson"),
    ),
    (
        "lines.geojson",
        include_str!("../../gazetteer/shapes/lines.geojson"),
    ),
];

/// Everything that is embedded.
pub(super) fn files() -> impl Iterator<Item = &'static str> {
    std::iter::once(CURATED).chain(SHAPES.iter().map(|(_, text)| *text))
}

/// The columns of `gazetteer/schema.md`.
#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    names: String,
    feature_class: String,
    feature_code: String,
    country: String,
    admin1: String,
    admin2: String,
    lon: f64,
    lat: f64,
    radius_km: f64,
    shape: String,
    population: Option<u64>,
    source: String,
    confidence: String,
    notes: String,
}

/// All curated places, in the order of the table.
pub(super) fn curated() -> Result<Vec<Place>, GazetteerError> {
    let shapes = shapes()?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(CURATED.as_bytes());
    reader
        .deserialize()
        .map(|row| {
            row.map_err(|error| unreadable(&error))
                .and_then(|row| place(row, &shapes))
        })
        .collect()
}

fn unreadable(error: &csv::Error) -> GazetteerError {
    let line = error.position().map_or(0, csv::Position::line);
    GazetteerError::Table {
        file: "curated.tsv",
        line,
        cause: error.to_string(),
    }
}

/// Geometries by file and id.
type Shapes = HashMap<(&'static str, String), geo::Geometry>;

fn shapes() -> Result<Shapes, GazetteerError> {
    let mut all = Shapes::new();
    for (file, text) in SHAPES {
        let failed = |cause: String| GazetteerError::Shape { file, cause };
        let parsed: GeoJson = text
            .parse()
            .map_err(|error: geojson::Error| failed(error.to_string()))?;
        let collection =
            FeatureCollection::try_from(parsed).map_err(|error| failed(error.to_string()))?;
        for feature in collection.features {
            let Some(Id::String(id)) = feature.id else {
                return Err(failed("a feature has no id".to_owned()));
            };
            let geometry = feature
                .geometry
                .ok_or_else(|| failed(format!("{id} has no geometry")))?;
            let shape = geo::Geometry::try_from(geometry)
                .map_err(|error| failed(format!("{id}: {error}")))?;
            all.insert((file, id), shape);
        }
    }
    Ok(all)
}

fn place(row: Row, shapes: &Shapes) -> Result<Place, GazetteerError> {
    let id = row.id.clone();
    let bad = |column| bad_value(&id, column);
    Ok(Place {
        extent: extent(&row, shapes)?,
        id: row.id.parse().map_err(bad("id"))?,
        names: list(&row.names).map(place_name).collect(),
        feature_class: row.feature_class.parse().map_err(bad("feature_class"))?,
        feature_code: row.feature_code,
        countries: list(&row.country)
            .map(str::parse)
            .collect::<Result<Vec<CountryCode>, _>>()
            .map_err(bad("country"))?,
        admin1: list(&row.admin1).map(str::to_owned).collect(),
        admin2: list(&row.admin2).map(str::to_owned).collect(),
        population: row.population,
        confidence: row.confidence.parse().map_err(bad("confidence"))?,
        name: row.name,
        source: row.source,
        notes: row.notes,
    })
}

fn bad_value(row: &str, column: &'static str) -> impl Fn(DomainError) -> GazetteerError {
    move |cause| GazetteerError::Value {
        row: row.to_owned(),
        column,
        cause,
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn place_name(item: &str) -> PlaceName {
    let (lang, text) = item.split_once(':').unwrap_or(("und", item));
    PlaceName {
        lang: lang.to_owned(),
        text: text.to_owned(),
    }
}

fn extent(row: &Row, shapes: &Shapes) -> Result<Extent, GazetteerError> {
    let bad = |column| bad_value(&row.id, column);
    let radius_m = row.radius_km * 1000.0;
    if row.shape.is_empty() {
        let position = Position::new(row.lon, row.lat).map_err(bad("lon, lat"))?;
        return Extent::circle(position, radius_m).map_err(bad("radius_km"));
    }
    let shape = SHAPES
        .iter()
        .find(|(file, _)| *file == row.shape)
        .and_then(|(file, _)| shapes.get(&(*file, row.id.clone())))
        .ok_or_else(|| GazetteerError::NoShape {
            row: row.id.clone(),
            file: row.shape.clone(),
        })?;
    match shape.clone() {
        geo::Geometry::LineString(line) => {
            Extent::line(geo::MultiLineString::new(vec![line]), radius_m)
        }
        geo::Geometry::MultiLineString(lines) => Extent::line(lines, radius_m),
        geo::Geometry::Polygon(polygon) => {
            Extent::area(geo::MultiPolygon::new(vec![polygon]), radius_m)
        }
        geo::Geometry::MultiPolygon(area) => Extent::area(area, radius_m),
        _ => Err(DomainError::new("a line or polygon", "another geometry")),
    }
    .map_err(bad("shape"))
}
