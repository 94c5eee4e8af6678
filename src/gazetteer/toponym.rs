//! What the finder hands to the resolver.

use crate::domain::{Place, Span};

/// Feature codes or classes that agree with a word such as "village" or "bridge"; empty: any place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassHint(pub Vec<String>);

impl ClassHint {
    /// Whether the place is of the kind that the word says; `None` when the word says no kind.
    pub fn agrees(&self, place: &Place) -> Option<bool> {
        let fits = |word: &String| match word.len() {
            1 => place.feature_class.as_str() == word,
            _ => place.feature_code.starts_with(word.as_str()),
        };
        (!self.0.is_empty()).then(|| self.0.iter().any(fits))
    }

    /// Whether it says a river, mountain, island or structure: nothing that shares its name with a town by being it.
    pub fn is_natural(&self) -> bool {
        let settled = |word: &String| word.starts_with('P') || word.starts_with("ADM");
        !self.0.is_empty() && !self.0.iter().any(settled)
    }

    /// Whether it asks for a first-level unit.
    pub fn is_first_level(&self) -> bool {
        self.0.iter().any(|word| word == "ADM1")
    }
}

/// What a name in the text is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It names the place.
    Place,
    /// It names the area that a military command answers for.
    CommandArea,
    /// It is part of a military command's name: "Anbar Operations Command".
    Command,
    /// It is part of another body's or office's name: "Kirkuk Provincial Council".
    Organisation,
}

/// How the text makes a place from a named one.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// "15 km south of X": metres and bearing in degrees.
    Offset {
        /// Metres.
        distance_m: f64,
        /// Degrees clockwise from north.
        bearing: f64,
    },
    /// "50 km from X", whichever way: metres.
    Within {
        /// Metres.
        distance_m: f64,
    },
    /// "south of X" without a distance.
    Beyond {
        /// Degrees clockwise from north.
        bearing: f64,
    },
    /// "southern X".
    Part {
        /// Degrees clockwise from north.
        bearing: f64,
    },
    /// "central X", "the centre of X".
    Centre,
    /// "near X", "the northern outskirts of X", "X area".
    Around {
        /// Metres beyond the radius of X.
        reach_m: f64,
        /// Degrees clockwise from north, when a side is named.
        bearing: Option<f64>,
        /// The relation in English words: "near", "countryside of".
        says: String,
    },
    /// "between X and Y", "between X, Y and Z": numbers of the first and the last toponym.
    Between(usize, usize),
    /// "the road linking X and Y", "the X-Y axis": numbers of the first and the last toponym.
    Road(usize, usize),
    /// "the triangle of X, Y and Z": numbers of the first and the last toponym.
    Triangle(usize, usize),
    /// "along the river R near X": number of the toponym that says which stretch.
    Along(usize),
    /// "the border between X and Y": numbers of the two toponyms.
    Border(usize, usize),
    /// "the border with X": the other side is the country of the report.
    BorderOf,
}

/// A name found in a text, with all that its sentence says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    /// Everything that names the place, unit words and relation included.
    pub span: Span,
    /// The same as written.
    pub text: String,
    /// The name alone.
    pub name_span: Span,
    /// The name alone, as written.
    pub name: String,
    /// The kind that a unit word says.
    pub hint: Option<ClassHint>,
    /// How the text makes a place from the named one.
    pub relation: Option<Relation>,
    /// What the name is used for.
    pub used_for: Use,
    /// Number of the sentence.
    pub sentence: usize,
    /// Names joined by commas and "and" share a list.
    pub list: usize,
    /// Joined to the one before by a slash: both name one place.
    pub slashed: bool,
    /// It serves a relation (number of that toponym) and is not a place of its own.
    pub part_of: Option<usize>,
    /// Some gazetteer entry bears the name.
    pub known: bool,
    /// The name is an adjective, as in "the Syrian border".
    pub adjective: bool,
}

impl Toponym {
    /// Whether its name is a place's own, and not an adjective or a phrase made of other names.
    pub fn is_name(&self) -> bool {
        !self.is_made_of_others() && !self.adjective
    }

    /// It names no place of its own but one that other toponyms make.
    pub(super) fn is_made_of_others(&self) -> bool {
        matches!(
            self.relation,
            Some(
                Relation::Between(..)
                    | Relation::Road(..)
                    | Relation::Triangle(..)
                    | Relation::Border(..)
            )
        )
    }

    /// Takes in the words of its relation.
    pub(super) fn cover(&mut self, span: Span, text: &str) {
        self.span = span;
        span.of(text).clone_into(&mut self.text);
    }
}
