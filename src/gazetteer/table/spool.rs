//! A section that is written while another one goes to the output: in memory, and in a file once it is large.

use super::TableError;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek as _, Write};
use std::path::PathBuf;

/// Bytes that a spool keeps in memory.
const MEMORY: usize = 64 << 20;

/// Bytes in the order in which they came.
#[derive(Debug)]
pub(super) struct Spool {
    path: PathBuf,
    memory: Vec<u8>,
    file: Option<BufWriter<File>>,
    length: u64,
}

impl Spool {
    /// A spool that writes to `path` when it must.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            memory: Vec::new(),
            file: None,
            length: 0,
        }
    }

    /// Bytes so far.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), TableError> {
        self.memory.extend_from_slice(bytes);
        self.length += bytes.len() as u64;
        if self.memory.len() >= MEMORY {
            self.spill().map_err(|cause| TableError::File {
                path: self.path.clone(),
                cause,
            })?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            let options = File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(true)
                .open(&self.path)?;
            self.file = Some(BufWriter::new(options));
        }
        if let Some(file) = &mut self.file {
            file.write_all(&self.memory)?;
        }
        self.memory.clear();
        Ok(())
    }

    /// Gives all bytes to `out`.
    pub(super) fn copy_to(mut self, out: &mut impl Write) -> Result<(), TableError> {
        if let Some(file) = self.file.take() {
            self.copy_file(file, out)?;
        }
        Ok(out.write_all(&self.memory)?)
    }

    fn copy_file(&self, file: BufWriter<File>, out: &mut impl Write) -> Result<(), TableError> {
        let failed = |cause| TableError::File {
            path: self.path.clone(),
            cause,
        };
        let mut file = file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.rewind().map_err(failed)?;
        io::copy(&mut BufReader::with_capacity(1 << 18, file), out)?;
        Ok(())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if self.path.as_os_str().is_empty() || !self.path.is_file() {
            return;
        }
        // A file that cannot be removed stays in the caller's folder, which the caller clears.
        drop(fs::remove_file(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_spool_goes_through_a_file_that_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let piece = vec![7_u8; MEMORY / 2 + 1];
        let mut spool = Spool::new(folder.path().join("names"));
        for _ in 0..3 {
            spool.put(&piece).unwrap();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut out = Vec::new();
        spool.copy_to(&mut out).unwrap();
        assert_eq!(out.len(), piece.len() * 3);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
