//! Two things at once, and the order of the file all the same: while the results of one round are taken, all cores
//! read the blocks of the next.

use super::lines::{Block, Lines};
use std::io::{self, BufRead};
use std::thread;

/// Reads all lines with `read`, a block on each of `cores` threads, and hands the results to `take` in the order of
/// the file. Which core read what makes no difference to the outcome.
pub(super) fn in_order<T, E>(
    reader: impl BufRead,
    cores: usize,
    read: impl Fn(&Block) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    E: From<io::Error>,
{
    let mut lines = Lines::new(reader);
    let mut done: Vec<T> = Vec::new();
    loop {
        let blocks = next_blocks(&mut lines, cores)?;
        let ready = std::mem::take(&mut done);
        if blocks.is_empty() && ready.is_empty() {
            return Ok(());
        }
        done = thread::scope(|scope| {
            let readers: Vec<_> = blocks
                .iter()
                .map(|block| scope.spawn(|| read(block)))
                .collect();
            ready.into_iter().try_for_each(&mut take)?;
            let results = readers.into_iter().map(joined::<T, E>);
            results.collect::<Result<Vec<T>, E>>()
        })?;
    }
}

fn next_blocks(lines: &mut Lines<impl BufRead>, cores: usize) -> io::Result<Vec<Block>> {
    (0..cores.max(1))
        .map_while(|_core| lines.block().transpose())
        .collect()
}

/// What a thread found; that it panicked is passed on as an error, since nothing is half done yet.
fn joined<T, E: From<io::Error>>(thread: thread::ScopedJoinHandle<'_, T>) -> Result<T, E> {
    thread
        .join()
        .map_err(|_panic| E::from(io::Error::other("a thread that reads lines panicked")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str, cores: usize) -> Vec<u64> {
        let mut all = Vec::new();
        in_order::<_, io::Error>(
            text.as_bytes(),
            cores,
            |block| block.lines().map(|(number, _)| number).collect::<Vec<_>>(),
            |found| {
                all.extend(found);
                Ok(())
            },
        )
        .unwrap();
        all
    }

    #[test]
    fn however_many_cores_the_order_is_that_of_the_file() {
        let text = format!("{}\n", "z".repeat(400)).repeat(20_000);
        let expected: Vec<u64> = (1..=20_000).collect();
        for cores in [0, 1, 2, 5] {
            assert_eq!(numbers(&text, cores), expected);
        }
        assert!(numbers("", 2).is_empty());
    }

    #[test]
    fn who_takes_may_stop() {
        let stopped = in_order(
            b"a\nb\n".as_slice(),
            2,
            |block| block.lines().count(),
            |_count| Err(io::Error::other("the disk is full")),
        );
        assert_eq!(stopped.unwrap_err().to_string(), "the disk is full");
    }
}
