//! The store keeps everything, whole, once.

use crate::sample::{at, circle, coding, location, versions};
use sitmap::domain::{Coding, EventId, ReportId};
use sitmap::domain::{Event, LocationPrecision, Status};
use sitmap::store::{
    Applied, Change, ChangeKind, Decision, GeoPackage, OpenMode, Store as _, StoreError, Verdict,
    Versions,
};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

fn apply(store: &mut GeoPackage, coding: &Coding) -> Applied {
    store.apply(coding, &versions(), at()).unwrap()
}

fn sorted(coding: &Coding) -> Coding {
    let mut coding = coding.clone();
    coding.events.sort_by_key(|event| event.id);
    coding
}

fn ids(coding: &Coding) -> Vec<EventId> {
    coding.events.iter().map(|event| event.id).collect()
}

#[test]
fn a_coding_reads_back_exactly_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    let codings: Vec<Coding> = (0..12)
        .map(|n| coding(&format!("r{n:02}"), n % 7, n))
        .collect();
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    for coding in &codings {
        assert_eq!(apply(&mut store, coding), Applied::New);
    }
    drop(store);
    let store = GeoPackage::open(&path, OpenMode::ReadOnly).unwrap();
    for coding in &codings {
        let stored = store.report(&coding.report.id).unwrap().unwrap();
        assert_eq!(stored.record.report, coding.report);
        assert_eq!((stored.record.version, stored.record.updated_at), (1, at()));
        assert_eq!(stored.mentions, coding.mentions);
        let events = store.events_of_report(&coding.report.id).unwrap();
        let events: Vec<_> = events.into_iter().map(|record| record.event).collect();
        assert_eq!(events, sorted(coding).events);
    }
    let all: usize = codings.iter().map(|coding| coding.events.len()).sum();
    let events = store.events().unwrap();
    assert_eq!(events.len(), all);
    assert!(events.is_sorted_by_key(|record| record.event.id));
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(
        (store.version().unwrap(), store.report_count().unwrap()),
        (12, 12)
    );
}

#[test]
fn the_same_report_again_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    let one = coding("a", 4, 1);
    assert!(!store.is_current(&one.report, &versions()).unwrap());
    apply(&mut store, &one);
    let before = store.events().unwrap();
    assert!(store.is_current(&one.report, &versions()).unwrap());
    drop(store);
    let bytes = fs::read(&path).unwrap();
    let mut store = GeoPackage::open(&path, OpenMode::Existing).unwrap();
    let later = at() + Duration::from_mins(1);
    assert_eq!(
        store.apply(&one, &versions(), later).unwrap(),
        Applied::Unchanged
    );
    assert_eq!(store.version().unwrap(), 1);
    assert_eq!(store.events().unwrap(), before);
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn other_rules_or_another_gazetteer_store_the_report_again() {
    let mut store = GeoPackage::in_memory().unwrap();
    let one = coding("a", 3, 1);
    apply(&mut store, &one);
    let others = [
        Versions {
            rules: "rules-2".to_owned(),
            ..versions()
        },
        Versions {
            gazetteer: "gazetteer-2".to_owned(),
            ..versions()
        },
    ];
    for other in others {
        assert_eq!(store.apply(&one, &other, at()).unwrap(), Applied::Changed);
    }
    // The events themselves did not change, so neither did their versions.
    assert!(
        store
            .events()
            .unwrap()
            .iter()
            .all(|record| record.version == 1)
    );
    assert_eq!(store.version().unwrap(), 3);
}

#[test]
fn a_changed_report_replaces_its_events_and_tells_which() {
    let mut store = GeoPackage::in_memory().unwrap();
    let first = coding("a", 4, 1);
    apply(&mut store, &first);
    apply(&mut store, &coding("b", 2, 2));
    let mut second = coding("a", 6, 1);
    second.report.hash = "changed".to_owned();
    let gone = second.events.remove(0).id;
    second.events[0].title = "another title".to_owned();
    let changed = second.events[0].id;
    let later = at() + Duration::from_mins(1);
    assert_eq!(
        store.apply(&second, &versions(), later).unwrap(),
        Applied::Changed
    );
    let expected = Change {
        sequence: 3,
        at: later,
        kind: ChangeKind::ReportChanged,
        report_id: "a".parse().unwrap(),
        report_version: 2,
        added: ids(&second)[3..].to_vec(),
        changed: vec![changed],
        removed: vec![gone],
    };
    assert_eq!(store.changes_since(2, 10).unwrap(), [expected]);
    let records = store.events_of_report(&"a".parse().unwrap()).unwrap();
    let versions: Vec<(EventId, u64)> = records.iter().map(|r| (r.event.id, r.version)).collect();
    assert_eq!(versions.len(), 5);
    for (id, version) in versions {
        assert_eq!(version, if id == changed { 2 } else { 1 });
    }
    assert_eq!(store.events_by_id(&[gone]).unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn an_event_may_move_between_the_collections() {
    let mut store = GeoPackage::in_memory().unwrap();
    let mut one = coding("a", 5, 1);
    for (round, mode) in sitmap::domain::Mode::ALL
        .iter()
        .cycle()
        .take(10)
        .enumerate()
    {
        one.report.hash = format!("round {round}");
        for event in &mut one.events {
            event.mode = *mode;
        }
        apply(&mut store, &one);
        let events: Vec<_> = store
            .events()
            .unwrap()
            .into_iter()
            .map(|r| r.event)
            .collect();
        assert_eq!(events, sorted(&one).events);
        assert_eq!(store.check().unwrap(), []);
    }
}

#[test]
fn a_coding_that_cannot_be_stored_leaves_nothing() {
    let mut store = GeoPackage::in_memory().unwrap();
    apply(&mut store, &coding("a", 2, 1));
    let mut twins = coding("b", 2, 2);
    twins.events[1].id = twins.events[0].id;
    let mut stolen = coding("c", 2, 3);
    stolen.events[1].id = coding("a", 2, 1).events[1].id;
    for bad in [twins, stolen] {
        let error = store.apply(&bad, &versions(), at()).unwrap_err();
        assert!(matches!(error, StoreError::Refused { .. }), "{error}");
        assert!(store.report(&bad.report.id).unwrap().is_none());
    }
    assert_eq!(
        (store.version().unwrap(), store.report_count().unwrap()),
        (1, 1)
    );
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn of_many_codings_those_before_a_refused_one_are_stored() {
    let mut store = GeoPackage::in_memory().unwrap();
    let mut twins = coding("c", 2, 3);
    twins.events[1].id = twins.events[0].id;
    let batch = [
        coding("a", 2, 1),
        coding("b", 1, 2),
        twins,
        coding("d", 1, 4),
    ];
    let error = store.apply_all(&batch, &versions(), at()).unwrap_err();
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    let stored: Vec<ReportId> = store
        .reports(None, 10)
        .unwrap()
        .into_iter()
        .map(|summary| summary.id)
        .collect();
    assert_eq!(
        stored.iter().map(ReportId::as_str).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(store.version().unwrap(), 2);
    assert_eq!(store.check().unwrap(), []);
}

/// One transaction for many is the same file as one for each.
#[test]
fn many_codings_at_once_are_stored_as_one_by_one() {
    let (mut at_once, mut one_by_one) = (
        GeoPackage::in_memory().unwrap(),
        GeoPackage::in_memory().unwrap(),
    );
    let batch: Vec<Coding> = (0..7)
        .zip(["a", "b", "c"].into_iter().cycle())
        .map(|(n, key)| coding(key, n % 3, n / 2))
        .collect();
    let applied = at_once.apply_all(&batch, &versions(), at()).unwrap();
    let singly: Vec<Applied> = batch
        .iter()
        .map(|coding| apply(&mut one_by_one, coding))
        .collect();
    assert_eq!(applied, singly);
    assert_eq!(at_once.events().unwrap(), one_by_one.events().unwrap());
    assert_eq!(
        at_once.changes_since(0, 100).unwrap(),
        one_by_one.changes_since(0, 100).unwrap()
    );
}

/// GDAL called the file of a running demo no GeoPackage: all of it still lay in the log beside.
#[test]
fn a_settled_file_is_whole_without_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (
        folder.path().join("a.gpkg"),
        folder.path().join("copy.gpkg"),
    );
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    apply(&mut store, &coding("a", 3, 1));
    store.settle().unwrap();
    fs::copy(&path, &copy).unwrap();
    let alone = GeoPackage::open(&copy, OpenMode::Existing).unwrap();
    assert_eq!(alone.events().unwrap(), store.events().unwrap());
}

#[test]
fn reports_and_changes_come_in_pages() {
    let mut store = GeoPackage::in_memory().unwrap();
    let keys: Vec<String> = (0..25).map(|n| format!("r{n:02}")).collect();
    for (n, key) in (0..).zip(&keys) {
        apply(&mut store, &coding(key, n % 3, n));
    }
    let mut seen: Vec<ReportId> = Vec::new();
    loop {
        let page = store.reports(seen.last(), 10).unwrap();
        seen.extend(page.iter().map(|summary| summary.id.clone()));
        if page.len() < 10 {
            break;
        }
    }
    let seen: Vec<&str> = seen.iter().map(ReportId::as_str).collect();
    assert_eq!(seen, keys);
    let fifth = &store.reports(None, 5).unwrap()[4];
    assert_eq!((fifth.event_count, fifth.mention_count), (1, 2));
    let changes = store.changes_since(20, 3).unwrap();
    let numbers: Vec<u64> = changes.iter().map(|change| change.sequence).collect();
    assert_eq!(numbers, [21, 22, 23]);
}

#[test]
fn a_file_is_made_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.gpkg");
    for mode in [OpenMode::Existing, OpenMode::ReadOnly] {
        let error = GeoPackage::open(&path, mode).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    }
    assert!(!path.exists());
    let lost = folder.path().join("no/such/folder.gpkg");
    let error = GeoPackage::open(&lost, OpenMode::Create).unwrap_err();
    assert!(matches!(error, StoreError::NoFolder { .. }), "{error}");
    assert!(error.to_string().contains("no/such"), "{error}");
}

/// What opening a file for writing says, and that it left the file as it was.
fn refusal(path: &Path) -> String {
    let before = fs::read(path).unwrap();
    let error = GeoPackage::open(path, OpenMode::Create).unwrap_err();
    assert_eq!(fs::read(path).unwrap(), before);
    assert!(matches!(error, StoreError::NotOurs { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains(&path.display().to_string()), "{text}");
    text
}

#[test]
fn files_of_others_are_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.gpkg");
    fs::write(&text, "not a database").unwrap();
    assert!(refusal(&text).contains("no database"));
    let sqlite = folder.path().join("other.gpkg");
    let other = rusqlite::Connection::open(&sqlite).unwrap();
    other
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        .unwrap();
    assert!(refusal(&sqlite).contains("no GeoPackage"));
    other
        .pragma_update(None, "application_id", 0x4750_4B47)
        .unwrap();
    assert!(refusal(&sqlite).contains("another program"));
    let error = GeoPackage::open(folder.path(), OpenMode::Create).unwrap_err();
    assert!(error.to_string().contains("a folder"), "{error}");
}

#[test]
fn an_empty_file_is_filled_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.gpkg");
    fs::write(&path, "").unwrap();
    let error = GeoPackage::open(&path, OpenMode::Existing).unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
    assert_eq!(
        GeoPackage::open(&path, OpenMode::Create)
            .unwrap()
            .version()
            .unwrap(),
        0
    );
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newer.gpkg");
    drop(GeoPackage::open(&path, OpenMode::Create).unwrap());
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute(
            "UPDATE meta SET value = '99' WHERE key = 'sitmap_schema'",
            [],
        )
        .unwrap();
    for mode in [OpenMode::Create, OpenMode::Existing, OpenMode::ReadOnly] {
        let error = GeoPackage::open(&path, mode).unwrap_err();
        assert!(
            matches!(error, StoreError::Newer { found: 99, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_locked_file_says_who_holds_it_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("busy.gpkg");
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    store.set_patience(Duration::from_millis(20)).unwrap();
    let mut other = rusqlite::Connection::open(&path).unwrap();
    let lock = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let error = store
        .apply(&coding("a", 1, 1), &versions(), at())
        .unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    assert!(error.to_string().contains("another process is writing"));
    assert_eq!(store.events().unwrap(), []);
    drop(lock);
    assert_eq!(apply(&mut store, &coding("a", 1, 1)), Applied::New);
}

#[test]
fn what_cannot_be_written_is_called_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    drop(GeoPackage::open(&path, OpenMode::Create).unwrap());
    let mut store = GeoPackage::open(&path, OpenMode::ReadOnly).unwrap();
    let error = store
        .apply(&coding("a", 1, 1), &versions(), at())
        .unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    // The kernel lets nobody make a file there, not even root.
    let error = GeoPackage::open("/proc/sitmap.gpkg", OpenMode::Create).unwrap_err();
    assert!(matches!(error, StoreError::CannotOpen { .. }), "{error}");
    assert!(error.to_string().contains("/proc/sitmap.gpkg"), "{error}");
}

/// Runs a statement behind the store's back and tells what `check` finds.
fn faults_after(damage: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    (0..12).for_each(|n| {
        assert_eq!(
            apply(&mut store, &coding(&n.to_string(), 5, n)),
            Applied::New
        );
    });
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    other.execute_batch(damage).unwrap();
    let faults = store.check().unwrap();
    faults.into_iter().map(|fault| fault.table).collect()
}

#[test]
fn check_finds_every_kind_of_damage() {
    let gap = "DROP TRIGGER changes_are_kept; DELETE FROM changes WHERE sequence = 2";
    assert!(faults_after(gap).contains(&"changes".to_owned()));
    assert!(faults_after("DELETE FROM events").contains(&"event_keys".to_owned()));
    assert!(faults_after("DELETE FROM event_keys").contains(&"events".to_owned()));
    assert!(faults_after("DELETE FROM mentions").contains(&"reports".to_owned()));
    assert!(faults_after("DELETE FROM extents").contains(&"events".to_owned()));
    assert_eq!(
        faults_after("UPDATE events SET detail = '{' WHERE fid = (SELECT min(fid) FROM events)"),
        ["event"]
    );
    assert!(
        faults_after("UPDATE extents SET geom = x'00' WHERE kind <> 'point'")
            .contains(&"event".to_owned())
    );
    assert!(faults_after("DROP VIEW events_extent").contains(&"gpkg_contents".to_owned()));
    assert_eq!(faults_after("SELECT 1"), [""; 0]);
}

#[test]
fn the_sequence_and_the_decisions_are_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    let mut store = GeoPackage::open(&path, OpenMode::Create).unwrap();
    apply(&mut store, &coding("a", 1, 1));
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute(
            "INSERT INTO decisions VALUES (1, '', '', '', '', '', '')",
            [],
        )
        .unwrap();
    for forbidden in [
        "DELETE FROM changes",
        "UPDATE changes SET at = ''",
        "INSERT INTO changes SELECT 3, at, kind, report_id, 1, '[]', '[]', '[]' FROM changes",
        "DELETE FROM decisions",
        "UPDATE decisions SET why = 'x'",
    ] {
        assert!(other.execute(forbidden, []).is_err(), "{forbidden}");
    }
}

/// How the child of the kill test knows its file.
const KILL_FILE: &str = "SITMAP_TEST_KILL_FILE";

fn kill_coding(number: u64) -> Coding {
    coding(&format!("k{number:06}"), 1 + number % 5, number)
}

/// The child process that the next test kills. In a run without the parent's file it only checks that nothing asks for
/// it; so it needs no mark that keeps it out of a usual run.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent tells the file by the environment"
)]
fn the_child_that_is_killed() {
    match std::env::var(KILL_FILE) {
        Ok(path) => store_until_killed(&path),
        Err(absence) => assert_eq!(absence, std::env::VarError::NotPresent),
    }
}

fn store_until_killed(path: &str) {
    let mut store = GeoPackage::open(path, OpenMode::Create).unwrap();
    let mut out = std::io::stdout();
    for number in 0.. {
        apply(&mut store, &kill_coding(number));
        writeln!(out, "applied {number}").unwrap();
        out.flush().unwrap();
    }
}

fn spawn_child(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::the_child_that_is_killed", "--nocapture"])
        .env(KILL_FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Lets the child store until it has told of `number`, then kills it; returns the last number told.
fn kill_after(path: &Path, number: u64, pause: Duration) -> u64 {
    let mut child = spawn_child(path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = || loop {
        let line = lines.next()?.ok()?;
        let number = line
            .rsplit_once("applied ")
            .map(|(_, number)| number.parse());
        if let Some(number) = number {
            return Some(number.unwrap());
        }
    };
    let mut last: u64 = 0;
    while last < number {
        last = told().expect("the child goes on until it is killed");
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    std::iter::from_fn(told).last().unwrap_or(last)
}

#[test]
fn a_kill_leaves_whole_reports_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.gpkg");
    for round in 1..=6 {
        let told = kill_after(&path, round * 25, Duration::from_micros(round * 370));
        let store = GeoPackage::open(&path, OpenMode::Existing).unwrap();
        assert_eq!(store.check().unwrap(), []);
        let count = store.report_count().unwrap();
        assert!(count > told, "{told} was told, {count} are there");
        assert_eq!(store.version().unwrap(), count);
        for number in 0..count {
            let expected = kill_coding(number);
            let stored = store.report(&expected.report.id).unwrap().unwrap();
            assert_eq!(stored.mentions, expected.mentions);
            let events = store.events_of_report(&expected.report.id).unwrap();
            assert_eq!(events.len(), expected.events.len());
        }
    }
}

fn decision(event: EventId, status: Status, place: Option<&str>) -> Decision {
    Decision {
        event,
        who: "ana".to_owned(),
        why: "read the report".to_owned(),
        verdict: Verdict {
            status,
            location: place.map(|name| {
                location(
                    name,
                    circle(43.9, 35.1, 900.0),
                    LocationPrecision::Settlement,
                )
            }),
        },
    }
}

/// What another gazetteer would make of it: every place elsewhere, the first event gone.
fn read_otherwise(coding: &Coding) -> Coding {
    let mut other = coding.clone();
    for event in &mut other.events {
        "Elsewhere".clone_into(&mut event.title);
        event.location = Some(location(
            "Elsewhere",
            circle(40.0, 33.0, 900.0),
            LocationPrecision::Settlement,
        ));
    }
    for mention in &mut other.mentions {
        mention.resolution.chosen = None;
    }
    other.events.remove(0);
    other
}

fn other_versions() -> Versions {
    Versions {
        gazetteer: "gazetteer-2".to_owned(),
        ..versions()
    }
}

#[test]
fn what_people_decided_outlives_every_later_coding() {
    let mut store = GeoPackage::in_memory().unwrap();
    let one = coding("a", 5, 3);
    apply(&mut store, &one);
    let [gone, moved, _, left, ..] = ids(&one)[..] else {
        panic!("five events expected")
    };
    let confirmed = store
        .decide(&decision(gone, Status::Confirmed, None), at())
        .unwrap();
    assert_eq!(
        (confirmed.version, confirmed.event.status),
        (2, Status::Confirmed)
    );
    let placed = store
        .decide(
            &decision(moved, Status::Proposed, Some("Where she says")),
            at(),
        )
        .unwrap();
    assert_eq!(placed.event.place_name(), Some("Where she says"));
    // Taken back: no longer decided.
    for status in [Status::Rejected, Status::Proposed] {
        store.decide(&decision(left, status, None), at()).unwrap();
    }
    assert_eq!(store.check().unwrap(), []);
    let other = read_otherwise(&one);
    let expected = store.respected(&other).unwrap();
    let applied = store.apply(&other, &other_versions(), at()).unwrap();
    assert_eq!(applied, Applied::Changed);
    let stored: Vec<Event> = store
        .events_of_report(&one.report.id)
        .unwrap()
        .into_iter()
        .map(|record| record.event)
        .collect();
    let of = |id: EventId| stored.iter().find(|event| event.id == id).unwrap();
    assert_eq!(*of(gone), confirmed.event);
    assert_eq!(*of(moved), placed.event);
    assert_eq!(of(left).title, "Elsewhere");
    assert_eq!(stored, sorted(&expected).events);
    let mentions = store.report(&one.report.id).unwrap().unwrap().mentions;
    assert_eq!(mentions, expected.mentions);
    let toponym = confirmed.event.toponym.as_ref().unwrap().span;
    let kept = one.mentions.iter().find(|mention| mention.span == toponym);
    if let Some(kept) = kept {
        assert!(mentions.contains(kept));
    }
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_decision_on_nothing_is_refused_and_leaves_nothing() {
    let mut store = GeoPackage::in_memory().unwrap();
    let nobody = EventId::from_parts(&["nobody"]);
    let error = store
        .decide(&decision(nobody, Status::Confirmed, None), at())
        .unwrap_err();
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    assert_eq!(store.version().unwrap(), 0);
}
