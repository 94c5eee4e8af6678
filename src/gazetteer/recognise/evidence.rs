//! Which cues speak for and against a candidate.

use super::super::find_words::Token;
use super::super::runs::Sentence;
use super::abbreviations::Kind;
use super::candidates::Candidate;
use super::cue::{Cue, Fame, Neighbour, Sign};
use super::document::{Facts, container_after};
use super::known::{Known, Lookups};
use super::traits::{Class, Traits};

/// Everything that is needed to judge the candidates of a sentence.
pub(super) struct Evidence<'a> {
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) candidates: &'a [Candidate],
    pub(super) facts: &'a Facts<'a>,
    pub(super) lookups: &'a Lookups<'a>,
}

/// One candidate being judged.
struct Judged<'a> {
    all: &'a Evidence<'a>,
    candidate: &'a Candidate,
    fame: Fame,
    cues: Vec<Cue>,
}

impl Evidence<'_> {
    /// All cues of a candidate, each once.
    pub(super) fn cues(&self, candidate: &Candidate) -> Vec<Cue> {
        let mut judged = Judged {
            all: self,
            candidate,
            fame: fame(candidate),
            cues: Vec::with_capacity(32),
        };
        judged.origin();
        judged.gazetteer();
        judged.words();
        judged.before();
        judged.after();
        judged.text();
        judged.cues
    }
}

fn fame(candidate: &Candidate) -> Fame {
    let stands_for = candidate.abbreviation.is_some() || candidate.compass.is_some();
    match candidate.known {
        Some(known) if known.is_big() => Fame::Big,
        _ if stands_for => Fame::Big,
        Some(known) if known.loose => Fame::Loose,
        Some(_) => Fame::Small,
        None => Fame::Unknown,
    }
}

/// A count, or `most` when it is more.
fn small(count: usize, most: u8) -> u8 {
    u8::try_from(count).map_or(most, |count| count.min(most))
}

/// Few, some, many people, in seven steps.
fn step(people: u64) -> u8 {
    match people {
        0 => 0,
        1..2_000 => 1,
        2_000..10_000 => 2,
        10_000..50_000 => 3,
        50_000..200_000 => 4,
        200_000..1_000_000 => 5,
        _ => 6,
    }
}

impl<'a> Judged<'a> {
    fn add_if(&mut self, holds: bool, cue: Cue) {
        if holds {
            self.cues.push(cue);
        }
    }

    fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.all.sentence.tokens.get(at)
    }

    fn first(&self) -> Option<&'a Token<'a>> {
        self.token(self.candidate.first)
    }

    fn last(&self) -> Option<&'a Token<'a>> {
        self.token(self.candidate.last)
    }

    fn previous(&self) -> Option<&'a Token<'a>> {
        self.candidate
            .first
            .checked_sub(1)
            .and_then(|at| self.token(at))
    }

    fn next(&self) -> Option<&'a Token<'a>> {
        self.token(self.candidate.last + 1)
    }

    fn origin(&mut self) {
        let c = self.candidate;
        self.cues.push(Cue::Always);
        self.add_if(c.known.is_some(), Cue::Listed);
        self.add_if(c.prefixed, Cue::Prefixed);
        self.add_if(c.of_head, Cue::OfHead);
        self.add_if(c.compass.is_some(), Cue::WithCompass);
        self.add_if(c.run, Cue::Run);
        self.cues.push(Cue::Words(small(c.last - c.first + 1, 4)));
        match c.abbreviation.map(|a| a.kind) {
            Some(Kind::Postal) => self.cues.push(Cue::Postal),
            Some(_) => self.cues.push(Cue::Abbreviation),
            None => {}
        }
        if let Some((head, known)) = c.head {
            self.cues.push(Cue::Headed);
            self.cues.push(Cue::HeadKind(head));
            self.cues.push(if known {
                Cue::HeadOfKnown(head)
            } else {
                Cue::HeadOfUnknown(head)
            });
            self.head_over_stop();
        }
    }

    fn head_over_stop(&mut self) {
        let stop = |at: usize| self.token(at).is_some_and(|t| t.traits().is(Class::Stop));
        let over = (self.candidate.first..self.candidate.last).any(stop);
        let starts = stop(self.candidate.first);
        self.add_if(over, Cue::HeadOverStop);
        self.add_if(starts, Cue::StartsWithStop);
    }

    fn gazetteer(&mut self) {
        let Some(known) = self.candidate.known else {
            return;
        };
        let Known {
            country,
            first_level,
            lower_level,
            other,
            town,
            alternate,
            loose: _,
        } = known;
        self.add_if(country, Cue::Country);
        self.add_if(first_level, Cue::FirstLevel);
        self.add_if(lower_level, Cue::LowerLevel);
        self.add_if(other, Cue::OtherPlace);
        if let Some(people) = town {
            self.cues.push(Cue::Town(step(people)));
            self.add_if(
                self.candidate.is_of_one_word(),
                Cue::TownOfOneWord(step(people)),
            );
        } else if let Some(people) = alternate {
            self.cues.push(Cue::Alternate(step(people)));
        }
    }

    fn words(&mut self) {
        let (Some(first), Some(last)) = (self.first(), self.last()) else {
            return;
        };
        if self.candidate.is_of_one_word() {
            self.one_word(first);
        } else {
            self.several_words(first.traits(), last);
        }
    }

    fn one_word(&mut self, word: &Token<'_>) {
        let (traits, fame) = (word.traits(), self.fame);
        if self.candidate.abbreviation.is_none() {
            self.add_if(traits.is_common(), Cue::CommonWord(fame));
            self.add_if(traits.is_common(), Cue::Common(traits.common));
            self.add_if(traits.first_name, Cue::FirstNameWord(fame));
            self.add_if(traits.surname, Cue::SurnameWord(fame));
            let own = !(traits.is_common() || traits.first_name || traits.surname);
            self.add_if(own, Cue::OwnWord(fame));
            self.add_if(
                traits.head.is_some() || traits.is(Class::Unit) || traits.is(Class::Organisation),
                Cue::GenericWord,
            );
            self.add_if(traits.is(Class::Stop), Cue::StopWord);
            self.add_if(traits.is(Class::Month), Cue::MonthWord);
            self.add_if(traits.is(Class::Title), Cue::TitleWord);
            let letters = word.folded.chars().count();
            self.add_if(letters <= 3, Cue::Letters(small(letters, 3)));
            let capitals = word.word.is_all_capitals();
            let in_capitals = self.all.facts.is_in_capitals;
            self.add_if(capitals && letters <= 5, Cue::AllCapitals(in_capitals));
            self.add_if(capitals && letters > 5, Cue::LongCapitals(fame));
        }
    }

    fn several_words(&mut self, first: Traits, last: &Token<'_>) {
        let common = |t: &Token<'_>| t.traits().is_common() || t.traits().is(Class::Stop);
        let tokens = &self.all.sentence.tokens;
        let all_common = tokens
            .get(self.candidate.first..=self.candidate.last)
            .is_some_and(|tokens| tokens.iter().all(common));
        self.add_if(all_common, Cue::AllCommon(self.fame));
        let person = first.first_name && (last.traits().surname || self.candidate.known.is_none());
        self.add_if(person, Cue::LooksLikePerson);
        self.add_if(
            last.traits().is(Class::Organisation),
            Cue::EndsInOrganisation,
        );
        self.add_if(
            self.candidate.known.is_some() && last.traits().head.is_some(),
            Cue::EndsInHead,
        );
        self.add_if(!last.begins_name(), Cue::EndsInLower);
    }

    fn before(&mut self) {
        let (Some(first), fame) = (self.first(), self.fame) else {
            return;
        };
        if first.starts {
            self.cues.push(Cue::StartsSentence(fame));
            let common = self.candidate.is_of_one_word() && first.traits().is_common();
            self.add_if(common, Cue::CommonStartsSentence);
        }
        let Some(previous) = self.previous() else {
            return;
        };
        let gap = self
            .all
            .sentence
            .gap(self.candidate.first - 1, self.candidate.first);
        if !first.starts {
            self.side_before(previous, gap);
        }
        if Sign::of(gap) == Some(Sign::Comma) {
            let known = self
                .all
                .candidates
                .iter()
                .any(|c| c.last + 1 == self.candidate.first && c.known.is_some());
            self.cues.push(Cue::KnownBeforeComma(known));
        }
        let first_name = previous.begins_name() && gap == " " && previous.traits().first_name;
        self.add_if(
            first_name && self.candidate.is_of_one_word(),
            Cue::FirstNameBefore(fame),
        );
    }

    fn side_before(&mut self, previous: &Token<'_>, gap: &str) {
        let fame = self.fame;
        let neighbour = neighbour(previous);
        match Sign::of(gap) {
            None | Some(Sign::Hyphen) => self.cues.push(Cue::Before(neighbour, fame)),
            Some(Sign::Comma) => self
                .cues
                .push(Cue::CommaBefore(previous.begins_name(), fame)),
            Some(_) => {}
        }
        if let Some(sign) = Sign::of(gap).filter(|sign| *sign != Sign::Comma) {
            self.cues.push(Cue::SignBefore(sign));
        }
        let two_back = self
            .candidate
            .first
            .checked_sub(2)
            .and_then(|at| self.token(at));
        if let Some(two_back) =
            two_back.filter(|_| matches!(neighbour, Neighbour::The | Neighbour::Of))
        {
            self.cues
                .push(Cue::BeforeBefore(self::neighbour(two_back), neighbour));
        }
        self.add_if(
            previous.is("in") || previous.is("near"),
            Cue::BeforeIn(fame),
        );
        let traits = previous.traits();
        let small = !previous.begins_name();
        self.add_if(small && traits.is(Class::Unit), Cue::UnitBefore(fame));
        self.add_if(!small && traits.is(Class::Title), Cue::TitleBefore);
        self.add_if(!small && gap == " " && !previous.starts, Cue::CapitalBefore);
    }

    fn after(&mut self) {
        let end = self.candidate.span.end;
        let rest = self.all.sentence.text.get(end..).unwrap_or_default();
        let possessive = rest.starts_with("'s") || rest.starts_with("’s");
        self.add_if(possessive, Cue::Possessive(self.fame));
        let Some(next) = self.next() else {
            return;
        };
        let gap = self.all.sentence.gap_from(end, self.candidate.last + 1);
        match Sign::of(gap) {
            Some(Sign::Comma) => self.comma_after(next),
            _ if next.starts => self.cues.push(Cue::EndsSentence),
            None => self.cues.push(Cue::After(neighbour(next), self.fame)),
            Some(Sign::Hyphen) => self
                .cues
                .push(Cue::AfterHyphen(is_adjective_of_place(next))),
            Some(sign) => self.cues.push(Cue::SignAfter(sign)),
        }
        if next.begins_name() && gap == " " && !next.starts {
            self.run_after(self.candidate.last + 1);
        }
    }

    fn comma_after(&mut self, next: &Token<'_>) {
        self.cues.push(Cue::CommaAfter(next.begins_name()));
        let container = container_after(self.all.sentence, self.candidate, self.all.lookups)
            || self
                .all
                .candidates
                .iter()
                .any(|c| c.first == self.candidate.last + 1 && c.abbreviation.is_some());
        self.add_if(container, Cue::ContainerAfter(self.fame));
        self.add_if(next.folded.starts_with(char::is_numeric), Cue::AgeAfter);
    }

    /// The capitalised words that follow without a sign.
    fn run_after(&mut self, from: usize) {
        let sentence = self.all.sentence;
        let goes_on = |at: &usize| {
            *at == from
                || sentence.gap(at - 1, *at) == " "
                    && sentence.tokens.get(*at).is_some_and(Token::begins_name)
        };
        let run: Vec<Traits> = (from..sentence.tokens.len().min(from + 5))
            .take_while(goes_on)
            .filter_map(|at| self.token(at).map(Token::traits))
            .collect();
        if run.iter().any(|t| t.is(Class::Organisation)) {
            self.cues.push(Cue::BodyAfter(self.fame));
        } else {
            self.cues
                .push(Cue::CapitalsAfter(small(run.len(), 3), self.fame));
        }
        self.add_if(
            run.last().is_some_and(|t| t.head.is_some()),
            Cue::HeadAfterRun,
        );
        self.add_if(
            run.first().is_some_and(|t| t.is(Class::Title)),
            Cue::TitleAfterRun,
        );
        let own = self.first().is_some_and(|t| t.traits().first_name);
        let surname = run.first().is_some_and(|t| t.surname);
        self.add_if(
            own && surname && self.candidate.is_of_one_word(),
            Cue::SurnameAfter,
        );
    }

    fn text(&mut self) {
        let (facts, name, fame) = (self.all.facts, &self.candidate.name, self.fame);
        if self.candidate.is_of_one_word() {
            self.add_if(facts.is_seen_small(name), Cue::SeenLower);
            self.add_if(facts.is_person(name), Cue::PersonInText(fame));
        } else {
            let person =
                fame != Fame::Big && self.last().is_some_and(|t| facts.is_person(&t.folded));
            self.add_if(person, Cue::LastWordPersonInText);
        }
        self.add_if(facts.is_place(name), Cue::PlaceInText(fame));
        self.cues.push(Cue::Times(facts.times(name).min(3)));
        let inside = |test: fn(&Candidate) -> bool| {
            let mut others = self.all.candidates.iter();
            others.any(|other| other.holds(self.candidate) && test(other))
        };
        let (listed, headed) = (inside(|c| c.known.is_some()), inside(Candidate::is_headed));
        self.add_if(listed, Cue::InsideListed);
        self.add_if(headed, Cue::InsideHeaded);
    }
}

/// "London-based", "Toronto-area".
fn is_adjective_of_place(token: &Token<'_>) -> bool {
    matches!(
        &*token.folded,
        "based" | "area" | "born" | "led" | "bound" | "wide"
    )
}

fn neighbour(token: &Token<'_>) -> Neighbour {
    let traits = token.traits();
    let listed = || {
        let mut classes = Neighbour::BY_CLASS.iter();
        classes
            .find(|(class, _)| traits.is(*class))
            .map(|(_, n)| *n)
    };
    Neighbour::by_itself(&token.folded)
        .or_else(listed)
        .unwrap_or_else(|| by_shape(token, traits))
}

fn by_shape(token: &Token<'_>, traits: Traits) -> Neighbour {
    if token.folded.starts_with(char::is_numeric) {
        Neighbour::Number
    } else if token.begins_name() {
        capital(traits)
    } else if traits.is(Class::Stop) {
        Neighbour::Stop
    } else if token.folded.ends_with("ing") {
        Neighbour::Ing
    } else if token.folded.ends_with("ed") {
        Neighbour::Ed
    } else {
        Neighbour::Lower
    }
}

fn capital(traits: Traits) -> Neighbour {
    if traits.first_name {
        Neighbour::FirstName
    } else if traits.is(Class::Stop) {
        Neighbour::CapitalStop
    } else if traits.is_common() {
        Neighbour::CapitalCommon
    } else {
        Neighbour::Capital
    }
}
