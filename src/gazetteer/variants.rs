//! Other forms of a name under which a gazetteer may have it.

use crate::text::{Level, fold};
use serde::Deserialize;
use std::sync::LazyLock;

/// A form of a name, and how much less it is like the name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) cost: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Generics {
    cost: f64,
    words: Vec<String>,
    added: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Epithets {
    cost: f64,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    cost: f64,
    joined: Vec<String>,
    sun_letters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    generics: Generics,
    epithets: Epithets,
    articles: Articles,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    toml::from_str(include_str!("variants.toml")).expect("variants.toml is checked by the tests")
});

/// The text of the table, for the gazetteer's version.
pub(super) const SOURCE: &str = include_str!("variants.toml");

/// The generic terms that are put before a name which nothing bears.
pub(super) fn generics_added() -> &'static [String] {
    &TABLES.generics.added
}

/// The shortest name that is left when a word is taken away, in letters: shorter ones are no names.
const LEAST_LETTERS: usize = 4;

/// All other forms of a name, the cheapest first.
pub(super) fn variants(name: &str) -> Vec<Form> {
    let letters = fold(name, Level::Letters);
    let letters = letters.as_str();
    let mut forms: Vec<Form> = without_generic(letters)
        .into_iter()
        .chain(without_epithet(letters))
        .chain(without_article(letters))
        .chain(with_generic(letters))
        .collect();
    forms.sort_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| a.name.cmp(&b.name)));
    forms.dedup();
    forms
}

fn form(name: &str, cost: f64) -> Option<Form> {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= LEAST_LETTERS).then(|| Form {
        name: name.trim().to_owned(),
        cost,
    })
}

fn without_generic(name: &str) -> Option<Form> {
    let Generics { words, cost, .. } = &TABLES.generics;
    words
        .iter()
        .find_map(|word| name.strip_prefix(word.as_str())?.strip_prefix(' '))
        .and_then(|rest| form(rest, *cost))
}

fn without_epithet(name: &str) -> Option<Form> {
    let Epithets { words, cost } = &TABLES.epithets;
    words
        .iter()
        .filter_map(|word| name.strip_suffix(word.as_str())?.strip_suffix(' '))
        .min_by_key(|rest| rest.len())
        .and_then(|rest| form(rest, *cost))
}

fn with_generic(name: &str) -> Vec<Form> {
    let Generics { words, added, cost } = &TABLES.generics;
    let has_one = words.iter().any(|word| {
        name.strip_prefix(word.as_str())
            .is_some_and(|rest| rest.starts_with(' '))
    });
    if has_one {
        return Vec::new();
    }
    let arabic = name.chars().any(|c| ('\u{0620}'..='\u{06ff}').contains(&c));
    added
        .iter()
        .filter(|word| word.starts_with(|c: char| c.is_ascii()) != arabic)
        .filter_map(|word| form(&format!("{word} {name}"), *cost))
        .collect()
}

/// "alsukhnah" and "assukhnah" are "sukhnah"; "al sukhnah" is so by folding.
fn without_article(name: &str) -> Vec<Form> {
    let Articles {
        cost,
        joined,
        sun_letters,
    } = &TABLES.articles;
    let plain = joined
        .iter()
        .filter_map(|article| name.strip_prefix(article.as_str()))
        .filter(|rest| !rest.starts_with(' '));
    let sun = sun_letters.iter().filter_map(|letter| {
        let rest = name
            .strip_prefix(['a', 'e'])?
            .strip_prefix(letter.as_str())?;
        rest.starts_with(letter.as_str()).then_some(rest)
    });
    plain
        .chain(sun)
        .filter_map(|rest| form(rest, *cost))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(name: &str, other: &str) -> bool {
        variants(name).iter().any(|form| form.name == other)
    }

    #[test]
    fn generics_epithets_and_articles_come_and_go() {
        for (name, other) in [
            ("Qaryat Kan'us", "kanus"),
            ("Kan'us", "qaryat kanus"),
            ("Kan'us as Sufla", "kanus"),
            ("Khirbat Ghazal", "ghazal"),
            ("Alsukhnah", "sukhnah"),
            ("Assukhnah", "sukhnah"),
            ("Ashshaddadah", "shaddadah"),
            ("قرية كنعوص", "كنعوص"),
            ("جسر الشغور", "الشغور"),
        ] {
            assert!(has(name, other), "{name}: {:?}", variants(name));
        }
    }

    #[test]
    fn what_is_left_is_a_name() {
        assert!(variants("Tall Abu").iter().all(|form| form.name != "abu"));
        assert!(!has("Aleppo", "eppo") || variants("Aleppo").iter().all(|form| form.cost > 0.0));
    }

    #[test]
    fn the_words_are_folded() {
        let tables = &*TABLES;
        let words = tables.generics.words.iter().chain(&tables.generics.added);
        for word in words.chain(&tables.epithets.words) {
            assert_eq!(fold(word, Level::Letters).as_str(), word);
        }
    }
}
