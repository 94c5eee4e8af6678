//! What filters and counts ask of an event, as a few numbers in a row: a scan touches nothing else.

use crate::domain::{
    Event, EventRecord, EventType, LocationPrecision, Position, Status, SubEventType,
};
use crate::text::{Level, fold};
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use std::collections::HashMap;
use std::sync::Arc;

/// Number of a word in [`Words`].
pub(super) type Word = u32;

/// Words that many events share, numbered.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<Arc<str>, Word>,
    words: Vec<Arc<str>>,
}

impl Words {
    fn number(&mut self, word: &str) -> Word {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = Word::try_from(self.words.len()).expect("fewer words than events");
        let word: Arc<str> = word.into();
        self.words.push(Arc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    /// The word of a number.
    pub(super) fn word(&self, number: Word) -> &str {
        &self.words[number as usize]
    }

    /// The number of a word, when any event has it.
    pub(super) fn find(&self, word: &str) -> Option<Word> {
        self.numbers.get(word).copied()
    }
}

/// The vocabularies of a set of events.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) country: Words,
    pub(super) admin1: Words,
    pub(super) source: Words,
    pub(super) dataset: Words,
    pub(super) actor: Words,
    /// Names as written and the numbers of their keys, so that each spelling is folded once.
    actors_written: HashMap<String, Word>,
}

impl Vocabulary {
    fn actor_number(&mut self, written: &str) -> Word {
        if let Some(number) = self.actors_written.get(written) {
            return *number;
        }
        let number = self.actor.number(&actor_key(written));
        self.actors_written.insert(written.to_owned(), number);
        number
    }
}

/// The numbers of one event.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) position: Option<Position>,
    /// 0 without a location.
    pub(super) radius_m: f64,
    /// First full day; an unknown one is before every day.
    pub(super) first: Date,
    /// Last full day; an unknown one is after every day.
    pub(super) last: Date,
    pub(super) sub_event_type: SubEventType,
    pub(super) precision: Option<LocationPrecision>,
    pub(super) status: Status,
    pub(super) country: Option<Word>,
    pub(super) admin1: Option<Word>,
    pub(super) source: Option<Word>,
    pub(super) dataset: Word,
    pub(super) actors: Box<[Word]>,
}

impl Facts {
    pub(super) fn of(record: &EventRecord, words: &mut Vocabulary) -> Self {
        let event = &record.event;
        let location = event.location.as_ref();
        let country = location.and_then(|l| l.country.as_ref());
        let admin1 = location.and_then(|l| l.admin1.as_deref());
        let source = event.provenance.source.as_deref();
        Self {
            position: location.map(|l| l.extent.position()),
            radius_m: location.map_or(0.0, |l| l.extent.radius_m()),
            first: event.date.first_day().unwrap_or(Date::MIN),
            last: event.date.last_day().unwrap_or(Date::MAX),
            sub_event_type: event.sub_event_type,
            precision: location.map(|l| l.precision),
            status: event.status,
            country: country.map(|c| words.country.number(c.as_str())),
            admin1: admin1.map(|name| words.admin1.number(name)),
            source: source.map(|name| words.source.number(name)),
            dataset: words.dataset.number(&event.provenance.dataset),
            actors: actors(event, words),
        }
    }
}

impl Facts {
    /// The first full day known, for counts by time.
    pub(super) fn day(&self) -> Option<Date> {
        let known = |day: &Date| *day != Date::MIN && *day != Date::MAX;
        Some(self.first)
            .filter(known)
            .or(Some(self.last).filter(known))
    }
}

fn actors(event: &Event, words: &mut Vocabulary) -> Box<[Word]> {
    let names = event.actors.iter();
    names.map(|actor| words.actor_number(&actor.name)).collect()
}

/// What two spellings of an actor's name have in common.
pub(super) fn actor_key(name: &str) -> String {
    fold(name, Level::Letters).as_str().to_owned()
}

/// Whether two names mean the same actor.
pub fn same_actor(one: &str, other: &str) -> bool {
    actor_key(one) == actor_key(other)
}

/// How many events there are of each event type; written as an object of those that there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TypeCounts([u64; EventType::ALL.len()]);

impl TypeCounts {
    /// Counts one more event.
    pub(super) fn add(&mut self, event_type: EventType) {
        self.0[event_type as usize] += 1;
    }

    /// How many of a type.
    pub fn of(&self, event_type: EventType) -> u64 {
        self.0[event_type as usize]
    }

    /// How many of all types.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl Serialize for TypeCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let present = EventType::ALL.iter().filter(|t| self.of(**t) > 0);
        let mut map = serializer.serialize_map(None)?;
        for event_type in present {
            map.serialize_entry(event_type.as_str(), &self.of(*event_type))?;
        }
        map.end()
    }
}
