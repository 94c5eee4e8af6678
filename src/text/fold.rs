//! The folding ladder: one function from a name to its spelling keys, for index and query alike.
//!
//! The levels and their measured recall come from the project's own study of transliterated village names;
//! the tables stand in `folding.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::fmt;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How much of the spelling is folded away; each level folds all that the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Case, accents, apostrophes, Arabic letter forms; words stay apart.
    Letters,
    /// Unit words and articles are gone, words are joined.
    Plain,
    /// Generic terms (tell, tall, tel) have one spelling.
    Generic,
    /// Vowels and doubled letters that transliterations swap are one.
    Sound,
}

impl Level {
    /// From the strictest to the loosest. The [`skeleton`] is none of them: it proposes, it never says that two names
    /// are equal.
    pub const ALL: [Self; 4] = [Self::Letters, Self::Plain, Self::Generic, Self::Sound];
}

/// A name folded at some level; made only by [`fold`], so that equal keys mean equal spellings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ToponymKey(String);

impl ToponymKey {
    /// The folded letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ToponymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Version of the ladder: keys of different versions must not be compared.
pub fn fold_version() -> &'static str {
    &TABLES.version
}

/// Folds a name.
///
/// ```
/// use sitmap::text::{Level, fold};
/// let key = |name| fold(name, Level::Sound);
/// assert_eq!(key("Salah al-Din"), key("Salaheddine"));
/// assert_eq!(key("Salahuddin Governorate"), key("Ṣalāḥ ad-Dīn"));
/// assert_eq!(key("الموصل"), key("موصل"));
/// assert_ne!(key("Mosul"), key("Kirkuk"));
/// ```
pub fn fold(name: &str, level: Level) -> ToponymKey {
    let letters = letters(name);
    if level == Level::Letters {
        return ToponymKey(letters);
    }
    let one_din = if level >= Level::Generic {
        join_din(&letters)
    } else {
        letters
    };
    let words = distinctive(&one_din);
    ToponymKey(words.iter().map(|word| folded_word(word, level)).collect())
}

/// The sound key of a name written as one word: "Tell Afar" as "Tellafar". Where generic terms and endings are folded
/// word by word the two differ, so an index has both keys and a query asks with both.
pub fn fold_joined(name: &str) -> ToponymKey {
    ToponymKey(sound(&fold(name, Level::Plain).0))
}

fn folded_word(word: &str, level: Level) -> String {
    match level {
        Level::Letters | Level::Plain => word.to_owned(),
        Level::Generic => generic(word).to_owned(),
        Level::Sound => sound(generic(word)),
    }
}

/// The consonants of a sound key, those that transliterations swap made one: what is left to compare when the vowels
/// are not written, or by another people's ear. Latin, Arabic and Cyrillic letters have the same skeleton; `None` for
/// other scripts and where fewer than two consonants are left.
///
/// ```
/// use sitmap::text::{Level, fold, skeleton};
/// let of = |name| skeleton(&fold(name, Level::Sound));
/// assert_eq!(of("Khuneifas"), of("خنيفس"));
/// assert_eq!(of("Qusaybah"), of("Kseibe"));
/// assert_eq!(of("東京"), None);
/// ```
pub fn skeleton(sound: &ToponymKey) -> Option<ToponymKey> {
    let mut out = String::with_capacity(sound.0.len());
    let mut rest = sound.0.as_str();
    while let Some(first) = rest.chars().next() {
        let (to, length) = consonant(rest, first)?;
        to.chars().for_each(|c| push_single(&mut out, c));
        rest = rest.get(length..).unwrap_or("");
    }
    (out.len() >= 2).then_some(ToponymKey(out))
}

/// What the skeleton keeps of the letters at the front, and how many bytes they have.
fn consonant(rest: &str, first: char) -> Option<(&'static str, usize)> {
    let pair = |length| {
        let letters = rest.get(..length)?;
        TABLES.skeleton.get(letters).map(|to| (to.as_str(), length))
    };
    pair(2)
        .filter(|_| first.is_ascii())
        .or_else(|| pair(first.len_utf8()))
}

#[derive(Deserialize)]
struct Replacement {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct Ending {
    from: Vec<String>,
    to: String,
}

#[derive(Deserialize)]
struct Tables {
    version: String,
    units: FxHashSet<String>,
    articles: FxHashSet<String>,
    generics: FxHashMap<String, String>,
    sounds: Vec<Replacement>,
    endings: Vec<Ending>,
    skeleton: FxHashMap<String, String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    toml::from_str(include_str!("folding.toml")).expect("folding.toml is checked by the tests")
});

/// L1: small letters without marks; every run of other signs becomes one space.
fn letters(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        name.bytes().for_each(|b| push_ascii(&mut out, b));
    } else {
        let plain = name
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase);
        plain.for_each(|c| push_letter(&mut out, c));
    }
    out.truncate(out.trim_end().len());
    out
}

/// As [`push_letter`], without the tables that other scripts need.
fn push_ascii(out: &mut String, byte: u8) {
    match byte {
        b if b.is_ascii_alphanumeric() => out.push(char::from(b.to_ascii_lowercase())),
        b'\'' | b'`' | b'"' => {}
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

fn push_letter(out: &mut String, c: char) {
    match one_form(c) {
        Some(c) if c.is_alphanumeric() => out.push(c),
        Some(_) if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

/// The one form of a letter that has several; `None` for signs that belong to no word.
fn one_form(c: char) -> Option<char> {
    Some(match c {
        '\''
        | '’'
        | '‘'
        | '`'
        | '´'
        | 'ʿ'
        | 'ʾ'
        | 'ʼ'
        | 'ʻ'
        | '"'
        | 'ء'
        | 'ـ'
        | '\u{200b}'..='\u{200f}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => return None,
        'ı' => 'i',
        'ə' => 'a',
        'đ' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ٱ' => 'ا',
        'ة' | 'ە' | 'ہ' | 'ھ' => 'ه',
        'ى' | 'ی' | 'ێ' => 'ي',
        'ک' | 'گ' => 'ك',
        'ۆ' => 'و',
        'ڕ' => 'ر',
        'ڵ' => 'ل',
        c => c,
    })
}

/// L3: -uddin, -eddine, ad-Din, al-Deen are one ending.
fn join_din(letters: &str) -> String {
    static DIN: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(r" ?[aeui](?:[dl] ?d|d)(?:i|ee)ne?\b").expect("the pattern is fixed")
    });
    if letters.contains("din") || letters.contains("deen") {
        return DIN.replace_all(letters, "din").into_owned();
    }
    letters.to_owned()
}

/// L2: the words that tell which place; all words when none would be left.
fn distinctive(letters: &str) -> Vec<&str> {
    let bare = |word| bare_of_article(word);
    let words: Vec<&str> = letters.split(' ').filter(|w| !w.is_empty()).collect();
    let telling: Vec<&str> = words
        .iter()
        .filter(|word| !TABLES.articles.contains(**word) && !TABLES.units.contains(**word))
        .map(|word| bare(word))
        .collect();
    if telling.is_empty() {
        words.into_iter().map(bare).collect()
    } else {
        telling
    }
}

/// An Arabic word without its article; the Latin article stands apart.
fn bare_of_article(word: &str) -> &str {
    word.strip_prefix("ال")
        .filter(|rest| rest.chars().count() >= 2)
        .unwrap_or(word)
}

fn generic(word: &str) -> &str {
    TABLES.generics.get(word).map_or(word, String::as_str)
}

/// L4: endings first, since the vowels that tell them apart are folded afterwards; then from left to right the first
/// letter group of the table that stands there, and no letter twice in a row.
fn sound(word: &str) -> String {
    let word = with_one_ending(word);
    let mut out = String::with_capacity(word.len());
    let mut rest = word.as_str();
    while let Some(first) = rest.chars().next() {
        let group = TABLES
            .sounds
            .iter()
            .find(|group| rest.starts_with(group.from.as_str()));
        let (to, length) = group.map_or((None, first.len_utf8()), |group| {
            (Some(group.to.as_str()), group.from.len())
        });
        match to {
            Some(to) => to.chars().for_each(|c| push_single(&mut out, c)),
            None => push_single(&mut out, first),
        }
        rest = rest.get(length..).unwrap_or("");
    }
    out
}

fn push_single(out: &mut String, c: char) {
    if !out.ends_with(c) {
        out.push(c);
    }
}

fn with_one_ending(word: &str) -> String {
    if word.chars().count() <= 3 {
        return word.to_owned();
    }
    let cut = |ending: &Ending| {
        ending
            .from
            .iter()
            .find_map(|from| word.strip_suffix(from.as_str()))
            .filter(|stem| !stem.is_empty())
            .map(|stem| format!("{stem}{}", ending.to))
    };
    TABLES
        .endings
        .iter()
        .find_map(cut)
        .unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `tests/cases/spellings.tsv`: level, one spelling, another, `same` or `different`.
    #[test]
    fn spellings_fold_as_the_table_says() {
        let rows = include_str!("../../tests/cases/spellings.tsv")
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty());
        let wrong: Vec<&str> = rows
            .filter(|row| {
                let [level, a, b, verdict] = row.split('\t').collect::<Vec<_>>()[..] else {
                    return true;
                };
                let level = Level::ALL[level.trim_start_matches('L').parse::<usize>().unwrap() - 1];
                (fold(a, level) == fold(b, level)) != (verdict == "same")
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn folding_twice_changes_nothing_at_the_letters() {
        for name in ["Şalāḩ ad Dīn", "كَرْكُوك", "Al-Ba'aj"] {
            let once = fold(name, Level::Letters);
            assert_eq!(fold(once.as_str(), Level::Letters), once);
        }
    }

    #[test]
    fn a_name_made_of_unit_words_is_kept() {
        assert_eq!(
            fold("Western Desert", Level::Plain).as_str(),
            "westerndesert"
        );
    }
}
