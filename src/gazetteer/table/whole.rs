//! The bytes of a table: in the program, in memory or in a file that is mapped.

use super::TableError;
use memmap2::Mmap;
use std::fmt;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// All bytes of a table.
pub(super) enum Whole {
    Static(&'static [u8]),
    Owned(Vec<u8>),
    Mapped(Mmap),
}

impl Whole {
    /// Maps a file; its pages are read when they are touched.
    #[expect(
        unsafe_code,
        reason = "a mapped file is the only way to open gigabytes in no time. Its bytes would change under us if somebody \
                  wrote into the file; tables are written beside and renamed into place, never written into"
    )]
    pub(super) fn map(path: &Path) -> Result<Self, TableError> {
        let failed = |cause| TableError::File {
            path: path.to_owned(),
            cause,
        };
        let file = File::open(path).map_err(failed)?;
        // SAFETY: see the reason above; every read of the bytes checks its bounds.
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        Ok(Self::Mapped(map))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.bytes().len())
    }
}

/// A section, for readers that keep their bytes themselves.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) whole: Arc<Whole>,
    pub(super) range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        self.whole
            .bytes()
            .get(self.range.clone())
            .unwrap_or_default()
    }
}
