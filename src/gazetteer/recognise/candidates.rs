//! Stretches of a sentence that may be toponyms.

use super::super::find_words::Token;
use super::super::runs::Sentence;
use super::abbreviations::{self, Abbreviation};
use super::known::{Known, Lookups};
use super::traits::{Class, Head};
use crate::domain::Span;

/// A stretch of tokens, both ends included, and why it may be a toponym.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Its bytes, without 's.
    pub(super) span: Span,
    /// Folded words with blanks between them.
    pub(super) name: String,
    /// The gazetteer bears it.
    pub(super) known: Option<Known>,
    /// It ends in a word such as "County": the kind, and whether the gazetteer bears what stands before.
    pub(super) head: Option<(Head, bool)>,
    /// "Lake X".
    pub(super) prefixed: bool,
    /// "Gulf of X".
    pub(super) of_head: bool,
    /// "South X" with X in the gazetteer.
    pub(super) compass: Option<Known>,
    /// A whole run of capitalised words.
    pub(super) run: bool,
    pub(super) abbreviation: Option<Abbreviation>,
}

/// Longest name in words.
const LONGEST: usize = 7;
/// Longest run of capitalised words with a head in words.
const LONGEST_RUN: usize = 6;
/// Small words inside names.
const LINKS: [&str; 10] = [
    "of", "de", "del", "la", "do", "da", "dos", "du", "des", "el",
];
/// Longest unknown run in words.
const LONGEST_UNKNOWN: usize = 4;

impl Candidate {
    fn new(sentence: &Sentence<'_>, first: usize, last: usize) -> Self {
        Self {
            first,
            last,
            span: sentence.span(first, last),
            name: sentence.folded(first, last),
            known: None,
            head: None,
            prefixed: false,
            of_head: false,
            compass: None,
            run: false,
            abbreviation: None,
        }
    }

    pub(super) fn is_of_one_word(&self) -> bool {
        self.first == self.last
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.first <= other.first
            && other.last <= self.last
            && (self.first, self.last) != (other.first, other.last)
    }

    pub(super) fn is_headed(&self) -> bool {
        self.head.is_some() || self.prefixed || self.of_head
    }
}

/// All candidates of a sentence, ordered by their first word.
pub(super) fn candidates(sentence: &Sentence<'_>, lookups: &Lookups<'_>) -> Vec<Candidate> {
    let mut maker = Maker {
        sentence,
        lookups,
        found: Vec::new(),
    };
    for at in 0..sentence.tokens.len() {
        if maker
            .token(at)
            .is_some_and(|t| t.begins_name() && !t.word.is_arabic())
        {
            maker.begin(at);
        }
    }
    maker.found
}

struct Maker<'s, 'n> {
    sentence: &'s Sentence<'s>,
    lookups: &'s Lookups<'n>,
    found: Vec<Candidate>,
}

impl<'s> Maker<'s, '_> {
    fn token(&self, at: usize) -> Option<&'s Token<'s>> {
        self.sentence.tokens.get(at)
    }

    fn is_capitalised(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::begins_name)
    }

    /// Whether a token may follow the one before it inside a name.
    fn joins(&self, at: usize) -> bool {
        at > 0 && self.sentence.joins(at)
    }

    fn begin(&mut self, at: usize) {
        self.abbreviated(at);
        self.listed(at);
        let last = self.end_of_run(at);
        self.headed(at, last);
        self.prefixed(at, last);
        self.of_head(at, last);
        self.with_compass(at, last);
        self.whole_run(at);
    }

    fn entry(&mut self, first: usize, last: usize) -> &mut Candidate {
        let same = self
            .found
            .iter()
            .rposition(|c| (c.first, c.last) == (first, last));
        let at = same.unwrap_or_else(|| {
            self.found.push(Candidate::new(self.sentence, first, last));
            self.found.len() - 1
        });
        &mut self.found[at]
    }

    fn abbreviated(&mut self, at: usize) {
        let Some(start) = self.token(at).map(|t| t.word.span.start) else {
            return;
        };
        let rest = self.sentence.text.get(start..).unwrap_or_default();
        let Some((abbreviation, length)) = abbreviations::at_start_of(rest) else {
            return;
        };
        let end = start + length;
        let last = (at..self.sentence.tokens.len())
            .take_while(|i| self.token(*i).is_some_and(|t| t.word.span.start < end))
            .last()
            .unwrap_or(at);
        let candidate = self.entry(at, last);
        candidate.abbreviation = Some(abbreviation);
        candidate.span = Span::new(start, end);
    }

    /// Every name of the gazetteer that begins here.
    fn listed(&mut self, at: usize) {
        let mut name = String::new();
        for last in at..self.sentence.tokens.len().min(at + LONGEST) {
            if last > at && !self.joins(last) {
                break;
            }
            let Some(token) = self.token(last) else { break };
            if last > at {
                name.push(' ');
            }
            name.push_str(&token.folded);
            let looked = self.lookups.look(&name);
            let is_unit = !token.begins_name() && token.traits().is(Class::Unit);
            if looked.known.is_some() && !is_unit && !(last == at && token.is_people()) {
                self.entry(at, last).known = looked.known;
            }
            if !looked.goes_on {
                break;
            }
        }
    }

    /// The last word of the capitalised run that a word begins, "of" and "de" included.
    fn end_of_run(&self, at: usize) -> usize {
        let mut last = at;
        while last - at < LONGEST_RUN {
            let next = last + 1;
            if self.continues(next) {
                last = next;
            } else if self.is_link(next) && self.continues(next + 1) {
                last = next + 1;
            } else {
                break;
            }
        }
        last
    }

    fn continues(&self, at: usize) -> bool {
        self.joins(at) && self.is_capitalised(at) && self.token(at).is_some_and(|t| !t.starts)
    }

    fn is_link(&self, at: usize) -> bool {
        self.joins(at) && self.token(at).is_some_and(|t| LINKS.contains(&&*t.folded))
    }

    fn headed(&mut self, at: usize, last: usize) {
        for end in at + 1..=last {
            let Some(head) = self
                .token(end)
                .filter(|t| t.begins_name())
                .and_then(|t| t.traits().head)
            else {
                continue;
            };
            if (at..end).all(|i| self.token(i).is_some_and(Token::is_people)) {
                continue;
            }
            let before = self.sentence.folded(at, end - 1);
            let known = self.lookups.look(&before).known.is_some();
            self.entry(at, end).head = Some((head, known));
        }
    }

    fn prefixed(&mut self, at: usize, last: usize) {
        if self.has(at, Class::BeforeName) {
            for end in at + 1..=last.min(at + 3) {
                if self.is_capitalised(end) {
                    self.entry(at, end).prefixed = true;
                }
            }
        }
    }

    fn of_head(&mut self, at: usize, last: usize) {
        if self.has(at, Class::BeforeOf) && self.token(at + 1).is_some_and(|t| t.is("of")) {
            for end in at + 2..=last.min(at + 4) {
                if self.is_capitalised(end) {
                    self.entry(at, end).of_head = true;
                }
            }
        }
    }

    fn with_compass(&mut self, at: usize, last: usize) {
        if self.has(at, Class::Compass) {
            for end in at + 1..=last.min(at + 4) {
                let rest = self.sentence.folded(at + 1, end);
                let known = self.lookups.look(&rest).known;
                if known.is_some() && self.is_capitalised(end) {
                    self.entry(at, end).compass = known;
                }
            }
        }
    }

    /// A run of capitalised words as a whole, when no other name is the same stretch.
    fn whole_run(&mut self, at: usize) {
        let inside = at > 0 && self.joins(at) && self.is_capitalised(at - 1);
        let starts = self.token(at).is_some_and(|t| t.starts);
        let empty = self.has(at, Class::Stop) || self.has(at, Class::Month);
        if inside && !starts || empty || self.token(at).is_some_and(Token::is_people) {
            return;
        }
        let last = self.end_of_unknown(at);
        if self.found.iter().all(|c| (c.first, c.last) != (at, last)) {
            self.entry(at, last).run = true;
        }
    }

    /// The last word of a capitalised run that begins here; "del" and its like go on inside it, "of" does not.
    fn end_of_unknown(&self, at: usize) -> usize {
        let mut last = at;
        while last + 1 < at + LONGEST_UNKNOWN {
            let next = last + 1;
            let link = self.is_link(next) && !self.token(next).is_some_and(|t| t.is("of"));
            if self.continues(next) {
                last = next;
            } else if link && self.continues(next + 1) {
                last = next + 1;
            } else {
                break;
            }
        }
        last
    }

    fn has(&self, at: usize, class: Class) -> bool {
        self.token(at).is_some_and(|t| t.traits().is(class))
    }
}
