use super::error::CliError;
use crate::app;
use crate::domain::Query;
use clap::Args;

/// The filter, in the words of the API. Several values are separated by commas; a comma of a value itself is written `\,`.
#[derive(Debug, Default, Args)]
pub(super) struct FilterFlags {
    /// Events in this box: W,S,E,N in degrees; W above E crosses the antimeridian
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    bbox: Option<String>,
    /// Events that may have happened then: 2019-07-07 or 2019-07-01/2019-07-31, .. for an open end
    #[arg(long, value_name = "START/END")]
    datetime: Option<String>,
    /// Event types, such as Battles
    #[arg(long, alias = "event_type", value_name = "TYPES")]
    event_type: Option<String>,
    /// Sub-event types, such as Armed clash
    #[arg(long, alias = "sub_event_type", value_name = "TYPES")]
    sub_event_type: Option<String>,
    /// How finely the place is known: exact, settlement, vicinity, area, district, province, country, line, unknown
    #[arg(long, alias = "location_precision", value_name = "WORDS")]
    location_precision: Option<String>,
    /// proposed, confirmed, disputed or rejected
    #[arg(long, value_name = "WORDS")]
    status: Option<String>,
    /// Countries (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODES")]
    country: Option<String>,
    /// First-level units, in any spelling
    #[arg(long, value_name = "NAMES")]
    admin1: Option<String>,
    /// An actor on any side, in any spelling
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Publishers
    #[arg(long, value_name = "NAMES")]
    source: Option<String>,
    /// Datasets
    #[arg(long, value_name = "NAMES")]
    dataset: Option<String>,
}

impl FilterFlags {
    /// The checked query; a value that does not read is a mistake in the command.
    pub(super) fn query(&self) -> Result<Query, CliError> {
        let given = app::FILTERS.into_iter().zip(self.values());
        let pairs = given.filter_map(|(name, value)| Some((name, value.as_deref()?)));
        app::query_from(pairs).map_err(|error| CliError::Usage(format!("--{error}")))
    }

    /// In the order of [`app::FILTERS`].
    fn values(&self) -> [&Option<String>; 11] {
        [
            &self.bbox,
            &self.datetime,
            &self.event_type,
            &self.sub_event_type,
            &self.location_precision,
            &self.status,
            &self.country,
            &self.admin1,
            &self.actor,
            &self.source,
            &self.dataset,
        ]
    }
}
