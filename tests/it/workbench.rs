//! Places of one's own: what they would change, what they change, and what they must not.

use crate::sample::at;
use jiff::Timestamp;
use sitmap::app::layers::{self, Folder, NewPlace, OwnChange, Reason};
use sitmap::app::{Applied, Became, Intake, Rereading};
use sitmap::domain::{
    Coding, EventId, EventRecord, Mention, Position, Report, ReportDraft, ReportId, ReportRecord,
    Status,
};
use sitmap::extract;
use sitmap::gazetteer::Gazetteer;
use sitmap::store::{
    Change, Decision, Fault, GeoPackage, OpenMode, ReportSummary, Store, StoreError, StoredReport,
    Verdict, Versions,
};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

fn report(id: &str, text: &str) -> Report {
    Report::new(ReportDraft {
        id: Some(id.to_owned()),
        text: text.to_owned(),
        country: Some("IQ".parse().unwrap()),
        ..ReportDraft::default()
    })
    .unwrap()
}

fn reason() -> Reason {
    Reason {
        by: "ana".to_owned(),
        at: at(),
        why: "named in reports".to_owned(),
    }
}

fn place(name: &str, lon: f64, lat: f64) -> OwnChange {
    OwnChange::Add(Box::new(NewPlace {
        name: name.to_owned(),
        position: Some(Position::new(lon, lat).unwrap()),
        country: Some("IQ".parse().unwrap()),
        source: "added by hand".to_owned(),
        confidence: "high".to_owned(),
        ..NewPlace::default()
    }))
}

fn alias(of: &str, name: &str) -> OwnChange {
    OwnChange::AddNames {
        of: of.parse().unwrap(),
        names: vec![name.to_owned()],
    }
}

fn id_of(name: &str) -> String {
    let found = Gazetteer::embedded().unwrap().search(name, 1);
    found[0].place.id.to_string()
}

/// Mentions and events as people see them, by report: what must be equal to call two states equal.
type Answers = BTreeMap<String, (Vec<String>, Vec<String>)>;

fn answer(mention: &Mention) -> String {
    let resolution = &mention.resolution;
    let id = resolution.chosen.as_ref().map(|chosen| &chosen.place.id);
    format!(
        "{:?} {} {} {id:?} {} {:?}",
        mention.span,
        mention.text,
        mention.role.as_str(),
        resolution.score(),
        resolution.location
    )
}

fn answers(coding: &Coding) -> (Vec<String>, Vec<String>) {
    let mut events: Vec<String> = coding
        .events
        .iter()
        .map(|event| {
            format!(
                "{} {} {:?} {:?}",
                event.id, event.title, event.location, event.date
            )
        })
        .collect();
    events.sort();
    (coding.mentions.iter().map(answer).collect(), events)
}

fn read(report: &Report, gazetteer: &Gazetteer) -> Coding {
    extract::extract(report, gazetteer).into_coding(report.clone())
}

fn stored(store: &dyn Store, reports: &[Report]) -> Answers {
    let coding = |report: &Report| {
        let stored = store.report(&report.id).unwrap().unwrap();
        let events = store.events_of_report(&report.id).unwrap();
        Coding {
            report: stored.record.report,
            mentions: stored.mentions,
            events: events.into_iter().map(|record| record.event).collect(),
        }
    };
    let mut all = Answers::new();
    for report in reports {
        all.insert(report.id.to_string(), answers(&coding(report)));
    }
    all
}

/// A folder with a data file of these reports, as they read without additions.
struct Desk {
    home: TempDir,
    reports: Vec<Report>,
}

impl Desk {
    fn new(texts: &[&str]) -> Self {
        let reports: Vec<Report> = texts
            .iter()
            .enumerate()
            .map(|(number, text)| report(&format!("r{number:03}"), text))
            .collect();
        let desk = Self {
            home: tempfile::tempdir().unwrap(),
            reports,
        };
        let gazetteer = Gazetteer::embedded().unwrap();
        let versions = Versions {
            rules: extract::rules_version(),
            gazetteer: gazetteer.version().to_owned(),
        };
        let codings: Vec<Coding> = desk.reports.iter().map(|r| read(r, gazetteer)).collect();
        desk.store().apply_all(&codings, &versions, at()).unwrap();
        desk
    }

    fn data(&self) -> std::path::PathBuf {
        self.home.path().join("x.gpkg")
    }

    fn store(&self) -> GeoPackage {
        GeoPackage::open(self.data(), OpenMode::Create).unwrap()
    }

    fn folder(&self) -> Folder {
        Folder::new(self.home.path().join("g"))
    }

    fn intake(&self) -> Intake {
        Intake::open(Box::new(self.store()), self.folder(), at()).unwrap()
    }

    fn stored(&self) -> Answers {
        stored(&self.store(), &self.reports)
    }

    fn versions(&self) -> Vec<u64> {
        let store = self.store();
        let version = |r: &Report| store.report(&r.id).unwrap().unwrap().record.version;
        self.reports.iter().map(version).collect()
    }

    /// Everything read anew with the additions of now: the slow way that cannot be wrong.
    fn slowly(&self) -> Answers {
        let gazetteer = self.gazetteer();
        let reports = self.reports.iter();
        reports
            .map(|r| (r.id.to_string(), answers(&read(r, &gazetteer))))
            .collect()
    }

    fn gazetteer(&self) -> Gazetteer {
        let folder = self.folder();
        layers::open_with(&folder, &layers::own_table(&folder).unwrap()).unwrap()
    }
}

/// What a preview lists: report, words, whether there was and is a place.
fn listed(rereading: &Rereading) -> BTreeSet<(String, String)> {
    let of = rereading.reports.iter().flat_map(|report| {
        let mentions = report.mentions.iter();
        mentions.map(|m| (report.id.clone(), m.text.clone()))
    });
    of.collect()
}

const TEXTS: [&str; 4] = [
    "Two civilians were killed when gunmen attacked the village of Zarqutan on 3 May 2021.",
    "On 4 May 2021 a roadside bomb exploded near Zarqutaan in Kirkuk province, wounding three soldiers.",
    "Police arrested four militants in Mosul on 5 May 2021.",
    "Rockets hit Tikrit on 6 May 2021. Nobody was killed.",
];

#[test]
fn a_preview_tells_what_changes_and_changes_nothing() {
    let desk = Desk::new(&TEXTS);
    let before = (desk.stored(), std::fs::read(desk.data()).unwrap());
    let previewed = desk
        .intake()
        .preview(&place("Zarqutan", 44.31, 35.21), &reason())
        .unwrap();
    assert!(!desk.folder().exists());
    assert_eq!(before, (desk.stored(), std::fs::read(desk.data()).unwrap()));
    let done = previewed.changes;
    assert_eq!(
        (done.reports_stored, done.reports_changed),
        (4, 2),
        "{done:#?}"
    );
    assert!(done.reports_read < 4);
    let first = &done.reports[0];
    let mention = &first.mentions[0];
    assert_eq!(first.id, "r000");
    assert!(mention.text.contains("Zarqutan"), "{mention:?}");
    assert_eq!(mention.before.as_ref().unwrap().score.to_bits(), 0);
    let after = mention.after.as_ref().unwrap();
    let spot = after.place.as_ref().unwrap();
    assert!(after.score > 0.5 && (spot.lon - 44.31).abs() < 0.01 && spot.radius_km > 0.0);
    assert_eq!(first.events[0].change, "moved");
    assert!(first.events[0].before.is_none() && first.events[0].after.is_some());
}

#[test]
fn accepting_stores_what_was_previewed_and_nothing_else_and_removing_undoes_it() {
    let desk = Desk::new(&TEXTS);
    let before = desk.stored();
    let intake = desk.intake();
    let change = place("Zarqutan", 44.31, 35.21);
    let previewed = intake.preview(&change, &reason()).unwrap();
    let accepted = intake.accept(&change, &reason()).unwrap();
    assert_eq!(previewed.changes, accepted.changes);
    assert_eq!(previewed.names, accepted.names);
    assert_eq!(desk.versions(), [2, 2, 1, 1]);
    assert_eq!(desk.stored(), desk.slowly());
    let store = desk.store();
    assert_eq!(store.version().unwrap(), 6);
    assert_eq!(store.check().unwrap(), []);
    let again = intake.accept(&change, &reason()).unwrap();
    assert_eq!(again.changes.reports_changed, 0);
    assert_eq!(desk.versions(), [2, 2, 1, 1]);
    let own = accepted.added().unwrap().clone();
    intake
        .accept(&OwnChange::Remove(own.clone()), &reason())
        .unwrap();
    assert_eq!(desk.stored(), before);
    let error = intake
        .accept(&OwnChange::Remove(own), &reason())
        .unwrap_err();
    assert!(error.to_string().contains("added by hand"), "{error}");
}

fn first_event(desk: &Desk) -> EventRecord {
    let events = desk.store().events_of_report(&"r000".parse().unwrap());
    events.unwrap().remove(0)
}

fn decide(desk: &Desk, status: Status) -> EventRecord {
    let decision = Decision {
        event: first_event(desk).event.id,
        who: "ana".to_owned(),
        why: "read it".to_owned(),
        verdict: Verdict {
            status,
            location: None,
        },
    };
    desk.store().decide(&decision, at()).unwrap()
}

#[test]
fn an_event_that_a_person_decided_is_not_moved() {
    let desk = Desk::new(&TEXTS);
    let kept = decide(&desk, Status::Disputed);
    let intake = desk.intake();
    let change = place("Zarqutan", 44.31, 35.21);
    let previewed = intake.preview(&change, &reason()).unwrap().changes;
    assert_eq!(previewed.events_kept, 1, "{previewed:#?}");
    let first = &previewed.reports[0];
    assert_eq!(
        (first.events.len(), &*first.kept[0].id),
        (0, &*kept.event.id.to_string())
    );
    assert!(first.kept[0].place.is_none() && first.kept[0].instead_of.is_some());
    assert_eq!(
        intake.accept(&change, &reason()).unwrap().changes,
        previewed
    );
    assert_eq!(first_event(&desk), kept);
    assert_eq!(desk.store().check().unwrap(), []);
}

#[test]
fn what_a_person_confirmed_outlives_the_place_it_was_found_by() {
    let desk = Desk::new(&TEXTS);
    let intake = desk.intake();
    let change = place("Zarqutan", 44.31, 35.21);
    let accepted = intake.accept(&change, &reason()).unwrap();
    let own = accepted.added().unwrap();
    let confirmed = decide(&desk, Status::Confirmed);
    let before = desk.stored();
    let undone = intake
        .accept(&OwnChange::Remove(own.clone()), &reason())
        .unwrap()
        .changes;
    assert_eq!(
        (undone.events_kept, undone.reports_changed),
        (1, 1),
        "{undone:#?}"
    );
    assert_eq!(first_event(&desk), confirmed);
    let after = desk.stored();
    assert_eq!(after["r000"], before["r000"], "its mention stays as well");
    assert_ne!(after["r001"], before["r001"]);
    assert_eq!(desk.versions(), [3, 3, 1, 1]);
    assert_eq!(desk.store().check().unwrap(), []);
}

#[test]
fn a_change_that_is_cut_short_is_made_up_at_the_next_start() {
    let desk = Desk::new(&TEXTS);
    // The file is written, and the power goes.
    let elsewhere = Desk::new(&[]);
    elsewhere
        .intake()
        .accept(&place("Zarqutan", 44.31, 35.21), &reason())
        .unwrap();
    std::fs::create_dir(desk.folder().path()).unwrap();
    std::fs::copy(elsewhere.folder().additions(), desk.folder().additions()).unwrap();
    assert_ne!(desk.stored(), desk.slowly());
    drop(desk.intake());
    assert_eq!(desk.stored(), desk.slowly());
    assert_eq!(desk.versions(), [2, 2, 1, 1]);
    // Once is enough.
    drop(desk.intake());
    assert_eq!(desk.versions(), [2, 2, 1, 1]);
}

#[test]
fn a_store_that_fails_half_way_leaves_whole_reports_and_the_next_try_completes() {
    let texts: Vec<String> = (0..70)
        .map(|n| {
            format!(
                "Gunmen attacked the village of Zarqutan on {} May 2021 ({n}).",
                n % 28 + 1
            )
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let desk = Desk::new(&texts);
    let change = place("Zarqutan", 44.31, 35.21);
    let failing = Failing {
        inner: desk.store(),
        left: Cell::new(1),
    };
    let intake = Intake::open(Box::new(failing), desk.folder(), at()).unwrap();
    let error = intake.accept(&change, &reason()).unwrap_err().to_string();
    assert!(error.contains("could not all be read again"), "{error}");
    let changed = desk
        .versions()
        .iter()
        .filter(|version| **version == 2)
        .count();
    assert_eq!(changed, 64, "one portion is stored, the other is not");
    assert_eq!(desk.store().check().unwrap(), []);
    // What is coded in between is coded with the place; another process makes up for the rest.
    let intake = desk.intake();
    assert!(!intake.follow(at()).unwrap());
    assert_eq!(desk.stored(), desk.slowly());
    assert!(desk.versions().iter().all(|version| *version == 2));
}

#[test]
fn what_is_added_beside_a_running_process_is_taken_up() {
    let desk = Desk::new(&TEXTS);
    let (one, other) = (desk.intake(), desk.intake());
    other
        .accept(&place("Zarqutan", 44.31, 35.21), &reason())
        .unwrap();
    assert!(one.follow(at()).unwrap());
    assert!(!one.follow(at()).unwrap());
    assert_eq!(desk.versions(), [2, 2, 1, 1]);
    one.accept(&alias(&id_of("Mosul"), "Zarqistan"), &reason())
        .unwrap();
    assert_eq!(layers::additions(&desk.folder()).unwrap().len(), 2);
}

#[test]
fn wrong_changes_are_refused_and_leave_everything() {
    let desk = Desk::new(&TEXTS);
    let intake = desk.intake();
    let refused = |change: &OwnChange| {
        let previewed = intake.preview(change, &reason()).unwrap_err().to_string();
        assert_eq!(
            intake.accept(change, &reason()).unwrap_err().to_string(),
            previewed
        );
        previewed
    };
    let long = "x".repeat(5_000);
    assert!(refused(&place(&long, 44.0, 35.0)).contains("at most 1000 bytes"));
    assert!(refused(&place("", 44.0, 35.0)).contains("expected"));
    let mosul = id_of("Mosul");
    assert!(refused(&alias(&mosul, "A|B")).contains("without |"));
    assert!(refused(&alias("geonames:999999999", "A")).contains("the id of a place"));
    let many = OwnChange::AddNames {
        of: mosul.parse().unwrap(),
        names: vec!["Zarqistan".to_owned(), "B|C".to_owned()],
    };
    assert!(refused(&many).contains("without |"));
    let never = OwnChange::RemoveNames {
        of: mosul.parse().unwrap(),
        names: vec!["Mosul".to_owned()],
    };
    assert!(refused(&never).contains("added by hand"));
    assert!(layers::additions(&desk.folder()).unwrap().is_empty());
    assert_eq!(desk.versions(), [1, 1, 1, 1]);
}

#[test]
fn a_table_with_a_fault_is_refused_and_stays() {
    let desk = Desk::new(&[]);
    let intake = desk.intake();
    intake
        .accept(&place("Zarqutan", 44.31, 35.21), &reason())
        .unwrap();
    let table = desk.folder().additions();
    let spoilt = std::fs::read_to_string(&table)
        .unwrap()
        .replace("44.31", "444.31");
    std::fs::write(&table, &spoilt).unwrap();
    for refused in [
        intake
            .accept(&place("Elsewhere", 40.0, 33.0), &reason())
            .map(drop),
        intake
            .preview(&place("Elsewhere", 40.0, 33.0), &reason())
            .map(drop),
        intake.follow(at()).map(drop),
    ] {
        let told = refused.unwrap_err().to_string();
        assert!(told.contains("line 2: longitude"), "{told}");
    }
    assert_eq!(std::fs::read_to_string(&table).unwrap(), spoilt);
}

#[test]
fn names_are_added_once() {
    let desk = Desk::new(&[]);
    let intake = desk.intake();
    let mosul = id_of("Mosul");
    let became = |name: &str| {
        intake
            .accept(&alias(&mosul, name), &reason())
            .unwrap()
            .names[0]
            .became
    };
    assert_eq!(became("Mozzul"), Became::Added);
    for again in ["und:Mozzul", "Mozzul", "Mosul"] {
        assert_eq!(became(again), Became::Known, "{again}");
    }
    assert_eq!(layers::additions(&desk.folder()).unwrap().len(), 1);
}

#[test]
fn an_id_is_taken_once_and_names_go_one_by_one() {
    let desk = Desk::new(&TEXTS);
    let intake = desk.intake();
    let named = |name: &str, names: &[&str]| {
        OwnChange::Add(Box::new(NewPlace {
            id: Some("own:z".parse().unwrap()),
            name: name.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            position: Some(Position::new(44.31, 35.21).unwrap()),
            source: "added by hand".to_owned(),
            confidence: "high".to_owned(),
            ..NewPlace::default()
        }))
    };
    let table = || layers::own_table(&desk.folder()).unwrap();
    intake
        .accept(&named("Zarqutan", &["ar:زرقوتان", "Zarq"]), &reason())
        .unwrap();
    let error = intake
        .accept(&named("Elsewhere", &[]), &reason())
        .unwrap_err();
    assert!(
        error.to_string().starts_with("own:z: expected an id"),
        "{error}"
    );
    intake
        .accept(&alias("own:z", "Zarqutan Village"), &reason())
        .unwrap();
    for name in ["Zarq", "Zarqutan Village"] {
        let change = OwnChange::RemoveNames {
            of: "own:z".parse().unwrap(),
            names: vec![name.to_owned()],
        };
        intake.accept(&change, &reason()).unwrap();
        assert!(!table().contains(&format!("{name}\t")), "{}", table());
    }
    assert!(table().contains("ar:زرقوتان"));
    assert_eq!(layers::additions(&desk.folder()).unwrap().len(), 1);
    intake
        .accept(&OwnChange::Remove("own:z".parse().unwrap()), &reason())
        .unwrap();
    assert_eq!(table().lines().count(), 1);
}

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Names that are added, spellings near them, and names that have nothing to do with them.
const NAMES: [&str; 34] = [
    "Zarqutan",
    "Zarqutann",
    "Zarkutan",
    "Zarqitan",
    "Az-Zarqutan",
    "Qaryat Zarqutan",
    "Zarqutan's",
    "Tell Mirqab",
    "Tal Mirqab",
    "Mirqab",
    "Tellmirqab",
    "Khirbat Mirqab",
    "Wadi Shuqra",
    "Shuqra",
    "Wadi Shugra",
    "Al-Shuqra",
    "زرقوتان",
    "وادي شقرة",
    "Mosul",
    "Mosull",
    "Kirkuk",
    "Daquq",
    "Hawija",
    "Tikrit",
    "Baqubah",
    "Springfield",
    "Springfeld",
    "Georgia",
    "Ga.",
    "Bakr al-Din",
    "Bakruddin",
    "Diyala",
    "Syria",
    "Hamrin",
];
const FRAMES: [&str; 12] = [
    "Gunmen attacked the village of A on 3 May 2021, killing two people.",
    "Security forces searched A, B and C on Sunday, 9 May 2021 and arrested four militants.",
    "A bomb exploded 5 km south of A in B province on 7 May 2021.",
    "Rockets fell between A and B on 8 May 2021.",
    "The A Operations Command said its troops were in B on 8 May 2021.",
    "Troops were sent from A to B, near C.",
    "A, B: two men were shot dead on 2 May 2021.",
    "police arrested two men in A near B on 2 may 2021.",
    "TWO KILLED IN A AND B ATTACKS ON 2 MAY 2021.",
    "Mr. A met John B in C on 4 May 2021.",
    "قتل مدنيان في A قرب B.",
    "The road linking A and B was closed; a mine exploded near A on 5 May 2021.",
];

fn text(dice: &mut Dice) -> String {
    let sentences = 1 + dice.below(3);
    let mut text = String::new();
    for _ in 0..sentences {
        let mut sentence = dice.pick(&FRAMES).to_owned();
        for letter in ["A", "B", "C"] {
            let name = dice.pick(&NAMES);
            let words = sentence.split(' ').map(|word| {
                let bare = word.trim_end_matches([',', ';', ':', '.']);
                word.replacen(letter, name, usize::from(bare == letter))
            });
            sentence = words.collect::<Vec<_>>().join(" ");
        }
        if sentence.starts_with("police") {
            sentence = sentence.to_lowercase();
        }
        text.push_str(&sentence);
        text.push(' ');
    }
    text
}

fn changes() -> Vec<OwnChange> {
    let fitted = |name: &str, id: &str, feature: (&str, &str), names: &[&str]| {
        OwnChange::Add(Box::new(NewPlace {
            id: Some(id.parse().unwrap()),
            name: name.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            position: Some(Position::new(44.31, 35.21).unwrap()),
            feature: Some((feature.0.to_owned(), feature.1.to_owned())),
            country: Some("IQ".parse().unwrap()),
            admin1: Some("Kirkuk".to_owned()),
            source: "added by hand".to_owned(),
            confidence: "high".to_owned(),
            ..NewPlace::default()
        }))
    };
    let springfield = id_of("Springfield");
    vec![
        fitted("Zarqutan", "own:z", ("P", "PPL"), &["ar:زرقوتان"]),
        fitted("Qaryat Mirqab", "own:m", ("P", "PPL"), &[]),
        fitted("Wadi Shuqra", "own:s", ("H", "WAD"), &["ar:وادي شقرة"]),
        alias(&id_of("Mosul"), "Tell Mirqab"),
        alias(&springfield, "Zarqitan Heights"),
        fitted("Mosul", &id_of("Mosul"), ("P", "PPL"), &[]),
        OwnChange::Remove(springfield.parse().unwrap()),
        fitted("Zarqutan Operations Command", "own:c", ("L", "AREA"), &[]),
        OwnChange::Remove("own:m".parse().unwrap()),
        fitted("Shuqra Province", "own:p", ("A", "ADM1"), &[]),
        fitted("Bakr al-Din", "own:b", ("P", "PPL"), &["Georgia"]),
        OwnChange::Remove("own:z".parse().unwrap()),
    ]
}

/// The quick way (words that a change may reach, then both gazetteers on those) against the slow one (everything anew).
#[test]
fn a_preview_is_the_difference_between_reading_everything_before_and_after() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let texts: Vec<String> = (0..32).map(|_| text(&mut dice)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let desk = Desk::new(&texts);
    let intake = desk.intake();
    let (mut changed, mut spared) = (0, 0);
    let mut before = desk.slowly();
    for (number, change) in changes().iter().enumerate() {
        // Putting a gazetteer together takes its time.
        let previewed = (number % 3 == 0).then(|| intake.preview(change, &reason()).unwrap());
        let accepted = intake.accept(change, &reason()).unwrap().changes;
        let after = desk.slowly();
        if let Some(previewed) = previewed {
            assert_eq!(previewed.changes, accepted, "{change:?}");
        }
        let differ: BTreeSet<&String> = before
            .keys()
            .filter(|id| before[*id] != after[*id])
            .collect();
        let told: BTreeSet<&String> = accepted.reports.iter().map(|r| &r.id).collect();
        assert_eq!(told, differ, "{change:?}");
        assert_mentions(&accepted, &before, &after);
        assert_eq!(desk.stored(), after, "{change:?}");
        changed += accepted.reports_changed;
        spared += accepted.reports_stored - accepted.reports_read;
        before = after;
    }
    assert!(
        changed > 30 && spared > 60,
        "{changed} changed, {spared} spared"
    );
}

/// Every mention that is listed reads otherwise, and every one that reads otherwise is listed.
fn assert_mentions(done: &Rereading, before: &Answers, after: &Answers) {
    for report in &done.reports {
        let (old, new) = (&before[&report.id].0, &after[&report.id].0);
        let set = |list: &Vec<String>| list.iter().cloned().collect::<BTreeSet<_>>();
        let (old, new) = (set(old), set(new));
        let gone = old.difference(&new).count();
        let come = new.difference(&old).count();
        let had = report
            .mentions
            .iter()
            .filter(|m| m.before.is_some())
            .count();
        let has = report.mentions.iter().filter(|m| m.after.is_some()).count();
        assert_eq!((had, has), (gone, come), "{report:#?}");
    }
    assert!(listed(done).len() <= usize::try_from(done.mentions_changed).unwrap());
}

/// A store that fails after so many transactions of recoding.
struct Failing {
    inner: GeoPackage,
    left: Cell<u32>,
}

impl Store for Failing {
    fn version(&self) -> Result<u64, StoreError> {
        self.inner.version()
    }

    fn apply_all(
        &mut self,
        codings: &[Coding],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError> {
        self.inner.apply_all(codings, made_by, at)
    }

    fn recode(
        &mut self,
        codings: &[(Coding, u64)],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError> {
        if self.left.get() == 0 {
            return Err(StoreError::Full {
                path: Path::new("x.gpkg").to_owned(),
            });
        }
        self.left.set(self.left.get() - 1);
        self.inner.recode(codings, made_by, at)
    }

    fn is_current(&self, report: &Report, made_by: &Versions) -> Result<bool, StoreError> {
        self.inner.is_current(report, made_by)
    }

    fn events(&self) -> Result<Vec<EventRecord>, StoreError> {
        self.inner.events()
    }

    fn events_by_id(&self, ids: &[EventId]) -> Result<Vec<EventRecord>, StoreError> {
        self.inner.events_by_id(ids)
    }

    fn events_of_report(&self, id: &ReportId) -> Result<Vec<EventRecord>, StoreError> {
        self.inner.events_of_report(id)
    }

    fn changes_since(&self, sequence: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.inner.changes_since(sequence, limit)
    }

    fn report(&self, id: &ReportId) -> Result<Option<StoredReport>, StoreError> {
        self.inner.report(id)
    }

    fn reports(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportSummary>, StoreError> {
        self.inner.reports(after, limit)
    }

    fn texts(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportRecord>, StoreError> {
        self.inner.texts(after, limit)
    }

    fn decide(&mut self, decision: &Decision, at: Timestamp) -> Result<EventRecord, StoreError> {
        self.inner.decide(decision, at)
    }

    fn respected(&self, coding: &Coding) -> Result<Coding, StoreError> {
        self.inner.respected(coding)
    }

    fn own_places(&self) -> Result<Option<String>, StoreError> {
        self.inner.own_places()
    }

    fn set_own_places(&mut self, table: &str) -> Result<(), StoreError> {
        self.inner.set_own_places(table)
    }

    fn settle(&self) -> Result<(), StoreError> {
        self.inner.settle()
    }

    fn report_count(&self) -> Result<u64, StoreError> {
        self.inner.report_count()
    }

    fn check(&self) -> Result<Vec<Fault>, StoreError> {
        self.inner.check()
    }
}
