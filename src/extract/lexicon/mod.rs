//! The word lists of the extractor, one folder a language; to add a language is to add a folder.

mod phrases;

pub(super) use phrases::Phrases;

use crate::domain::{CountKind, SubEventType};
use serde::Deserialize;
use std::sync::LazyLock;

const TRIGGERS: [&str; 2] = [
    include_str!("en/triggers.toml"),
    include_str!("ar/triggers.toml"),
];
const MODES: [&str; 2] = [include_str!("en/modes.toml"), include_str!("ar/modes.toml")];
const ACTORS: &str = include_str!("actors.toml");

/// Everything that decides how a report is read.
pub(super) fn files() -> impl Iterator<Item = &'static str> {
    TRIGGERS.into_iter().chain(MODES).chain([ACTORS])
}

/// A word or phrase that tells that something happened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trigger {
    pub(super) family: String,
    #[serde(rename = "type")]
    pub(super) sub_event_type: SubEventType,
    pub(super) air: Option<SubEventType>,
    pub(super) civilian: Option<SubEventType>,
    pub(super) rank: u32,
    pub(super) count: Option<CountKind>,
    #[serde(default)]
    past: Vec<String>,
    #[serde(default)]
    base: Vec<String>,
    #[serde(default)]
    present: Vec<String>,
    #[serde(default)]
    gerund: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    pub(super) object: Vec<String>,
    #[serde(default)]
    pub(super) people: bool,
    #[serde(default)]
    pub(super) trend: bool,
}

/// In which form a trigger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Past,
    Base,
    Present,
    Gerund,
    Noun,
}

#[derive(Deserialize)]
struct TriggerFile {
    trigger: Vec<Trigger>,
}

/// What a cue says of its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cue {
    Achieved,
    Purpose,
    Planned,
    Hypothetical,
    Denied,
    Habitual,
    Trend,
    Cumulative,
    Historical,
    Background,
    Clause,
    Including,
    Saying,
    Claiming,
    Referring,
    Auxiliaries,
    Passives,
    FirstDay,
    Air,
    Civilians,
    People,
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ActorKind {
    State,
    Coalition,
    Rebel,
    Militia,
    Civilians,
}

/// A row of the actor table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorEntry {
    pub(super) name: String,
    pub(super) kind: ActorKind,
    /// Home of the actor, for the table's readers; not used to place events.
    #[serde(default, rename = "country")]
    _country: Option<String>,
    #[serde(default)]
    pub(super) generic: bool,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct ActorFile {
    actor: Vec<ActorEntry>,
}

/// All lists, ready for look-up.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) triggers: Vec<Trigger>,
    pub(super) actors: Vec<ActorEntry>,
    trigger_forms: Phrases<(usize, Form)>,
    actor_names: Phrases<usize>,
    cues: Phrases<Vec<Cue>>,
}

impl Lexicon {
    pub(super) fn embedded() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> =
            LazyLock::new(|| Lexicon::read().expect("the lexicon is checked by the tests"));
        &LEXICON
    }

    fn read() -> Result<Self, toml::de::Error> {
        let mut triggers = Vec::new();
        for file in TRIGGERS {
            triggers.extend(toml::from_str::<TriggerFile>(file)?.trigger);
        }
        let actors = toml::from_str::<ActorFile>(ACTORS)?.actor;
        Ok(Self {
            trigger_forms: trigger_forms(&triggers),
            actor_names: actor_names(&actors),
            cues: cues()?,
            triggers,
            actors,
        })
    }

    /// The longest trigger at the beginning of `words`: number, form and length in words.
    pub(super) fn trigger_at<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(usize, Form, usize)> {
        self.trigger_forms
            .longest(words)
            .map(|((trigger, form), length)| (*trigger, *form, length))
    }

    /// The longest actor name at the beginning of `words`: number and length in words.
    pub(super) fn actor_at<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(usize, usize)> {
        self.actor_names
            .longest(words)
            .map(|(actor, length)| (*actor, length))
    }

    /// All cues at the beginning of `words`, with their lengths in words.
    pub(super) fn cues_at<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> impl Iterator<Item = (Cue, usize)> {
        self.cues
            .all(words)
            .flat_map(|(cues, length)| cues.iter().map(move |cue| (*cue, length)))
    }
}

fn trigger_forms(triggers: &[Trigger]) -> Phrases<(usize, Form)> {
    let mut phrases = Phrases::default();
    for (number, trigger) in triggers.iter().enumerate() {
        let forms = [
            (&trigger.past, Form::Past),
            (&trigger.base, Form::Base),
            (&trigger.present, Form::Present),
            (&trigger.gerund, Form::Gerund),
            (&trigger.noun, Form::Noun),
        ];
        for (words, form) in forms {
            for phrase in words {
                phrases.add(phrase, (number, form));
            }
        }
    }
    phrases
}

fn actor_names(actors: &[ActorEntry]) -> Phrases<usize> {
    let mut phrases = Phrases::default();
    for (number, actor) in actors.iter().enumerate() {
        for alias in &actor.aliases {
            phrases.add(alias, number);
        }
    }
    phrases
}

fn cues() -> Result<Phrases<Vec<Cue>>, toml::de::Error> {
    let mut phrases: Phrases<Vec<Cue>> = Phrases::default();
    for file in MODES {
        for (cue, words) in toml::from_str::<std::collections::HashMap<Cue, Vec<String>>>(file)? {
            for phrase in words {
                phrases.entry(&phrase).push(cue);
            }
        }
    }
    Ok(phrases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_read_and_longer_phrases_win() {
        let lexicon = Lexicon::read().unwrap();
        let words = ["shot", "dead", "by", "gunmen"];
        let (trigger, form, length) = lexicon.trigger_at(words.iter().copied()).unwrap();
        assert_eq!(
            (lexicon.triggers[trigger].family.as_str(), form, length),
            ("kill", Form::Past, 2)
        );
        assert!(
            lexicon
                .cues_at(["managed", "to"].iter().copied())
                .any(|(cue, _)| cue == Cue::Achieved)
        );
    }
}
