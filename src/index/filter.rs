//! A query as numbers, ready to be held against [`Facts`].

use super::facts::{Facts, Vocabulary, Word, Words, actor_key};
use crate::domain::{BoundingBox, CountryCode, Envelope, Query};
use jiff::civil::Date;

/// A query made ready for one vocabulary.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) bbox: Option<BoundingBox>,
    envelopes: Vec<Envelope>,
    days: Option<(Date, Date)>,
    event_type: u64,
    sub_event_type: u64,
    precision: Option<u64>,
    status: u64,
    country: Option<Vec<Word>>,
    admin1: Option<Vec<Word>>,
    source: Option<Vec<Word>>,
    dataset: Option<Vec<Word>>,
    actor: Option<Vec<Word>>,
}

const ALL: u64 = u64::MAX;

/// One bit for each value; all bits when every value is wanted.
fn bits(values: impl Iterator<Item = u32>) -> u64 {
    match values.fold(0_u64, |bits, value| bits | (1 << value)) {
        0 => ALL,
        bits => bits,
    }
}

fn has(bits: u64, value: u32) -> bool {
    bits & (1 << value) != 0
}

/// The numbers of the wanted words; a word that no event has is left out and so matches none.
fn words<'a>(wanted: impl ExactSizeIterator<Item = &'a str>, known: &Words) -> Option<Vec<Word>> {
    (wanted.len() > 0).then(|| wanted.filter_map(|word| known.find(word)).collect())
}

fn any_of(wanted: Option<&Vec<Word>>, value: Option<Word>) -> bool {
    wanted.is_none_or(|wanted| value.is_some_and(|value| wanted.contains(&value)))
}

impl Filter {
    pub(super) fn new(query: &Query, known: &Vocabulary) -> Self {
        let Query {
            bbox,
            datetime,
            event_type,
            sub_event_type,
            location_precision,
            status,
            country,
            admin1,
            actor,
            source,
            dataset,
        } = query;
        let precisions = location_precision.iter().map(|p| *p as u32);
        Self {
            bbox: *bbox,
            envelopes: bbox.map(BoundingBox::envelopes).unwrap_or_default(),
            days: datetime.map(|time| {
                let first = time.first().unwrap_or(Date::MIN);
                (first, time.last().unwrap_or(Date::MAX))
            }),
            event_type: bits(event_type.iter().map(|t| *t as u32)),
            sub_event_type: bits(sub_event_type.iter().map(|t| *t as u32)),
            precision: (precisions.len() > 0).then(|| bits(precisions)),
            status: bits(status.iter().map(|s| *s as u32)),
            country: words(country.iter().map(CountryCode::as_str), &known.country),
            admin1: words(admin1.iter().map(String::as_str), &known.admin1),
            source: words(source.iter().map(String::as_str), &known.source),
            dataset: words(dataset.iter().map(String::as_str), &known.dataset),
            actor: actor
                .as_ref()
                .map(|name| known.actor.find(&actor_key(name)).into_iter().collect()),
        }
    }

    /// Whether every event matches.
    pub(super) fn is_open(&self) -> bool {
        self.bbox.is_none() && self.is_open_but_for_the_box()
    }

    fn is_open_but_for_the_box(&self) -> bool {
        let Self {
            bbox: _,
            envelopes: _,
            days,
            event_type,
            sub_event_type,
            precision,
            status,
            country,
            admin1,
            source,
            dataset,
            actor,
        } = self;
        let lists = [country, admin1, source, dataset];
        days.is_none()
            && [event_type, sub_event_type, status]
                .iter()
                .all(|b| **b == ALL)
            && precision.is_none()
            && lists.iter().all(|list| list.is_none())
            && actor.is_none()
    }

    pub(super) fn matches(&self, facts: &Facts) -> bool {
        self.matches_box(facts) && self.matches_but_for_the_box(facts)
    }

    fn matches_box(&self, facts: &Facts) -> bool {
        match facts.position {
            Some(position) if self.bbox.is_some() => {
                let (lon, lat) = (position.lon(), position.lat());
                self.envelopes.iter().any(|(low, high)| {
                    low[0] <= lon && lon <= high[0] && low[1] <= lat && lat <= high[1]
                })
            }
            _ => true,
        }
    }

    /// The rest of the query, for rows that the tree found in the box.
    pub(super) fn matches_but_for_the_box(&self, facts: &Facts) -> bool {
        self.days
            .is_none_or(|(first, last)| facts.first <= last && facts.last >= first)
            && has(self.event_type, facts.sub_event_type.event_type() as u32)
            && has(self.sub_event_type, facts.sub_event_type as u32)
            && self
                .precision
                .is_none_or(|b| facts.precision.is_some_and(|p| has(b, p as u32)))
            && has(self.status, facts.status as u32)
            && any_of(self.country.as_ref(), facts.country)
            && any_of(self.admin1.as_ref(), facts.admin1)
            && any_of(self.source.as_ref(), facts.source)
            && any_of(self.dataset.as_ref(), Some(facts.dataset))
            && self.matches_actor(facts)
    }

    /// Whether no day that the event can have had lies outside the wanted time.
    pub(super) fn holds_all_days(&self, facts: &Facts) -> bool {
        self.days
            .is_none_or(|(first, last)| facts.first >= first && facts.last <= last)
    }

    fn matches_actor(&self, facts: &Facts) -> bool {
        let takes_part = |word: &Word| facts.actors.contains(word);
        self.actor
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(takes_part))
    }
}
