//! Which whole numbers were seen: a bit each, in pages, so that thirteen million ids take two megabytes.

use rustc_hash::FxHashMap;

/// Bits of one page.
const PAGE: u32 = 1 << 16;
type Page = [u64; 1 << 10];

/// A set of numbers.
#[derive(Debug, Default)]
pub struct Ids {
    pages: FxHashMap<u32, Box<Page>>,
}

impl Ids {
    /// Adds a number; false when it was there already.
    pub(super) fn insert(&mut self, id: u32) -> bool {
        let page = self
            .pages
            .entry(id / PAGE)
            .or_insert_with(|| Box::new([0; 1 << 10]));
        let (word, bit) = place(id);
        let is_new = page[word] & bit == 0;
        page[word] |= bit;
        is_new
    }

    pub(super) fn contains(&self, id: u32) -> bool {
        let (word, bit) = place(id);
        self.pages
            .get(&(id / PAGE))
            .is_some_and(|page| page[word] & bit != 0)
    }
}

/// Word and bit in the page.
fn place(id: u32) -> (usize, u64) {
    let at = id % PAGE;
    ((at / 64) as usize, 1 << (at % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once() {
        let mut ids = Ids::default();
        for id in [0, 1, 63, 64, 65_535, 65_536, u32::MAX] {
            assert!(!ids.contains(id) && ids.insert(id), "{id}");
            assert!(ids.contains(id) && !ids.insert(id), "{id}");
        }
        assert!(!ids.contains(2));
    }
}
