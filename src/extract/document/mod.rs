//! A report as paragraphs of a kind and sentences: what is the report's own text and what belongs to the page?

mod cues;
mod dateline;
mod duplicates;
mod layout;
mod lines;

use crate::domain::{Report, Span};
use crate::text::Splitter;
pub use duplicates::Duplicate;

/// What a paragraph is for. Only `Body` tells what happened; the others repeat, frame or surround it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParagraphKind {
    /// The report's headline.
    Headline,
    /// A summary under the headline, before the body.
    Standfirst,
    /// A short line between paragraphs of the body.
    Subheading,
    /// The report's own text.
    Body,
    /// Text of a picture: its date and place are the picture's.
    Caption,
    /// Who wrote it.
    Byline,
    /// Buttons, labels and dates of the page, and notices.
    Navigation,
    /// What readers wrote.
    Comment,
    /// The headline of another report.
    RelatedHeadline,
    /// Advertising.
    Advert,
}

impl ParagraphKind {
    /// Whether the paragraph tells the report's own story, in short or in full.
    pub fn is_story(self) -> bool {
        matches!(
            self,
            Self::Headline | Self::Standfirst | Self::Subheading | Self::Body
        )
    }
}

/// A line of the text, or a part of one where a caption was run into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands in the report's text, without surrounding space.
    pub span: Span,
    /// What it is for.
    pub kind: ParagraphKind,
    /// Place, date and agency before the first sentence, dash included: "ERBIL (Kurdistan24) –".
    pub dateline: Option<Span>,
}

/// A sentence; a dateline is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the report's text.
    pub span: Span,
    /// Number of its paragraph.
    pub paragraph: usize,
}

/// A report cut into paragraphs and sentences, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// All paragraphs, also those that are no part of the story.
    pub paragraphs: Vec<Paragraph>,
    /// The sentences of all paragraphs.
    pub sentences: Vec<Sentence>,
    duplicates: Vec<Duplicate>,
}

impl Document {
    /// Where toponyms are looked for: all sentences, then the datelines, which stand in no sentence.
    pub fn stretches(&self) -> Vec<Span> {
        let datelines = self.paragraphs.iter().filter_map(|p| p.dateline);
        let sentences = self.sentences.iter().map(|s| s.span);
        sentences.chain(datelines).collect()
    }

    /// Reads a report.
    ///
    /// ```
    /// use sitmap::domain::{Report, ReportDraft};
    /// use sitmap::extract::{Document, ParagraphKind};
    ///
    /// let text = "Shells hit a market\n\nAMMAN - Shells fell on a market on Friday.\n\nLeave a Reply".to_owned();
    /// let report = Report::new(ReportDraft { text, ..ReportDraft::default() })?;
    /// let kinds: Vec<_> = Document::read(&report).paragraphs.iter().map(|p| p.kind).collect();
    /// assert_eq!(kinds, [ParagraphKind::Headline, ParagraphKind::Body, ParagraphKind::Navigation]);
    /// # Ok::<(), sitmap::domain::DomainError>(())
    /// ```
    pub fn read(report: &Report) -> Self {
        let text = report.text.as_str();
        let splitter = Splitter::new(text);
        let lines = lines::read(text, splitter);
        let kinds = layout::kinds(&lines, report.title.as_deref());
        let paragraphs: Vec<Paragraph> = lines
            .iter()
            .zip(kinds)
            .map(|(line, kind)| Paragraph {
                span: line.span,
                kind,
                dateline: line.dateline.filter(|_| kind.is_story()),
            })
            .collect();
        let sentences = sentences(&paragraphs, splitter);
        let duplicates = duplicates::find(text, &paragraphs, &sentences);
        Self {
            paragraphs,
            sentences,
            duplicates,
        }
    }

    /// Sentences of the story that say (nearly) the same as another one, each with the sentence that stands for both.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// The kind of the paragraph of a sentence.
    pub fn kind_of(&self, sentence: &Sentence) -> Option<ParagraphKind> {
        self.paragraphs
            .get(sentence.paragraph)
            .map(|paragraph| paragraph.kind)
    }
}

fn sentences(paragraphs: &[Paragraph], splitter: Splitter<'_>) -> Vec<Sentence> {
    let of = |(number, paragraph): (usize, &Paragraph)| {
        let start = paragraph
            .dateline
            .map_or(paragraph.span.start, |dateline| dateline.end);
        let within = Span::new(start, paragraph.span.end);
        splitter
            .split(within)
            .into_iter()
            .map(move |span| Sentence {
                span,
                paragraph: number,
            })
    };
    paragraphs.iter().enumerate().flat_map(of).collect()
}

#[cfg(test)]
mod tests;
