//! A table numbers its sources, codes and languages with 16 bits; an input with more of them is no gazetteer.

use super::Fault;
use super::entry::Entry;
use rustc_hash::FxHashSet;

/// Most different values of one kind.
const MOST: usize = 60_000;

/// The different values so far.
#[derive(Debug, Default)]
pub struct Limits {
    sources: FxHashSet<Box<str>>,
    namespaces: FxHashSet<Box<str>>,
    codes: FxHashSet<Box<str>>,
    languages: FxHashSet<Box<str>>,
}

impl Limits {
    /// Takes in the values of an entry, or says of which there are too many.
    pub fn admit(&mut self, line: u64, entry: &Entry) -> Result<(), Fault> {
        let namespace = entry.id().split(':').next().unwrap_or_default();
        admit(&mut self.namespaces, namespace, line, "id")?;
        admit(&mut self.sources, &entry.source, line, "source")?;
        let code = format!("{}.{}", entry.feature_class, entry.feature_code);
        admit(&mut self.codes, &code, line, "feature_code")?;
        entry
            .names
            .iter()
            .try_for_each(|name| admit(&mut self.languages, &name.lang, line, "names"))
    }
}

fn admit(
    known: &mut FxHashSet<Box<str>>,
    value: &str,
    line: u64,
    column: &'static str,
) -> Result<(), Fault> {
    if known.contains(value) {
        return Ok(());
    }
    if known.len() >= MOST {
        let expected = format!("at most {MOST} different sources, name spaces, codes or languages");
        return Err(Fault::row(line, column, expected, "one more"));
    }
    known.insert(value.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_many_and_the_known_ones() {
        let mut known = FxHashSet::default();
        for number in 0..MOST {
            admit(&mut known, &number.to_string(), 1, "source").unwrap();
        }
        admit(&mut known, "7", 1, "source").unwrap();
        let fault = admit(&mut known, "new", 9, "source").unwrap_err();
        assert_eq!((fault.line, fault.column), (9, "source"));
    }
}
