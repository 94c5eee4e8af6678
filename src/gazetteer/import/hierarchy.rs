//! `hierarchy.txt`: what lies in what, where the rows themselves do not say it.

use super::fault::shown;
use super::{Fault, ImportError, lines};
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// The parent of every place that has one.
#[derive(Debug, Default)]
pub struct Hierarchy {
    parents: FxHashMap<u32, u32>,
}

impl Hierarchy {
    /// Reads the pairs. Of several parents an administrative one counts, else the first.
    pub fn read(
        reader: impl BufRead,
        mut fault: impl FnMut(Fault) -> Result<(), ImportError>,
    ) -> Result<Self, ImportError> {
        let mut all = Self::default();
        lines::each(reader, |number, line| {
            match line.and_then(|line| pair(number, line)) {
                Ok(pair) => {
                    all.add(&pair);
                    Ok(())
                }
                Err(found) => fault(found),
            }
        })?;
        Ok(all)
    }

    fn add(&mut self, pair: &Pair) {
        if pair.is_administrative {
            self.parents.insert(pair.child, pair.parent);
        } else {
            self.parents.entry(pair.child).or_insert(pair.parent);
        }
    }

    /// What a place lies in, the nearest first; the file may run in circles, so only so far up.
    pub(super) fn ancestors(&self, id: u32) -> impl Iterator<Item = u32> {
        const MOST: usize = 10;
        let parent = |id: &u32| self.parents.get(id).copied();
        std::iter::successors(parent(&id), parent).take(MOST)
    }
}

struct Pair {
    parent: u32,
    child: u32,
    is_administrative: bool,
}

fn pair(number: u64, line: &str) -> Result<Pair, Fault> {
    let columns: Vec<&str> = line.split('\t').collect();
    let (parent, child, kind) = match columns[..] {
        [parent, child, kind] => (parent, child, kind),
        [parent, child] => (parent, child, ""),
        _ => {
            let found = columns.len().to_string();
            return Err(Fault::row(number, "", "3 columns separated by tabs", found));
        }
    };
    let id = |column, text: &str| {
        text.parse()
            .map_err(|_not_a_number| Fault::row(number, column, "a whole number", shown(text)))
    };
    Ok(Pair {
        parent: id("parent", parent)?,
        child: id("child", child)?,
        is_administrative: kind == "ADM",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrative_parents_come_first_and_circles_end() {
        let mut faults = Vec::new();
        let text = "1\t2\tADM\n9\t2\t\n2\t3\n3\t1\nx\t4\t\n";
        let hierarchy = Hierarchy::read(text.as_bytes(), |fault| {
            faults.push(fault.to_string());
            Ok(())
        })
        .unwrap();
        let above: Vec<u32> = hierarchy.ancestors(3).take(3).collect();
        assert_eq!(above, [2, 1, 3]);
        assert_eq!(hierarchy.ancestors(3).count(), 10);
        assert_eq!(hierarchy.ancestors(77).count(), 0);
        assert_eq!(
            faults,
            ["line 5: parent: expected a whole number, found `x`"]
        );
    }
}
