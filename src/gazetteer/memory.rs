//! Answers that were given before: news repeat their names.

use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Answers by their questions. All are forgotten when they are `MOST`, which bounds the memory; remembering changes the
/// time that an answer takes, never the answer.
#[derive(Debug)]
pub(super) struct Memory<K, V, const MOST: usize = 10_000>(RwLock<FxHashMap<K, V>>);

impl<K, V, const MOST: usize> Default for Memory<K, V, MOST> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone, const MOST: usize> Memory<K, V, MOST> {
    /// The answer that was given before, else the one that is made now.
    pub(super) fn remembered<Q>(&self, question: &Q, make: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + Hash + Eq + ?Sized,
    {
        self.known(question)
            .unwrap_or_else(|| self.keep(question, make()))
    }

    /// The same for answers that may fail; failures are not remembered.
    pub(super) fn try_remembered<Q, E>(
        &self,
        question: &Q,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E>
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + Hash + Eq + ?Sized,
    {
        match self.known(question) {
            Some(answer) => Ok(answer),
            None => make().map(|answer| self.keep(question, answer)),
        }
    }

    fn known<Q>(&self, question: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let answers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        answers.get(question).cloned()
    }

    fn keep<Q>(&self, question: &Q, answer: V) -> V
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + ?Sized,
    {
        let mut answers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(question.to_owned(), answer.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_answered_is_not_asked_again_until_too_much_is_kept() {
        let memory: Memory<u32, u32, 2> = Memory::default();
        assert_eq!(memory.remembered(&1, || 10), 10);
        assert_eq!(memory.remembered(&1, || 11), 10);
        memory.remembered(&2, || 20);
        memory.remembered(&3, || 30);
        assert_eq!(memory.remembered(&1, || 12), 12, "forgotten with the third");
        assert_eq!(memory.try_remembered(&4, || Err("no")), Err("no"));
        assert_eq!(memory.try_remembered(&4, || Ok::<_, &str>(40)), Ok(40));
    }
}
