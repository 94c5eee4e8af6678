//! Sorts byte records in bounded memory: sorted runs go to files and are merged.

use super::TableError;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Bytes that one sorter keeps in memory before it writes a run.
const MEMORY: usize = 128 << 20;

/// Takes records in any order.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    label: &'static str,
    memory: usize,
    chunk: Chunk,
    runs: Vec<Run>,
}

impl Sorter {
    pub(super) fn new(folder: &Path, label: &'static str) -> Self {
        Self::with_memory(folder, label, MEMORY)
    }

    fn with_memory(folder: &Path, label: &'static str, memory: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            label,
            memory,
            chunk: Chunk::default(),
            runs: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, record: &[u8]) -> Result<(), TableError> {
        self.chunk.push(record);
        if self.chunk.size() >= self.memory {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), TableError> {
        let name = format!("{}-{}.run", self.label, self.runs.len());
        let run = Run(self.folder.join(name));
        self.chunk.sort();
        write_run(&self.chunk, &run.0).map_err(|cause| run.failed(cause))?;
        self.runs.push(run);
        self.chunk.clear();
        Ok(())
    }

    /// All records in the order of their bytes; equal ones follow each other.
    pub(super) fn sorted(mut self) -> Result<Sorted, TableError> {
        self.chunk.sort();
        let mut sources = vec![Source::Memory(self.chunk, 0)];
        for run in self.runs {
            let file = File::open(&run.0).map_err(|cause| run.failed(cause))?;
            sources.push(Source::File(BufReader::with_capacity(1 << 18, file), run));
        }
        Sorted::new(sources)
    }
}

/// Records in one piece of memory, with their first eight bytes beside their place so that most comparisons end there.
#[derive(Debug, Default)]
struct Chunk {
    bytes: Vec<u8>,
    records: Vec<(u64, u32, u32)>,
}

impl Chunk {
    fn push(&mut self, record: &[u8]) {
        let start = narrow(self.bytes.len());
        self.bytes.extend_from_slice(record);
        self.records
            .push((first_eight(record), start, narrow(record.len())));
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.records.len() * size_of::<(u64, u32, u32)>()
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.records.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| slice(bytes, a).cmp(slice(bytes, b)))
        });
    }

    fn get(&self, at: usize) -> Option<&[u8]> {
        self.records.get(at).map(|r| slice(&self.bytes, r))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
    }
}

/// A chunk is spilled long before it has 4 GiB.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn slice<'a>(bytes: &'a [u8], record: &(u64, u32, u32)) -> &'a [u8] {
    let start = record.1 as usize;
    bytes
        .get(start..start + record.2 as usize)
        .unwrap_or_default()
}

fn first_eight(record: &[u8]) -> u64 {
    let mut first = [0; 8];
    let length = record.len().min(8);
    first[..length].copy_from_slice(&record[..length]);
    u64::from_be_bytes(first)
}

fn write_run(chunk: &Chunk, path: &Path) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    for at in 0..chunk.records.len() {
        let record = chunk.get(at).unwrap_or_default();
        out.write_all(&narrow(record.len()).to_le_bytes())?;
        out.write_all(record)?;
    }
    out.flush()
}

/// A file of sorted records; removed when it is no longer used.
#[derive(Debug)]
struct Run(PathBuf);

impl Run {
    fn failed(&self, cause: io::Error) -> TableError {
        TableError::File {
            path: self.0.clone(),
            cause,
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // A file that cannot be removed stays in the caller's folder, which the caller clears.
        drop(fs::remove_file(&self.0));
    }
}

#[derive(Debug)]
enum Source {
    Memory(Chunk, usize),
    File(BufReader<File>, Run),
}

impl Source {
    /// Puts the next record into `record`; false at the end.
    fn next(&mut self, record: &mut Vec<u8>) -> Result<bool, TableError> {
        record.clear();
        match self {
            Self::Memory(chunk, at) => {
                let found = chunk.get(*at);
                record.extend_from_slice(found.unwrap_or_default());
                *at += 1;
                Ok(found.is_some())
            }
            Self::File(file, run) => read_record(file, record).map_err(|cause| run.failed(cause)),
        }
    }
}

fn read_record(file: &mut BufReader<File>, record: &mut Vec<u8>) -> io::Result<bool> {
    let mut length = [0; 4];
    match file.read_exact(&mut length) {
        Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        other => other?,
    }
    record.resize(u32::from_le_bytes(length) as usize, 0);
    file.read_exact(record)?;
    Ok(true)
}

/// Gives the records of all runs in order.
#[derive(Debug)]
pub(super) struct Sorted {
    sources: Vec<Source>,
    heads: BinaryHeap<Reverse<Head>>,
    given: Vec<u8>,
}

#[derive(Debug)]
struct Head {
    record: Vec<u8>,
    source: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        self.record
            .cmp(&other.record)
            .then(self.source.cmp(&other.source))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

impl Sorted {
    fn new(mut sources: Vec<Source>) -> Result<Self, TableError> {
        let mut heads = BinaryHeap::new();
        for (source, records) in sources.iter_mut().enumerate() {
            let mut record = Vec::new();
            if records.next(&mut record)? {
                heads.push(Reverse(Head { record, source }));
            }
        }
        Ok(Self {
            sources,
            heads,
            given: Vec::new(),
        })
    }

    /// The next record, until the next call.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, TableError> {
        let Some(mut head) = self.heads.peek_mut() else {
            return Ok(None);
        };
        std::mem::swap(&mut self.given, &mut head.0.record);
        let source = head.0.source;
        let more = match self.sources.get_mut(source) {
            Some(records) => records.next(&mut head.0.record)?,
            None => false,
        };
        if !more {
            std::collections::binary_heap::PeekMut::pop(head);
        }
        Ok(Some(&self.given))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(records: &[Vec<u8>], memory: usize) -> Vec<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_memory(folder.path(), "test", memory);
        for record in records {
            sorter.push(record).unwrap();
        }
        let mut all = sorter.sorted().unwrap();
        let mut found = Vec::new();
        while let Some(record) = all.next().unwrap() {
            found.push(record.to_vec());
        }
        drop(all);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        found
    }

    proptest! {
        #[test]
        fn runs_and_memory_give_the_order_of_a_plain_sort(
            records in prop::collection::vec(prop::collection::vec(0_u8..4, 0..12), 0..200),
        ) {
            let mut expected = records.clone();
            expected.sort();
            prop_assert_eq!(sorted(&records, 1 << 20), expected.clone());
            prop_assert_eq!(sorted(&records, 200), expected);
        }
    }
}
