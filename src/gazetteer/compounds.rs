//! "the Mosul-Baghdad road": two or more names in one word.

use super::find_words::without_possessive;
use super::layers::Layers;
use super::runs::{Run, Sentence, Shape};
use crate::domain::Span;
use crate::text::{Level, fold};

/// Most names that one word joins.
const MOST_NAMES: usize = 3;

impl Sentence<'_> {
    /// The names that make up a word with hyphens; none unless each begins with a capital and is known.
    pub(super) fn compound_at(&self, at: usize, names: &Layers) -> Vec<Run> {
        let Some(token) = self.token(Some(at)).filter(|t| t.begins_name()) else {
            return Vec::new();
        };
        let word = without_possessive(token.word.text);
        let parts: Vec<&str> = word.split(['-', '‑']).collect();
        if !(2..=2 * MOST_NAMES).contains(&parts.len()) {
            return Vec::new();
        }
        let Some(ends) = tiled(&parts, names).filter(|ends| ends.len() >= 2) else {
            return Vec::new();
        };
        let mut start = token.word.span.start;
        let mut runs = Vec::new();
        for name in ends {
            runs.push(Run {
                shape: Shape::InsideWord,
                ..self.run_of(at, Span::new(start, start + name))
            });
            start += name
                + self
                    .text
                    .get(start + name..)
                    .and_then(|t| t.chars().next())
                    .map_or(0, char::len_utf8);
        }
        runs
    }
}

/// Lengths in bytes of the known names that the parts of a word make, two or more, longest first.
fn tiled(parts: &[&str], names: &Layers) -> Option<Vec<usize>> {
    if parts.is_empty() {
        return Some(Vec::new());
    }
    (1..=parts.len().min(2)).rev().find_map(|count| {
        let (first, rest) = parts.split_at(count);
        let name = first.join("-");
        let capital = first
            .iter()
            .any(|part| part.starts_with(char::is_uppercase));
        if !capital || !names.knows(&fold(&name, Level::Sound)) {
            return None;
        }
        let others = tiled(rest, names)?;
        let all: Vec<usize> = std::iter::once(name.len()).chain(others).collect();
        (all.len() <= MOST_NAMES).then_some(all)
    })
}
