use super::*;
use crate::domain::ReportDraft;

const PAGES: &str = include_str!("../../../tests/cases/pages.txt");

fn report(text: &str, title: Option<&str>) -> Report {
    Report::new(ReportDraft {
        text: text.to_owned(),
        title: title.map(str::to_owned),
        ..ReportDraft::default()
    })
    .unwrap()
}

fn code(kind: ParagraphKind) -> &'static str {
    match kind {
        ParagraphKind::Headline => "headline",
        ParagraphKind::Standfirst => "standfirst",
        ParagraphKind::Subheading => "subheading",
        ParagraphKind::Body => "body",
        ParagraphKind::Caption => "caption",
        ParagraphKind::Byline => "byline",
        ParagraphKind::Navigation => "navigation",
        ParagraphKind::Comment => "comment",
        ParagraphKind::RelatedHeadline => "related",
        ParagraphKind::Advert => "advert",
    }
}

/// The text of a page of the table and the rows expected: `kind| text`; `+kind|` goes on in the same line.
fn page(rows: &str) -> (String, Vec<String>) {
    let (mut text, mut expected) = (String::new(), Vec::new());
    for row in rows.lines() {
        let (kind, content) = row.split_once("| ").unwrap_or_default();
        let same_line = kind.strip_prefix('+');
        text.push(if same_line.is_some() { ' ' } else { '\n' });
        text.push_str(content);
        if !kind.is_empty() {
            expected.push(format!("{}| {content}", same_line.unwrap_or(kind)));
        }
    }
    (text, expected)
}

#[test]
fn pages_fall_into_the_kinds_of_the_table() {
    for rows in PAGES.split("\n=== ").skip(1) {
        let (name, rows) = rows.split_once('\n').unwrap();
        let (text, expected) = page(rows);
        let document = Document::read(&report(&text, None));
        let row = |p: &Paragraph| format!("{}| {}", code(p.kind), p.span.of(&text));
        let found: Vec<String> = document.paragraphs.iter().map(row).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn datelines_are_found_by_their_shape() {
    let rows = include_str!("../../../tests/cases/datelines.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let (expected, rest) = row.split_once('|').unwrap_or(("", row));
        let text = format!("{expected}{rest}");
        let document = Document::read(&report(&text, None));
        let found = document.paragraphs[0]
            .dateline
            .map_or("", |span| span.of(&text));
        assert_eq!(found, expected, "{text}");
        assert_eq!(
            document.sentences[0].span.of(&text).chars().next(),
            rest.trim().chars().next(),
            "{text}"
        );
    }
}

#[test]
fn a_repeated_sentence_stands_for_the_one_in_the_body() {
    let text = "Guards found mines near the mill\n\nBorder guards found eleven mines near the old mill.\n\nTARI - The week was calm. \
                Border guards found eleven mines near the old mill. Border guards found twelve mines near the old mill of Tari.\n";
    let document = Document::read(&report(text, None));
    let said: Vec<(&str, &str)> = document
        .duplicates()
        .iter()
        .map(|d| {
            (
                document.sentences[d.sentence].span.of(text),
                document.sentences[d.of].span.of(text),
            )
        })
        .collect();
    let same = "Border guards found eleven mines near the old mill.";
    assert_eq!(said, [(same, same)]);
    assert_eq!(document.duplicates()[0].sentence, 1);
    assert_eq!(
        document.kind_of(&document.sentences[1]),
        Some(ParagraphKind::Standfirst)
    );
}

#[test]
fn sentences_that_differ_in_a_name_or_a_figure_are_no_repeats() {
    let line = |place: &str, n: u32| {
        format!(
            "On Monday the army shelled the farms of the village of {place} and {n} families had to leave.\n"
        )
    };
    let text = [
        line("Abbarin", 20),
        line("Tallish", 20),
        line("Abbarin", 30),
        line("Abbarin", 20),
    ]
    .concat();
    let document = Document::read(&report(&text, None));
    assert_eq!(document.duplicates(), [Duplicate { sentence: 3, of: 0 }]);
}

#[test]
fn the_given_title_is_the_headline_even_with_a_stop() {
    let text = "Calm returns to Tari.\n\nThe town of Tari was calm on Monday.";
    let document = Document::read(&report(text, Some("Calm returns to Tari")));
    assert_eq!(document.paragraphs[0].kind, ParagraphKind::Headline);
}
