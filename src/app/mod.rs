//! The use cases: ingest, query, export, look up. The only place where extraction, store and index meet.
//!
//! Reads of the map come from an immutable snapshot in memory and never wait for a writer; the data file serves
//! reports, details and restarts.

mod batch;
mod batch_views;
mod coder;
mod data;
mod draft;
mod error;
pub mod evaluate;
mod filter;
mod gazetteer_questions;
mod ingest;
mod intake;
pub mod layers;
mod local_names;
mod places;
mod reports;
mod workbench;

pub use crate::datasets::Line;
pub use batch::{Task, answer_line};
pub use coder::SharedGazetteer;
pub use data::Data;
pub use draft::{draft_from_json, draft_from_text};
pub use error::AppError;
pub use filter::{FILTERS, FilterError, query_from, values};
pub use gazetteer_questions::Surroundings;
pub use ingest::{Ingested, Item, Outcome, Refused, Tally};
pub use intake::Intake;
pub use places::{MOST_HITS, PlaceHit, PlacePage, PlacesRefused};
pub use reports::{ReportEvent, ReportList, ReportMention, ReportView};
pub use workbench::{
    Accepted, Addition, Answer, Became, EventDifference, Kept, MentionDifference, OwnPlace,
    ReportDifference, Rereading, Spot, Told, Wish, wish_from_json,
};

pub use crate::index::{Aggregate, By, Cursor, Page, Snapshot, View};
pub use crate::store::{Applied, ReportSummary};

use crate::domain::Query;
use crate::store::Store;
use crate::text::{Level, fold};
use arc_swap::ArcSwap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The program behind HTTP and command line: a gazetteer, a data file and the snapshot of its events.
pub struct App {
    intake: Intake,
    data: ArcSwap<Data>,
    /// Held while a snapshot is made, so that an older one never replaces a newer one.
    rebuilding: Mutex<()>,
}

/// Among how many hits a first-level unit is looked for.
const SPELLINGS: usize = 10;

impl App {
    /// Reads all events of the store into the first snapshot.
    pub fn open(
        store: Box<dyn Store>,
        gazetteer: impl Into<SharedGazetteer>,
    ) -> Result<Self, AppError> {
        Self::over(Intake::new(store, gazetteer))
    }

    /// Goes on with the store that an intake filled.
    pub fn over(intake: Intake) -> Result<Self, AppError> {
        let data = Data::load(intake.store().as_ref())?;
        Ok(Self {
            intake,
            data: ArcSwap::from_pointee(data),
            rebuilding: Mutex::new(()),
        })
    }

    /// The gazetteer that resolves names now.
    pub fn gazetteer(&self) -> SharedGazetteer {
        self.intake.coder().gazetteer.clone()
    }

    /// The data version of now, to answer one request from.
    pub fn data(&self) -> Arc<Data> {
        self.data.load_full()
    }

    /// The query with first-level units by their English names, in whatever spelling they came.
    #[must_use]
    pub fn spelled(&self, mut query: Query) -> Query {
        for name in &mut query.admin1 {
            if let Some(english) = self.first_level_unit(name) {
                *name = english;
            }
        }
        query
    }

    fn first_level_unit(&self, name: &str) -> Option<String> {
        let found = self
            .gazetteer()
            .search(name, SPELLINGS)
            .into_iter()
            .find(|found| {
                found.place.feature_code == "ADM1"
                    && fold(&found.matched, Level::Sound) == fold(name, Level::Sound)
            });
        found.map(|found| found.place.name.clone())
    }

    /// Takes in what was stored since the last snapshot, by this process or another; says whether that was anything.
    pub fn refresh(&self) -> Result<bool, AppError> {
        let _one_at_a_time = self
            .rebuilding
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = self.data();
        let news = now.news(self.store().as_ref())?;
        let is_new = news.is_some();
        if let Some(news) = news {
            self.data.store(Arc::new(now.with(news)));
        }
        Ok(is_new)
    }

    fn store(&self) -> MutexGuard<'_, Box<dyn Store>> {
        self.intake.store()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("intake", &self.intake)
            .finish_non_exhaustive()
    }
}
