//! What the file is, and how it is brought to the present schema.

use super::error::Trouble;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

/// `GPKG`, where SQLite keeps the id of the program.
const APPLICATION_ID: i64 = 0x4750_4B47;
/// `GeoPackage` 1.3.
const GEOPACKAGE_VERSION: i64 = 10_300;

/// A numbered step; a released one is never edited.
pub(super) struct Migration {
    pub(super) number: u32,
    pub(super) sql: &'static str,
}

/// All steps in order.
pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    sql: include_str!("migrations/0001_foundation.sql"),
}];

/// The schema that this program reads and writes.
pub(super) fn newest(steps: &[Migration]) -> u32 {
    steps.last().map_or(0, |step| step.number)
}

/// What a database is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// No table yet.
    Empty,
    /// A data file of ours with this schema.
    Ours(u32),
    /// Something that must not be touched.
    Other(String),
}

/// Looks without changing anything.
pub(super) fn identify(connection: &Connection) -> Result<Identity, Trouble> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    match (tables, application) {
        (0, 0) => Ok(Identity::Empty),
        (_, APPLICATION_ID) => ours(connection),
        _ => Ok(Identity::Other(
            "an SQLite file that is no GeoPackage".to_owned(),
        )),
    }
}

fn ours(connection: &Connection) -> Result<Identity, Trouble> {
    let has_meta: bool = connection.query_row(
        "SELECT count(*) = 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'",
        [],
        |row| row.get(0),
    )?;
    let schema = if has_meta {
        meta(connection, "sitmap_schema")?
    } else {
        None
    };
    let number = schema.as_deref().map(str::parse::<u32>);
    Ok(match number {
        Some(Ok(number)) => Identity::Ours(number),
        Some(Err(_)) => Identity::Other(format!(
            "a schema number that is none: {}",
            schema.unwrap_or_default()
        )),
        None => Identity::Other("a GeoPackage of another program".to_owned()),
    })
}

/// A value of the table `meta`.
pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, Trouble> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// Writes a value of the table `meta`.
pub(super) fn set_meta(connection: &Connection, key: &str, value: &str) -> Result<(), Trouble> {
    connection
        .prepare_cached("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> ?2")?
        .execute([key, value])?;
    Ok(())
}

/// Runs the steps that the file lacks, each whole or not at all.
pub(super) fn migrate(connection: &mut Connection, steps: &[Migration]) -> Result<(), Trouble> {
    for step in steps {
        if !is_missing(connection, step)? {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again under the lock: another process may have run the step meanwhile.
        if is_missing(&transaction, step)? {
            run(&transaction, step)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn is_missing(connection: &Connection, step: &Migration) -> Result<bool, Trouble> {
    Ok(match identify(connection)? {
        Identity::Empty => true,
        Identity::Ours(schema) => schema < step.number,
        Identity::Other(_) => false,
    })
}

fn run(connection: &Connection, step: &Migration) -> Result<(), Trouble> {
    connection.execute_batch(step.sql)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", GEOPACKAGE_VERSION)?;
    set_meta(connection, "sitmap_schema", &step.number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    #[test]
    fn every_released_schema_comes_to_the_newest() {
        for released in 0..=MIGRATIONS.len() {
            let mut connection = database();
            migrate(&mut connection, &MIGRATIONS[..released]).unwrap();
            migrate(&mut connection, MIGRATIONS).unwrap();
            let expected = Identity::Ours(newest(MIGRATIONS));
            assert_eq!(identify(&connection).unwrap(), expected);
        }
    }

    #[test]
    fn steps_are_numbered_without_gaps() {
        let numbers: Vec<u32> = MIGRATIONS.iter().map(|step| step.number).collect();
        let expected: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, expected);
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let mut connection = database();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let broken = [Migration {
            number: 99,
            sql: "CREATE TABLE half (a); SELECT * FROM nowhere;",
        }];
        assert!(migrate(&mut connection, &broken).is_err());
        assert_eq!(
            identify(&connection).unwrap(),
            Identity::Ours(newest(MIGRATIONS))
        );
        let half = "SELECT count(*) FROM sqlite_schema WHERE name = 'half'";
        let tables: i64 = connection.query_row(half, [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }

    #[test]
    fn the_files_of_others_are_known() {
        let other = database();
        other.execute_batch("CREATE TABLE t (a)").unwrap();
        assert!(matches!(identify(&other).unwrap(), Identity::Other(_)));
        other
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        assert!(matches!(identify(&other).unwrap(), Identity::Other(_)));
    }
}
