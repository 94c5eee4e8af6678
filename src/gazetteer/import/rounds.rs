//! Blocks of lines, read on several cores.

use super::lines::{Block, Lines};
use crate::gazetteer::table::in_order;
use std::io::{self, BufRead};

/// Reads all lines with `read`, a block on each of `cores` threads, and hands the results to `take` in the order of
/// the file.
pub(super) fn blocks_in_order<T: Send, E: From<io::Error>>(
    reader: impl BufRead,
    cores: usize,
    read: impl Fn(&Block) -> T + Sync,
    take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let mut lines = Lines::new(reader);
    in_order(cores, || Ok(lines.block()?), |block| read(&block), take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_file() {
        let text = format!("{}\n", "z".repeat(400)).repeat(20_000);
        let mut numbers = Vec::new();
        let read = |block: &Block| block.lines().map(|(number, _)| number).collect::<Vec<_>>();
        blocks_in_order::<_, io::Error>(text.as_bytes(), 3, read, |found| {
            numbers.extend(found);
            Ok(())
        })
        .unwrap();
        assert!(numbers.into_iter().eq(1..=20_000));
    }
}
