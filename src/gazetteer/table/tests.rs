//! A table answers as a plain list of the same rows does, and refuses what is no table.

use super::{Confidence, NameKind, Posting, Row, RowName, Table, TableError, Writer};
use crate::text::{Level, fold, fold_joined, skeleton};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::fs;

/// What a test says of a place.
#[derive(Debug, Clone)]
struct Known {
    number: u64,
    name: String,
    others: Vec<(String, NameKind)>,
    lon: f64,
    lat: f64,
    country: Option<&'static str>,
    population: Option<u64>,
}

impl Known {
    fn id(&self) -> String {
        if self.number.is_multiple_of(2) {
            format!("geonames:{}", self.number)
        } else {
            format!("own:place-{}", self.number)
        }
    }

    fn push(&self, writer: &mut Writer) {
        let names = self.others.iter().map(|(text, kind)| RowName {
            lang: "en",
            text,
            kind: *kind,
        });
        let row = Row {
            id: &self.id(),
            name: &self.name,
            names: names.collect(),
            lon: self.lon,
            lat: self.lat,
            radius_m: 1_500.0,
            feature_class: "P",
            feature_code: "PPL",
            country: self.country,
            admin1: Some("IQ.18"),
            admin2: None,
            population: self.population,
            source: "GeoNames",
            confidence: Confidence::Medium,
        };
        writer.push(&row).unwrap();
    }

    fn spellings(&self) -> BTreeSet<&str> {
        let others = self.others.iter().map(|(text, _)| text.as_str());
        others.chain([self.name.as_str()]).collect()
    }
}

fn bytes_of(places: &[Known]) -> Vec<u8> {
    let mut writer = Writer::new(std::path::Path::new(""));
    writer.unit("IQ.18", "Salah al-Din");
    for place in places {
        place.push(&mut writer);
    }
    let mut bytes = Vec::new();
    let written = writer.finish(&mut bytes, &mut |_| {}).unwrap();
    assert_eq!(written.bytes, bytes.len() as u64);
    bytes
}

fn table_of(places: &[Known]) -> Table {
    Table::from_bytes(bytes_of(places)).unwrap()
}

/// Names that fold together now and then.
fn name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Tell",
        "Tall",
        "Afar",
        "al",
        "Hamra",
        "Humra",
        "Mosul",
        "Mousil",
        "Baiji",
        "Bayji",
        "Kut",
        "الموصل",
        "حمرين",
        "Мосул",
        "Salah",
        "ad-Din",
        "eddine",
        "Qaryat",
        "Samarra",
        "Smarra",
    ]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

fn known() -> impl Strategy<Value = Known> {
    let kind = prop::sample::select(vec![NameKind::Plain, NameKind::Listed, NameKind::Machine]);
    (
        name(),
        prop::collection::vec((name(), kind), 0..4),
        (-1_799_i32..1_800, -900_i32..=900),
        prop::sample::select(vec![None, Some("IQ"), Some("SY")]),
        prop::option::of(0_u64..1_000_000),
    )
        .prop_map(|(name, others, (lon, lat), country, population)| Known {
            number: 0,
            name,
            others,
            lon: f64::from(lon) / 10.0,
            lat: f64::from(lat) / 10.0,
            country,
            population,
        })
}

fn many() -> impl Strategy<Value = Vec<Known>> {
    prop::collection::vec(known(), 0..25).prop_map(|mut places| {
        places
            .iter_mut()
            .zip(1..)
            .for_each(|(place, number)| place.number = number);
        places
    })
}

fn ids(table: &Table, postings: impl Iterator<Item = Posting>) -> BTreeSet<String> {
    postings.map(|p| table.id(p.row).unwrap()).collect()
}

/// The ids of all places by every sound key: the slow and obvious index.
fn by_sound(places: &[Known]) -> HashMap<String, BTreeSet<String>> {
    let mut index: HashMap<String, BTreeSet<String>> = HashMap::new();
    for place in places {
        for name in place.spellings() {
            for key in [fold(name, Level::Sound), fold_joined(name)] {
                index.entry(key.to_string()).or_default().insert(place.id());
            }
        }
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_fact_is_read_as_it_was_written(places in many()) {
        let table = table_of(&places);
        table.verify().unwrap();
        prop_assert_eq!(table.len() as usize, places.len());
        for place in &places {
            let row = table.row_of(&place.id()).unwrap();
            prop_assert_eq!(table.id(row), Some(place.id()));
            let facts = table.facts(row).unwrap();
            prop_assert!((facts.lon - place.lon).abs() < 1e-7 && (facts.lat - place.lat).abs() < 1e-7);
            prop_assert_eq!((facts.country, facts.population), (place.country, place.population));
            prop_assert_eq!(facts.confidence, Confidence::Medium);
            prop_assert_eq!(table.unit(facts.admin1.unwrap()).unwrap().name, "Salah al-Din");
            prop_assert_eq!(facts.admin2, None);
            prop_assert_eq!(table.name(row), Some(place.name.as_str()));
            let names: BTreeSet<&str> = table.names(row).map(|n| n.text).collect();
            prop_assert_eq!(names, place.spellings());
        }
    }

    #[test]
    fn a_sound_key_leads_to_the_places_of_a_plain_index(places in many(), asked in name()) {
        let table = table_of(&places);
        let index = by_sound(&places);
        let asked = fold(&asked, Level::Sound);
        for key in index.keys().map(String::as_str).chain([asked.as_str()]) {
            let walk = table.step(table.start(), key);
            let found = walk.and_then(|w| table.at(w)).map(|p| ids(&table, p));
            prop_assert_eq!(found.as_ref(), index.get(key), "{}", key);
            prop_assert_eq!(walk.is_some_and(|w| table.is_key(w)), index.contains_key(key));
            let longer = index.keys().any(|k| k.len() > key.len() && k.starts_with(key));
            prop_assert_eq!(walk.is_some_and(|w| table.goes_on(w)), longer);
        }
        let found = table.by_sound(&asked).map(|p| ids(&table, p));
        prop_assert_eq!(found.as_ref(), index.get(asked.as_str()));
        prop_assert_eq!(table.knows(&asked), index.contains_key(asked.as_str()));
    }

    #[test]
    fn edits_are_those_of_a_plain_comparison(places in many(), asked in name(), most in 1_u8..=2) {
        let table = table_of(&places);
        let asked = fold(&asked, Level::Sound);
        let expected: BTreeSet<String> = by_sound(&places).into_keys()
            .filter(|key| is_near(key, asked.as_str(), most))
            .collect();
        let found: BTreeSet<String> = table.by_edits(&asked, most).into_iter().map(|n| n.key).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_skeleton_leads_to_the_places_of_its_country(places in many(), asked in name()) {
        let table = table_of(&places);
        let Some(asked) = skeleton(&fold(&asked, Level::Sound)) else { return Ok(()); };
        for country in [None, Some("IQ"), Some("SY")] {
            let bears = |p: &&Known| p.spellings().into_iter()
                .any(|name| skeleton(&fold(name, Level::Sound)).as_ref() == Some(&asked));
            let expected: BTreeSet<String> = places.iter()
                .filter(|p| p.country == country).filter(bears).map(Known::id).collect();
            let found = table.by_skeleton(&asked, country).into_iter().flatten();
            prop_assert_eq!(ids(&table, found), expected);
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(places in many()) {
        let mut turned = places.clone();
        turned.reverse();
        prop_assert_eq!(bytes_of(&places), bytes_of(&turned));
    }
}

/// Within a script one edit anywhere, two when the first half is one edit away from a beginning.
fn is_near(key: &str, asked: &str, most: u8) -> bool {
    let (a, b) = (key.chars().next().unwrap(), asked.chars().next().unwrap());
    let half = asked.chars().count() / 2;
    let beginning: String = key.chars().take(half).collect();
    let ends = (0..=asked.len()).filter_map(|end| asked.get(..end));
    let begins_near = ends
        .map(|begun| strsim::osa_distance(&beginning, begun))
        .min()
        <= Some(1);
    let one_script =
        a.is_ascii() == b.is_ascii() && (('а'..='я').contains(&a) == ('а'..='я').contains(&b));
    match strsim::osa_distance(key, asked) {
        0 | 1 => one_script,
        2 => most == 2 && one_script && begins_near,
        _ => false,
    }
}

fn some() -> Vec<Known> {
    let place = |number, name: &str, population| Known {
        number,
        name: name.to_owned(),
        others: vec![("الموصل".to_owned(), NameKind::Listed)],
        lon: 43.1,
        lat: 36.3,
        country: Some("IQ"),
        population,
    };
    vec![
        place(2, "Mosul", Some(10)),
        place(4, "Mosul", Some(2_000_000)),
        place(7, "Mousul", None),
    ]
}

#[test]
fn the_most_populous_bearer_comes_first() {
    let table = table_of(&some());
    let key = fold("Mosul", Level::Sound);
    let bearers = table.by_sound(&key).unwrap();
    let ids: Vec<String> = bearers.map(|p| table.id(p.row).unwrap()).collect();
    assert_eq!(ids, ["geonames:4", "geonames:2", "own:place-7"]);
}

#[test]
fn an_id_comes_only_once_and_the_writer_goes_on() {
    let mut writer = Writer::new(std::path::Path::new(""));
    let row = |id| Row {
        id,
        name: "Mosul",
        names: Vec::new(),
        lon: 43.1,
        lat: 36.3,
        radius_m: 1.0,
        feature_class: "P",
        feature_code: "",
        country: None,
        admin1: None,
        admin2: None,
        population: None,
        source: "",
        confidence: Confidence::High,
    };
    writer.push(&row("own:1")).unwrap();
    let twice = writer.push(&row("own:1"));
    assert!(
        matches!(twice, Err(TableError::Duplicate { .. })),
        "{twice:?}"
    );
    writer.push(&row("own:2")).unwrap();
    assert_eq!(writer.len(), 2);
}

fn refused(bytes: Vec<u8>) -> String {
    Table::from_bytes(bytes)
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn what_is_no_table_is_refused_in_plain_words() {
    let sound = bytes_of(&some());
    assert!(refused(Vec::new()).contains("another kind of file"));
    assert!(refused(b"PK\x03\x04 a zip archive".to_vec()).contains("another kind of file"));
    for length in [8, 100, sound.len() / 2, sound.len() - 1] {
        let message = refused(sound[..length].to_vec());
        assert!(message.contains("cut off"), "{length}: {message}");
    }
    let version = sound.len() - 12;
    let mut newer = sound.clone();
    newer[version] += 1;
    assert!(refused(newer).contains("format version"));
}

#[test]
fn a_table_of_another_folding_is_refused() {
    let sound = bytes_of(&some());
    let footer = super::format::Footer::read(&sound).unwrap();
    let end = footer.range(super::format::Section::Countries).end;
    let other = super::format::Footer {
        fold_version: "0".to_owned(),
        ..footer
    };
    let bytes = [&sound[..end], &other.write()].concat();
    assert!(refused(bytes).contains("folding version"));
}

#[test]
fn damage_anywhere_is_found_and_never_panics() {
    let sound = bytes_of(&some());
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        let Ok(table) = Table::from_bytes(bytes) else {
            continue;
        };
        assert!(table.verify().is_err(), "byte {at}");
        for row in 0..table.len() {
            let _read = (table.facts(row), table.id(row), table.names(row).count());
        }
        let _found = (
            table.row_of("geonames:4"),
            table.nearest([43.0, 36.0], 5, 1e7),
        );
    }
}

#[test]
fn a_file_is_mapped_and_reads_like_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.table");
    fs::write(&path, bytes_of(&some())).unwrap();
    let table = Table::open(&path).unwrap();
    table.verify().unwrap();
    assert_eq!(table.name(0), Some("Mosul"));
    let nowhere = Table::open(&folder.path().join("none")).unwrap_err();
    assert!(nowhere.to_string().contains("none"), "{nowhere}");
}
