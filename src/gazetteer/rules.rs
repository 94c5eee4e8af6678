//! Names that rules find where the recogniser finds none: in scripts without capitals, in spellings that no entry
//! has, after generic words such as "wadi", beside unit words.

use super::find_words::{TABLES, Token};
use super::known_names::{Names, Spelt};
use super::recognise::{Known, Persons, Recognised};
use super::runs::{Run, Sentence};

/// Longest unknown name in words.
const LONGEST_UNKNOWN: usize = 4;

/// What the rules read.
pub(super) struct Rules<'s> {
    pub(super) sentence: &'s Sentence<'s>,
    pub(super) names: &'s Names<'s>,
    pub(super) persons: &'s Persons,
    /// Most words that a name has.
    pub(super) most_words: usize,
    /// No word of the text begins with a capital.
    pub(super) without_capitals: bool,
}

impl<'s> Rules<'s> {
    /// A name that begins at a token and lies before the next recognised one, or is longer and holds it.
    pub(super) fn run_at(&self, at: usize, next: Option<&Recognised>) -> Option<Run> {
        let free = next.map_or(self.sentence.tokens.len(), |r| r.first);
        let run = self.free_run_at(at, free)?;
        let holds = next.is_some_and(|r| run.known && run.begin <= r.first && run.end > r.last);
        (run.end < free || holds && run.sure).then_some(run)
    }

    fn free_run_at(&self, at: usize, free: usize) -> Option<Run> {
        let token = self.token(at)?;
        if self.without_capitals {
            return self.small_at(at);
        }
        if !token.begins_name() || token.is_stranger() && !token.is_people() {
            return None;
        }
        let known = if token.word.is_arabic() {
            self.known_at(at)
        } else {
            self.loose_at(at, token)
        };
        known.or_else(|| self.unknown_at(at, free).filter(|_| !token.is_stranger()))
    }

    fn token(&self, at: usize) -> Option<&'s Token<'s>> {
        self.sentence.tokens.get(at)
    }

    fn before(&self, at: usize) -> Option<&'s Token<'s>> {
        at.checked_sub(1).and_then(|before| self.token(before))
    }

    /// In a text without capitals: the longest listed name that is well known or follows a preposition. A word of the
    /// language needs both.
    fn small_at(&self, at: usize) -> Option<Run> {
        let sentence = self.sentence;
        let led = self.follows_a_lead(at);
        let starts = self.token(at)?.word.span.start;
        let end = sentence.tokens.len().min(at + LONGEST_UNKNOWN);
        let last = (at..end).rev().find(|last| {
            let joined = (at + 1..=*last).all(|next| sentence.joins(next));
            let tokens = sentence.tokens.get(at..=*last).unwrap_or_default();
            let is_language = tokens
                .iter()
                .all(|t| t.traits().is_in_lexicon() || t.is_stranger());
            let known = self.names.look(&sentence.folded(at, *last)).known;
            let big = known.is_some_and(Known::is_big);
            joined && known.is_some() && (big || led) && (led && big || !is_language)
        })?;
        Some(sentence.run(at, starts, last, true))
    }

    /// Whether a preposition or a bearing stands before a token, a "the" between them or not.
    fn follows_a_lead(&self, at: usize) -> bool {
        let article = usize::from(self.before(at).is_some_and(|t| t.is("the")));
        self.before(at - article)
            .is_some_and(|t| t.is_in(&TABLES.words.prepositions) || t.bearing().is_some())
    }

    /// The longest name of the gazetteer that begins at a token, in any spelling.
    fn known_at(&self, at: usize) -> Option<Run> {
        let known = |spelt: Spelt| spelt.known;
        name_starts(self.token(at)?)
            .into_iter()
            .find_map(|start| self.longest(at, start, known))
    }

    /// A name that people wrote down and the recogniser did not take: listed, when it is no other word or stands in the
    /// name of a body; in another spelling, after a preposition or when it has several words.
    fn loose_at(&self, at: usize, token: &Token<'_>) -> Option<Run> {
        let start = token.word.span.start;
        let run = self.longest(at, start, |spelt| spelt.written_down)?;
        let name = self.sentence.folded(run.begin, run.end);
        let of_one_word = run.begin == run.end;
        if self.names.look(&name).known.is_some() {
            let told = !of_one_word
                || self.is_in_a_body(&run)
                || self.is_written_as_a_place(&run)
                || !self.is_somebody(at, token) && !token.is_common_or_first_name();
            return (told && self.names.is_curated(&name)).then_some(run);
        }
        if of_one_word && self.is_another_word(at, token) {
            return None;
        }
        let sure = !of_one_word || self.follows_a_lead(at);
        Some(Run { sure, ..run })
    }

    /// "Anbar Operations Command", "Tikrit University": a body of a place that people wrote down is the place's, which
    /// matters more in reports of conflict than in the news that the weights were fitted on.
    fn is_in_a_body(&self, run: &Run) -> bool {
        (run.end + 1..=run.end + 3)
            .take_while(|next| {
                self.sentence.adjacent(next - 1, *next)
                    && self.token(*next).is_some_and(|t| t.word.is_capitalised())
            })
            .any(|next| {
                self.token(next)
                    .is_some_and(|t| t.is_in(&TABLES.words.organisations))
            })
    }

    /// "in Hit": a word of the language that is written with a capital after a preposition, and no other one follows.
    fn is_written_as_a_place(&self, run: &Run) -> bool {
        let next = run.end + 1;
        let goes_on = self.sentence.adjacent(run.end, next)
            && self.token(next).is_some_and(|t| t.word.is_capitalised());
        let token = self.token(run.begin);
        self.follows_a_lead(run.begin)
            && !goes_on
            && token
                .is_some_and(|t| !t.starts && t.is_common_only() && !self.persons.holds(&t.folded))
    }

    /// A word of the language, a first name or surname, or somebody in this text.
    fn is_another_word(&self, at: usize, token: &Token<'_>) -> bool {
        token.traits().is_in_lexicon() || self.is_somebody(at, token)
    }

    fn is_somebody(&self, at: usize, token: &Token<'_>) -> bool {
        token.is_people() || self.persons.holds(&token.folded) || self.is_in_a_persons_name(at)
    }

    fn longest(&self, at: usize, start: usize, known: impl Fn(Spelt) -> bool) -> Option<Run> {
        let sentence = self.sentence;
        let is_unit = self.token(at).is_some_and(|t| t.unit().is_some());
        let mut longest = None;
        for last in at..sentence.tokens.len().min(at + self.most_words) {
            if last > at && !sentence.adjacent(last - 1, last) {
                break;
            }
            let spelt = self.names.spelt(sentence.name_text(start, last));
            if known(spelt) {
                longest = longest
                    .filter(|(_, same)| *same == spelt.key)
                    .or(Some((last, spelt.key)));
            }
            if !is_unit && !spelt.goes_on {
                break;
            }
        }
        longest.map(|(last, _)| sentence.run(at, start, last, true))
    }

    /// "Ahmed Samarrai": a single name right after another capitalised word is a person's.
    fn is_in_a_persons_name(&self, at: usize) -> bool {
        let side_by_side = at > 1 && self.sentence.gap(at - 1, at) == " ";
        side_by_side
            && self.before(at).is_some_and(|before| {
                before.word.is_capitalised()
                    && !before.is_stranger()
                    && before.unit().is_none()
                    && before.bearing().is_none()
                    && !before.word.is_all_capitals()
            })
    }

    /// A capitalised run that no entry bears; it is a toponym only when the words around it say so.
    fn unknown_at(&self, at: usize, free: usize) -> Option<Run> {
        let first = self.token(at)?;
        let generic = first.is_in(&TABLES.words.generics);
        let starts_sentence = at == 0 && !generic;
        let unit_alone = first.unit().is_some() && !generic;
        let other = first.is_people() || first.bearing().is_some();
        let arabic = first.word.is_arabic();
        if starts_sentence || unit_alone || other || arabic && !generic {
            return None;
        }
        let most = if arabic { 2 } else { LONGEST_UNKNOWN };
        let end = self
            .sentence
            .tokens
            .len()
            .min(at + most)
            .min(free.max(at + 1));
        let last = (at + 1..end)
            .take_while(|next| {
                self.sentence.adjacent(next - 1, *next) && self.continues_unknown(*next)
            })
            .last()
            .unwrap_or(at);
        let mut run = self.sentence.run(at, first.word.span.start, last, false);
        run.sure = generic && last > at || !arabic && self.is_placed(&run);
        Some(run)
    }

    /// "near X in Diyala province", "in X, Kirkuk": a preposition before, and behind it what holds the place.
    fn is_placed(&self, run: &Run) -> bool {
        let sentence = self.sentence;
        let in_between = usize::from(self.token(run.end + 1).is_some_and(|t| t.is("in")));
        let joined = in_between == 1 || sentence.gap(run.end, run.end + 1).starts_with(',');
        let first = run.end + 1 + in_between;
        let container = || {
            (first..sentence.tokens.len().min(first + 3)).any(|last| {
                let known = self.names.look(&sentence.folded(first, last)).known;
                known.is_some_and(Known::contains_towns)
            })
        };
        let another = self
            .token(run.begin)
            .is_none_or(|token| self.is_another_word(run.begin, token));
        joined && !another && self.follows_a_lead(run.begin) && container()
    }

    fn continues_unknown(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.begins_name()
                && !token.is_stranger()
                && token.unit().is_none()
                && !(token.word.is_arabic() && self.known_at(at).is_some())
        })
    }

    /// "in Smarra": an unknown name after a preposition or in a list that is an edit away from a curated one.
    pub(super) fn is_misspelt_place(&self, run: &Run) -> bool {
        let sentence = self.sentence;
        let (Some(token), true) = (self.token(run.begin), run.begin == run.end) else {
            return false;
        };
        let before = self.before(run.begin);
        let in_list = before.is_some_and(|t| t.is("and") || t.is("or"))
            || run.begin > 0 && sentence.gap(run.begin - 1, run.begin).starts_with(',');
        (in_list || self.follows_a_lead(run.begin))
            && !self.is_another_word(run.begin, token)
            && !self
                .names
                .layers()
                .by_edits_of_curated(run.name.of(sentence.text))
                .is_empty()
    }
}

/// Where a name may start in its first word: at its start, or in Arabic after a joined "and", "in", "to".
pub(super) fn name_starts(token: &Token<'_>) -> Vec<usize> {
    let start = token.word.span.start;
    let mut starts = vec![start];
    let joined = ["و", "ب", "ل", "ف"]
        .iter()
        .find(|letter| token.word.text.starts_with(**letter));
    if let Some(letter) = joined.filter(|_| token.word.text.chars().count() >= 4) {
        starts.push(start + letter.len());
    }
    starts
}
