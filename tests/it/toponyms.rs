//! Every name in a table of sentences means the place, the area or the nothing that the table says.

use super::reading::{read, report, rows};
use sitmap::domain::{ExtentKind, Location, Mention, Position};

/// The mention of a name, of the longest words that hold it first: "15 km south of Makhmur" before "Makhmur".
fn mention<'m>(mentions: &'m [Mention], name: &str) -> Option<&'m Mention> {
    let same = mentions.iter().find(|m| m.text == name);
    same.or_else(|| mentions.iter().find(|m| m.text.contains(name)))
}

/// An unknown name is somewhere in an area this wide at least, in metres.
const LEAST_AREA_M: f64 = 20_000.0;

/// What the table would say of an answer.
fn told(mention: Option<&Mention>) -> String {
    let Some(mention) = mention else {
        return "nothing".to_owned();
    };
    let Some(location) = &mention.resolution.location else {
        return "unresolved".to_owned();
    };
    match (&mention.resolution.chosen, &location.relation) {
        (Some(chosen), None) => chosen.place.id.to_string(),
        (None, Some(words)) if words.starts_with("somewhere around") => area(location),
        (_, Some(words)) => format!("made: {words}"),
        (None, None) => area(location),
    }
}

fn area(location: &Location) -> String {
    let metres = location.extent.radius_m();
    if metres > LEAST_AREA_M {
        "area".to_owned()
    } else {
        format!("an area of {metres} m only")
    }
}

/// `5@43.27,35.67`: the answer's position lies within 5 km of it.
fn is_near(location: &Location, wanted: &str) -> bool {
    let (km, position) = wanted.split_once('@').unwrap();
    let (lon, lat) = position.split_once(',').unwrap();
    let there = Position::new(lon.parse().unwrap(), lat.parse().unwrap()).unwrap();
    location.extent.position().distance_m(there) <= km.parse::<f64>().unwrap() * 1_000.0
}

fn shape(location: &Location) -> &'static str {
    match location.extent.kind() {
        ExtentKind::Point => "point",
        ExtentKind::Line => "line",
        ExtentKind::Area => "area",
    }
}

/// What is not as a row says: the answer, its distance, its shape, its role.
fn faults([text, country, name, expected, near, kind, role, _note]: [&str; 8]) -> Vec<String> {
    assert!(
        text.contains(name),
        "the sentence does not hold '{name}': {text}"
    );
    let mentions = read(&report(text, country, "-")).mentions;
    let found = mention(&mentions, name);
    let location = found.and_then(|m| m.resolution.location.as_ref());
    let answer = told(found);
    let mut faults = Vec::new();
    if answer != expected {
        faults.push(format!("{name}: {expected} expected, {answer} found"));
    }
    if near != "-" && !location.is_some_and(|l| is_near(l, near)) {
        let at = location.map(|l| l.extent.position());
        faults.push(format!("{name}: {near} expected, {at:?} found"));
    }
    if kind != "-" && location.map(shape) != Some(kind) {
        faults.push(format!(
            "{name}: a {kind} expected, {:?} found",
            location.map(shape)
        ));
    }
    if role != "-" && found.map(|m| m.role.as_str()) != Some(role) {
        faults.push(format!(
            "{name}: role {role} expected, {:?} found",
            found.map(|m| m.role)
        ));
    }
    faults
}

#[test]
fn names_mean_what_the_table_says() {
    let table = include_str!("../cases/toponyms.tsv");
    let faults: Vec<String> = rows(table)
        .into_iter()
        .flat_map(|(line, row)| {
            faults(row)
                .into_iter()
                .map(move |f| format!("line {line}: {f}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Wrong answers that are known: one that has become another must leave the table.
#[test]
fn known_wrong_answers_are_still_the_ones_written_down() {
    let table = include_str!("../cases/toponyms-known-wrong.tsv");
    for (line, [text, country, name, now, right, _why]) in rows(table) {
        assert!(
            text.contains(name),
            "line {line}: no '{name}' in the sentence"
        );
        assert_ne!(
            now, right,
            "line {line}: a right answer belongs into toponyms.tsv"
        );
        let mentions = read(&report(text, country, "-")).mentions;
        let answer = told(mention(&mentions, name));
        assert_ne!(
            answer, right,
            "line {line}: now right, move the row to toponyms.tsv"
        );
        assert_eq!(answer, now, "line {line}: another wrong answer");
    }
}
