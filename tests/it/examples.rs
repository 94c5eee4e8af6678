//! The example reports that the program carries, read from end to end.

use super::reading::read;
use jiff::civil::Date;
use sitmap::domain::{
    CountryCode, Event, ExtentKind, LocationPrecision, Mode, PartialDate, Position, Report,
    ReportDraft,
};
use sitmap::extract::Extraction;
use sitmap::text::CodePoints;

fn reports() -> Vec<Report> {
    let lines = include_str!("../../examples/reports/reports.jsonl").lines();
    let draft = |line| serde_json::from_str::<ReportDraft>(line).unwrap();
    lines
        .map(|line| Report::new(draft(line)).unwrap())
        .collect()
}

fn all() -> Vec<(Report, Extraction)> {
    let read = |report: Report| {
        let extraction = read(&report);
        (report, extraction)
    };
    reports().into_iter().map(read).collect()
}

/// Every event of every report, with its report.
fn events() -> Vec<(Report, Event)> {
    let pairs = |(report, extraction): (Report, Extraction)| {
        extraction
            .events
            .into_iter()
            .map(move |event| (report.clone(), event))
    };
    all().into_iter().flat_map(pairs).collect()
}

/// The events on the map of one report.
fn on_the_map(id: &str) -> Vec<Event> {
    let of_report = events()
        .into_iter()
        .filter(|(report, _)| report.id.as_str() == id);
    let found: Vec<Event> = of_report
        .map(|(_, e)| e)
        .filter(Event::is_on_the_map)
        .collect();
    assert!(!found.is_empty(), "{id} has no event on the map");
    found
}

#[test]
fn no_event_lies_outside_the_countries_that_the_reports_are_about() {
    for (report, event) in events().iter().filter(|(_, e)| e.is_on_the_map()) {
        let place = event.location.as_ref().unwrap();
        let country = place.country.as_ref().map(CountryCode::as_str);
        assert!(
            matches!(country, Some("IQ" | "SY")),
            "{}: {} in {country:?}",
            report.id,
            place.name
        );
    }
}

/// The Albu Jalib of the list lies near Baiji; the only one that gazetteers have is a suburb of Ramadi.
#[test]
fn albu_jalib_is_not_sent_to_ramadi() {
    let found = on_the_map("example-will-of-victory-first-day");
    let is_jalib = |event: &&Event| {
        let place = event.location.as_ref();
        place.is_some_and(|place| place.name == "Albu Jalib")
    };
    let jalib = found.iter().find(is_jalib).unwrap();
    assert!(km_from(jalib, 43.30, 33.43) > 100.0);
    let extent = &jalib.location.as_ref().unwrap().extent;
    assert!(extent.radius_m() >= 20_000.0, "{}", extent.radius_m());
}

/// Kilometres from an event to a position.
fn km_from(event: &Event, lon: f64, lat: f64) -> f64 {
    let there = Position::new(lon, lat).unwrap();
    let place = event.location.as_ref().unwrap();
    place.extent.position().distance_m(there) / 1_000.0
}

fn assert_one_within(id: &str, km: f64, (lon, lat): (f64, f64)) {
    let found = on_the_map(id);
    let told: Vec<(Option<&str>, f64)> = found
        .iter()
        .map(|e| (e.place_name(), km_from(e, lon, lat)))
        .collect();
    assert!(
        told.iter().any(|(_, d)| *d <= km),
        "{id}: within {km} km of {lon}, {lat}: {told:?}"
    );
}

#[test]
fn events_are_where_their_reports_put_them() {
    assert_one_within("example-kanous-island", 5.0, (43.274, 35.673));
    assert_one_within("example-mutaibija", 15.0, (44.42, 34.27));
    assert_one_within("example-zghaitoun-ambush", 25.0, (44.10, 35.02));
}

#[test]
fn the_raid_in_the_hamrin_mountains_is_a_line() {
    let found = on_the_map("example-hamrin-raid");
    let lines = found.iter().filter_map(|e| e.location.as_ref());
    let line = lines.clone().find(|l| l.extent.kind() == ExtentKind::Line);
    let line = line.unwrap_or_else(|| panic!("no line among {:?}", lines.collect::<Vec<_>>()));
    let km = line.extent.radius_m() / 1_000.0;
    assert!((80.0..=100.0).contains(&km), "{km} km");
    assert_eq!(line.precision, LocationPrecision::Line);
}

/// Cities that the reports name as datelines, governments and history only.
#[test]
fn no_event_is_in_a_city_where_none_happened() {
    for (report, event) in events().iter().filter(|(_, e)| e.mode == Mode::Present) {
        let Some(location) = &event.location else {
            continue;
        };
        let id = location.place_id.as_ref().map_or("", |id| id.as_str());
        // Erbil, Baghdad and Mosul, the cities.
        let cities = ["geonames:95446", "geonames:98182", "geonames:99072"];
        assert!(!cities.contains(&id), "{}: {}", report.id, event.title);
        for city in ["Erbil", "Baghdad", "Mosul"] {
            assert_ne!(
                event.place_name(),
                Some(city),
                "{}: {}",
                report.id,
                event.title
            );
        }
    }
}

#[test]
fn nothing_happened_after_its_report() {
    for (report, event) in events() {
        let Some(published) = report.published_at else {
            continue;
        };
        let planned = matches!(event.mode, Mode::Planned | Mode::Hypothetical);
        let last: Option<Date> = event.date.last_day().filter(|_| !planned);
        assert!(
            last.is_none_or(|day| day <= published),
            "{}: {}: {:?}",
            report.id,
            event.title,
            event.date
        );
        let first: Option<Date> = event.date.first_day().filter(|_| !planned);
        assert!(
            first.is_none_or(|day| day <= published),
            "{}: {}: {:?}",
            report.id,
            event.title,
            event.date
        );
    }
}

/// A full date needs its year in the words that it rests on.
#[test]
fn without_a_day_of_publication_no_year_is_invented() {
    let undated: Vec<(Report, Event)> = events()
        .into_iter()
        .filter(|(r, _)| r.published_at.is_none())
        .collect();
    assert!(
        undated.len() > 4,
        "only {} events of undated reports",
        undated.len()
    );
    for (report, event) in undated {
        for date in [event.date.start(), event.date.end()].into_iter().flatten() {
            let Some(year) = date.full().map(|day| day.year().to_string()) else {
                assert!(matches!(date, PartialDate::DayOfYear { .. }));
                continue;
            };
            let says = event.evidence.iter().any(|e| e.text.contains(&year));
            assert!(says, "{}: {}: {:?}", report.id, event.title, event.date);
        }
    }
}

#[test]
fn every_event_quotes_its_report() {
    for (report, event) in events() {
        assert!(!event.evidence.is_empty(), "{}: {}", report.id, event.title);
        let points: Vec<char> = report.text.chars().collect();
        for evidence in event.evidence.iter().chain(&event.toponym) {
            let cut = points.get(evidence.code_points.start..evidence.code_points.end);
            let cut: String = cut.unwrap().iter().collect();
            assert_eq!(cut, evidence.text, "{}", report.id);
            assert_eq!(
                evidence.span.of(&report.text),
                evidence.text,
                "{}",
                report.id
            );
            let bytes = CodePoints::new(&report.text).to_bytes(evidence.code_points);
            assert_eq!(bytes, Some(evidence.span), "{}", report.id);
            assert_eq!(evidence.report_id, report.id);
            assert!(!evidence.text.trim().is_empty(), "{}", report.id);
        }
    }
}

#[test]
fn every_place_has_a_doubt() {
    let placed: Vec<(Report, Event)> = events()
        .into_iter()
        .filter(|(_, e)| e.location.is_some())
        .collect();
    assert!(placed.len() > 20, "only {} placed events", placed.len());
    for (report, event) in placed {
        let location = event.location.unwrap();
        assert!(
            location.extent.radius_m() > 0.0,
            "{}: {}",
            report.id,
            location.name
        );
        assert!(
            event.toponym.is_some(),
            "{}: {} rests on no words",
            report.id,
            location.name
        );
    }
}

#[test]
fn reading_twice_gives_the_same() {
    let json = |(report, extraction): (Report, Extraction)| {
        serde_json::to_string(&extraction.into_coding(report)).unwrap()
    };
    let once: Vec<String> = all().into_iter().map(json).collect();
    let twice: Vec<String> = all().into_iter().map(json).collect();
    assert_eq!(once, twice);
    assert!(once.len() >= 14, "only {} reports", once.len());
}
