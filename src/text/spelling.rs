//! How far apart are two spellings, when the differences that transliteration makes count little?

use super::fold::ToponymKey;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The weighted edit distance of two names folded at [`Level::Generic`](super::Level::Generic).
///
/// It is symmetric, 0 only for equal spellings, and at most the Levenshtein distance. The costs stand in
/// `transliteration.toml`: a letter for another spelling of the same Arabic or Cyrillic letter costs a fraction of an
/// edit, a vowel left out less than a consonant.
///
/// ```
/// use sitmap::text::{Level, fold, spelling_distance};
/// let apart = |a, b| spelling_distance(&fold(a, Level::Generic), &fold(b, Level::Generic));
/// assert!(apart("Qusaybah", "Kseibe") < apart("Qusaybah", "Husaybah"));
/// assert!(apart("Samarra", "Smarra") < 0.5);
/// assert!(apart("Haija", "Kirkuk") > 2.0);
/// ```
pub fn spelling_distance(a: &ToponymKey, b: &ToponymKey) -> f64 {
    if a == b {
        return 0.0;
    }
    let (a, b) = (framed(a.as_str()), framed(b.as_str()));
    Grid::new(&a, &b).filled()
}

/// Between 0 (nothing in common) and 1 (equal): the distance against the length of the longer spelling.
pub fn spelling_similarity(a: &ToponymKey, b: &ToponymKey) -> f64 {
    let longer = a.as_str().chars().count().max(b.as_str().chars().count());
    let longer = u32::try_from(longer).map_or(f64::MAX, f64::from).max(1.0);
    (1.0 - spelling_distance(a, b) / longer).clamp(0.0, 1.0)
}

/// Longer names are cut: no name is so long, and the time grows with the square.
const LONGEST: usize = 64;

/// The letters between a mark for the beginning and one for the end.
fn framed(key: &str) -> Vec<char> {
    std::iter::once('^')
        .chain(key.chars().filter(|c| *c != ' ').take(LONGEST))
        .chain(['$'])
        .collect()
}

/// The table of the distances of all beginnings of two spellings.
struct Grid<'s> {
    a: &'s [char],
    b: &'s [char],
    width: usize,
    costs: Vec<f64>,
}

impl<'s> Grid<'s> {
    fn new(a: &'s [char], b: &'s [char]) -> Self {
        let width = b.len() + 1;
        Self {
            a,
            b,
            width,
            costs: vec![f64::INFINITY; (a.len() + 1) * width],
        }
    }

    fn filled(mut self) -> f64 {
        for i in 0..=self.a.len() {
            for j in 0..=self.b.len() {
                let cost = if i + j == 0 { 0.0 } else { self.best(i, j) };
                if let Some(cell) = self.costs.get_mut(i * self.width + j) {
                    *cell = cost;
                }
            }
        }
        self.at(self.a.len(), self.b.len())
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.costs
            .get(i * self.width + j)
            .copied()
            .unwrap_or(f64::INFINITY)
    }

    /// The cheapest way to the first `i` letters of the one and the first `j` of the other.
    fn best(&self, i: usize, j: usize) -> f64 {
        let (last_a, last_b) = (last(self.a, i), last(self.b, j));
        let mut best = f64::INFINITY;
        if let (Some(x), Some(y)) = (last_a, last_b) {
            best = self.at(i - 1, j - 1) + changed(x, y);
            if x != y
                && i >= 2
                && j >= 2
                && last(self.a, i - 1) == Some(y)
                && last(self.b, j - 1) == Some(x)
            {
                best = best.min(self.at(i - 2, j - 2) + TABLES.costs.swapped);
            }
            for rule in TABLES.rules.of(x, y) {
                if ends_with(self.a, i, &rule.a) && ends_with(self.b, j, &rule.b) {
                    best = best.min(self.at(i - rule.a.len(), j - rule.b.len()) + rule.cost);
                }
            }
        }
        if last_a.is_some() {
            best = best.min(self.at(i - 1, j) + dropped(self.a, i));
        }
        if last_b.is_some() {
            best = best.min(self.at(i, j - 1) + dropped(self.b, j));
        }
        best
    }
}

fn last(letters: &[char], length: usize) -> Option<char> {
    length
        .checked_sub(1)
        .and_then(|at| letters.get(at))
        .copied()
}

/// The last letters are known to be equal: rules are found by them.
fn ends_with(letters: &[char], length: usize, end: &[char]) -> bool {
    let Some(start) = length.checked_sub(end.len()) else {
        return false;
    };
    let before_last = end.len().saturating_sub(1);
    (0..before_last).all(|at| letters.get(start + at) == end.get(at))
}

fn changed(x: char, y: char) -> f64 {
    match (x == y, is_vowel(x) && is_vowel(y)) {
        (true, _) => 0.0,
        (false, true) => TABLES.costs.vowels,
        (false, false) => 1.0,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The cost of leaving out the last of the first letters; the frame's marks are never left out alone, which costs 1.
fn dropped(letters: &[char], length: usize) -> f64 {
    let Some(letter) = last(letters, length) else {
        return 1.0;
    };
    if length >= 2 && last(letters, length - 1) == Some(letter) {
        return TABLES.costs.doubled;
    }
    TABLES.dropped.get(usize_of(letter)).copied().unwrap_or(1.0)
}

/// Some letters for some others.
struct Rule {
    a: Vec<char>,
    b: Vec<char>,
    cost: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Costs {
    doubled: f64,
    vowels: f64,
    swapped: f64,
    article: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    begins: Vec<String>,
    sun_letters: Vec<String>,
    others: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Letter {
    #[serde(rename = "name")]
    _name: String,
    cost: f64,
    spellings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    dropped: FxHashMap<char, f64>,
    costs: Costs,
    article: Article,
    letters: Vec<Letter>,
}

/// The file, ready for use.
struct Tables {
    /// The cost of leaving a letter out, by its number; 1 for those beyond.
    dropped: Vec<f64>,
    costs: Costs,
    rules: Rules,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let written: Written = toml::from_str(include_str!("transliteration.toml"))
        .expect("transliteration.toml is checked by the tests");
    Tables::new(written)
});

impl Tables {
    fn new(written: Written) -> Self {
        let mut reading = Reading {
            dropped: written.dropped,
            rules: FxHashMap::default(),
        };
        for letter in &written.letters {
            for a in &letter.spellings {
                letter
                    .spellings
                    .iter()
                    .filter(|b| *b != a)
                    .for_each(|b| reading.add(a, b, letter.cost));
            }
        }
        reading.add_articles(&written.article, written.costs.article);
        Self {
            dropped: by_number(&reading.dropped, 1.0),
            costs: written.costs,
            rules: Rules::new(reading.rules),
        }
    }
}

/// Values by the numbers of their letters, up to the greatest letter.
fn by_number<T: Copy>(values: &FxHashMap<char, T>, otherwise: T) -> Vec<T> {
    let most = values.keys().copied().map(usize_of).max();
    let mut list = vec![otherwise; most.map_or(0, |most| most + 1)];
    for (letter, value) in values {
        if let Some(place) = list.get_mut(usize_of(*letter)) {
            *place = *value;
        }
    }
    list
}

fn usize_of(letter: char) -> usize {
    usize::try_from(u32::from(letter)).unwrap_or(usize::MAX)
}

/// Rules by the last letters of their two sides. Most pairs of letters have none, which must be told quickly: to find one
/// name among those that are alike a million pairs of letters are looked up.
struct Rules {
    /// Lines and columns of the table by the numbers of their letters; 0 for letters that no side ends with.
    places: Vec<usize>,
    width: usize,
    table: Vec<Vec<Rule>>,
}

impl Rules {
    fn new(rules: FxHashMap<(char, char), Vec<Rule>>) -> Self {
        let ends: BTreeSet<char> = rules.keys().flat_map(|(x, y)| [*x, *y]).collect();
        let places: FxHashMap<char, usize> = ends.iter().copied().zip(1..).collect();
        let width = ends.len() + 1;
        let mut table: Vec<Vec<Rule>> = (0..width * width).map(|_| Vec::new()).collect();
        for ((x, y), of_pair) in rules {
            if let Some(cell) = table.get_mut(places[&x] * width + places[&y]) {
                *cell = of_pair;
            }
        }
        Self {
            places: by_number(&places, 0),
            width,
            table,
        }
    }

    fn of(&self, x: char, y: char) -> &[Rule] {
        let place = |letter| {
            self.places
                .get(usize_of(letter))
                .copied()
                .unwrap_or_default()
        };
        let cell = self.table.get(place(x) * self.width + place(y));
        cell.map_or(&[], Vec::as_slice)
    }
}

/// The file, on the way to [`Tables`].
struct Reading {
    dropped: FxHashMap<char, f64>,
    rules: FxHashMap<(char, char), Vec<Rule>>,
}

impl Reading {
    /// An empty side is a dropped letter; every other rule is found by the last letters of its sides.
    fn add(&mut self, a: &str, b: &str, cost: f64) {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        match (a.last().copied(), b.last().copied()) {
            (Some(x), Some(y)) => {
                self.rules
                    .entry((x, y))
                    .or_default()
                    .push(Rule { a, b, cost });
            }
            (Some(x), None) if a.len() == 1 => {
                let known = self.dropped.entry(x).or_insert(1.0);
                *known = known.min(cost);
            }
            _ => {}
        }
    }

    fn add_articles(&mut self, article: &Article, cost: f64) {
        let joined = article.begins.iter().flat_map(|vowel| {
            article
                .sun_letters
                .iter()
                .map(move |sun| (format!("^{vowel}{sun}{sun}"), format!("^{sun}")))
        });
        let others = article
            .others
            .iter()
            .flat_map(|al| ('a'..='z').map(move |c| (format!("^{al}{c}"), format!("^{c}"))));
        for (with, without) in joined.chain(others) {
            self.add(&with, &without, cost);
            self.add(&without, &with, cost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Level, fold};
    use super::*;
    use proptest::prelude::*;

    fn apart(a: &str, b: &str) -> f64 {
        spelling_distance(&fold(a, Level::Generic), &fold(b, Level::Generic))
    }

    fn names() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z]{1,12}",
            "[a-z]{1,7} [a-z]{1,7}",
            "[ابتثجحخدذرزسشصضطظعغفقكلمنهوي]{1,9}"
        ]
    }

    proptest! {
        #[test]
        fn the_distance_is_the_same_both_ways(a in names(), b in names()) {
            prop_assert!((apart(&a, &b) - apart(&b, &a)).abs() < 1e-9);
        }

        #[test]
        fn only_equal_spellings_are_no_distance_apart(a in names(), b in names()) {
            prop_assert!(apart(&a, &a) == 0.0);
            let equal = fold(&a, Level::Generic) == fold(&b, Level::Generic);
            prop_assert_eq!(apart(&a, &b) == 0.0, equal);
        }

        #[test]
        fn the_distance_is_at_most_levenshteins(a in names(), b in names()) {
            let (x, y) = (fold(&a, Level::Generic), fold(&b, Level::Generic));
            let plain = strsim::levenshtein(x.as_str(), y.as_str());
            prop_assert!(apart(&a, &b) <= f64::from(u32::try_from(plain).unwrap()) + 1e-9);
        }
    }

    #[test]
    fn no_cost_is_nothing_and_none_more_than_an_edit() {
        let costs = &TABLES.costs;
        let single = [costs.doubled, costs.vowels, costs.swapped, costs.article];
        let all = single
            .into_iter()
            .chain(TABLES.dropped.iter().copied())
            .chain(TABLES.rules.table.iter().flatten().map(|rule| rule.cost));
        for cost in all {
            assert!(cost > 0.0 && cost <= 1.0, "{cost}");
        }
    }

    /// Rows of `tests/cases/transliterations.tsv`: a name, another spelling of it, another name that looks like it.
    #[test]
    fn spellings_of_one_name_are_nearer_than_another_name() {
        let rows = include_str!("../../tests/cases/transliterations.tsv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let wrong: Vec<String> = rows
            .filter_map(|row| {
                let [name, same, other] = row.split('\t').collect::<Vec<_>>()[..] else {
                    return Some(format!("three cells expected: {row}"));
                };
                let (near, far) = (apart(name, same), apart(name, other));
                (near >= far).then(|| format!("{row}: {near:.2} against {far:.2}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn names_of_a_thousand_letters_are_cut() {
        let long = "ab".repeat(100_000);
        assert!(apart(&long, "Mosul") > 10.0);
    }
}
