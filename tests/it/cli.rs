//! The commands, as processes.

use crate::service::{Serving, run, run_with_input, sitmap};
use serde_json::Value;
use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Reports of our own, one a line.
fn write_reports(folder: &Path, name: &str, count: usize) {
    let filler = "The patrol found nothing on the road to the next village. ".repeat(3);
    let lines: Vec<String> = (0..count).map(|number| format!("{}\n", serde_json::json!({"id": format!("r{number:05}"), "text": format!("Iraqi forces on Sunday, 7 July 2019, searched the town of Daquq and arrested four militants. {filler}"), "published_at": "2019-07-08"}))).collect();
    fs::write(folder.join(name), lines.concat()).unwrap();
}

#[test]
fn the_same_reports_twice_change_nothing() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 5);
    let first = run(folder.path(), &["ingest", "a.jsonl"]);
    assert_eq!(
        (first.status, first.out.as_str()),
        (0, "read 5: 5 new, 0 changed, 0 unchanged, 0 refused\n"),
        "{}",
        first.err
    );
    assert_eq!(
        run(folder.path(), &["ingest", "a.jsonl"]).out,
        "read 5: 0 new, 0 changed, 5 unchanged, 0 refused\n"
    );
    let changed = fs::read_to_string(folder.path().join("a.jsonl"))
        .unwrap()
        .replacen("four militants", "five militants", 1);
    fs::write(folder.path().join("a.jsonl"), changed).unwrap();
    assert_eq!(
        run(folder.path(), &["ingest", "a.jsonl"]).out,
        "read 5: 0 new, 1 changed, 4 unchanged, 0 refused\n"
    );
    let check = run(folder.path(), &["check"]);
    assert_eq!(
        (check.status, check.out.as_str()),
        (0, "sitmap.gpkg: sound; 5 reports, data version 6\n")
    );
}

#[test]
fn text_comes_from_files_and_standard_input() {
    let folder = folder();
    fs::write(folder.path().join("one.txt"), "Shots were heard in Daquq.").unwrap();
    fs::write(folder.path().join("page.html"), "<!doctype html><html><body><p>A bomb went off in Daquq.</p><script>x()</script></body></html>").unwrap();
    let files = run(
        folder.path(),
        &["ingest", "--data", "d.gpkg", "one.txt", "page.html"],
    );
    assert_eq!(
        files.out, "read 2: 2 new, 0 changed, 0 unchanged, 0 refused\n",
        "{}",
        files.err
    );
    let input = run_with_input(
        folder.path(),
        &["ingest", "--data", "d.gpkg", "-"],
        b"[{\"text\":\"Words.\"},{\"text\":\"Other words.\"}]",
    );
    assert_eq!(
        input.out, "read 2: 2 new, 0 changed, 0 unchanged, 0 refused\n",
        "{}",
        input.err
    );
}

#[test]
fn an_export_goes_to_a_file_or_standard_output() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 8);
    run(folder.path(), &["ingest", "a.jsonl"]);
    let out = run(
        folder.path(),
        &[
            "export",
            "-o",
            "-",
            "--bbox",
            "-10,30,50,40",
            "--datetime",
            "2000-01-01/..",
        ],
    );
    assert_eq!(out.status, 0, "{}", out.err);
    let document: Value = serde_json::from_str(&out.out).unwrap();
    let count = document["features"].as_array().unwrap().len();
    assert!(count >= 8, "{count}");
    for (name, equal) in [
        ("e.geojson", "--bbox=-10,30,50,40"),
        ("e.csv", "--country=IQ"),
        ("e.geojsonl", "--event_type=Battles"),
    ] {
        let written = run(folder.path(), &["export", "-o", name, equal]);
        assert_eq!(written.status, 0, "{}", written.err);
        assert!(written.out.is_empty(), "results only");
        assert!(folder.path().join(name).is_file());
    }
    assert_eq!(left_over(folder.path()), Vec::<String>::new());
    let nowhere = run(
        folder.path(),
        &["export", "-o", "-", "--bbox", "-100,-10,-90,0"],
    );
    assert_eq!(
        serde_json::from_str::<Value>(&nowhere.out).unwrap()["features"],
        serde_json::json!([])
    );
}

fn left_over(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".sitmap-export"))
        .collect()
}

#[test]
fn an_export_keeps_links_and_permissions_and_writes_into_devices() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 1);
    run(folder.path(), &["ingest", "a.jsonl"]);
    let (real, link) = (
        folder.path().join("real.csv"),
        folder.path().join("link.csv"),
    );
    fs::write(&real, "former").unwrap();
    fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
    symlink("real.csv", &link).unwrap();
    assert_eq!(run(folder.path(), &["export", "-o", "link.csv"]).status, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("id,"));
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640, "as the former file had it");
    let device = run(
        folder.path(),
        &["export", "-o", "/dev/stdout", "--format", "csv"],
    );
    assert!(device.out.starts_with("id,"), "{}", device.err);
}

#[test]
fn a_wrong_file_name_makes_no_data_file() {
    let folder = folder();
    let ran = run(folder.path(), &["ingest", "nothing.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("nothing.jsonl"), "{}", ran.err);
    assert!(!folder.path().join("sitmap.gpkg").exists());
}

#[test]
fn an_export_is_what_the_service_gives() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 8);
    run(folder.path(), &["ingest", "a.jsonl"]);
    let serving = Serving::start(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    for (format, name) in [
        ("geojson", "e.geojson"),
        ("csv", "e.csv"),
        ("geojsonseq", "e.geojsonseq"),
    ] {
        run(folder.path(), &["export", "-o", name, "--country", "IQ"]);
        let served = fetch(
            serving.address(),
            &format!("/collections/events/export?f={format}&country=IQ"),
        );
        assert_eq!(
            fs::read_to_string(folder.path().join(name)).unwrap(),
            served,
            "{format}"
        );
    }
}

/// The body of an answer, asked with HTTP 1.0 so that it comes in one piece.
fn fetch(address: &str, path: &str) -> String {
    use std::io::Read as _;
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

#[test]
fn the_batch_answers_every_line_in_order() {
    let folder = folder();
    let input = "{\"id\":1,\"text\":\"Shots in Daquq.\"}\nnonsense\n\n{\"id\":\"b\"}\n{\"id\":3,\"text\":\"Nothing.\"}\n";
    for command in ["extract", "geoparse"] {
        let ran = run_with_input(folder.path(), &[command], input.as_bytes());
        assert_eq!(ran.status, 0, "{}", ran.err);
        let answers: Vec<Value> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
        assert_eq!(
            ids,
            [
                &serde_json::json!(1),
                &Value::Null,
                &serde_json::json!("b"),
                &serde_json::json!(3)
            ]
        );
        assert!(answers[0]["mentions"].is_array() && answers[0]["dates"].is_array());
        assert_eq!(answers[0].get("events").is_some(), command == "extract");
        assert!(
            answers[1]["error"]
                .as_str()
                .unwrap()
                .starts_with("line 2: ")
        );
        assert!(
            answers[2]["error"]
                .as_str()
                .unwrap()
                .starts_with("line 4: text: ")
        );
    }
    let resolved = run_with_input(folder.path(), &["resolve", "--batch"], b"{\"id\":\"x\",\"name\":\"Daquq\",\"country\":\"IQ\",\"near\":[44.4,35.1]}\n{\"id\":2,\"name\":\"Qwxyzzt\"}\n");
    let answers: Vec<Value> = resolved
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers[0]["place"]["name"], "Daquq");
    assert_eq!(
        (&answers[1]["id"], &answers[1]["place"]),
        (&serde_json::json!(2), &Value::Null)
    );
    assert!(answers[1]["candidates"].is_array());
}

#[test]
fn a_batch_answers_before_the_next_question() {
    let folder = folder();
    let mut child = sitmap(folder.path(), &["extract"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..3 {
        writeln!(input, "{{\"id\":{number},\"text\":\"Words.\"}}").unwrap();
        assert!(
            lines
                .next()
                .unwrap()
                .unwrap()
                .contains(&format!("\"id\":{number}"))
        );
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn resolve_tells_people_why() {
    let ran = run(
        folder().path(),
        &["resolve", "Daquq", "--country", "iq", "--near", "44.4,35.1"],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("Daquq: Daquq ("), "{}", ran.out);
    assert!(ran.out.contains("score"), "{}", ran.out);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 40);
    run(folder.path(), &["ingest", "a.jsonl"]);
    let mut child = sitmap(folder.path(), &["export", "-o", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_demo_keeps_to_its_own_file_and_finds_a_free_port() {
    let folder = folder();
    let _taken = TcpListener::bind("127.0.0.1:8080");
    let serving = Serving::start(folder.path(), &["demo"]);
    let health: Value = serde_json::from_str(&fetch(serving.address(), "/health")).unwrap();
    assert!(health["events"].as_u64().unwrap() > 0);
    assert!(folder.path().join("sitmap-demo.gpkg").is_file());
    assert!(!folder.path().join("sitmap.gpkg").exists());
}

#[test]
fn what_is_ingested_beside_a_service_appears() {
    let folder = folder();
    let serving = Serving::start(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let before = fetch(serving.address(), "/health");
    assert!(before.contains("\"version\":\"0\""), "{before}");
    write_reports(folder.path(), "a.jsonl", 3);
    let ran = run(folder.path(), &["ingest", "a.jsonl"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let appeared = (0..50).any(|_try| {
        sleep(Duration::from_millis(200));
        fetch(serving.address(), "/health").contains("\"version\":\"3\"")
    });
    assert!(appeared);
}

#[test]
fn a_service_stops_when_it_is_asked_to() {
    let folder = folder();
    for signal in ["-TERM", "-INT"] {
        let serving = Serving::start(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        let healthy = run(folder.path(), &["health", &serving.url]);
        assert_eq!(healthy.status, 0, "{}", healthy.err);
        assert!(
            Command::new("kill")
                .args([signal, &serving.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(serving.ended(), Some(0), "{signal}");
    }
}

#[test]
fn health_fails_where_nothing_answers() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let ran = run(folder().path(), &["health", &format!("http://{free}")]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains(&free.to_string()), "{}", ran.err);
}

#[test]
fn settings_come_from_flags_before_environment_before_file() {
    let folder = folder();
    write_reports(folder.path(), "a.jsonl", 1);
    fs::write(folder.path().join("s.toml"), "data = \"file.gpkg\"\n").unwrap();
    run(folder.path(), &["ingest", "--config", "s.toml", "a.jsonl"]);
    assert!(folder.path().join("file.gpkg").is_file());
    assert!(
        sitmap(folder.path(), &["ingest", "--config", "s.toml", "a.jsonl"])
            .env("SITMAP_DATA", "env.gpkg")
            .status()
            .unwrap()
            .success()
    );
    assert!(folder.path().join("env.gpkg").is_file());
    assert!(
        sitmap(folder.path(), &["ingest", "--data", "flag.gpkg", "a.jsonl"])
            .env("SITMAP_DATA", "other.gpkg")
            .status()
            .unwrap()
            .success()
    );
    assert!(
        folder.path().join("flag.gpkg").is_file() && !folder.path().join("other.gpkg").exists()
    );
}
