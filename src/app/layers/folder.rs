//! A folder of gazetteer layers. What is in use is what `layers.json` names; everything else is written beside and
//! renamed into place, so that whatever fails in between leaves the layers as they were.

use super::LayerError;
use super::manifest::{Layer, Manifest};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The list of layers.
const MANIFEST: &str = "layers.json";
/// A user's own places and spellings.
pub(super) const ADDITIONS: &str = "additions.tsv";
/// Held by whoever changes the folder.
const LOCK: &str = "lock";
/// Where an import works.
const PART: &str = ".part";

/// A folder of gazetteer layers, which need not be there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

/// The right to change a folder, until it is dropped.
#[derive(Debug)]
pub(in super::super) struct Changing<'a> {
    folder: &'a Folder,
    _lock: File,
}

impl Folder {
    /// The folder of this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.path.is_dir()
    }

    /// A file of the folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The file of the user's own places and spellings, which need not be there.
    pub fn additions(&self) -> PathBuf {
        self.file(ADDITIONS)
    }

    /// The layers that were imported; none where nothing was.
    pub fn manifest(&self) -> Result<Manifest, LayerError> {
        let path = self.file(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => Manifest::parse(&text).map_err(LayerError::import(&path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(cause) => Err(LayerError::File { path, cause }),
        }
    }

    /// Takes the right to change the folder, which is made when it is missing; what an interrupted import left behind
    /// is removed.
    pub(in super::super) fn change(&self) -> Result<Changing<'_>, LayerError> {
        fs::create_dir_all(&self.path).map_err(LayerError::file(&self.path))?;
        let path = self.file(LOCK);
        let lock = File::create(&path).map_err(LayerError::file(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(LayerError::Busy {
                    path: self.path.clone(),
                });
            }
            Err(fs::TryLockError::Error(cause)) => return Err(LayerError::File { path, cause }),
        }
        let changing = Changing {
            folder: self,
            _lock: lock,
        };
        changing.clear_part()?;
        Ok(changing)
    }
}

impl Changing<'_> {
    pub(super) fn folder(&self) -> &Folder {
        self.folder
    }

    /// An empty folder to work in, removed at the next change if not before.
    pub(super) fn part(&self) -> Result<PathBuf, LayerError> {
        let part = self.folder.file(PART);
        fs::create_dir(&part).map_err(LayerError::file(&part))?;
        Ok(part)
    }

    pub(super) fn clear_part(&self) -> Result<(), LayerError> {
        let part = self.folder.file(PART);
        match fs::remove_dir_all(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(LayerError::File {
                path: part,
                cause: error,
            }),
            _ => Ok(()),
        }
    }

    /// Puts a finished file in its place.
    pub(super) fn place(&self, part: &Path, name: &str) -> Result<(), LayerError> {
        fs::rename(part, self.folder.file(name)).map_err(LayerError::file(part))
    }

    /// Makes a list of layers the one in use, then removes the files that no layer names any more. Whoever has them
    /// open keeps reading them.
    pub(super) fn commit(&self, manifest: &Manifest) -> Result<(), LayerError> {
        let path = self.folder.file(MANIFEST);
        let text = manifest
            .text()
            .map_err(|error| LayerError::file(&path)(error.into()))?;
        self.replace(MANIFEST, text.as_bytes())?;
        // What cannot be removed does no harm; the next change tries again.
        drop(self.remove_others(&manifest.layers));
        Ok(())
    }

    /// Puts a table of additions in the place of the former, as a whole and for good.
    pub(in super::super) fn write_additions(&self, table: &str) -> Result<(), LayerError> {
        self.replace(ADDITIONS, table.as_bytes())
    }

    /// Replaces a small file as a whole.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), LayerError> {
        let (path, part) = (
            self.folder.file(name),
            self.folder.file(&format!("{name}.part")),
        );
        write_synced(&part, bytes)
            .and_then(|()| fs::rename(&part, &path))
            .and_then(|()| sync_folder(&self.folder.path))
            .map_err(LayerError::file(&path))
    }

    fn remove_others(&self, layers: &[Layer]) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.ends_with(".table") || name.ends_with(".shapes");
            let is_used = layers
                .iter()
                .flat_map(Layer::files_here)
                .any(|used| used == name);
            if is_ours && !is_used {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes renames in a folder outlast a loss of power.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
