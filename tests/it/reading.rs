//! Reading texts in tests, and their tables.

use jiff::civil::Date;
use sitmap::domain::{Event, Report, ReportDraft};
use sitmap::extract::{Extraction, extract};
use sitmap::gazetteer::Gazetteer;

pub(crate) fn gazetteer() -> &'static Gazetteer {
    Gazetteer::embedded().unwrap()
}

/// The report of a text; `-` stands for no country and no day of publication, `\n` for a line break.
pub(crate) fn report(text: &str, country: &str, published_at: &str) -> Report {
    let given = |word: &str| (word != "-").then(|| word.to_owned());
    Report::new(ReportDraft {
        id: Some("case".to_owned()),
        text: text.replace("\\n", "\n"),
        country: given(country).map(|code| code.parse().unwrap()),
        published_at: given(published_at).map(|day| day.parse::<Date>().unwrap()),
        ..ReportDraft::default()
    })
    .unwrap()
}

pub(crate) fn read(report: &Report) -> Extraction {
    extract(report, gazetteer())
}

/// The rows of a table with their line numbers; `#` opens a comment. A row of another width is a fault.
pub(crate) fn rows<const WIDTH: usize>(table: &str) -> Vec<(usize, [&str; WIDTH])> {
    let kept = (1..)
        .zip(table.lines())
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    kept.map(|(number, line)| {
        let cells: Vec<&str> = line.split('\t').collect();
        let found = cells.len();
        let row = <[&str; WIDTH]>::try_from(cells);
        let row =
            row.unwrap_or_else(|_| panic!("line {number}: {WIDTH} cells expected, {found} found"));
        (number, row)
    })
    .collect()
}

/// Events as the tables write them, separated by `; `; `-` for none.
pub(crate) fn written(events: &[Event]) -> String {
    let all: Vec<String> = events.iter().map(written_event).collect();
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.join("; ")
    }
}

/// `mode|sub-event type|place|first day|kind=min..max,…`; what is not known is `-`, an open end is left out.
fn written_event(event: &Event) -> String {
    let start = event.date.start().map(|day| day.to_string());
    let end = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let count = |c: &sitmap::domain::Count| {
        let (min, max) = (end(c.number.min()), end(c.number.max()));
        format!("{}={min}..{max}", format!("{:?}", c.kind).to_lowercase())
    };
    let counts: Vec<String> = event.counts.iter().map(count).collect();
    let or_none = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
    [
        event.mode.to_string(),
        event.sub_event_type.to_string(),
        or_none(event.place_name().unwrap_or_default()),
        or_none(&start.unwrap_or_default()),
        or_none(&counts.join(",")),
    ]
    .join("|")
}
