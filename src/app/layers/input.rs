//! Opens what is imported: plain text, gzip, or the one table in a zip; and does not trust it.

use super::LayerError;
use flate2::bufread::MultiGzDecoder;
use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;
use zip::ZipArchive;
use zip::result::ZipError;

/// What is packed may become this many times as large; GeoNames' files become about five times as large.
pub const MOST_TIMES: u64 = 100;
/// However small it is packed, so much may come out of it, in bytes.
const ALWAYS: u64 = 64 << 20;
/// However large it is packed, not more than this may come out of it, in bytes.
pub const MOST_UNPACKED: u64 = 32 << 30;
/// Members of GeoNames' archives beside the table.
const COMPANIONS: [&str; 2] = ["readme.txt", "iso-languagecodes.txt"];

/// A file that is imported, as it was when the import began.
#[derive(Debug)]
pub(super) struct Input {
    path: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
    /// Bytes of the file read so far, packed as they are.
    read: AtomicU64,
}

impl Input {
    pub(super) fn new(path: &Path) -> Result<Self, LayerError> {
        let metadata = path.metadata().map_err(LayerError::file(path))?;
        if !metadata.is_file() {
            return Err(LayerError::input(path, "a file", "something else"));
        }
        if metadata.len() == 0 {
            return Err(LayerError::input(path, "a table", "an empty file"));
        }
        Ok(Self {
            path: path.to_owned(),
            size: metadata.len(),
            modified: modified(&metadata),
            read: AtomicU64::new(0),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name without the folder.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// Bytes of the file read so far.
    pub(super) fn progress(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.size)
    }

    /// Fails when the file is no longer what it was at the beginning.
    pub(super) fn unchanged(&self) -> Result<(), LayerError> {
        let now = self.path.metadata().map_err(LayerError::file(&self.path))?;
        if now.len() == self.size && modified(&now) == self.modified {
            Ok(())
        } else {
            Err(LayerError::Changed {
                path: self.path.clone(),
            })
        }
    }

    /// Gives the text inside, from its beginning, to `work`.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&mut dyn BufRead) -> Result<T, LayerError>,
    ) -> Result<T, LayerError> {
        self.read.store(0, Ordering::Relaxed);
        let file = File::open(&self.path).map_err(LayerError::file(&self.path))?;
        let mut counted = Counted {
            file,
            read: &self.read,
        };
        let mut start = [0; 4];
        let length = fill(&mut counted, &mut start).map_err(LayerError::file(&self.path))?;
        counted.rewind().map_err(LayerError::file(&self.path))?;
        match start.get(..length).unwrap_or_default() {
            [b'P', b'K', 3 | 5, 4 | 6] => self.read_zip(counted, work),
            [0x1f, 0x8b, ..] => {
                let packed = BufReader::with_capacity(BUFFER, counted);
                work(&mut capped(MultiGzDecoder::new(packed), self.size))
            }
            _ => work(&mut BufReader::with_capacity(BUFFER, counted)),
        }
    }

    fn read_zip<T>(
        &self,
        file: Counted<'_>,
        work: impl FnOnce(&mut dyn BufRead) -> Result<T, LayerError>,
    ) -> Result<T, LayerError> {
        let mut archive =
            ZipArchive::new(BufReader::with_capacity(BUFFER, file)).map_err(|e| self.no_zip(e))?;
        let member = self.table_in(&archive)?;
        let member = archive.by_name(&member).map_err(|e| self.no_zip(e))?;
        let packed = member.compressed_size();
        work(&mut capped(member, packed))
    }

    fn no_zip(&self, error: ZipError) -> LayerError {
        match error {
            ZipError::Io(cause) => LayerError::file(&self.path)(cause),
            other => LayerError::input(&self.path, "a whole zip archive", other.to_string()),
        }
    }

    /// The one member that is a table: what is left without readme files, or the one named as the archive.
    fn table_in(&self, archive: &ZipArchive<impl Read + Seek>) -> Result<String, LayerError> {
        let names: Vec<_> = archive
            .file_names()
            .collect::<Result<_, _>>()
            .map_err(|error| self.no_zip(error))?;
        let is_table = |name: &&str| {
            let file = name.rsplit('/').next().unwrap_or_default().to_lowercase();
            !file.is_empty() && !COMPANIONS.contains(&file.as_str())
        };
        let tables: Vec<&str> = names.iter().map(AsRef::as_ref).filter(is_table).collect();
        let stem = self.path.file_stem().and_then(|stem| stem.to_str());
        let is_namesake = |name: &&&str| name.rsplit_once('.').map(|(before, _)| before) == stem;
        let mut namesakes = tables.iter().filter(is_namesake);
        match (tables.as_slice(), namesakes.next(), namesakes.next()) {
            ([only], _, _) => Ok((*only).to_owned()),
            (_, Some(namesake), None) => Ok((*namesake).to_owned()),
            ([], ..) => Err(self.members("none")),
            (many, ..) => Err(self.members(&listed(many))),
        }
    }

    fn members(&self, found: &str) -> LayerError {
        LayerError::input(&self.path, "one table in the archive", found)
    }
}

fn capped<R: Read>(reader: R, packed: u64) -> BufReader<Capped<R>> {
    let most = packed
        .saturating_mul(MOST_TIMES)
        .clamp(ALWAYS, MOST_UNPACKED);
    let capped = Capped {
        reader,
        left: most,
        most,
    };
    BufReader::with_capacity(BUFFER, capped)
}

const BUFFER: usize = 1 << 18;

fn modified(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

/// The first names of a list, and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    let first = sorted
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Reads until the slice is full or the input ends.
fn fill(reader: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = into.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest)? {
            0 => break,
            count => length += count,
        }
    }
    Ok(length)
}

/// Tells how far a file was read.
struct Counted<'a> {
    file: File,
    read: &'a AtomicU64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        self.read.store(at, Ordering::Relaxed);
        Ok(at)
    }
}

/// Fails once more comes out of a packed file than any honest one holds.
struct Capped<R> {
    reader: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            let text = format!(
                "expected at most {} bytes when unpacked, found more",
                self.most
            );
            io::Error::new(io::ErrorKind::InvalidData, text)
        })?;
        Ok(count)
    }
}
