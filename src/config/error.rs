use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A setting that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The settings file cannot be read.
    #[error("expected a readable settings file, found {}: {cause}", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The settings file is not TOML of this form.
    #[error("{}: expected the settings in TOML, found {cause}", path.display())]
    NotToml {
        /// Its path.
        path: PathBuf,
        /// What the reader said.
        cause: Box<toml::de::Error>,
    },
    /// A value out of its range or form.
    #[error("{place}: {setting}: expected {expected}, found {found}")]
    Invalid {
        /// Name of the setting.
        setting: &'static str,
        /// Where it was given.
        place: String,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// An environment variable that does not read.
    #[error("{variable}: expected {expected}, found {found}")]
    Environment {
        /// Its name.
        variable: String,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
}
