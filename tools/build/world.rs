//! From gazetteer/world/places.tsv.zst to the table that the program carries.

use crate::table::{Confidence, NameKind, Row, RowName, TableError, Writer};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter};
use std::path::Path;

const PLACES: &str = "gazetteer/world/places.tsv.zst";
/// Countries and units with their spellings; their outlines lie beside them.
const OUTLINED: &str = "gazetteer/world/units.tsv";
/// Continents, regions, seas, lakes, rivers and ranges, in the columns of the curated places.
const FEATURES: &str = "gazetteer/world/features.tsv";
/// Counties of the United States, and airports, in the same columns but for the full code of their first-level unit.
const PACKED: [&str; 2] = [
    "gazetteer/world/counties.tsv.zst",
    "gazetteer/world/airports.tsv.zst",
];
/// Positions by which gazetteers stand for the largest countries and units, whose middle nobody names.
const POINTS: &str = "gazetteer/world/points.tsv";
/// Units whose English name the curated rows have otherwise than GeoNames.
const UNITS: &str = "tools/gazetteer/admin1_codes.tsv";

pub(crate) fn write(target: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={PLACES}");
    println!("cargo::rerun-if-changed={OUTLINED}");
    println!("cargo::rerun-if-changed={FEATURES}");
    for packed in PACKED {
        println!("cargo::rerun-if-changed={packed}");
    }
    println!("cargo::rerun-if-changed={POINTS}");
    println!("cargo::rerun-if-changed={UNITS}");
    println!("cargo::rerun-if-changed=tools/build");
    let (key, made) = (key()?, target.with_extension("key"));
    let known = fs::read(&made).is_ok_and(|known| known == key);
    if !(known && target.is_file()) {
        make(target)?;
        fs::write(made, key)?;
    }
    Ok(())
}

/// A hash of the input and of this program: the build script runs again for every change of the gazetteer's sources,
/// and only few of those change the table.
fn key() -> io::Result<Vec<u8>> {
    let mut hasher = Sha256::new();
    let inputs = [PLACES, OUTLINED, FEATURES, POINTS, UNITS].map(Into::into);
    let packed = PACKED.map(Into::into);
    for file in [env::current_exe()?]
        .into_iter()
        .chain(inputs)
        .chain(packed)
    {
        hasher.update(fs::read(file)?);
    }
    Ok(hasher.finalize().to_vec())
}

fn make(target: &Path) -> io::Result<()> {
    let folder = target.parent().unwrap_or(target);
    let mut writer = Writer::new(folder);
    for (line, number) in unpacked(PLACES)?.zip(1..) {
        put(&mut writer, &line?).map_err(|error| failed(PLACES, number, &error))?;
    }
    let points = fs::read_to_string(POINTS)?;
    let points = points_by_id(&points);
    for (line, number) in fs::read_to_string(OUTLINED)?.lines().zip(1..).skip(1) {
        put_unit(&mut writer, line, &points).map_err(|error| failed(OUTLINED, number, &error))?;
    }
    for (line, number) in fs::read_to_string(FEATURES)?.lines().zip(1..).skip(1) {
        put_feature(&mut writer, line, &points)
            .map_err(|error| failed(FEATURES, number, &error))?;
    }
    for packed in PACKED {
        for (line, number) in unpacked(packed)?.zip(1..).skip(1) {
            put_feature(&mut writer, &line?, &points)
                .map_err(|error| failed(packed, number, &error))?;
        }
    }
    for line in fs::read_to_string(UNITS)?.lines() {
        let (code, name) = line.split_once('\t').unwrap_or_default();
        writer.unit(code, name.split('\t').next().unwrap_or_default());
    }
    let mut out = BufWriter::new(File::create(target)?);
    writer
        .finish(&mut out, &mut |_| {})
        .map_err(io::Error::other)?;
    Ok(())
}

fn unpacked(file: &str) -> io::Result<impl Iterator<Item = io::Result<String>>> {
    let packed = BufReader::new(File::open(file)?);
    let lines = ruzstd::decoding::StreamingDecoder::new(packed).map_err(io::Error::other)?;
    Ok(BufReader::new(lines).lines())
}

fn failed(file: &str, line: usize, error: &TableError) -> io::Error {
    io::Error::other(format!("{file}, line {line}: {error}"))
}

/// A unit has two columns, a place eleven.
fn put(writer: &mut Writer, line: &str) -> Result<(), TableError> {
    let columns: Vec<&str> = line.split('\t').collect();
    match columns[..] {
        [code, name] => {
            writer.unit(code, name);
            Ok(())
        }
        [number, name, plain, further, ref facts @ ..] if facts.len() == 7 => {
            let names = names(plain, further);
            place(writer, number, name, names, facts)
        }
        _ => Err(TableError::Format {
            expected: "2 or 11 columns".to_owned(),
            found: format!("{}", columns.len()),
        }),
    }
}

fn place(
    writer: &mut Writer,
    number: &str,
    name: &str,
    names: Vec<RowName<'_>>,
    facts: &[&str],
) -> Result<(), TableError> {
    let given = |at: usize| facts.get(at).copied().filter(|text| !text.is_empty());
    let degrees = |at| given(at).and_then(|t| t.parse().ok()).unwrap_or(f64::NAN);
    let country = given(3).unwrap_or_default();
    let admin1 = given(4).map(|code| format!("{country}.{code}"));
    let admin2 = admin1
        .as_ref()
        .zip(given(5))
        .map(|(first, second)| format!("{first}.{second}"));
    let population = given(6).and_then(|text| text.parse().ok());
    writer.push(&Row {
        id: &format!("geonames:{number}"),
        name,
        names,
        lon: degrees(0),
        lat: degrees(1),
        radius_m: radius_m(given(2).unwrap_or_default(), population),
        feature_class: "P",
        feature_code: given(2).unwrap_or_default(),
        country: given(3),
        admin1: admin1.as_deref(),
        admin2: admin2.as_deref(),
        population,
        source: "GeoNames",
        confidence: Confidence::High,
    })
}

/// A country or unit; the columns are those of `gazetteer/schema.md`.
fn put_unit(writer: &mut Writer, line: &str, points: &Points<'_>) -> Result<(), TableError> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        id,
        name,
        further,
        code,
        country,
        admin1,
        _iso,
        lon,
        lat,
        radius_km,
        _flags,
        source,
        confidence,
        _notes,
    ] = columns[..]
    else {
        return Err(TableError::Format {
            expected: "14 columns".to_owned(),
            found: columns.len().to_string(),
        });
    };
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    let given = |text: &str| !text.is_empty();
    let unit = format!("{country}.{admin1}");
    let (lon, lat) = points.get(id).copied().unwrap_or((lon, lat));
    writer.push(&Row {
        id,
        name,
        names: unit_names(further),
        lon: number(lon),
        lat: number(lat),
        radius_m: number(radius_km) * 1_000.0,
        feature_class: "A",
        feature_code: code,
        country: Some(country).filter(|text| given(text)),
        admin1: Some(unit.as_str()).filter(|_| given(country) && given(admin1)),
        admin2: None,
        population: None,
        source,
        confidence: match confidence {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        },
    })
}

/// Longitudes and latitudes as written, by id.
type Points<'a> = HashMap<&'a str, (&'a str, &'a str)>;

fn points_by_id(text: &str) -> Points<'_> {
    text.lines()
        .skip(1)
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [id, _, lon, lat, _] => Some((id, (lon, lat))),
            _ => None,
        })
        .collect()
}

/// A region, water or mountain range, whose units are names and stay out of the table, or a county or airport with the
/// full code of its unit.
fn put_feature(writer: &mut Writer, line: &str, points: &Points<'_>) -> Result<(), TableError> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        id,
        name,
        further,
        class,
        code,
        country,
        admin1,
        _admin2,
        lon,
        lat,
        radius_km,
        _shape,
        population,
        source,
        confidence,
        _notes,
    ] = columns[..]
    else {
        return Err(TableError::Format {
            expected: "16 columns".to_owned(),
            found: columns.len().to_string(),
        });
    };
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    let (lon, lat) = points.get(id).copied().unwrap_or((lon, lat));
    writer.push(&Row {
        id,
        name,
        names: unit_names(further),
        lon: number(lon),
        lat: number(lat),
        radius_m: number(radius_km) * 1_000.0,
        feature_class: class,
        feature_code: code,
        country: Some(country).filter(|text| text.len() == 2),
        admin1: Some(admin1).filter(|code| code.split_once('.').is_some_and(|c| c.0 == country)),
        admin2: None,
        population: population.parse().ok(),
        source,
        confidence: match confidence {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        },
    })
}

/// `language:text`; an abbreviation stands under `abbr`.
fn unit_names(further: &str) -> Vec<RowName<'_>> {
    further
        .split('|')
        .filter_map(|item| item.find(':').map(|at| item.split_at(at)))
        .map(|(lang, text)| RowName {
            lang,
            text: text.trim_start_matches(':'),
            kind: if lang == "abbr" {
                NameKind::Code
            } else {
                NameKind::Listed
            },
        })
        .collect()
}

fn names<'a>(plain: &'a str, further: &'a str) -> Vec<RowName<'a>> {
    let plain = Some((plain, NameKind::Plain)).filter(|(text, _)| !text.is_empty());
    let further = further
        .split(',')
        .filter(|text| !text.is_empty())
        .map(|text| (text, NameKind::of_unlabelled(text)));
    plain
        .into_iter()
        .chain(further)
        .map(|(text, kind)| RowName {
            lang: "und",
            text,
            kind,
        })
        .collect()
}

/// Metres around a town's point: its built-up area grows with its people, a capital of 5 million has about 15 km. The
/// shape of the curve is a judgement; evaluation of the radii belongs to the resolver's figures.
fn radius_m(code: &str, population: Option<u64>) -> f64 {
    let people = f64::from(population.and_then(|p| u32::try_from(p).ok()).unwrap_or(0));
    let seat = if code.starts_with("PPLA") || code == "PPLC" {
        2_500.0
    } else {
        1_500.0
    };
    (people.sqrt() * 6.5).clamp(seat, 20_000.0)
}
