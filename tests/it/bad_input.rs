//! Input that nobody should give, and the message that it gets.

use crate::service::{Ran, Service, Serving, run, run_with_input, sitmap};
use axum::http::Method;
use sitmap::store::{GeoPackage, OpenMode, Store as _};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

/// How many reports the ingest reads that is killed.
const REPORTS: u64 = 300;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// One good report, then the bad file, then another good report: the good ones are stored.
fn ingest_between_good_ones(name: &str, bytes: &[u8]) -> Ran {
    let folder = folder();
    fs::write(folder.path().join("good.txt"), "Shots were heard.").unwrap();
    fs::write(folder.path().join("also.txt"), "Other shots were heard.").unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let ran = run(folder.path(), &["ingest", "good.txt", name, "also.txt"]);
    assert!(ran.out.contains("2 new"), "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

#[test]
fn a_file_that_is_no_report_is_named_and_the_others_are_stored() {
    for (name, bytes, message) in [
        (
            "empty.txt",
            &b""[..],
            "refused: empty.txt: expected a report, found nothing but white space",
        ),
        (
            "blank.txt",
            b" \r\n\t",
            "refused: blank.txt: expected a report, found nothing but white space",
        ),
        (
            "image.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "refused: image.txt: expected text, found a NUL byte at byte 8: this is a binary file",
        ),
        (
            "latin.txt",
            b"Caf\xe9 in Daquq",
            "refused: latin.txt: expected UTF-8 text, found byte 0xe9 at byte 3",
        ),
        (
            "broken.json",
            b"[{\"text\": \"x\"",
            "refused: broken.json: expected a JSON array of objects, found EOF",
        ),
        (
            "rows.jsonl",
            b"{\"text\":\"\"}",
            "refused: rows.jsonl: line 1: text: expected the report's text, found none",
        ),
        (
            "date.jsonl",
            b"{\"text\":\"x\",\"published_at\":\"08/07/2019\"}",
            "refused: date.jsonl: line 1: published_at: expected a date (2019-07-08)",
        ),
        (
            "scripts.html",
            b"<!doctype html><html><script>alert('Daquq')</script></html>",
            "refused: scripts.html: expected a page with text, found a page without visible text",
        ),
    ] {
        let ran = ingest_between_good_ones(name, bytes);
        assert_eq!(ran.status, 1, "{name}");
        assert!(ran.out.contains("1 refused"), "{name}: {}", ran.out);
        assert!(ran.err.contains(message), "{name}: {}", ran.err);
    }
}

#[test]
fn a_file_over_the_cap_is_refused_before_it_is_read() {
    let folder = folder();
    let large = fs::File::create(folder.path().join("large.txt")).unwrap();
    large.set_len(50 * 1024 * 1024 + 1).unwrap();
    let ran = run(folder.path(), &["ingest", "large.txt"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("large.txt: expected at most 52428800 bytes, found 52428801"),
        "{}",
        ran.err
    );
    let input = run_with_input(
        folder.path(),
        &["ingest", "--max-file-mb", "1", "-"],
        &vec![b'a'; 1_100_000],
    );
    assert!(
        input.err.contains("-: expected at most 1048576 bytes"),
        "{}",
        input.err
    );
}

#[test]
fn a_report_without_date_place_or_event_is_still_a_report() {
    let folder = folder();
    let ran = run_with_input(
        folder.path(),
        &["ingest", "-"],
        b"Nothing at all is told here.",
    );
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "read 1: 1 new, 0 changed, 0 unchanged, 0 refused\n")
    );
    assert!(run(folder.path(), &["check"]).out.contains("1 reports"));
    let export = run(folder.path(), &["export", "-o", "-"]);
    assert!(export.out.contains("\"features\":["), "{}", export.out);
}

#[test]
fn scripts_never_reach_the_stored_text() {
    let folder = folder();
    let page = "<!doctype html><html><head><script>var secret=1</script></head><body><p onclick=\"run()\">Shots in Daquq.</p><style>p{}</style></body></html>";
    run_with_input(folder.path(), &["ingest", "-"], page.as_bytes());
    let store = GeoPackage::open(folder.path().join("sitmap.gpkg"), OpenMode::ReadOnly).unwrap();
    let id = store.reports(None, 1).unwrap().remove(0).id;
    let text = store.report(&id).unwrap().unwrap().record.report.text;
    assert_eq!(text, "Shots in Daquq.");
}

#[test]
fn a_missing_file_is_named() {
    let folder = folder();
    let ran = run(folder.path(), &["ingest", "nowhere.txt"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("nowhere.txt: expected a file that can be read, found: No such file"),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["extract", "nowhere.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("nowhere.jsonl"), "{}", ran.err);
}

#[test]
fn a_command_that_is_not_understood_gives_status_2() {
    let folder = folder();
    for arguments in [
        &["paint"][..],
        &["ingest"],
        &["export"],
        &["export", "-o", "x.shp"],
        &["export", "-o", "-", "--bbox", "1,2,3"],
        &["export", "-o", "-", "--bbox", "-10,50,20,40"],
        &["export", "-o", "-", "--datetime", "soon"],
        &["export", "-o", "-", "--country", "Iraq"],
        &["serve", "--listen", "8080"],
        &["resolve"],
        &["resolve", "x", "--near", "999,95"],
        &["check", "--config", "nowhere.toml"],
        &["check", "--log", "a=b=c"],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(run(folder.path(), &["--help"]).status, 0);
    assert_eq!(run(folder.path(), &["--version"]).status, 0);
}

#[test]
fn a_wrong_box_says_what_is_right() {
    let ran = run(folder().path(), &["export", "-o", "-", "--bbox", "1,2,3"]);
    assert!(
        ran.err.contains("--bbox: expected 4 numbers W,S,E,N"),
        "{}",
        ran.err
    );
}

#[test]
fn a_data_file_that_is_missing_or_something_else_is_left_alone() {
    let folder = folder();
    let missing = run(folder.path(), &["export", "-o", "-"]);
    assert_eq!(missing.status, 1);
    assert!(
        missing
            .err
            .contains("sitmap.gpkg: expected a data file, found none")
            && missing.err.contains("hint:"),
        "{}",
        missing.err
    );
    fs::write(folder.path().join("notes.gpkg"), "my notes").unwrap();
    fs::write(folder.path().join("a.txt"), "Shots.").unwrap();
    let other = run(folder.path(), &["ingest", "--data", "notes.gpkg", "a.txt"]);
    assert_eq!(other.status, 1, "{}", other.err);
    assert_eq!(
        fs::read_to_string(folder.path().join("notes.gpkg")).unwrap(),
        "my notes"
    );
}

#[test]
fn a_locked_data_file_is_told_and_kept() {
    let folder = folder();
    run_with_input(folder.path(), &["ingest", "-"], b"First words.");
    let lock = rusqlite::Connection::open(folder.path().join("sitmap.gpkg")).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = run_with_input(folder.path(), &["ingest", "-"], b"Second words.");
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("another process is writing") && ran.err.contains("hint:"),
        "{}",
        ran.err
    );
    lock.execute_batch("ROLLBACK").unwrap();
    drop(lock);
    assert!(
        run(folder.path(), &["check"])
            .out
            .contains("sound; 1 reports")
    );
}

#[test]
fn a_data_file_that_may_not_be_written_is_told_and_kept() {
    let folder = folder();
    run_with_input(folder.path(), &["ingest", "-"], b"First words.");
    let stored = fs::read(folder.path().join("sitmap.gpkg")).unwrap();
    let ran = as_nobody(folder.path(), &["ingest", "standard-input"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("read-only") && ran.err.contains("hint:"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read(folder.path().join("sitmap.gpkg")).unwrap(), stored);
}

/// Runs a copy of the program in a folder that may be read and not written. Permissions do not bind root, so then it
/// runs as another user.
fn as_nobody(folder: &Path, arguments: &[&str]) -> Ran {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let program = folder.join("sitmap");
    fs::copy(env!("CARGO_BIN_EXE_sitmap"), &program).unwrap();
    let is_root = fs::metadata(&program).unwrap().uid() == 0;
    let permit = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    permit(&folder.join("sitmap.gpkg"), 0o444);
    permit(folder, 0o555);
    let mut command = std::process::Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    if is_root {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    permit(folder, 0o755);
    Ran::of(&output)
}

#[test]
fn a_port_in_use_is_told() {
    let folder = folder();
    let first = Serving::start(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let second = run(
        folder.path(),
        &["serve", "--data", "other.gpkg", "--listen", first.address()],
    );
    assert_eq!(second.status, 1);
    assert!(
        second.err.contains("found it taken by another program")
            && second.err.contains("hint: choose another with --listen"),
        "{}",
        second.err
    );
}

#[test]
fn a_killed_ingest_leaves_whole_reports() {
    let folder = folder();
    let filler = "A long account of a road, a bridge and a market in Daquq. ".repeat(20);
    let lines: Vec<String> = (0..REPORTS)
        .map(|number| format!("{{\"id\":\"r{number}\",\"text\":\"Day {number}. {filler}\"}}\n"))
        .collect();
    fs::write(folder.path().join("long.jsonl"), lines.concat()).unwrap();
    let mut child = sitmap(folder.path(), &["ingest", "long.jsonl"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stored = wait_for_reports(folder.path());
    child.kill().unwrap();
    assert!(
        !child.wait().unwrap().success(),
        "it ended before it was killed"
    );
    assert!(stored > 0);
    let check = run(folder.path(), &["check"]);
    assert_eq!(check.status, 0, "{}", check.err);
    let store = GeoPackage::open(folder.path().join("sitmap.gpkg"), OpenMode::Existing).unwrap();
    let count = store.report_count().unwrap();
    assert!((1..REPORTS).contains(&count), "{count}");
    assert_eq!(store.version().unwrap(), count);
    for summary in store.reports(None, usize::MAX).unwrap() {
        let text = store
            .report(&summary.id)
            .unwrap()
            .unwrap()
            .record
            .report
            .text;
        assert!(text.ends_with("in Daquq. "), "{} is cut", summary.id);
    }
    drop(store);
    assert!(
        run(folder.path(), &["ingest", "long.jsonl"])
            .out
            .starts_with(&format!("read {REPORTS}: {} new", REPORTS - count))
    );
}

/// Waits until some reports are stored, and tells how many.
fn wait_for_reports(folder: &Path) -> u64 {
    let path = folder.join("sitmap.gpkg");
    for _try in 0..2_000 {
        sleep(Duration::from_millis(5));
        let stored =
            GeoPackage::open(&path, OpenMode::ReadOnly).and_then(|store| store.report_count());
        if let Ok(count) = stored
            && count > 5
        {
            return count;
        }
    }
    0
}

/// Content type, body, the status that it gets and words of the answer.
const BODIES: [(&str, &str, u16, &str); 14] = [
    ("text/plain", "", 400, "found nothing but white space"),
    ("text/plain", " \n ", 400, "found nothing but white space"),
    ("text/plain", "a\0b", 400, "binary"),
    ("application/json", "", 400, "white space"),
    ("application/json", "{", 400, "expected JSON"),
    ("application/json", "[]", 400, "expected one JSON object"),
    ("application/json", "{}", 400, "text: expected"),
    ("application/json", "{\"text\":7}", 400, "found a number"),
    (
        "application/json",
        "{\"text\":\"x\",\"publishd\":1}",
        400,
        "`publishd`",
    ),
    (
        "application/json",
        "{\"text\":\"x\",\"country\":\"Iraq\"}",
        400,
        "country",
    ),
    (
        "application/json",
        "{\"text\":\"x\",\"published_at\":\"soon\"}",
        400,
        "published_at",
    ),
    (
        "application/json",
        "{\"text\":\"x\",\"id\":\"a\\nb\"}",
        400,
        "report id",
    ),
    (
        "text/html",
        "<p>x</p>",
        415,
        "text/plain or application/json",
    ),
    ("", "x", 415, "found"),
];

#[tokio::test]
async fn a_bad_body_is_refused_and_nothing_is_stored() {
    let service = Service::of(0).await;
    let large = "a".repeat(1024 * 1024 + 1);
    let answer = service
        .with(
            Method::POST,
            "/reports",
            &[("content-type", "text/plain")],
            &large,
        )
        .await;
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("larger than 1 MB"));
    for (media_type, body, status, words) in BODIES {
        let headers = [("content-type", media_type)];
        let headers = if media_type.is_empty() {
            &headers[..0]
        } else {
            &headers[..]
        };
        let answer = service.with(Method::POST, "/reports", headers, body).await;
        assert_eq!(answer.status, status, "{body:.40}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(
            answer.json()["detail"].as_str().unwrap().contains(words),
            "{body:.40}: {}",
            answer.text()
        );
    }
    let not_utf8 = axum::http::Request::post("/reports")
        .header("content-type", "text/plain")
        .body(axum::body::Body::from(&b"caf\xe9"[..]))
        .unwrap();
    let answer = service.ask(not_utf8).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("UTF-8"), "{}", answer.text());
    assert_eq!(service.get("/reports").await.json()["numberMatched"], 0);
}
