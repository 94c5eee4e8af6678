//! Invented reports and events, the same for the same number: for tests and benches.

use jiff::Timestamp;
use jiff::civil::Date;
use sitmap::domain::{
    Actor, Candidate, Coding, Count, CountKind, DatePrecision, DateSpan, Event, EventId,
    EventRecord, Evidence, Extent, Interval, Location, LocationPrecision, Mention, MentionRole,
    Mode, PartialDate, PlaceSummary, Position, Provenance, Reason, Report, ReportDraft, Resolution,
    Side, SourceConfidence, Span, Status, SubEventType,
};
use sitmap::store::Versions;
use std::f64::consts::TAU;
use std::sync::Arc;

const ADMIN1: [&str; 5] = ["Kirkuk", "Diyala", "Salah al-Din", "Nineveh", "Homs"];
const ACTORS: [&str; 4] = ["Blue Force", "Red  Group", "Green Militia", "Villagers"];

/// What made the sample codings.
pub(crate) fn versions() -> Versions {
    Versions {
        rules: "rules-1".to_owned(),
        gazetteer: "gazetteer-1".to_owned(),
    }
}

/// A fixed instant.
pub(crate) fn at() -> Timestamp {
    "2026-01-02T03:04:05.678Z".parse().unwrap()
}

/// A number that looks random, the same for the same seed.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<T: Copy>(of: &[T], seed: u64) -> T {
    let len = u64::try_from(of.len()).unwrap();
    of[usize::try_from(mixed(seed) % len).unwrap()]
}

/// From 0 to 1.
fn share(seed: u64) -> f64 {
    f64::from(u32::try_from(mixed(seed) >> 32).unwrap()) / f64::from(u32::MAX)
}

/// A governorate of many corners around a position.
pub(crate) fn area(west: f64, south: f64, corners: u32) -> Extent {
    let corner = |i: u32| {
        let angle = f64::from(i) / f64::from(corners) * TAU;
        (
            west + 0.7 + 0.7 * angle.cos(),
            south + 0.5 + 0.5 * angle.sin(),
        )
    };
    let ring = (0..corners).map(corner).collect::<Vec<_>>();
    let polygon = geo::Polygon::new(ring.into(), Vec::new());
    Extent::area(geo::MultiPolygon::new(vec![polygon]), 80_000.0).unwrap()
}

/// A ridge.
pub(crate) fn ridge() -> Extent {
    let line = vec![(43.6, 35.3), (44.1, 34.9), (44.6, 34.5)];
    Extent::line(geo::MultiLineString::new(vec![line.into()]), 45_000.0).unwrap()
}

/// A circle.
pub(crate) fn circle(lon: f64, lat: f64, radius_m: f64) -> Extent {
    Extent::circle(Position::new(lon, lat).unwrap(), radius_m).unwrap()
}

/// A location with an extent.
pub(crate) fn location(name: &str, extent: Extent, precision: LocationPrecision) -> Location {
    Location {
        name: name.to_owned(),
        place_id: Some(
            format!("sitmap:{}", name.to_lowercase().replace(' ', "-"))
                .parse()
                .unwrap(),
        ),
        relation: None,
        extent,
        precision,
        admin1: Some("Kirkuk".to_owned()),
        admin2: None,
        admin_units: vec!["Kirkuk".to_owned(), "Diyala".to_owned()],
        country: Some("IQ".parse().unwrap()),
    }
}

fn candidate(name: &str, extent: &Extent, score: f64) -> Candidate {
    let place = PlaceSummary {
        id: format!("sitmap:{}", name.to_lowercase().replace(' ', "-"))
            .parse()
            .unwrap(),
        name: name.to_owned(),
        names: Vec::new(),
        feature_code: "PPL".to_owned(),
        country: Some("IQ".parse().unwrap()),
        admin1: Some("Kirkuk".to_owned()),
        admin2: None,
        position: extent.position(),
        radius_km: extent.radius_m() / 1000.0,
        kind: extent.kind(),
        bbox: extent.bbox(),
        source: "invented".to_owned(),
        confidence: SourceConfidence::Medium,
    };
    Candidate {
        place: Arc::new(place),
        score,
        reasons: vec![Reason {
            why: "name_exact".to_owned(),
            text: "the name matches exactly".to_owned(),
            weight: 2.1,
        }],
    }
}

/// A resolution that chose the location.
pub(crate) fn resolution(location: &Location) -> Resolution {
    Resolution {
        chosen: Some(candidate(&location.name, &location.extent, 0.93)),
        location: Some(location.clone()),
        candidates: vec![candidate("Other Town", &circle(40.1, 33.2, 3000.0), 0.05)],
    }
}

fn date(seed: u64) -> DateSpan {
    let first = Date::constant(2018, 1, 1);
    let day = |n: u64| first.saturating_add(jiff::Span::new().days(i64::try_from(n).unwrap()));
    let start = day(mixed(seed) % 900);
    match mixed(seed + 1) % 8 {
        0 => DateSpan::unknown("none"),
        1 => DateSpan::day(PartialDate::day_of_year(10, 19).unwrap(), "no_year"),
        2 => DateSpan::open(Some(start), None, "since"),
        3 => DateSpan::open(None, Some(start), "until").with_candidates(vec![start]),
        4 => DateSpan::between(
            start,
            day(mixed(seed) % 900 + 40),
            DatePrecision::Range,
            "range",
        )
        .unwrap()
        .with_text("for weeks"),
        _ => DateSpan::day(PartialDate::Day(start), "full"),
    }
}

fn place(seed: u64) -> Option<Location> {
    let at = circle(
        38.0 + 9.0 * share(seed),
        32.0 + 5.0 * share(seed + 7),
        2000.0,
    );
    let mut place = match mixed(seed + 2) % 10 {
        0 => return None,
        1 => location(
            "Wide Province",
            area(43.5, 34.8, 200),
            LocationPrecision::Province,
        ),
        2 => location("Long Ridge", ridge(), LocationPrecision::Line),
        _ => location("Small Town", at, LocationPrecision::Settlement),
    };
    place.admin1 = (!mixed(seed + 3).is_multiple_of(6)).then(|| pick(&ADMIN1, seed + 4).to_owned());
    place.country = pick(&[Some("IQ"), Some("SY"), None], seed + 5).map(|c| c.parse().unwrap());
    Some(place)
}

fn provenance(seed: u64) -> Provenance {
    Provenance {
        dataset: pick(&["reports", "ucdp-ged"], seed).to_owned(),
        source: pick(&[Some("Gazette"), Some("Herald, the"), None], seed + 1).map(str::to_owned),
        source_url: Some("https://example.org/a?b=1&c=2".to_owned()),
        published_at: Some(Date::constant(2019, 7, 8)),
        license: None,
    }
}

fn evidence(report: &Report, start: usize) -> Evidence {
    let span = Span::new(start, start + 20);
    Evidence {
        report_id: report.id.clone(),
        span,
        code_points: span,
        text: span.of(&report.text).to_owned(),
    }
}

fn counts(seed: u64) -> Vec<Count> {
    let count = |kind, number| Count {
        kind,
        of: "fighters, \"armed\"".to_owned(),
        number,
        text: "several".to_owned(),
        shared: mixed(seed).is_multiple_of(2),
    };
    match mixed(seed + 1) % 3 {
        0 => Vec::new(),
        1 => vec![count(CountKind::Killed, Interval::exactly(3))],
        _ => vec![
            count(CountKind::Killed, Interval::at_least(2)),
            count(CountKind::Wounded, Interval::at_most(9)),
        ],
    }
}

/// An event of a report.
pub(crate) fn event(report: &Report, number: u64, seed: u64) -> Event {
    let place = place(seed);
    let start = usize::try_from(number).unwrap() * 10;
    Event {
        id: EventId::from_parts(&[report.id.as_str(), &number.to_string()]),
        title: format!("=Event {number} of \"{}\"", report.id),
        sub_event_type: pick(SubEventType::ALL, seed),
        mode: pick(
            &[
                Mode::Present,
                Mode::Present,
                Mode::Present,
                Mode::Historical,
            ],
            seed + 11,
        ),
        date: date(seed + 12),
        resolution: place.as_ref().map(resolution),
        toponym: place.as_ref().map(|_| evidence(report, start)),
        location: place,
        actors: vec![
            Actor {
                name: pick(&ACTORS, seed + 13).to_owned(),
                side: Side::A,
            },
            Actor {
                name: pick(&ACTORS, seed + 14).to_owned(),
                side: Side::B,
            },
        ],
        counts: counts(seed + 15),
        summary: "- something happened,\nin two lines; محافظة كركوك".to_owned(),
        evidence: vec![evidence(report, start), evidence(report, start + 30)],
        attribution: None,
        provenance: provenance(seed + 16),
        status: pick(
            &[
                Status::Proposed,
                Status::Proposed,
                Status::Confirmed,
                Status::Rejected,
            ],
            seed + 17,
        ),
        confidence: share(seed + 18),
        incident_id: None,
    }
}

/// A report with a text of about this many bytes.
pub(crate) fn report(key: &str, bytes: usize) -> Report {
    let sentence = format!("Invented words of {key} tell of an incident near a town. ");
    Report::new(ReportDraft {
        id: Some(key.to_owned()),
        title: Some(format!("Report {key}")),
        text: sentence.repeat(bytes / sentence.len() + 5),
        published_at: Some(Date::constant(2019, 7, 8)),
        country: Some("IQ".parse().unwrap()),
        url: None,
        publisher: Some("Gazette".to_owned()),
    })
    .unwrap()
}

/// A report with so many events and twice as many mentions.
pub(crate) fn coding(key: &str, events: u64, seed: u64) -> Coding {
    let report = report(key, 2000);
    let events: Vec<Event> = (0..events)
        .map(|number| event(&report, number, seed.wrapping_mul(1000) + number * 50))
        .collect();
    let mentions = events.iter().flat_map(|event| {
        let location = event.location.clone();
        [MentionRole::Event, MentionRole::Background].map(|role| Mention {
            span: Span::new(3, 9),
            text: "nted w".to_owned(),
            role,
            resolution: location
                .as_ref()
                .map_or(Resolution::unresolved(Vec::new()), resolution),
        })
    });
    Coding {
        mentions: mentions.collect(),
        report,
        events,
    }
}

/// Stored events, as many as asked for.
pub(crate) fn records(count: u64) -> Vec<Arc<EventRecord>> {
    let report = report("many", 100);
    let record = |number: u64| EventRecord {
        event: Event {
            evidence: vec![evidence(&report, 3)],
            toponym: None,
            ..event(&report, number, number * 50)
        },
        version: 1,
        updated_at: at(),
    };
    (0..count).map(|number| Arc::new(record(number))).collect()
}
