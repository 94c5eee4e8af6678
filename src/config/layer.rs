use super::ConfigError;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What one source (flags, environment, file) says; nothing where it is silent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// The settings file; not read from the file itself.
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// See [`super::Settings::data`].
    pub data: Option<PathBuf>,
    /// See [`super::Settings::gazetteer`].
    pub gazetteer: Option<PathBuf>,
    /// See [`super::Settings::user`].
    #[serde(skip)]
    pub user: Option<String>,
    /// See [`super::Settings::listen`].
    pub listen: Option<SocketAddr>,
    /// See [`super::Settings::public_url`].
    pub public_url: Option<String>,
    /// See [`super::Settings::log`].
    pub log: Option<String>,
    /// Seconds; see [`super::Settings::request_timeout`].
    pub request_timeout_s: Option<u64>,
    /// See [`super::Settings::max_requests`].
    pub max_requests: Option<u64>,
    /// Megabytes of 1,048,576 bytes; see [`super::Settings::max_file_bytes`].
    pub max_file_mb: Option<u64>,
}

impl Layer {
    /// Reads the variables `SITMAP_CONFIG`, `SITMAP_DATA`, `SITMAP_LISTEN` and so on.
    pub(super) fn from_pairs(
        look_up: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        const NUMBER: &str = "a whole number";
        let look_up = &look_up;
        Ok(Self {
            config: read(look_up, "SITMAP_CONFIG", "a path")?,
            data: read(look_up, "SITMAP_DATA", "a path")?,
            gazetteer: read(look_up, "SITMAP_GAZETTEER", "a path")?,
            user: read(look_up, "SITMAP_USER", "a name")?.or(read(look_up, "USER", "a name")?),
            listen: read(
                look_up,
                "SITMAP_LISTEN",
                "an address with port such as 127.0.0.1:8080",
            )?,
            public_url: read(look_up, "SITMAP_PUBLIC_URL", "an address")?,
            log: read(look_up, "SITMAP_LOG", "a log filter")?,
            request_timeout_s: read(look_up, "SITMAP_REQUEST_TIMEOUT_S", NUMBER)?,
            max_requests: read(look_up, "SITMAP_MAX_REQUESTS", NUMBER)?,
            max_file_mb: read(look_up, "SITMAP_MAX_FILE_MB", NUMBER)?,
        })
    }

    pub(super) fn from_toml(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|cause| ConfigError::NotToml {
            path: path.to_owned(),
            cause: Box::new(cause),
        })
    }

    /// This layer, completed by one below it.
    #[must_use]
    pub(super) fn or(self, below: Self) -> Self {
        Self {
            config: self.config.or(below.config),
            data: self.data.or(below.data),
            gazetteer: self.gazetteer.or(below.gazetteer),
            user: self.user.or(below.user),
            listen: self.listen.or(below.listen),
            public_url: self.public_url.or(below.public_url),
            log: self.log.or(below.log),
            request_timeout_s: self.request_timeout_s.or(below.request_timeout_s),
            max_requests: self.max_requests.or(below.max_requests),
            max_file_mb: self.max_file_mb.or(below.max_file_mb),
        }
    }
}

fn read<T: FromStr>(
    look_up: &impl Fn(&str) -> Option<String>,
    variable: &str,
    expected: &'static str,
) -> Result<Option<T>, ConfigError> {
    let Some(found) = look_up(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    found
        .parse()
        .map(Some)
        .map_err(|_unreadable| ConfigError::Environment {
            variable: variable.to_owned(),
            expected,
            found,
        })
}
