//! The workbench for spellings: what a place or a name that a user adds would change, and the change itself.
//!
//! The additions stand in a file of the gazetteer's folder; the data file notes with which additions its reports were
//! resolved. Where the two differ, stored reports are read again: after a change, at the next start when a change was
//! cut short, and when somebody changed the file beside a running service.

mod accepted;
mod difference;
mod reread;
mod wish;

pub use accepted::{Accepted, Addition, Became, OwnPlace, Told};
pub use difference::{Answer, EventDifference, Kept, MentionDifference, ReportDifference, Spot};
pub use reread::Rereading;
pub use wish::{Wish, wish_from_json};

use super::coder::Coder;
use super::layers::{self, Changing, Folder, LayerError, OwnChange, Proposal, Reason};
use super::{App, AppError, Intake};
use crate::gazetteer::{Gazetteer, Reach};
use jiff::Timestamp;
use reread::{Round, reread};
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Intake {
    /// What a change would do. Nothing is written.
    pub fn preview(&self, change: &OwnChange, reason: &Reason) -> Result<Accepted, AppError> {
        let folder = self.own_folder()?;
        let (old, proposal) = self.proposed(folder, change, reason)?;
        if proposal.is_nothing() {
            return self.nothing(true, proposal);
        }
        let new = Coder::open(folder, proposal.table)?;
        let round = Round::over(&old, &new, Self::reach(folder, &old, &new)?);
        Ok(Accepted::new(
            true,
            proposal.told,
            reread(self, &round, None)?,
        ))
    }

    /// Makes a change: the additions are written for good, whatever is coded from now on is coded with them, and the
    /// stored reports that read otherwise are stored anew. Nobody else changes the folder meanwhile.
    pub fn accept(&self, change: &OwnChange, reason: &Reason) -> Result<Accepted, AppError> {
        let folder = self.own_folder()?;
        let changing = folder.change()?;
        self.follow_within(&changing, folder, reason.at)?;
        let (_, proposal) = self.proposed(folder, change, reason)?;
        if proposal.is_nothing() {
            return self.nothing(false, proposal);
        }
        // Whatever may fail, fails before the table is written.
        let new = Arc::new(Coder::open(folder, proposal.table.clone())?);
        changing.write_additions(&proposal.table)?;
        let changes = self.take_up(folder, &new, reason.at)?;
        Ok(Accepted::new(false, proposal.told, changes))
    }

    /// Makes up for a change of the additions that the stored reports were not read with: one that was cut short, one
    /// that was made with another data file, or one made beside this process. Says what that changed.
    pub fn catch_up(&self, at: Timestamp) -> Result<Option<Rereading>, AppError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let noted = self.store().own_places()?.unwrap_or_default();
        if noted == self.coder().table {
            return Ok(None);
        }
        // Without additions and without a folder there is nothing to lock.
        let changing = folder.exists().then(|| folder.change()).transpose();
        match changing {
            Err(LayerError::Busy { .. }) => {
                self.is_behind.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Err(error) => Err(error.into()),
            Ok(_changing) => self.make_up(folder, &noted, at).map(Some),
        }
    }

    /// Takes up what another process changed in the additions; says whether that was anything. Cheap when it was not.
    pub fn follow(&self, at: Timestamp) -> Result<bool, AppError> {
        let Some(folder) = &self.folder else {
            return Ok(false);
        };
        let is_behind = self.is_behind.load(Ordering::Relaxed);
        if layers::own_table(folder)? == self.coder().table && !is_behind {
            return Ok(false);
        }
        match folder.change() {
            Err(LayerError::Busy { .. }) => Ok(false),
            Err(error) => Err(error.into()),
            Ok(changing) => self.follow_within(&changing, folder, at),
        }
    }

    /// The additions, in the order in which they were made.
    pub fn additions(&self) -> Result<Vec<Addition>, AppError> {
        let Some(folder) = &self.folder else {
            return Ok(Vec::new());
        };
        let rows = layers::additions(folder)?;
        Ok(rows.iter().map(Addition::of).collect())
    }

    fn own_folder(&self) -> Result<&Folder, AppError> {
        self.folder.as_ref().ok_or(AppError::NoFolder)
    }

    fn follow_within(
        &self,
        _changing: &Changing<'_>,
        folder: &Folder,
        at: Timestamp,
    ) -> Result<bool, AppError> {
        let table = layers::own_table(folder)?;
        let is_behind = self.is_behind.load(Ordering::Relaxed);
        if table != self.coder().table {
            self.take_up(folder, &Arc::new(Coder::open(folder, table)?), at)?;
            return Ok(true);
        }
        if is_behind {
            let noted = self.store().own_places()?.unwrap_or_default();
            self.make_up(folder, &noted, at)?;
        }
        Ok(is_behind)
    }

    /// The coder of now, and the change worked out on the table of now.
    fn proposed(
        &self,
        folder: &Folder,
        change: &OwnChange,
        reason: &Reason,
    ) -> Result<(Arc<Coder>, Proposal), AppError> {
        let table = layers::own_table(folder)?;
        let now = self.coder();
        let now = if now.table == table {
            now
        } else {
            Arc::new(Coder::open(folder, table.clone())?)
        };
        let proposal = layers::propose(folder, table, &now.gazetteer, change, reason)?;
        Ok((now, proposal))
    }

    fn nothing(&self, preview: bool, proposal: Proposal) -> Result<Accepted, AppError> {
        let changes = Rereading::none(self.store().report_count()?);
        Ok(Accepted::new(preview, proposal.told, changes))
    }

    /// Puts a coder into use and reads again what the former one read otherwise. The additions of what is stored are
    /// those of the data file, which may be older than those of the former coder.
    fn take_up(
        &self,
        folder: &Folder,
        new: &Arc<Coder>,
        at: Timestamp,
    ) -> Result<Rereading, AppError> {
        let old = self.coder();
        self.exchange(Arc::clone(new));
        let noted = self.store().own_places();
        let noted = noted.map_err(|error| self.behind(error.into()))?;
        match noted.unwrap_or_default() {
            noted if noted == old.table || noted == new.table => self
                .reread_all(folder, &old, new, at)
                .map_err(|error| self.behind(error)),
            noted => self.make_up(folder, &noted, at),
        }
    }

    fn make_up(&self, folder: &Folder, noted: &str, at: Timestamp) -> Result<Rereading, AppError> {
        let new = self.coder();
        let old = Coder::open(folder, noted.to_owned());
        let done = old.and_then(|old| self.reread_all(folder, &old, &new, at));
        done.map_err(|error| self.behind(error))
    }

    fn behind(&self, error: AppError) -> AppError {
        self.is_behind.store(true, Ordering::Relaxed);
        AppError::Behind(Box::new(error))
    }

    fn reread_all(
        &self,
        folder: &Folder,
        old: &Coder,
        new: &Coder,
        at: Timestamp,
    ) -> Result<Rereading, AppError> {
        let round = Round::over(old, new, Self::reach(folder, old, new)?);
        let rereading = reread(self, &round, Some(at))?;
        self.store().set_own_places(&new.table)?;
        self.is_behind.store(false, Ordering::Relaxed);
        Ok(rereading)
    }

    fn reach(folder: &Folder, old: &Coder, new: &Coder) -> Result<Reach, AppError> {
        let changed = layers::changed(folder, &old.table, &new.table)?;
        Ok(Reach::between(&old.gazetteer, &new.gazetteer, &changed))
    }
}

impl App {
    /// See [`Intake::preview`].
    pub fn preview(&self, change: &OwnChange, reason: &Reason) -> Result<Accepted, AppError> {
        self.intake.preview(change, reason)
    }

    /// See [`Intake::accept`]; afterwards the events are in the snapshot.
    pub fn accept(&self, change: &OwnChange, reason: &Reason) -> Result<Accepted, AppError> {
        let accepted = self.intake.accept(change, reason);
        self.refresh()?;
        accepted
    }

    /// See [`Intake::follow`]; afterwards the events are in the snapshot.
    pub fn follow(&self, at: Timestamp) -> Result<bool, AppError> {
        let followed = self.intake.follow(at);
        if !matches!(followed, Ok(false)) {
            self.refresh()?;
        }
        followed
    }

    /// See [`Intake::additions`].
    pub fn additions(&self) -> Result<Vec<Addition>, AppError> {
        self.intake.additions()
    }
}

impl Intake {
    /// Reads all stored reports again after the layers of the folder changed; `former` read them before.
    pub fn reread_everything(
        &self,
        former: Gazetteer,
        at: Timestamp,
    ) -> Result<Accepted, AppError> {
        let now = self.coder();
        let old = Coder::new(
            super::SharedGazetteer::Own(Arc::new(former)),
            now.table.clone(),
        );
        let round = Round::over(&old, &now, Reach::Everything);
        let changes = reread(self, &round, Some(at))?;
        Ok(Accepted::new(false, Vec::new(), changes))
    }
}
