//! Spans of toponyms as they are compared.

use super::lines::GoldDocument;
use crate::domain::Span;

/// Without a leading "the " and a trailing 's.
pub(super) fn trimmed(text: &[char], span: Span) -> Span {
    let (mut start, mut end) = (span.start, span.end.min(text.len()));
    let begins: String = text
        .iter()
        .skip(start)
        .take(4)
        .flat_map(|c| c.to_lowercase())
        .collect();
    if begins == "the " && end.saturating_sub(start) > 4 {
        start += 4;
    }
    let possessive = end.saturating_sub(start) > 2
        && text.get(end - 1) == Some(&'s')
        && matches!(text.get(end - 2), Some('\'' | '’'));
    if possessive {
        end -= 2;
    }
    Span::new(start, end.max(start))
}

/// The trimmed spans of a document's toponyms, each once, in the order of the file.
pub(super) fn gold_spans(document: &GoldDocument) -> Vec<Span> {
    let text: Vec<char> = document.text.chars().collect();
    let mut spans = Vec::new();
    for toponym in &document.toponyms {
        let span = trimmed(&text, Span::new(toponym.start, toponym.end));
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    spans
}

/// Code points that two spans share.
pub(super) fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
