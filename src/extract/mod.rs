//! What happened in this report, where, when, to whom?
//!
//! A pure, deterministic pipeline: the report is cut into paragraphs of a kind and sentences, toponyms are found and
//! resolved together, triggers become frames with a mode, frames of a sentence become a draft with date, place,
//! actors and numbers, and drafts that tell the same incident become one event.

mod actors;
mod annotate;
mod confidence;
mod counts;
mod dating;
mod document;
mod draft;
mod event;
mod frame;
mod lexicon;
mod merge;
mod number;
mod place;
mod time;
mod token;

pub use document::{Document, Duplicate, Paragraph, ParagraphKind, Sentence};
pub use event::REPORTS_DATASET;
pub use number::{Quantity, QuantityKind, Unit, quantities};
pub use time::{Tense, TimeClass, TimeContext, TimeExpression, expressions};

use crate::domain::{Coding, DateSpan, Event, Mention, Mode, Report, Resolution, Span};
use crate::gazetteer::{Gazetteer, Toponym};
use actors::Cast;
use annotate::Annotated;
use draft::{Draft, drafts};
use event::Builder;
use place::Places;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;

/// Hash of the sources that read reports, made by `build.rs`, so that no change of them goes unnoticed.
const READER_VERSION: &str = env!("SITMAP_READER");

/// Changes with every change of the rules or the word lists: data coded with another version is coded again.
pub fn rules_version() -> String {
    let mut hasher = Sha256::new();
    for part in lexicon::files().chain([READER_VERSION, confidence::TABLE]) {
        hasher.update(part);
    }
    hasher
        .finalize()
        .iter()
        .take(6)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Everything that was read from a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Its toponyms, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Where the name alone stands in each mention; `None` when a mention is made of other names or of an adjective.
    pub names: Vec<Option<Span>>,
    /// Its events, of every mode, in the order of the text.
    pub events: Vec<Event>,
    /// Every time expression that was understood: where, its words, what it means.
    pub dates: Vec<(Span, String, DateSpan)>,
}

impl Extraction {
    /// The unit that is stored.
    pub fn into_coding(self, report: Report) -> Coding {
        Coding {
            report,
            mentions: self.mentions,
            events: self.events,
        }
    }
}

/// Reads a report.
///
/// ```
/// use sitmap::{domain::{Report, ReportDraft}, extract::extract, gazetteer::Gazetteer};
/// let text = "Iraqi forces on Sunday, 7 July 2019, searched the villages of Daquq and Hawija and arrested four militants.";
/// let report = Report::new(ReportDraft { text: text.to_owned(), ..ReportDraft::default() }).expect("it has text");
/// let found = extract(&report, Gazetteer::embedded().expect("it reads"));
/// assert_eq!(found.events.len(), 2);
/// assert_eq!(found.events[0].place_name(), Some("Daquq"));
/// ```
pub fn extract(report: &Report, gazetteer: &Gazetteer) -> Extraction {
    let document = Document::read(report);
    let sentences = annotated(report, &document);
    let toponyms = gazetteer.toponyms(&report.text, &document.stretches());
    let resolutions = gazetteer.resolve(&toponyms, report.country.as_ref());
    let places = Places {
        toponyms: &toponyms,
        resolutions: &resolutions,
    };
    let merged = merge::merge(all_drafts(report, &document, &sentences, &places), &places);
    let mut builder = Builder::new(report, places);
    let events = merged
        .iter()
        .flat_map(|draft| builder.events(draft))
        .collect();
    let (mentions, names) = mentions(report, &document, &sentences, &places, &merged);
    Extraction {
        mentions,
        names,
        events,
        dates: dates(report, &sentences),
    }
}

fn annotated<'r>(report: &'r Report, document: &Document) -> Vec<Annotated<'r>> {
    let kind = |paragraph: usize| {
        document
            .paragraphs
            .get(paragraph)
            .map_or(ParagraphKind::Body, |p| p.kind)
    };
    let read = |(number, s): (usize, &Sentence)| {
        Annotated::new(number, &report.text, s.span, s.paragraph, kind(s.paragraph))
    };
    document.sentences.iter().enumerate().map(read).collect()
}

/// The drafts of the story; a sentence that repeats another tells nothing new.
fn all_drafts(
    report: &Report,
    document: &Document,
    sentences: &[Annotated<'_>],
    places: &Places<'_>,
) -> Vec<Draft> {
    let cast = Cast::new(sentences);
    let mut context = dating::context(report.published_at);
    let repeated: HashSet<usize> = document.duplicates().iter().map(|d| d.sentence).collect();
    let mut found = Vec::new();
    for sentence in sentences
        .iter()
        .filter(|s| s.kind.is_story() && !repeated.contains(&s.number))
    {
        let told = drafts(sentence, places, &cast, &context);
        let day = told
            .iter()
            .filter(|d| d.mode == Mode::Present)
            .filter_map(|d| d.date.as_ref()?.first_day())
            .next_back();
        context.anchor = day.or(context.anchor);
        found.extend(told);
    }
    found
}

fn mentions(
    report: &Report,
    document: &Document,
    sentences: &[Annotated<'_>],
    places: &Places<'_>,
    events: &[Draft],
) -> (Vec<Mention>, Vec<Option<Span>>) {
    let present: Vec<&Draft> = events.iter().filter(|d| d.mode == Mode::Present).collect();
    let event_places: HashSet<usize> = present
        .iter()
        .flat_map(|d| d.places.iter().copied())
        .collect();
    let told: HashSet<usize> = present.iter().map(|d| d.sentence).collect();
    let mention = |(i, (toponym, resolution)): (usize, (&Toponym, &Resolution))| Mention {
        span: toponym.span,
        text: toponym.span.of(&report.text).to_owned(),
        role: if toponym.sentence >= document.sentences.len() {
            crate::domain::MentionRole::Dateline
        } else {
            places.role(
                i,
                sentences.get(toponym.sentence),
                &event_places,
                told.contains(&toponym.sentence),
            )
        },
        resolution: resolution.clone(),
    };
    let mut mentions: Vec<(Mention, Option<Span>)> = places
        .toponyms
        .iter()
        .zip(places.resolutions)
        .enumerate()
        .map(|(i, (toponym, resolution))| {
            let name = toponym.is_name().then_some(toponym.name_span);
            (mention((i, (toponym, resolution))), name)
        })
        .collect();
    mentions.sort_by_key(|(mention, _)| mention.span);
    mentions.into_iter().unzip()
}

fn dates(report: &Report, sentences: &[Annotated<'_>]) -> Vec<(Span, String, DateSpan)> {
    let context = dating::context(report.published_at);
    let of_sentence = |s: &Annotated<'_>| {
        let start = s.span.start;
        s.times
            .iter()
            .map(move |hit| {
                (
                    hit.expression.span.shifted(start),
                    hit.expression.text.clone(),
                    hit.expression.resolve(&context),
                )
            })
            .collect::<Vec<_>>()
    };
    sentences.iter().flat_map(of_sentence).collect()
}
