//! The store as one `GeoPackage` file: SQLite in write-ahead mode, every commit on the disk before it is answered.

use super::error::{StoreError, Trouble};
use super::event_rows::{self, Which};
use super::resolutions::Kept;
use super::schema::{self, Identity, MIGRATIONS};
use super::{
    Applied, Change, Decision, Fault, ReportSummary, Store, StoredReport, Versions, changes, check,
    columns, decisions, report_rows,
};
use crate::domain::{Coding, EventId, EventRecord, Report, ReportId, ReportRecord};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How to open the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// For writing; made when it is missing.
    Create,
    /// For writing; an error when it is missing.
    Existing,
    /// For reading only; an error when it is missing or its schema is old.
    ReadOnly,
}

/// How long a writer waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);
/// Key of the table `meta`: the user's own places that the stored reports were resolved with.
const OWN_PLACES: &str = "own_places";
/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The data file.
#[derive(Debug)]
pub struct GeoPackage {
    connection: Connection,
    path: PathBuf,
}

impl GeoPackage {
    /// Opens the data file and brings its schema up to date. A file that is not Sitmap's is not touched.
    pub fn open(path: impl AsRef<Path>, mode: OpenMode) -> Result<Self, StoreError> {
        let path = path.as_ref();
        look_at(path, mode)?;
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
            | match mode {
                OpenMode::Create => {
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
                }
                OpenMode::Existing => OpenFlags::SQLITE_OPEN_READ_WRITE,
                OpenMode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            };
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| Trouble::from(error).at(path))?;
        let mut store = Self {
            connection,
            path: path.to_owned(),
        };
        store.set_patience(PATIENCE)?;
        store.begin(mode)?;
        Ok(store)
    }

    /// A store in memory, for tests and for runs that have nothing to keep.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from("(memory)");
        let connection =
            Connection::open_in_memory().map_err(|error| Trouble::from(error).at(&path))?;
        let mut store = Self { connection, path };
        store.begin(OpenMode::Create)?;
        Ok(store)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long a write waits for another process before it is refused; 5 seconds unless set.
    pub fn set_patience(&self, patience: Duration) -> Result<(), StoreError> {
        self.outside(|connection| Ok(connection.busy_timeout(patience)?))
    }

    fn begin(&mut self, mode: OpenMode) -> Result<(), StoreError> {
        let identity = self.outside(schema::identify)?;
        self.refuse_others(&identity, mode)?;
        self.connection.set_prepared_statement_cache_capacity(64);
        if mode == OpenMode::ReadOnly {
            return Ok(());
        }
        if self.outside(|connection| Ok(connection.is_readonly("main")?))? {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
            });
        }
        if identity == Identity::Empty {
            self.outside(set_page_size)?;
        }
        self.outside(durable)?;
        schema::migrate(&mut self.connection, MIGRATIONS).map_err(|t| t.at(&self.path))
    }

    fn refuse_others(&self, identity: &Identity, mode: OpenMode) -> Result<(), StoreError> {
        let expected = schema::newest(MIGRATIONS);
        let path = self.path.clone();
        match (identity, mode) {
            (Identity::Empty, OpenMode::Create) => Ok(()),
            (Identity::Empty, _) => Err(StoreError::NotOurs {
                path,
                found: "an empty file".to_owned(),
            }),
            (Identity::Other(found), _) => Err(StoreError::NotOurs {
                path,
                found: found.clone(),
            }),
            (Identity::Ours(found), _) if *found > expected => Err(StoreError::Newer {
                path,
                expected,
                found: *found,
            }),
            (Identity::Ours(found), OpenMode::ReadOnly) if *found < expected => {
                Err(StoreError::Older {
                    path,
                    expected,
                    found: *found,
                })
            }
            (Identity::Ours(_), _) => Ok(()),
        }
    }

    /// All statements of a question see one state of the file.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        self.outside(|connection| question(&*connection.unchecked_transaction()?))
    }

    /// The settings of the file and the connection are no part of a transaction.
    fn outside<T>(
        &self,
        step: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        step(&self.connection).map_err(|trouble| trouble.at(&self.path))
    }

    /// One transaction for all. When one is refused, nothing of it may stay, so those before it are written again
    /// alone; savepoints would spare that, and cost a copy of every page that each coding changes.
    fn write(
        &mut self,
        codings: &[Coding],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, Trouble> {
        let (trouble, before) = match self.write_whole(codings, made_by, at) {
            Ok(applied) => return Ok(applied),
            Err((trouble, refused)) => (trouble, codings.get(..refused).unwrap_or_default()),
        };
        if !before.is_empty() {
            self.write_whole(before, made_by, at)
                .map_err(|(trouble, _)| trouble)?;
        }
        Err(trouble)
    }

    /// A decision and what follows from it.
    fn write_decision(
        &mut self,
        decision: &Decision,
        at: Timestamp,
    ) -> Result<EventRecord, Trouble> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let record = decisions::decide(&transaction, decision, columns::to_millisecond(at))?;
        transaction.commit()?;
        Ok(record)
    }

    /// All codings or none; the error comes with the number of the coding that failed.
    fn write_whole(
        &mut self,
        codings: &[Coding],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, (Trouble, usize)> {
        self.write_each(codings, made_by, at, changes::apply)
    }

    /// The same, each as `apply` does it.
    fn write_each<C>(
        &mut self,
        codings: &[C],
        made_by: &Versions,
        at: Timestamp,
        apply: fn(&Connection, &mut Kept, &C, &Versions, Timestamp) -> Result<Applied, Trouble>,
    ) -> Result<Vec<Applied>, (Trouble, usize)> {
        let none = |error| (Trouble::from(error), 0);
        let at = columns::to_millisecond(at);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(none)?;
        let mut kept = Kept::default();
        let mut applied = Vec::with_capacity(codings.len());
        for (number, coding) in codings.iter().enumerate() {
            let done = apply(&transaction, &mut kept, coding, made_by, at);
            applied.push(done.map_err(|trouble| (trouble, number))?);
        }
        if applied.iter().any(|done| *done != Applied::Unchanged) {
            changes::touch(&transaction, made_by, at).map_err(|trouble| (trouble, 0))?;
        }
        transaction.commit().map_err(none)?;
        Ok(applied)
    }
}

/// Looks at the file before SQLite does, which would take any file of one page for an empty database.
fn look_at(path: &Path, mode: OpenMode) -> Result<(), StoreError> {
    let (owned, cannot) = (path.to_owned(), |source| StoreError::CannotOpen {
        path: path.to_owned(),
        source,
    });
    match File::open(path) {
        Ok(file) => refuse_other_bytes(file, path).map_err(cannot)?,
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot(error)),
        Err(_) if mode == OpenMode::Create => folder_of(path),
        Err(_) => Err(StoreError::Missing { path: owned }),
    }
}

fn folder_of(path: &Path) -> Result<(), StoreError> {
    match path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        Some(folder) if !folder.is_dir() => Err(StoreError::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn refuse_other_bytes(file: File, path: &Path) -> io::Result<Result<(), StoreError>> {
    let not_ours = |found: &str| {
        Err(StoreError::NotOurs {
            path: path.to_owned(),
            found: found.to_owned(),
        })
    };
    if file.metadata()?.is_dir() {
        return Ok(not_ours("a folder"));
    }
    let mut head = Vec::new();
    file.take(16).read_to_end(&mut head)?;
    Ok(if head.is_empty() || head == MAGIC {
        Ok(())
    } else {
        not_ours("a file that is no database")
    })
}

/// An event row is about 3 kB, which fills a page of the usual 4 kB alone.
fn set_page_size(connection: &Connection) -> Result<(), Trouble> {
    Ok(connection.pragma_update(None, "page_size", 8_192)?)
}

/// Readers and the writer do not wait for each other, and a commit survives a power cut.
fn durable(connection: &Connection) -> Result<(), Trouble> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_mode| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

impl Store for GeoPackage {
    fn version(&self) -> Result<u64, StoreError> {
        self.ask(changes::last)
    }

    fn apply_all(
        &mut self,
        codings: &[Coding],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError> {
        self.write(codings, made_by, at)
            .map_err(|trouble| trouble.at(&self.path))
    }

    fn recode(
        &mut self,
        codings: &[(Coding, u64)],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError> {
        self.write_each(codings, made_by, at, changes::apply_to)
            .map_err(|(trouble, _)| trouble.at(&self.path))
    }

    fn is_current(&self, report: &Report, made_by: &Versions) -> Result<bool, StoreError> {
        let stored = self.ask(|connection| report_rows::stored(connection, &report.id))?;
        Ok(stored.is_some_and(|stored| stored.is_current(report, made_by)))
    }

    fn events(&self) -> Result<Vec<EventRecord>, StoreError> {
        self.ask(|connection| event_rows::read(connection, &Which::All))
    }

    fn events_by_id(&self, ids: &[EventId]) -> Result<Vec<EventRecord>, StoreError> {
        self.ask(|connection| event_rows::read(connection, &Which::Ids(ids)))
    }

    fn events_of_report(&self, id: &ReportId) -> Result<Vec<EventRecord>, StoreError> {
        self.ask(|connection| {
            report_rows::stored(connection, id)?.map_or(Ok(Vec::new()), |stored| {
                event_rows::read(connection, &Which::OfReport(stored.fid))
            })
        })
    }

    fn changes_since(&self, sequence: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.ask(|connection| changes::since(connection, sequence, limit))
    }

    fn report(&self, id: &ReportId) -> Result<Option<StoredReport>, StoreError> {
        self.ask(|connection| report_rows::read(connection, id))
    }

    fn reports(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportSummary>, StoreError> {
        self.ask(|connection| report_rows::list(connection, after, limit))
    }

    fn texts(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportRecord>, StoreError> {
        self.ask(|connection| report_rows::texts(connection, after, limit))
    }

    fn decide(&mut self, decision: &Decision, at: Timestamp) -> Result<EventRecord, StoreError> {
        self.write_decision(decision, at)
            .map_err(|trouble| trouble.at(&self.path))
    }

    fn respected(&self, coding: &Coding) -> Result<Coding, StoreError> {
        self.ask(|connection| Ok(decisions::respected(connection, coding)?.into_owned()))
    }

    fn own_places(&self) -> Result<Option<String>, StoreError> {
        self.ask(|connection| schema::meta(connection, OWN_PLACES))
    }

    fn set_own_places(&mut self, table: &str) -> Result<(), StoreError> {
        self.outside(|connection| schema::set_meta(connection, OWN_PLACES, table))
    }

    fn settle(&self) -> Result<(), StoreError> {
        self.outside(|connection| {
            Ok(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
        })
    }

    fn report_count(&self) -> Result<u64, StoreError> {
        self.ask(check::report_count)
    }

    fn check(&self) -> Result<Vec<Fault>, StoreError> {
        self.ask(check::faults)
    }
}
