//! The index agrees with the slow and obvious: a linear scan, a sort, a slice.

use crate::sample::{area, circle, event, location, report};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use sitmap::domain::{
    BoundingBox, Collection, Event, EventId, EventRecord, EventType, LocationPrecision, Mode,
    PartialDate, Position, Query, Status, SubEventType,
};
use sitmap::domain::{DatePrecision, DateSpan, TimeFilter};
use sitmap::index::{By, Cursor, Snapshot, same_actor};
use std::cmp::Reverse;
use std::sync::Arc;

const COUNTRIES: [&str; 3] = ["IQ", "SY", "FJ"];
const ADMIN1: [&str; 3] = ["Kirkuk", "Diyala", "Nowhere"];
const ACTORS: [&str; 4] = ["Blue Force", "blue  force", "Red Group", "Nobody"];
const SOURCES: [&str; 3] = ["Gazette", "Herald", "Silent"];
const DATASETS: [&str; 3] = ["reports", "ucdp-ged", "none"];

/// Whole degrees, so that points fall on edges, corners, poles and the antimeridian all the time.
fn position() -> impl Strategy<Value = (f64, f64)> {
    let near = (170_i32..=190, -3_i32..=3);
    let poles = (-180_i32..=180, select(vec![-90, -89, 89, 90]));
    let anywhere = (-180_i32..=180, -90_i32..=90);
    let iraq = (43_i32..=45, 34_i32..=36);
    prop_oneof![near, poles, anywhere, iraq].prop_map(|(lon, lat)| {
        let wrapped = if lon > 180 { lon - 360 } else { lon };
        (f64::from(wrapped), f64::from(lat))
    })
}

fn bbox() -> impl Strategy<Value = BoundingBox> {
    (position(), position()).prop_map(|((west, a), (east, b))| {
        BoundingBox::new(west, a.min(b), east, a.max(b)).unwrap()
    })
}

fn day() -> impl Strategy<Value = Date> {
    (0_i64..40).prop_map(|n| Date::constant(2019, 12, 15).saturating_add(jiff::Span::new().days(n)))
}

fn date() -> impl Strategy<Value = DateSpan> {
    prop_oneof![
        Just(DateSpan::unknown("none")),
        Just(DateSpan::day(
            PartialDate::day_of_year(10, 19).unwrap(),
            "no_year"
        )),
        day().prop_map(|d| DateSpan::day(PartialDate::Day(d), "day")),
        day().prop_map(|d| DateSpan::open(Some(d), None, "since")),
        day().prop_map(|d| DateSpan::open(None, Some(d), "until")),
        (day(), day()).prop_map(|(a, b)| {
            DateSpan::between(a.min(b), a.max(b), DatePrecision::Range, "range").unwrap()
        }),
    ]
}

#[derive(Debug, Clone)]
struct Seed {
    position: Option<(f64, f64)>,
    date: DateSpan,
    sub_event_type: SubEventType,
    precision: LocationPrecision,
    status: Status,
    mode: Mode,
    words: (
        Option<&'static str>,
        Option<&'static str>,
        &'static str,
        Option<&'static str>,
        &'static str,
    ),
    is_area: bool,
}

fn maybe(of: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(select(of))
}

fn seed() -> impl Strategy<Value = Seed> {
    let words = (
        maybe(&COUNTRIES[..2]),
        maybe(&ADMIN1[..2]),
        select(&ACTORS[..3]),
        maybe(&SOURCES[..2]),
        select(&DATASETS[..2]),
    );
    let modes = vec![Mode::Present, Mode::Present, Mode::Present, Mode::Planned];
    (
        proptest::option::weighted(0.9, position()),
        date(),
        select(SubEventType::ALL),
        select(LocationPrecision::ALL),
        select(Status::ALL),
        select(modes),
        words,
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            |(position, date, sub_event_type, precision, status, mode, words, is_area)| Seed {
                position,
                date,
                sub_event_type,
                precision,
                status,
                mode,
                words,
                is_area,
            },
        )
}

fn record(number: usize, seed: &Seed) -> Arc<EventRecord> {
    let own = report("r", 100);
    let (country, admin1, actor, source, dataset) = seed.words;
    let extent = |(lon, lat)| {
        if seed.is_area {
            area(44.0, 34.0, 8)
        } else {
            circle(
                lon,
                lat,
                if number.is_multiple_of(3) {
                    80_000.0
                } else {
                    2_000.0
                },
            )
        }
    };
    let mut made = event(&own, 0, 3);
    made.id = EventId::from_parts(&[&number.to_string()]);
    made.date = seed.date.clone();
    made.sub_event_type = seed.sub_event_type;
    made.status = seed.status;
    made.mode = seed.mode;
    actor.clone_into(&mut made.actors[0].name);
    made.actors.truncate(1);
    made.provenance.source = source.map(str::to_owned);
    dataset.clone_into(&mut made.provenance.dataset);
    made.location = seed.position.map(|position| {
        let mut place = location("Place", extent(position), seed.precision);
        place.country = country.map(|c| c.parse().unwrap());
        place.admin1 = admin1.map(str::to_owned);
        place
    });
    Arc::new(EventRecord {
        event: made,
        version: 1,
        updated_at: crate::sample::at(),
    })
}

fn records(most: usize) -> impl Strategy<Value = Vec<Arc<EventRecord>>> {
    proptest::collection::vec(seed(), 0..most).prop_map(|seeds| {
        seeds
            .iter()
            .enumerate()
            .map(|(n, seed)| record(n, seed))
            .collect()
    })
}

/// Some of the values, mostly none, which means all.
fn some<T: Clone + std::fmt::Debug + 'static>(of: &'static [T]) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![
        6 => Just(Vec::new()),
        1 => subsequence(of, 1..=of.len().min(4)),
    ]
}

fn words(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    some(of).prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

fn datetime() -> impl Strategy<Value = TimeFilter> {
    (proptest::option::of(day()), proptest::option::of(day())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => TimeFilter::new(Some(a.min(b)), Some(a.max(b))).unwrap(),
        (a, b) => TimeFilter::new(a, b).unwrap(),
    })
}

fn query() -> impl Strategy<Value = Query> {
    let own = (
        proptest::option::weighted(0.7, bbox()),
        proptest::option::weighted(0.3, datetime()),
        some(EventType::ALL),
        some(SubEventType::ALL),
        some(LocationPrecision::ALL),
        some(Status::ALL),
    );
    let texts = (
        words(&COUNTRIES),
        words(&ADMIN1),
        proptest::option::weighted(0.2, select(&ACTORS[..])),
        words(&SOURCES),
        words(&DATASETS),
    );
    (own, texts).prop_map(|(own, texts)| Query {
        bbox: own.0,
        datetime: own.1,
        event_type: own.2,
        sub_event_type: own.3,
        location_precision: own.4,
        status: own.5,
        country: texts.0.iter().map(|c| c.parse().unwrap()).collect(),
        admin1: texts.1,
        actor: texts.2.map(str::to_owned),
        source: texts.3,
        dataset: texts.4,
    })
}

fn matches(query: &Query, event: &EventRecord) -> bool {
    let takes_part = |name: &String| event.event.actors.iter().any(|a| same_actor(&a.name, name));
    query.matches_except_actor(event) && query.actor.as_ref().is_none_or(takes_part)
}

fn order(event: &Event) -> (bool, Reverse<Option<Date>>, EventId) {
    let day = event.date.last_day().or(event.date.first_day());
    (day.is_none(), Reverse(day), event.id)
}

/// What the index must answer, the slow way.
fn expected(records: &[Arc<EventRecord>], collection: Collection, query: &Query) -> Vec<EventId> {
    let mut found: Vec<&Arc<EventRecord>> = records
        .iter()
        .filter(|r| r.event.collection() == collection && matches(query, r))
        .collect();
    found.sort_by_key(|r| order(&r.event));
    found.iter().map(|r| r.event.id).collect()
}

fn ids<'a>(records: impl IntoIterator<Item = &'a Arc<EventRecord>>) -> Vec<EventId> {
    records.into_iter().map(|r| r.event.id).collect()
}

/// All pages one after another, each with the same exact count.
fn walk(snapshot: &Snapshot, collection: Collection, query: &Query, limit: usize) -> Vec<EventId> {
    let mut walked = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = snapshot.page(collection, query, after.as_ref(), limit);
        assert_eq!(page.matched, snapshot.count(collection, query));
        assert!(page.records.len() <= limit);
        walked.extend(ids(&page.records));
        match page.next {
            Some(next) => after = Some(next.to_string().parse().unwrap()),
            None => return walked,
        }
        assert!(
            !page.records.is_empty(),
            "a page with a next one has records"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_filter_agrees_with_a_linear_scan(records in records(150), query in query(), limit in 1_usize..40) {
        let snapshot = Snapshot::new(records.clone(), 1);
        for collection in Collection::ALL {
            let expected = expected(&records, *collection, &query);
            prop_assert_eq!(snapshot.count(*collection, &query), expected.len() as u64);
            prop_assert_eq!(ids(snapshot.select(*collection, &query)), expected.clone());
            prop_assert_eq!(walk(&snapshot, *collection, &query, limit), expected);
        }
    }

    #[test]
    fn small_boxes_go_through_the_tree_and_agree(records in records(600), bbox in bbox()) {
        let snapshot = Snapshot::new(records.clone(), 1);
        let query = Query { bbox: Some(bbox), ..Query::default() };
        let found = ids(snapshot.select(Collection::Events, &query));
        prop_assert_eq!(found, expected(&records, Collection::Events, &query));
    }

    #[test]
    fn extents_that_touch_a_box_are_all_found(records in records(150), bbox in bbox()) {
        let snapshot = Snapshot::new(records.clone(), 1);
        let touches = |r: &EventRecord| r.event.location.as_ref().is_some_and(|l| overlap(l.extent.bbox(), bbox));
        let mut expected: Vec<&Arc<EventRecord>> = records.iter()
            .filter(|r| r.event.collection() == Collection::Events && touches(r)).collect();
        expected.sort_by_key(|r| order(&r.event));
        prop_assert_eq!(ids(&snapshot.touching(Collection::Events, bbox)), ids(expected));
    }

    #[test]
    fn a_view_counts_every_event_once_at_every_zoom(records in records(400), query in query()) {
        let snapshot = Snapshot::new(records, 1);
        let count = snapshot.count(Collection::Events, &query);
        for zoom in [0, 2, 5, 8, 11, 12, 13, 14, 18, 255] {
            let view = snapshot.view(&query, zoom);
            let clustered: u64 = view.clusters.iter().map(|c| c.count).sum();
            prop_assert_eq!(view.matched, count);
            prop_assert_eq!(clustered + view.events.len() as u64, count);
            for cluster in &view.clusters {
                prop_assert!(cluster.count >= 2 && cluster.types.total() == cluster.count);
                prop_assert!(cluster.bbox.contains(cluster.position) && cluster.coarse <= cluster.count);
            }
        }
    }

    #[test]
    fn bins_add_up_to_the_matches(records in records(150), query in query()) {
        let snapshot = Snapshot::new(records, 1);
        for by in By::ALL {
            let counted = snapshot.aggregate(&query, *by);
            let bins: u64 = counted.bins.iter().map(|bin| bin.count).sum();
            prop_assert_eq!(counted.matched, snapshot.count(Collection::Events, &query));
            prop_assert_eq!(bins + counted.undated.unwrap_or(0) + counted.unknown.unwrap_or(0), counted.matched);
            let unsure = |time: TimeFilter| {
                let matched = snapshot.select(Collection::Events, &query);
                matched.filter(|record| !time.holds(&record.event.date)).count() as u64
            };
            prop_assert_eq!(counted.possible, query.datetime.map(unsure));
            for bin in &counted.bins {
                prop_assert!(bin.count > 0 && bin.start <= bin.end);
                prop_assert!(bin.types.is_none_or(|types| types.total() == bin.count));
            }
        }
    }

    #[test]
    fn advancing_equals_making_anew(records in records(80), split in 0_usize..80, query in query()) {
        let split = split.min(records.len());
        let (old, new) = records.split_at(split);
        let gone: Vec<EventId> = ids(old.iter().step_by(3));
        let advanced = Snapshot::new(old.to_vec(), 1).advance(new.to_vec(), &gone, 2);
        let left = records.iter().filter(|r| !gone.contains(&r.event.id)).map(Arc::clone).collect();
        let anew = Snapshot::new(left, 2);
        for collection in Collection::ALL {
            prop_assert_eq!(ids(advanced.select(*collection, &query)), ids(anew.select(*collection, &query)));
        }
        prop_assert_eq!(advanced.version(), 2);
    }

    #[test]
    fn no_text_makes_the_cursor_panic(text in "\\PC*", hex in "[0-9a-f]{40}") {
        for text in [text, hex] {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }
}

/// Whether two boxes share a point, the slow way: interval by interval, both halves of a crossing box.
fn overlap(one: BoundingBox, other: BoundingBox) -> bool {
    one.envelopes().iter().any(|(a, b)| {
        other
            .envelopes()
            .iter()
            .any(|(c, d)| (0..2).all(|axis| a[axis] <= d[axis] && c[axis] <= b[axis]))
    })
}

fn at(lon: f64, lat: f64) -> Seed {
    Seed {
        position: Some((lon, lat)),
        date: DateSpan::unknown("none"),
        sub_event_type: SubEventType::ArmedClash,
        precision: LocationPrecision::Settlement,
        status: Status::Proposed,
        mode: Mode::Present,
        words: (None, None, "Blue Force", None, "reports"),
        is_area: false,
    }
}

fn snapshot(seeds: impl IntoIterator<Item = Seed>) -> Snapshot {
    let records = seeds
        .into_iter()
        .enumerate()
        .map(|(n, seed)| record(n, &seed));
    Snapshot::new(records.collect(), 1)
}

fn in_box(text: &str) -> Query {
    Query {
        bbox: Some(text.parse().unwrap()),
        ..Query::default()
    }
}

#[test]
fn boxes_of_the_standard_find_what_they_should() {
    let places = [
        (178.0, 0.0),
        (-178.0, 0.0),
        (180.0, 66.0),
        (0.0, 90.0),
        (0.0, -90.0),
        (-75.0, 0.0),
        (44.0, 35.0),
    ];
    let snapshot = snapshot(places.map(|(lon, lat)| at(lon, lat)));
    let count = |bbox: &str| snapshot.count(Collection::Events, &in_box(bbox));
    assert_eq!(count("177,65,-177,70"), 1);
    assert_eq!(count("-180,85,180,90"), 1);
    assert_eq!(count("-180,-90,180,-85"), 1);
    assert_eq!(count("-80,-5,-70,5"), 1);
    assert_eq!(count("100,-60,-100,60"), 2);
    assert_eq!(count("44,35,44,35"), 1);
    assert_eq!(count("-180,-90,180,90"), 7);
    assert_eq!(count("10,10,11,11"), 0);
}

#[test]
fn far_out_a_crowd_is_clusters_and_close_by_it_is_events_and_stacks() {
    let crowd = (0..200).map(|n| {
        at(
            44.0 + f64::from(n % 20) * 0.0001,
            35.0 + f64::from(n / 20) * 0.0001,
        )
    });
    let stack = (0..5).map(|_| at(44.5, 35.5));
    let one = [at(48.0, 30.0)];
    let snapshot = snapshot(crowd.chain(stack).chain(one));
    let far = snapshot.view(&in_box("40,30,50,40"), 6);
    assert_eq!(
        (far.clusters.len(), far.events.len(), far.matched),
        (2, 1, 206)
    );
    let stacked = far.clusters.iter().find(|c| c.count == 5).unwrap();
    assert_eq!(stacked.ids.as_ref().unwrap().len(), 5);
    assert!(
        far.clusters
            .iter()
            .any(|c| c.count == 200 && c.ids.is_none())
    );
    let close = snapshot.view(&in_box("43.99,34.99,44.01,35.01"), 15);
    assert_eq!((close.clusters.len(), close.events.len()), (0, 200));
    let stack = snapshot.view(&in_box("44.49,35.49,44.51,35.51"), 12);
    assert_eq!((stack.clusters.len(), stack.events.len()), (1, 0));
    let few = snapshot.view(&in_box("44.4,35.4,44.6,35.6"), 11);
    assert_eq!((few.clusters.len(), few.events.len()), (0, 5));
}

#[test]
fn thousands_of_events_in_one_street_are_still_counted_together() {
    let street = (0..2_001).map(|n| at(44.0 + f64::from(n) * 0.000_001, 35.0));
    let snapshot = snapshot(street);
    let seen = snapshot.view(&in_box("43.99,34.99,44.01,35.01"), 16);
    let counted: u64 = seen.clusters.iter().map(|c| c.count).sum();
    assert_eq!((counted, seen.events.len()), (2_001, 0));
}

#[test]
fn an_area_is_never_counted_with_points() {
    let wide = Seed {
        is_area: true,
        precision: LocationPrecision::Province,
        ..at(0.0, 0.0)
    };
    let centre = record(0, &wide)
        .event
        .location
        .clone()
        .unwrap()
        .extent
        .position();
    let towns = (0..200).map(|_| at(centre.lon(), centre.lat()));
    let snapshot = snapshot([wide.clone(), wide].into_iter().chain(towns));
    let view = snapshot.view(&in_box("40,30,50,40"), 5);
    let drawn: Vec<_> = view
        .events
        .iter()
        .map(|r| r.event.location.as_ref().unwrap().precision)
        .collect();
    assert_eq!(drawn, [LocationPrecision::Province; 2]);
    assert_eq!(view.clusters[0].count, 200);
}

#[test]
fn a_whole_earth_at_a_close_zoom_is_seen_from_afar() {
    let crowd = (0..3000).map(|n| at(f64::from(n % 300) - 150.0, f64::from(n / 300) * 5.0));
    let snapshot = snapshot(crowd);
    let (close, fitting) = (
        snapshot.view(&in_box("-180,-90,180,90"), 22),
        snapshot.view(&in_box("-180,-90,180,90"), 5),
    );
    assert_eq!(close.clusters, fitting.clusters);
    assert_eq!(ids(&close.events), ids(&fitting.events));
}

#[test]
fn weeks_begin_on_monday_and_an_open_span_counts_where_it_is_known() {
    let on = |text: &str| Seed {
        date: DateSpan::day(text.parse().unwrap(), "day"),
        ..at(0.0, 0.0)
    };
    let until = Seed {
        date: DateSpan::open(None, Some(Date::constant(2019, 12, 31)), "until"),
        ..at(0.0, 0.0)
    };
    let snapshot = snapshot([
        on("2019-12-29"),
        on("2019-12-30"),
        on("2020-01-05"),
        until,
        at(0.0, 0.0),
    ]);
    let weeks = snapshot.aggregate(&Query::default(), By::Week);
    let bins: Vec<(&str, u64)> = weeks
        .bins
        .iter()
        .map(|bin| (bin.key.as_str(), bin.count))
        .collect();
    assert_eq!(bins, [("2019-W52", 1), ("2020-W01", 3)]);
    assert_eq!(
        (weeks.undated, weeks.unknown, weeks.matched),
        (Some(1), None, 5)
    );
    let json = serde_json::to_value(&weeks).unwrap();
    assert_eq!(
        json["bins"][0],
        serde_json::json!({
            "key": "2019-W52", "start": "2019-12-23", "end": "2019-12-29", "count": 1, "types": {"Battles": 1}
        })
    );
}

#[test]
fn an_event_stays_reachable_by_its_id() {
    let snapshot = snapshot([at(44.0, 35.0)]);
    let id = EventId::from_parts(&["0"]);
    assert_eq!(snapshot.get(&id).unwrap().event.id, id);
    assert!(snapshot.get(&EventId::from_parts(&["1"])).is_none());
    let bounds = snapshot.bounds(Collection::Events).unwrap();
    assert!(bounds.contains(Position::new(44.0, 35.0).unwrap()));
}
