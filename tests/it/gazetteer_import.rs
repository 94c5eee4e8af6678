//! `sitmap gazetteer`: importing, adding, and all the ways in which an input can be broken.

use crate::service::{Ran, run, run_with_input, sitmap};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sitmap::app::layers::{self, Files, Folder, GeoNames, Plan, Progress};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A line of a GeoNames dump.
fn line(id: u32, name: &str, lat: &str, lon: &str) -> String {
    format!(
        "{id}\t{name}\t{name}\t\t{lat}\t{lon}\tP\tPPL\tIQ\t\t13\t\t\t\t0\t\t0\tAsia/Baghdad\t2020-01-01\n"
    )
}

/// Two invented villages that no other layer has.
fn villages() -> String {
    line(200_000_001, "Qwertabad", "35.1", "44.1") + &line(200_000_002, "Zxcvkand", "35.2", "44.2")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn zip_of(path: &Path, members: &[(&str, &[u8])]) {
    let mut archive = ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn import(home: &Path, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["gazetteer", "import"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    run(home, &arguments)
}

/// Every file of the layers in use, by name, with its bytes.
fn in_use(home: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = home.join("sitmap-gazetteer");
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file() && entry.file_name() != "lock")
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn is_table(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "table")
}

fn resolved(home: &Path, name: &str) -> String {
    run(home, &["resolve", name]).out
}

#[test]
fn a_dump_is_imported_from_text_gzip_and_zip_to_the_same_table() {
    let mut tables = Vec::new();
    for kind in ["txt", "gz", "zip"] {
        let home = folder();
        let path = home.path().join(format!("IQ.{kind}"));
        match kind {
            "txt" => fs::write(&path, villages()).unwrap(),
            "gz" => {
                let mut packed = GzEncoder::new(File::create(&path).unwrap(), Compression::fast());
                packed.write_all(villages().as_bytes()).unwrap();
                packed.finish().unwrap();
            }
            _ => zip_of(
                &path,
                &[
                    ("readme.txt", b"read me"),
                    ("IQ.txt", villages().as_bytes()),
                ],
            ),
        }
        assert!(resolved(home.path(), "Qwertabad").contains("unresolved"));
        let ran = import(home.path(), &["geonames", path.to_str().unwrap()]);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (
                0,
                "geonames-IQ: 2 places with 2 names, 0 rows refused, 0 names left out\n"
            ),
            "{}",
            ran.err
        );
        let answer = resolved(home.path(), "Qwertabad");
        assert!(
            answer.starts_with("Qwertabad: Qwertabad (geonames:200000001), Kirkuk, IQ"),
            "{answer}"
        );
        let table = in_use(home.path())
            .into_iter()
            .find(|(name, _)| is_table(name));
        tables.push(table.unwrap());
    }
    assert!(tables.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn bad_rows_are_counted_listed_by_line_and_the_rest_is_in_use() {
    let home = folder();
    let bad = (0..30)
        .map(|n| line(7, "A", "95", &n.to_string()))
        .collect::<String>();
    let text = [
        villages().as_bytes(),
        b"only\ttwo\n",
        line(200_000_001, "Again", "1", "1").as_bytes(),
        b"\xff\xfe\n",
        line(3, "BIG", "1", "1")
            .replacen("BIG", &"x".repeat(1_000_000), 1)
            .as_bytes(),
        bad.as_bytes(),
    ]
    .concat();
    fs::write(home.path().join("IQ.txt"), text).unwrap();
    let ran = import(home.path(), &["geonames", "IQ.txt", "--errors", "bad.tsv"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out
            .ends_with("2 places with 2 names, 34 rows refused, 0 names left out\n"),
        "{}",
        ran.out
    );
    for part in [
        "refused: IQ.txt: line 3: expected 19 columns separated by tabs, found 2",
        "refused: IQ.txt: line 4: id: expected an id that no earlier row has, found `geonames:200000001`",
        "refused: IQ.txt: line 5: expected UTF-8 text, found byte 0xff",
        "refused: IQ.txt: line 6: name: expected a name of at most 1000 bytes, found `xxx",
        "refused: 24 more; --errors FILE lists all",
    ] {
        assert!(ran.err.contains(part), "{part}\n{}", ran.err);
    }
    assert!(ran.err.len() < 3_000, "nothing floods the screen");
    let list = fs::read_to_string(home.path().join("bad.tsv")).unwrap();
    assert_eq!(list.lines().count(), 35);
    assert!(
        list.lines()
            .nth(30)
            .unwrap()
            .starts_with("IQ.txt\t32\tlatitude\t"),
        "{list}"
    );
    assert!(resolved(home.path(), "Zxcvkand").contains("geonames:200000002"));
}

#[test]
fn an_input_that_is_broken_leaves_the_layers_as_they_were() {
    let home = folder();
    let at = |name: &str| home.path().join(name);
    fs::write(at("IQ.txt"), villages()).unwrap();
    assert_eq!(import(home.path(), &["geonames", "IQ.txt"]).status, 0);
    let before = in_use(home.path());

    fs::write(at("empty.txt"), "").unwrap();
    fs::write(at("other.txt"), "these\tare\tno\tplaces\n").unwrap();
    zip_of(
        &at("whole.zip"),
        &[("IQ.txt", villages().repeat(500).as_bytes())],
    );
    let whole = fs::read(at("whole.zip")).unwrap();
    fs::write(at("cut.zip"), &whole[..whole.len() / 2]).unwrap();
    let mut flipped = whole.clone();
    flipped[60] ^= 0xff;
    fs::write(at("flipped.zip"), flipped).unwrap();
    zip_of(&at("two.zip"), &[("a.txt", b"a"), ("b.txt", b"b")]);
    zip_of(&at("none.zip"), &[("readme.txt", b"a")]);
    fs::write(at("cut.gz"), [0x1f, 0x8b, 8, 0]).unwrap();
    for (file, part) in [
        ("empty.txt", "expected a table, found an empty file"),
        ("missing.txt", "No such file"),
        (
            "other.txt",
            "expected places, found none in 1 rows; other.txt: line 1: expected 19 columns",
        ),
        ("cut.zip", "expected a whole zip archive"),
        ("flipped.zip", "flipped.zip: "),
        (
            "two.zip",
            "expected one table in the archive, found a.txt, b.txt",
        ),
        ("none.zip", "expected one table in the archive, found none"),
        ("cut.gz", "cut.gz: "),
    ] {
        let ran = import(home.path(), &["geonames", file, "--name", "geonames-IQ"]);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (1, ""),
            "{file}: {}",
            ran.err
        );
        assert!(ran.err.contains(part), "{file}: {}", ran.err);
        assert_eq!(in_use(home.path()), before, "{file}");
        assert!(
            !home.path().join("sitmap-gazetteer/.part").exists(),
            "{file}"
        );
    }
}

#[test]
fn what_unpacks_without_end_is_stopped() {
    let home = folder();
    let bomb = vec![b'x'; 80 << 20];
    zip_of(&home.path().join("bomb.zip"), &[("bomb.txt", &bomb)]);
    let ran = import(home.path(), &["geonames", "bomb.zip"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("expected at most 67108864 bytes when unpacked, found more"),
        "{}",
        ran.err
    );
    assert!(in_use(home.path()).is_empty());
}

fn plan(file: &Path) -> Plan {
    Plan {
        layer: "test".to_owned(),
        attribution: "nobody".to_owned(),
        licence: "none".to_owned(),
        files: Files::GeoNames(GeoNames {
            tables: vec![file.to_owned()],
            ..GeoNames::default()
        }),
        errors: None,
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let home = folder();
    let file = home.path().join("IQ.txt");
    fs::write(&file, villages()).unwrap();
    let layers = Folder::new(home.path().join("layers"));
    let mut changed = false;
    let error = layers::import(
        &layers,
        &plan(&file),
        jiff::Timestamp::UNIX_EPOCH,
        &mut |progress| {
            if matches!(progress, Progress::Reading(..)) && !std::mem::replace(&mut changed, true) {
                let mut file = File::options().append(true).open(&file).unwrap();
                file.write_all(b"more\n").unwrap();
            }
        },
    )
    .unwrap_err();
    assert!(error.to_string().ends_with("found it changed"), "{error}");
    assert!(layers.manifest().unwrap().layers.is_empty());
}

#[test]
fn only_one_process_changes_a_folder_at_a_time() {
    let home = folder();
    let file = home.path().join("IQ.txt");
    fs::write(&file, villages()).unwrap();
    let layers = Folder::new(home.path().join("layers"));
    let mut second = None;
    layers::import(
        &layers,
        &plan(&file),
        jiff::Timestamp::UNIX_EPOCH,
        &mut |_| {
            second.get_or_insert_with(|| {
                layers::import(
                    &layers,
                    &plan(&file),
                    jiff::Timestamp::UNIX_EPOCH,
                    &mut |_| {},
                )
                .map(|_| ())
            });
        },
    )
    .unwrap();
    let refused = second.unwrap().unwrap_err().to_string();
    assert!(
        refused.ends_with("another sitmap is changing this gazetteer"),
        "{refused}"
    );
    assert_eq!(layers.manifest().unwrap().layers.len(), 1);
}

#[test]
fn an_import_that_was_killed_leaves_no_trace_and_can_be_started_again() {
    let home = folder();
    fs::write(home.path().join("IQ.txt"), villages()).unwrap();
    assert_eq!(import(home.path(), &["geonames", "IQ.txt"]).status, 0);
    let before = in_use(home.path());
    // So many rows that the import is in the middle of its work when it is killed.
    let rows: String = (1..200_000)
        .map(|id| line(id, "Somewhere", "1.5", "2.5"))
        .collect();
    fs::write(home.path().join("large.txt"), rows).unwrap();
    let mut child = sitmap(
        home.path(),
        &[
            "gazetteer",
            "import",
            "geonames",
            "large.txt",
            "--name",
            "geonames-IQ",
        ],
    )
    .spawn()
    .unwrap();
    let part = home.path().join("sitmap-gazetteer/.part");
    while !part.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    assert!(
        !child.wait().unwrap().success(),
        "it was killed before it was done"
    );
    assert_eq!(in_use(home.path()), before);
    assert!(resolved(home.path(), "Qwertabad").contains("geonames:200000001"));
    let again = import(home.path(), &["geonames", "IQ.txt"]);
    assert_eq!(again.status, 0, "{}", again.err);
    assert!(!part.exists());
    let tables = |files: &[(String, Vec<u8>)]| {
        files
            .iter()
            .filter(|(name, _)| is_table(name))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        tables(&in_use(home.path())),
        tables(&before),
        "the same input gives the same bytes"
    );
}

#[test]
fn a_full_disk_leaves_the_layers_as_they_were() {
    let home = folder();
    fs::write(home.path().join("IQ.txt"), villages()).unwrap();
    assert_eq!(import(home.path(), &["geonames", "IQ.txt"]).status, 0);
    let before = in_use(home.path());
    let rows: String = (1..5_000)
        .map(|id| line(id, &format!("Place {id}"), "1.5", "2.5"))
        .collect();
    fs::write(home.path().join("more.txt"), rows).unwrap();
    // Files may not grow beyond 32 KiB here, which every writer sees as a disk that is full.
    let limited = format!(
        "trap '' XFSZ; ulimit -f 32; exec {} gazetteer import geonames more.txt",
        env!("CARGO_BIN_EXE_sitmap")
    );
    let output = Command::new("bash")
        .args(["-c", &limited])
        .current_dir(home.path())
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("File too large"), "{message}");
    assert_eq!(in_use(home.path()), before);
}

#[test]
fn names_units_and_hierarchy_come_from_their_own_files() {
    let home = folder();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    let nowhere =
        line(200_000_003, "Poiuytabad", "10.5", "-30.5").replace("\tIQ\t\t13\t", "\tXX\t\t\t");
    let district = nowhere
        .replace(
            "200000003\tPoiuytabad\tPoiuytabad",
            "200000004\tLkjhstan\tLkjhstan",
        )
        .replace("P\tPPL", "A\tADM2")
        .replace("\tXX\t\t\t", "\tXX\t\t77\tD5");
    write("XX.txt", &(nowhere + &district));
    write(
        "alternateNamesV2.txt",
        "1\t200000003\tar\tقورتاباد\t1\t\t\t\t\t\n2\t200000003\twkdt\tQ999999999\t\t\t\t\t\t\n3\t200000003\tlink\thttps://example.org\t\t\t\t\t\t\n4\t1\ten\tOther\n",
    );
    write(
        "admin1CodesASCII.txt",
        "XX.77\tThe Far Province\tThe Far Province\t200000005\n",
    );
    write(
        "admin2Codes.txt",
        "XX.77.D5\tLkjhstan\tLkjhstan\t200000004\n",
    );
    write("hierarchy.txt", "200000004\t200000003\tADM\n");
    let ran = import(
        home.path(),
        &[
            "geonames",
            "XX.txt",
            "--alternate-names",
            "alternateNamesV2.txt",
            "--admin1-codes",
            "admin1CodesASCII.txt",
            "--admin2-codes",
            "admin2Codes.txt",
            "--hierarchy",
            "hierarchy.txt",
        ],
    );
    assert!(
        ran.err
            .contains("names with languages: 2 taken; 1 entries are links"),
        "{}",
        ran.err
    );
    assert!(
        ran.out.ends_with("0 rows refused, 1 names left out\n"),
        "{}",
        ran.out
    );
    for name in ["قورتاباد", "Q999999999", "Poiuytabad"] {
        let answer = resolved(home.path(), name);
        assert!(
            answer.contains("Poiuytabad (geonames:200000003), The Far Province, XX"),
            "{name}: {answer}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn tables_and_geojson_become_layers_with_their_attribution() {
    let home = folder();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    write(
        "own.csv",
        "toponym,EASTING,lat,country,colour\nQwertabad,44.1,35.1,IQ,red\nZxcvkand,444,35.1,IQ,red\n",
    );
    let csv = import(
        home.path(),
        &[
            "csv",
            "own.csv",
            "--column",
            "lon=EASTING",
            "--attribution",
            "Survey 7",
            "--licence",
            "CC0",
        ],
    );
    assert_eq!(csv.status, 1, "{}", csv.err);
    for part in [
        "columns that are not used: colour",
        "feature_code: P.PPL",
        "own.csv: line 3: longitude: expected degrees from -180 to 180, found `444`",
    ] {
        assert!(csv.err.contains(part), "{part}: {}", csv.err);
    }
    write(
        "ridge.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"own:ridge","properties":{"name":"Mnbvcridge","country":"IQ","feature_class":"T","feature_code":"RDGE"},"geometry":{"type":"LineString","coordinates":[[43.5,35.3],[44.5,34.6]]}}]}"#,
    );
    let geojson = import(home.path(), &["geojson", "ridge.geojson"]);
    assert_eq!(geojson.status, 0, "{}", geojson.err);
    let asked = run_with_input(
        home.path(),
        &["resolve", "--batch"],
        b"{\"id\":1,\"name\":\"Mnbvcridge\"}\n",
    );
    let answer: Value = serde_json::from_str(&asked.out).unwrap();
    assert_eq!(
        (&answer["place"]["kind"], &answer["place"]["id"]),
        (&"line".into(), &"own:ridge".into())
    );
    run_with_input(home.path(), &["ingest", "-"], b"Clashes in Qwertabad.");
    let export: Value =
        serde_json::from_str(&run(home.path(), &["export", "-o", "-"]).out).unwrap();
    assert_eq!(
        export["attribution"],
        "GeoNames, CC BY 4.0; Natural Earth; ridge.geojson; Survey 7, CC0"
    );
    let info: Value =
        serde_json::from_str(&run(home.path(), &["gazetteer", "info", "--json"]).out).unwrap();
    let layers: Vec<&str> = info["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| layer["name"].as_str().unwrap())
        .collect();
    assert_eq!(layers, ["curated", "geojson-ridge", "csv-own", "world"]);
    assert_eq!(
        (
            &info["layers"][2]["attribution"],
            &info["layers"][2]["licence"]
        ),
        (&"Survey 7".into(), &"CC0".into())
    );
    assert_eq!(info["layers"][2]["imported"]["refused"], 1);
    assert_eq!(
        run(home.path(), &["gazetteer", "remove", "csv-own"]).status,
        0
    );
    assert!(resolved(home.path(), "Qwertabad").contains("unresolved"));
    assert_eq!(
        run(home.path(), &["gazetteer", "remove", "csv-own"]).status,
        1
    );
    let left = in_use(home.path());
    assert!(
        left.iter().all(|(name, _)| !name.starts_with("csv-own")),
        "{left:?}"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn own_places_and_names_are_added_once_and_stored_reports_follow() {
    let home = folder();
    fs::write(home.path().join("a.jsonl"), "{\"id\":\"a\",\"text\":\"Three people were killed in Qwertabad in Iraq on 3 May 2024.\",\"country\":\"IQ\"}\n").unwrap();
    let ingest = || run(home.path(), &["ingest", "a.jsonl"]).out;
    assert!(ingest().contains("1 new"));
    assert!(ingest().contains("1 unchanged"));
    let add = [
        "gazetteer",
        "add",
        "Qwertabad",
        "--at",
        "44.1,35.1",
        "--country",
        "IQ",
        "--by",
        "ana",
        "--why",
        "in a report",
    ];
    let first = run(home.path(), &add);
    assert!(
        first.status == 0 && first.out.starts_with("Qwertabad: added (own:qwertabad-"),
        "{}{}",
        first.out,
        first.err
    );
    assert!(run(home.path(), &add).out.contains("nothing to do"));
    assert!(
        first.out.contains("1 of 1 reports changed") && ingest().contains("1 unchanged"),
        "{}",
        first.out
    );
    let alias = [
        "gazetteer",
        "add",
        "--alias",
        "Kerkuk-i Kohne",
        "--of",
        "geonames:94787",
    ];
    assert!(
        run(home.path(), &alias)
            .out
            .contains("added (geonames:94787)")
    );
    assert!(run(home.path(), &alias).out.contains("nothing to do"));
    assert!(resolved(home.path(), "Kerkuk-i Kohne").contains("geonames:94787"));
    let file = fs::read_to_string(home.path().join("sitmap-gazetteer/additions.tsv")).unwrap();
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(
        file.contains("\tana\t") && file.contains("\tin a report"),
        "{file}"
    );
    let nobody = run(
        home.path(),
        &[
            "gazetteer",
            "add",
            "--alias",
            "X",
            "--of",
            "geonames:4294967295",
        ],
    );
    assert_eq!(nobody.status, 1, "{}", nobody.err);
    for usage in [
        ["gazetteer", "add", "X"].as_slice(),
        &["gazetteer", "add", "X", "--at", "200,1"],
        &["gazetteer", "add", "--alias", "X"],
        &["gazetteer", "import", "csv", "a.jsonl", "--name", "../x"],
    ] {
        assert_eq!(run(home.path(), usage).status, 2, "{usage:?}");
    }
}

#[test]
fn a_folder_that_was_named_must_be_there_and_whole() {
    let home = folder();
    let missing = run(home.path(), &["resolve", "Daquq", "--gazetteer", "nowhere"]);
    assert_eq!(missing.status, 1);
    assert!(
        missing
            .err
            .contains("expected a folder of gazetteer layers, found none"),
        "{}",
        missing.err
    );
    fs::write(home.path().join("IQ.txt"), villages()).unwrap();
    assert_eq!(
        import(home.path(), &["geonames", "IQ.txt", "--name", "x"]).status,
        0
    );
    let table: PathBuf = fs::read_dir(home.path().join("sitmap-gazetteer"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "table"))
        .unwrap();
    let bytes = fs::read(&table).unwrap();
    fs::write(&table, &bytes[..bytes.len() / 2]).unwrap();
    let cut = run(home.path(), &["resolve", "Daquq"]);
    assert_eq!(cut.status, 1);
    assert!(cut.err.contains("import it again"), "{}", cut.err);
}
