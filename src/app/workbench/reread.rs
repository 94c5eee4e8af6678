//! Reads stored reports with two gazetteers and stores those anew that read otherwise.

use super::difference::{ReportDifference, is_same};
use crate::app::coder::Coder;
use crate::app::{AppError, Intake};
use crate::domain::{Coding, Report, ReportId, ReportRecord};
use crate::gazetteer::Reach;
use crate::store::Applied;
use jiff::Timestamp;
use serde::Serialize;

/// Reports are read from the store so many at a time, so that nobody waits long for it.
const PORTION: usize = 64;
/// So many reports are listed one by one; all are counted.
const MOST_LISTED: usize = 200;
/// How often a report is tried again that somebody else changes at the same time.
const TRIES: usize = 3;

/// What a change of places does to the stored reports.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Rereading {
    /// Reports that are stored.
    pub reports_stored: u64,
    /// Those of them whose words the change may reach, and which were read with both gazetteers.
    pub reports_read: u64,
    /// Reports that change.
    pub reports_changed: u64,
    /// Toponyms that change.
    pub mentions_changed: u64,
    /// Those of them of which the place changes, and not only how sure it is or their role.
    pub mentions_moved: u64,
    /// Events that change.
    pub events_changed: u64,
    /// Events that would change, had nobody decided them.
    pub events_kept: u64,
    /// Reports that change, or keep something: those first in which a place or an event is another one.
    pub reports: Vec<ReportDifference>,
    /// How many more there are.
    pub left_off: u64,
    /// Reports in which nothing but scores and roles change, until the end.
    #[serde(skip)]
    minor: Vec<ReportDifference>,
}

/// Two gazetteers and what may read otherwise.
pub(super) struct Round<'c> {
    old: &'c Coder,
    new: &'c Coder,
    reach: Reach,
}

/// A report that reads otherwise.
struct Changed {
    difference: ReportDifference,
    /// The new coding, and the version of the report that it was made for.
    coding: (Coding, u64),
}

impl<'c> Round<'c> {
    pub(super) fn over(old: &'c Coder, new: &'c Coder, reach: Reach) -> Self {
        Self { old, new, reach }
    }

    /// The coding that the new gazetteer gives, when it answers otherwise than the old one.
    fn other(&self, report: &Report) -> Option<Coding> {
        let (before, after) = (self.old.code(report.clone()), self.new.code(report.clone()));
        (!is_same(&before, &after)).then_some(after)
    }
}

/// Goes through all stored reports. With a time, what changes is stored, several reports to a transaction; reading them
/// again after a failure changes only what is not stored yet.
pub(super) fn reread(
    intake: &Intake,
    round: &Round<'_>,
    write_at: Option<Timestamp>,
) -> Result<Rereading, AppError> {
    let mut rereading = Rereading::default();
    let mut after: Option<ReportId> = None;
    let mut scan = round.reach.scan();
    loop {
        let portion = intake.store().texts(after.as_ref(), PORTION)?;
        let Some(last) = portion.last() else {
            return Ok(rereading.finished());
        };
        after = Some(last.report.id.clone());
        rereading.reports_stored += portion.len() as u64;
        let mut changed = Vec::new();
        for record in &portion {
            if scan.touches(&record.report.text) {
                rereading.reports_read += 1;
                changed.extend(change(intake, round, record)?);
            }
        }
        match write_at {
            Some(at) => write(intake, round, changed, at, &mut rereading)?,
            None => rereading.add_all(changed.iter().map(|c| &c.difference)),
        }
    }
}

fn change(
    intake: &Intake,
    round: &Round<'_>,
    record: &ReportRecord,
) -> Result<Option<Changed>, AppError> {
    let Some(found) = round.other(&record.report) else {
        return Ok(None);
    };
    let id = &record.report.id;
    let store = intake.store();
    let Some(stored) = store.report(id)? else {
        return Ok(None);
    };
    let before = Coding {
        report: stored.record.report,
        mentions: stored.mentions,
        events: store
            .events_of_report(id)?
            .into_iter()
            .map(|record| record.event)
            .collect(),
    };
    let after = store.respected(&found)?;
    Ok(Some(Changed {
        difference: ReportDifference::between(&before, &found, &after),
        coding: (found, record.version),
    }))
}

/// Stores what changes. A report that somebody else stored meanwhile is read again.
fn write(
    intake: &Intake,
    round: &Round<'_>,
    mut changed: Vec<Changed>,
    at: Timestamp,
    rereading: &mut Rereading,
) -> Result<(), AppError> {
    for _ in 0..TRIES {
        let (nothing, some): (Vec<Changed>, Vec<Changed>) =
            changed.into_iter().partition(|c| c.difference.is_nothing());
        rereading.add_all(nothing.iter().map(|c| &c.difference));
        if some.is_empty() {
            return Ok(());
        }
        let (differences, codings): (Vec<_>, Vec<_>) =
            some.into_iter().map(|c| (c.difference, c.coding)).unzip();
        let applied = intake.store().recode(&codings, &round.new.versions, at)?;
        changed = Vec::new();
        for (applied, difference) in applied.iter().zip(&differences) {
            match applied {
                Applied::Unchanged => changed.extend(again(intake, round, &difference.id)?),
                Applied::New | Applied::Changed => rereading.add(difference),
            }
        }
    }
    if changed.is_empty() {
        Ok(())
    } else {
        Err(AppError::Contended)
    }
}

fn again(intake: &Intake, round: &Round<'_>, id: &str) -> Result<Option<Changed>, AppError> {
    let id: ReportId = id.parse()?;
    let stored = intake.store().report(&id)?;
    match stored {
        Some(stored) => change(intake, round, &stored.record),
        None => Ok(None),
    }
}

impl Rereading {
    /// Nothing changes in so many reports.
    pub(super) fn none(reports_stored: u64) -> Self {
        Self {
            reports_stored,
            ..Self::default()
        }
    }

    fn add_all<'d>(&mut self, differences: impl Iterator<Item = &'d ReportDifference>) {
        for difference in differences {
            self.add(difference);
        }
    }

    fn add(&mut self, difference: &ReportDifference) {
        if difference.is_nothing() && difference.kept.is_empty() {
            return;
        }
        let moved = difference.mentions.iter().filter(|m| m.is_moved());
        self.mentions_moved += moved.count() as u64;
        self.reports_changed += u64::from(!difference.is_nothing());
        self.mentions_changed += difference.mentions.len() as u64;
        self.events_changed += difference.events.len() as u64;
        self.events_kept += difference.kept.len() as u64;
        let list = if difference.is_major() {
            &mut self.reports
        } else {
            &mut self.minor
        };
        if list.len() < MOST_LISTED {
            list.push(difference.clone());
        } else {
            self.left_off += 1;
        }
    }

    fn finished(mut self) -> Self {
        let room = MOST_LISTED - self.reports.len();
        let minor = std::mem::take(&mut self.minor);
        self.left_off += minor.len().saturating_sub(room) as u64;
        self.reports.extend(minor.into_iter().take(room));
        self
    }
}
