use super::ParagraphKind;
use super::cues::{self, Cue};
use super::lines::Line;
use std::collections::HashSet;

/// Words up to which a line that asks can be a headline.
const LONGEST_QUESTION: usize = 15;
/// Words up to which a line under the headline that repeats or frames the body is a standfirst.
const LONGEST_STANDFIRST: usize = 40;
/// Words of a section label such as "World news".
const LONGEST_LABEL: usize = 3;
/// Words of a line between paragraphs.
const LONGEST_SUBHEADING: usize = 12;
/// Words of another report's headline.
const RELATED: std::ops::RangeInclusive<usize> = 4..=25;
/// Words of running text after which comments can begin.
const ENOUGH_BODY: usize = 40;

/// The kind of each line, from its cue, its look and where it stands.
pub(super) fn kinds(lines: &[Line], title: Option<&str>) -> Vec<ParagraphKind> {
    let mut layout = Layout {
        lines,
        kinds: lines.iter().map(by_cue).collect(),
    };
    let end = layout.comments();
    layout.related_sections(end);
    layout.repeated_captions();
    let body = layout.body(end);
    if let Some((first, last)) = body {
        layout.head(first, title);
        layout.standfirst(first, end);
        layout.middle(first, last);
        layout.tail(last, end);
    }
    layout.kinds
}

fn by_cue(line: &Line) -> ParagraphKind {
    match line.cue {
        None => ParagraphKind::Body,
        Some(Cue::Navigation | Cue::Comments | Cue::RelatedSection) => ParagraphKind::Navigation,
        Some(Cue::Advert) => ParagraphKind::Advert,
        Some(Cue::RelatedHeadline) => ParagraphKind::RelatedHeadline,
        Some(Cue::Byline) => ParagraphKind::Byline,
        Some(Cue::Caption) => ParagraphKind::Caption,
    }
}

struct Layout<'l> {
    lines: &'l [Line],
    kinds: Vec<ParagraphKind>,
}

impl Layout<'_> {
    fn set(&mut self, at: usize, kind: ParagraphKind) {
        if let Some(slot) = self.kinds.get_mut(at) {
            *slot = kind;
        }
    }

    /// Marks the readers' comments and says where they begin.
    ///
    /// "3 comments" also stands under headlines: it opens the comments only when enough of the body is past.
    fn comments(&mut self) -> usize {
        let mut words = 0;
        let opens = |line: &Line| {
            words += if line.is_plain_prose() { line.words } else { 0 };
            line.cue == Some(Cue::Comments) && words >= ENOUGH_BODY.min(self.half_of_prose())
        };
        let Some(start) = self.lines.iter().position(opens) else {
            return self.lines.len();
        };
        for (at, line) in self.lines.iter().enumerate().skip(start) {
            if line.cue.is_none() {
                self.kinds
                    .get_mut(at)
                    .into_iter()
                    .for_each(|kind| *kind = ParagraphKind::Comment);
            }
        }
        self.related_run(start, self.lines.len());
        start
    }

    fn half_of_prose(&self) -> usize {
        let words: usize = self
            .lines
            .iter()
            .filter(|line| line.is_plain_prose())
            .map(|line| line.words)
            .sum();
        words.div_ceil(2).max(1)
    }

    /// The headlines that close the stretch, each apart from running text.
    fn related_run(&mut self, start: usize, end: usize) {
        for at in (start..end).rev() {
            match self.lines.get(at) {
                Some(line) if line.is_short() && !line.listed => {
                    let kind = if RELATED.contains(&line.words) {
                        ParagraphKind::RelatedHeadline
                    } else {
                        ParagraphKind::Navigation
                    };
                    self.set(at, kind);
                }
                Some(line) if line.cue.is_some() => {}
                _ => break,
            }
        }
    }

    fn related_sections(&mut self, end: usize) {
        let mut inside = false;
        for (at, line) in self.lines.iter().enumerate().take(end) {
            inside = line.cue == Some(Cue::RelatedSection) || (inside && !line.is_plain_prose());
            if inside && line.is_short() {
                self.set(at, ParagraphKind::RelatedHeadline);
            }
        }
    }

    /// A line without stop printed twice in a row is the text of a picture, once for the eye and once for the page.
    fn repeated_captions(&mut self) {
        for (at, pair) in self.lines.windows(2).enumerate() {
            if let [one, two] = pair
                && one.is_short()
                && one.folded == two.folded
                && one.words > LONGEST_LABEL
            {
                self.set(at, ParagraphKind::Caption);
                self.set(at + 1, ParagraphKind::Caption);
            }
        }
    }

    /// First and last line of running text before the comments.
    fn body(&self, end: usize) -> Option<(usize, usize)> {
        let mut prose = self
            .lines
            .iter()
            .take(end)
            .enumerate()
            .filter(|(_, line)| line.is_plain_prose())
            .map(|(at, _)| at);
        let first = prose.next()?;
        Some((first, prose.next_back().unwrap_or(first)))
    }

    fn story_before(&self, first: usize) -> Vec<usize> {
        let lines = self.lines.iter().zip(&self.kinds).take(first).enumerate();
        lines
            .filter(|(_, (line, kind))| line.is_short() && **kind == ParagraphKind::Body)
            .map(|(at, _)| at)
            .collect()
    }

    /// Lines before the running text: labels, the headline, and what stands under it.
    fn head(&mut self, first: usize, title: Option<&str>) {
        let mut short = self.story_before(first);
        let headed = short.is_empty() && self.heads(first, title);
        if headed {
            short.push(first);
        }
        let title = title.map(cues::fold);
        let is_title = |line: &Line| title.as_ref() == Some(&line.folded);
        let headline = short
            .iter()
            .position(|at| self.lines.get(*at).is_some_and(is_title))
            .or_else(|| {
                short.iter().position(|at| {
                    self.lines
                        .get(*at)
                        .is_some_and(|line| line.words > LONGEST_LABEL)
                })
            })
            .unwrap_or(0);
        for (number, at) in short.into_iter().enumerate() {
            let kind = match number.cmp(&headline) {
                std::cmp::Ordering::Less => ParagraphKind::Navigation,
                std::cmp::Ordering::Equal => ParagraphKind::Headline,
                std::cmp::Ordering::Greater => ParagraphKind::Standfirst,
            };
            self.set(at, kind);
        }
    }

    /// Whether the first line of running text is itself the headline: the given title, or a short question.
    fn heads(&self, first: usize, title: Option<&str>) -> bool {
        let more = self.lines.iter().skip(first + 1).any(Line::is_plain_prose);
        self.lines.get(first).is_some_and(|line| {
            more && (title.map(cues::fold).as_ref() == Some(&line.folded)
                || (line.asks() && line.words <= LONGEST_QUESTION))
        })
    }

    /// A short paragraph under the headline that the body repeats, or that stands before the dateline.
    fn standfirst(&mut self, first: usize, end: usize) {
        let headed = self
            .kinds
            .iter()
            .position(|kind| *kind == ParagraphKind::Headline);
        let Some(headline) = headed else { return };
        let first = if headline == first { first + 1 } else { first };
        let Some(line) = self.lines.get(first).filter(|line| {
            line.is_plain_prose() && line.words <= LONGEST_STANDFIRST && line.dateline.is_none()
        }) else {
            return;
        };
        let mut body = self
            .lines
            .iter()
            .take(end)
            .skip(first + 1)
            .filter(|line| line.is_plain_prose())
            .peekable();
        let before_dateline = body.peek().is_some_and(|next| next.dateline.is_some());
        if before_dateline || body.any(|other| repeats(line, other)) {
            self.set(first, ParagraphKind::Standfirst);
        }
    }

    /// Short lines between paragraphs: one alone is a subheading, several or listed ones are part of the body.
    fn middle(&mut self, first: usize, last: usize) {
        for at in first + 1..last {
            let around = (
                self.lines.get(at - 1),
                self.lines.get(at),
                self.lines.get(at + 1),
            );
            if let (Some(before), Some(line), Some(after)) = around
                && self.kinds.get(at) == Some(&ParagraphKind::Body)
                && line.is_short()
                && line.blank_before
                && !line.listed
                && line.words <= LONGEST_SUBHEADING
                && !before.is_short()
                && !after.is_short()
                && !before.announces()
            {
                self.set(at, ParagraphKind::Subheading);
            }
        }
    }

    /// Short lines after the running text are headlines of other reports, when an empty line sets them apart.
    fn tail(&mut self, last: usize, end: usize) {
        let headed = self.kinds.contains(&ParagraphKind::Headline);
        let paragraphs = self
            .lines
            .iter()
            .take(end)
            .filter(|line| line.is_plain_prose())
            .count();
        let listing = self.lines.get(last).is_some_and(Line::announces);
        let apart = self
            .lines
            .iter()
            .take(end)
            .skip(last + 1)
            .find(|line| line.is_short())
            .is_some_and(|line| line.blank_before);
        if apart && !listing && (headed || paragraphs > 1) {
            self.related_run(last + 1, end);
        }
    }
}

/// Whether nearly all words of the short paragraph come back in one of the body.
fn repeats(short: &Line, other: &Line) -> bool {
    let body: HashSet<&str> = other.folded.split(' ').map(bare).collect();
    let words: Vec<&str> = short.folded.split(' ').map(bare).collect();
    let shared = words.iter().filter(|word| body.contains(*word)).count();
    words.len() >= 5 && shared * 10 >= words.len() * 9
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#')
}
