//! Two things at once, and the order of the input all the same: while the results of one round are taken, all cores
//! work on the next.

use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

/// Works on what `next` gives, a piece on each of `cores` threads, and hands the results to `take` in the order of the
/// pieces. Which core worked on what makes no difference to the outcome.
pub(crate) fn in_order<P, T, E>(
    cores: usize,
    mut next: impl FnMut() -> Result<Option<P>, E>,
    work: impl Fn(P) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    P: Send,
    T: Send,
{
    let mut done: Vec<T> = Vec::new();
    loop {
        let pieces = (0..cores.max(1))
            .map_while(|_core| next().transpose())
            .collect::<Result<Vec<P>, E>>()?;
        let ready = std::mem::take(&mut done);
        if pieces.is_empty() && ready.is_empty() {
            return Ok(());
        }
        let work = &work;
        done = thread::scope(|scope| {
            let workers: Vec<_> = pieces
                .into_iter()
                .map(|piece| scope.spawn(move || work(piece)))
                .collect();
            ready.into_iter().try_for_each(&mut take)?;
            Ok(workers.into_iter().map(result).collect())
        })?;
    }
}

/// What a thread found; that it panicked is passed on.
fn result<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// As many threads as there are cores.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(most: u64, cores: usize) -> Result<Vec<u64>, String> {
        let (mut given, mut all) = (0, Vec::new());
        let next = || {
            given += 1;
            Ok((given <= most).then_some(given))
        };
        let take = |square| {
            all.push(square);
            if all.len() > 50 {
                Err("enough".to_owned())
            } else {
                Ok(())
            }
        };
        in_order(cores, next, |n| n * n, take)?;
        Ok(all)
    }

    #[test]
    fn however_many_cores_the_order_stays() {
        let expected: Vec<u64> = (1..=40).map(|n| n * n).collect();
        for cores in [0, 1, 2, 5, 64] {
            assert_eq!(squares(40, cores).as_ref(), Ok(&expected));
        }
        assert_eq!(squares(0, 2), Ok(Vec::new()));
    }

    #[test]
    fn whoever_takes_may_stop() {
        assert_eq!(squares(1_000, 3), Err("enough".to_owned()));
    }
}
