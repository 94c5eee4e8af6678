//! The named features of a candidate. A cue is written in `weights.tsv` as its words in snake case.

use super::traits::{Class, Commonness, Head};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How well known the name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fame {
    /// A country, first-level unit, region or large town.
    Big,
    /// Another place of the gazetteer.
    Small,
    /// Some place under a looser spelling.
    Loose,
    /// Nothing, or not under this name.
    Unknown,
}

/// The word beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Neighbour {
    Locative,
    Of,
    On,
    By,
    With,
    For,
    And,
    Or,
    The,
    A,
    Title,
    Speech,
    Unit,
    Organisation,
    Compass,
    Month,
    Number,
    FirstName,
    CapitalStop,
    CapitalCommon,
    Capital,
    Stop,
    Ing,
    Ed,
    Lower,
}

/// The sign before or after a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sign {
    Comma,
    Stop,
    Hyphen,
    Slash,
    Open,
    Close,
    Quote,
    Money,
    Colon,
    Dash,
    Other,
}

/// One reason for or against a stretch of words being a toponym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cue {
    Always,
    // How it came to be a candidate.
    Listed,
    Headed,
    Prefixed,
    OfHead,
    WithCompass,
    Run,
    Abbreviation,
    Postal,
    Words(u8),
    // What the gazetteer says.
    Country,
    FirstLevel,
    LowerLevel,
    OtherPlace,
    Town(u8),
    TownOfOneWord(u8),
    Alternate(u8),
    // What the word itself is.
    Common(Commonness),
    CommonWord(Fame),
    FirstNameWord(Fame),
    SurnameWord(Fame),
    OwnWord(Fame),
    GenericWord,
    StopWord,
    MonthWord,
    TitleWord,
    Letters(u8),
    AllCapitals(bool),
    /// A word in capitals that is too long for an abbreviation.
    LongCapitals(Fame),
    // What a name of several words is made of.
    AllCommon(Fame),
    LooksLikePerson,
    EndsInOrganisation,
    EndsInHead,
    EndsInLower,
    HeadKind(Head),
    HeadOfKnown(Head),
    HeadOfUnknown(Head),
    HeadOverStop,
    StartsWithStop,
    // What stands around it.
    StartsSentence(Fame),
    CommonStartsSentence,
    SeenLower,
    Before(Neighbour, Fame),
    BeforeBefore(Neighbour, Neighbour),
    CommaBefore(bool, Fame),
    SignBefore(Sign),
    After(Neighbour, Fame),
    AfterHyphen(bool),
    CommaAfter(bool),
    SignAfter(Sign),
    ContainerAfter(Fame),
    AgeAfter,
    EndsSentence,
    Possessive(Fame),
    BeforeIn(Fame),
    UnitBefore(Fame),
    CapitalBefore,
    TitleBefore,
    FirstNameBefore(Fame),
    SurnameAfter,
    KnownBeforeComma(bool),
    BodyAfter(Fame),
    CapitalsAfter(u8, Fame),
    HeadAfterRun,
    TitleAfterRun,
    // What the whole text says.
    PersonInText(Fame),
    LastWordPersonInText,
    PlaceInText(Fame),
    Times(u8),
    InsideListed,
    InsideHeaded,
}

impl Cue {
    /// As in `weights.tsv`: its words apart by blanks.
    pub(super) fn words(self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(word)) => word,
            Ok(Value::Object(object)) => {
                let words = object.into_iter();
                let words = words.map(|(word, rest)| word + " " + &arguments(&rest));
                words.collect()
            }
            other => format!("{other:?}"),
        }
    }

    /// Reads what [`Self::words`] writes.
    pub(super) fn from_words(text: &str) -> Result<Self, serde_json::Error> {
        let mut words = text.split(' ');
        let name = Value::from(words.next().unwrap_or_default());
        let arguments: Vec<Value> = words.map(argument).collect();
        let value = match (name, arguments.as_slice()) {
            (name, []) => name,
            (Value::String(name), [one]) => {
                Value::Object([(name, one.clone())].into_iter().collect())
            }
            (Value::String(name), _) => {
                Value::Object([(name, Value::Array(arguments))].into_iter().collect())
            }
            (name, _) => name,
        };
        serde_json::from_value(value)
    }
}

fn arguments(value: &Value) -> String {
    match value {
        Value::Array(parts) => parts.iter().map(arguments).collect::<Vec<_>>().join(" "),
        Value::String(word) => word.clone(),
        other => other.to_string(),
    }
}

fn argument(word: &str) -> Value {
    serde_json::from_str(word).unwrap_or_else(|_| Value::from(word))
}

impl Neighbour {
    /// The words that are a class of their own.
    pub(super) fn by_itself(folded: &str) -> Option<Self> {
        Some(match folded {
            "of" => Self::Of,
            "on" => Self::On,
            "by" => Self::By,
            "with" => Self::With,
            "for" => Self::For,
            "and" => Self::And,
            "or" => Self::Or,
            "the" => Self::The,
            "a" | "an" => Self::A,
            _ => return None,
        })
    }

    /// The classes of the lists, the most telling first.
    pub(super) const BY_CLASS: [(Class, Self); 7] = [
        (Class::Locative, Self::Locative),
        (Class::Title, Self::Title),
        (Class::Speech, Self::Speech),
        (Class::Unit, Self::Unit),
        (Class::Organisation, Self::Organisation),
        (Class::Compass, Self::Compass),
        (Class::Month, Self::Month),
    ];
}

impl Sign {
    /// Of the signs between two words; `None` when nothing but space is there.
    pub(super) fn of(gap: &str) -> Option<Self> {
        Some(match gap.trim().chars().next()? {
            ',' | '،' => Self::Comma,
            '.' | '!' | '?' => Self::Stop,
            '-' | '‑' => Self::Hyphen,
            '/' => Self::Slash,
            '(' | '[' => Self::Open,
            ')' | ']' => Self::Close,
            '"' | '“' | '”' | '‘' | '’' | '\'' => Self::Quote,
            '$' | '€' | '£' => Self::Money,
            ':' | ';' => Self::Colon,
            '–' | '—' => Self::Dash,
            _ => Self::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_written_and_read_as_words() {
        for (cue, words) in [
            (Cue::Always, "always"),
            (Cue::Words(2), "words 2"),
            (Cue::Before(Neighbour::Of, Fame::Big), "before of big"),
            (Cue::AfterHyphen(true), "after_hyphen true"),
        ] {
            assert_eq!(cue.words(), words);
            assert_eq!(Cue::from_words(words).unwrap(), cue);
        }
        assert!(Cue::from_words("nonsense 3").is_err());
    }
}
