use super::shape::{Limit, Part, TimeUnit, Which};
use crate::extract::token::{Phrases, Token, fold};
use jiff::civil::Weekday;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

type Numbers<N> = BTreeMap<String, N>;

#[derive(Debug, Deserialize)]
struct Names {
    months: Numbers<i8>,
    ambiguous: Ambiguous,
    weekdays: Numbers<i8>,
    short_weekdays: Numbers<i8>,
    plural_weekdays: Words,
    seasons: Numbers<i8>,
    feasts: Numbers<i16>,
    moon: Moon,
    ordinals: HashMap<String, i8>,
}

#[derive(Debug, Deserialize)]
struct Ambiguous {
    months: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Moon {
    words: Vec<String>,
    beside_day: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct PhraseList {
    phrases: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Lists {
    units: HashMap<String, Vec<String>>,
    dual_units: Words,
    which_before: HashMap<String, Vec<String>>,
    which_after: HashMap<String, Vec<String>>,
    parts: HashMap<String, Vec<String>>,
    day_parts: Words,
    here: Numbers<i32>,
    since_here: Words,
    nights: Words,
    weekends: Words,
    anchored: Numbers<i32>,
    offsets: HashMap<String, Vec<String>>,
    limits: HashMap<String, Vec<String>>,
    recurrent: Recurrent,
    vague_past: PhraseList,
    vague_future: PhraseList,
    window: PhraseList,
    duration: PhraseList,
    joins: HashMap<String, Vec<String>>,
    cues: HashMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Recurrent {
    phrases: Vec<String>,
    every: Vec<String>,
    rarely: Vec<String>,
    passes: Vec<String>,
    times: Vec<String>,
    per: Vec<String>,
}

/// The words of time, ready for use; all folded.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) months: Phrases<i8>,
    pub(super) ambiguous_months: FxHashSet<String>,
    pub(super) weekdays: Phrases<Weekday>,
    pub(super) short_weekdays: Phrases<Weekday>,
    pub(super) plural_weekdays: FxHashSet<String>,
    pub(super) seasons: Phrases<i8>,
    pub(super) feasts: Phrases<i16>,
    /// Whether the name is enough, or needs a day beside it.
    pub(super) moon: Phrases<bool>,
    pub(super) ordinals: FxHashMap<String, i8>,
    pub(super) units: Phrases<TimeUnit>,
    pub(super) dual_units: FxHashSet<String>,
    pub(super) which_before: Phrases<Which>,
    pub(super) which_after: Phrases<Which>,
    pub(super) parts: Phrases<Part>,
    pub(super) day_parts: FxHashSet<String>,
    pub(super) here: Phrases<i32>,
    pub(super) since_here: Phrases<()>,
    pub(super) nights: Phrases<()>,
    pub(super) weekends: Phrases<()>,
    pub(super) anchored: Phrases<i32>,
    pub(super) offsets: FxHashMap<String, FxHashSet<String>>,
    pub(super) limits: Phrases<Limit>,
    pub(super) recurrent: Phrases<()>,
    pub(super) every: Phrases<()>,
    pub(super) rarely: FxHashSet<String>,
    pub(super) passes: FxHashSet<String>,
    pub(super) times: FxHashSet<String>,
    pub(super) per: FxHashSet<String>,
    pub(super) vague_past: Phrases<()>,
    pub(super) vague_future: Phrases<()>,
    pub(super) window: Phrases<()>,
    pub(super) duration: Phrases<()>,
    pub(super) joins: FxHashMap<String, FxHashSet<String>>,
    pub(super) cues: FxHashMap<String, FxHashSet<String>>,
    /// Words of which every expression without figures has one.
    pub(super) core: FxHashSet<String>,
}

pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let names: Names = toml::from_str(include_str!("../lexicon/months_weekdays.toml"))
        .expect("the table is part of the program and tested");
    let lists: Lists = toml::from_str(include_str!("../lexicon/time_words.toml"))
        .expect("the table is part of the program and tested");
    Vocabulary::new(&names, &lists).with_core()
});

impl Vocabulary {
    fn new(names: &Names, lists: &Lists) -> Self {
        Self {
            months: numbers(&names.months),
            ambiguous_months: set(&names.ambiguous.months),
            weekdays: weekdays(&names.weekdays),
            short_weekdays: weekdays(&names.short_weekdays),
            plural_weekdays: set(&names.plural_weekdays.words),
            seasons: numbers(&names.seasons),
            feasts: numbers(&names.feasts),
            moon: moon(&names.moon),
            ordinals: names
                .ordinals
                .iter()
                .map(|(word, number)| (fold(word), *number))
                .collect(),
            units: named(&lists.units, unit),
            dual_units: set(&lists.dual_units.words),
            which_before: named(&lists.which_before, which),
            which_after: named(&lists.which_after, which),
            parts: named(&lists.parts, part),
            day_parts: set(&lists.day_parts.words),
            here: numbers(&lists.here),
            since_here: marks(&lists.since_here.words),
            nights: marks(&lists.nights.words),
            weekends: marks(&lists.weekends.words),
            anchored: numbers(&lists.anchored),
            offsets: sets(&lists.offsets),
            limits: named(&lists.limits, limit),
            recurrent: marks(&lists.recurrent.phrases),
            every: marks(&lists.recurrent.every),
            rarely: set(&lists.recurrent.rarely),
            passes: set(&lists.recurrent.passes),
            times: set(&lists.recurrent.times),
            per: set(&lists.recurrent.per),
            vague_past: marks(&lists.vague_past.phrases),
            vague_future: marks(&lists.vague_future.phrases),
            window: marks(&lists.window.phrases),
            duration: marks(&lists.duration.phrases),
            joins: sets(&lists.joins),
            cues: sets(&lists.cues),
            core: FxHashSet::default(),
        }
    }

    fn with_core(mut self) -> Self {
        let names = self
            .months
            .last_words()
            .chain(self.feasts.last_words())
            .chain(self.moon.last_words())
            .chain(self.seasons.last_words());
        let weekdays = self
            .weekdays
            .last_words()
            .chain(self.short_weekdays.last_words())
            .chain(self.plural_weekdays.iter().map(String::as_str));
        let days = self
            .units
            .last_words()
            .chain(self.here.last_words())
            .chain(self.nights.last_words())
            .chain(self.since_here.last_words());
        let phrases = self
            .anchored
            .last_words()
            .chain(self.recurrent.last_words())
            .chain(self.vague_past.last_words())
            .chain(self.vague_future.last_words());
        let parts = self.day_parts.iter().map(String::as_str).chain(["then"]);
        self.core = names
            .chain(weekdays)
            .chain(days)
            .chain(phrases)
            .chain(parts)
            .map(str::to_owned)
            .collect();
        self
    }

    /// Whether a token can be what makes an expression one: a word of time, or figures of a day, year or full date.
    pub(super) fn is_core(&self, token: &Token<'_>) -> bool {
        (token.is_figure() && (token.folded.len() <= 4 || token.folded.contains('.')))
            || token.is_in(&self.core)
    }

    /// Whether the token is one of the words of a named list of cues.
    pub(super) fn is_cue(&self, list: &str, token: Option<&Token<'_>>) -> bool {
        token.is_some_and(|token| holds(&self.cues, list, token))
    }

    pub(super) fn joins(&self, list: &str, token: &Token<'_>) -> bool {
        holds(&self.joins, list, token)
    }

    pub(super) fn is_offset(&self, list: &str, token: Option<&Token<'_>>) -> bool {
        token.is_some_and(|token| holds(&self.offsets, list, token))
    }
}

fn holds(lists: &FxHashMap<String, FxHashSet<String>>, list: &str, token: &Token<'_>) -> bool {
    lists
        .get(list)
        .is_some_and(|words| words.contains(&token.folded))
}

fn set(words: &[String]) -> FxHashSet<String> {
    words.iter().map(|word| fold(word)).collect()
}

fn sets(lists: &HashMap<String, Vec<String>>) -> FxHashMap<String, FxHashSet<String>> {
    lists
        .iter()
        .map(|(name, words)| (name.clone(), set(words)))
        .collect()
}

fn marks(words: &[String]) -> Phrases<()> {
    Phrases::new(words.iter().map(|word| (word.as_str(), ())))
}

fn moon(names: &Moon) -> Phrases<bool> {
    let enough = names.words.iter().map(|word| (word.as_str(), true));
    let beside_day = names.beside_day.iter().map(|word| (word.as_str(), false));
    Phrases::new(enough.chain(beside_day))
}

fn numbers<N: Copy>(table: &Numbers<N>) -> Phrases<N> {
    Phrases::new(table.iter().map(|(word, number)| (word.as_str(), *number)))
}

fn weekdays(table: &Numbers<i8>) -> Phrases<Weekday> {
    let day = |number: i8| {
        Weekday::from_monday_one_offset(number).expect("the table numbers weekdays 1 to 7")
    };
    Phrases::new(
        table
            .iter()
            .map(|(word, number)| (word.as_str(), day(*number))),
    )
}

fn named<T: Copy>(
    lists: &HashMap<String, Vec<String>>,
    meaning: fn(&str) -> Option<T>,
) -> Phrases<T> {
    let of = |(name, words): (&String, &'_ Vec<String>)| {
        let meaning = meaning(name).expect("the table names only what the grammar knows");
        words
            .iter()
            .map(|word| (word.clone(), meaning))
            .collect::<Vec<_>>()
    };
    let all: Vec<(String, T)> = lists.iter().flat_map(of).collect();
    Phrases::new(all.iter().map(|(word, meaning)| (word.as_str(), *meaning)))
}

fn unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "weekend" => TimeUnit::Weekend,
        "month" => TimeUnit::Month,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        _ => return None,
    })
}

fn which(name: &str) -> Option<Which> {
    Some(match name {
        "last" => Which::Last,
        "this" => Which::This,
        "next" => Which::Next,
        _ => return None,
    })
}

fn part(name: &str) -> Option<Part> {
    Some(match name {
        "early" => Part::Early,
        "mid" => Part::Mid,
        "late" => Part::Late,
        "earlier" => Part::Earlier,
        _ => return None,
    })
}

fn limit(name: &str) -> Option<Limit> {
    Some(match name {
        "since" => Limit::Since,
        "by" => Limit::By,
        "until" => Limit::Until,
        "before" => Limit::Before,
        "after" => Limit::After,
        _ => return None,
    })
}
