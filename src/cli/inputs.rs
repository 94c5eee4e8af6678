use crate::app::Item;
use crate::datasets::{self, DatasetError, Row};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Whether a path means standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether there is anything to read.
pub(super) fn is_there(path: &Path) -> bool {
    is_standard(path) || path.exists()
}

/// The rows of a file, or the one reason why it has none.
pub(super) fn items(path: &Path, max_bytes: usize) -> Vec<Item> {
    let input: Arc<str> = path.display().to_string().into();
    let item = |row: Result<Row, DatasetError>| Item {
        input: Arc::clone(&input),
        row,
    };
    match read(path, max_bytes).and_then(|bytes| datasets::read(&input, &bytes, max_bytes)) {
        Ok(rows) => rows.into_iter().map(|row| item(Ok(row))).collect(),
        Err(error) => vec![item(Err(error))],
    }
}

/// Reads a file or standard input, at most one byte more than allowed: that byte shows that it is too large.
fn read(path: &Path, max_bytes: usize) -> Result<Vec<u8>, DatasetError> {
    let name = path.display().to_string();
    let cap = u64::try_from(max_bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let (bytes, size) = if is_standard(path) {
        (read_up_to(io::stdin().lock(), cap), None)
    } else {
        (open(path, cap), size(path))
    };
    let bytes = bytes.map_err(|error| DatasetError::Unreadable {
        name: name.clone(),
        found: error.to_string(),
    })?;
    match size.unwrap_or(bytes.len()) {
        found if found > max_bytes => Err(DatasetError::TooLarge {
            name,
            found,
            max: max_bytes,
        }),
        _ => Ok(bytes),
    }
}

fn open(path: &Path, cap: u64) -> io::Result<Vec<u8>> {
    read_up_to(File::open(path)?, cap)
}

fn read_up_to(source: impl Read, cap: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(cap).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn size(path: &Path) -> Option<usize> {
    let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    usize::try_from(metadata.len()).ok()
}
