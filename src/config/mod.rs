//! What did the user ask for? Flags before environment before file, checked once.
//!
//! The only module that reads the environment; everything else is given [`Settings`].

mod error;
mod layer;

pub use error::ConfigError;
pub use layer::Layer;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::PathBuf;
use std::time::Duration;

/// The settings of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The data file.
    pub data: PathBuf,
    /// The folder of the user's own gazetteer layers, which need not be there.
    pub gazetteer: PathBuf,
    /// Whether somebody asked for that folder, or it is the one beside the data file.
    pub gazetteer_is_chosen: bool,
    /// Who changes something.
    pub user: String,
    /// Where the service listens; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Whether somebody asked for that address, or it is the default.
    pub listen_is_chosen: bool,
    /// The address under which clients reach the service, without a slash at the end; `None` takes it from each request.
    pub public_url: Option<String>,
    /// What to log, in the words of `tracing` (`info`, `sitmap=debug`).
    pub log: String,
    /// How long a request may take until its answer begins.
    pub request_timeout: Duration,
    /// How many requests are worked on at once; more wait until their time is up.
    pub max_requests: usize,
    /// The largest file that `ingest` reads, in bytes.
    pub max_file_bytes: usize,
}

impl Settings {
    /// Joins flags, environment and file, in that order, and checks the result.
    pub fn load(flags: Layer) -> Result<Self, ConfigError> {
        let environment = Layer::from_pairs(environment)?;
        let file = match flags.config.as_ref().or(environment.config.as_ref()) {
            Some(path) => Layer::from_toml(
                path,
                &fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
                    path: path.clone(),
                    cause,
                })?,
            )?,
            None => Layer::default(),
        };
        Self::checked(flags.or(environment).or(file))
    }

    fn checked(layer: Layer) -> Result<Self, ConfigError> {
        const DEFAULT: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 8080));
        let data = layer.data.unwrap_or_else(|| PathBuf::from("sitmap.gpkg"));
        Ok(Self {
            gazetteer_is_chosen: layer.gazetteer.is_some(),
            gazetteer: layer
                .gazetteer
                .unwrap_or_else(|| data.with_file_name("sitmap-gazetteer")),
            user: layer.user.unwrap_or_else(|| "unknown".to_owned()),
            data,
            listen: layer.listen.unwrap_or(DEFAULT),
            listen_is_chosen: layer.listen.is_some(),
            public_url: layer.public_url.map(checked_url).transpose()?,
            log: layer.log.unwrap_or_else(|| "warn".to_owned()),
            request_timeout: Duration::from_secs(within(
                "request_timeout_s",
                layer.request_timeout_s.unwrap_or(30),
                1,
                3_600,
            )?),
            max_requests: to_usize(within(
                "max_requests",
                layer.max_requests.unwrap_or(256),
                1,
                100_000,
            )?),
            max_file_bytes: to_usize(within(
                "max_file_mb",
                layer.max_file_mb.unwrap_or(50),
                1,
                2_000,
            )?) * 1024
                * 1024,
        })
    }
}

fn environment(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    std::env::var(name).ok()
}

fn within(setting: &'static str, value: u64, min: u64, max: u64) -> Result<u64, ConfigError> {
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    Err(ConfigError::Invalid {
        setting,
        place: "the settings".to_owned(),
        expected: format!("a whole number from {min} to {max}"),
        found: value.to_string(),
    })
}

fn checked_url(url: String) -> Result<String, ConfigError> {
    let plain = url.trim_end_matches('/');
    let host = plain
        .strip_prefix("http://")
        .or_else(|| plain.strip_prefix("https://"));
    if host.is_some_and(|host| !host.is_empty() && !host.contains([' ', '"', '<', '>', '?', '#'])) {
        return Ok(plain.to_owned());
    }
    Err(ConfigError::Invalid {
        setting: "public_url",
        place: "the settings".to_owned(),
        expected: "an address such as https://map.example.org".to_owned(),
        found: url,
    })
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn environment_of<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn flags_come_before_environment_before_file() {
        let flags = Layer {
            data: Some(PathBuf::from("flag.gpkg")),
            ..Layer::default()
        };
        let environment = Layer::from_pairs(environment_of(&[
            ("SITMAP_DATA", "env.gpkg"),
            ("SITMAP_LISTEN", "127.0.0.1:9"),
        ]))
        .unwrap();
        let file = Layer::from_toml(
            Path::new("s.toml"),
            "listen = \"127.0.0.1:7\"\nmax_file_mb = 5",
        )
        .unwrap();
        let settings = Settings::checked(flags.or(environment).or(file)).unwrap();
        assert_eq!(settings.data, PathBuf::from("flag.gpkg"));
        assert_eq!(settings.gazetteer, PathBuf::from("sitmap-gazetteer"));
        assert_eq!(settings.listen.port(), 9);
        assert!(settings.listen_is_chosen);
        assert_eq!(settings.max_file_bytes, 5 * 1024 * 1024);
    }

    #[test]
    fn without_anything_it_listens_on_this_machine_only() {
        let settings = Settings::checked(Layer::default()).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert!(!settings.listen_is_chosen);
    }

    #[test]
    fn gazetteer_layers_lie_beside_the_data_unless_a_folder_is_named() {
        let of = |layer| Settings::checked(layer).unwrap();
        let beside = of(Layer {
            data: Some(PathBuf::from("/srv/a/x.gpkg")),
            ..Layer::default()
        });
        assert_eq!(beside.gazetteer, PathBuf::from("/srv/a/sitmap-gazetteer"));
        assert!(!beside.gazetteer_is_chosen);
        let named = Layer::from_toml(Path::new("s.toml"), "gazetteer = \"/srv/places\"").unwrap();
        let named = of(named);
        assert!(named.gazetteer_is_chosen && named.gazetteer == Path::new("/srv/places"));
    }

    #[test]
    fn a_wrong_setting_says_where_it_stands() {
        let error = |result: Result<Layer, ConfigError>| result.unwrap_err().to_string();
        assert!(
            error(Layer::from_pairs(environment_of(&[(
                "SITMAP_LISTEN",
                "8080"
            )])))
            .starts_with("SITMAP_LISTEN: expected an address with port")
        );
        assert!(error(Layer::from_toml(Path::new("s.toml"), "lissten = 1")).contains("s.toml"));
        let none = Layer {
            request_timeout_s: Some(0),
            ..Layer::default()
        };
        assert_eq!(
            Settings::checked(none).unwrap_err().to_string(),
            "the settings: request_timeout_s: expected a whole number from 1 to 3600, found 0"
        );
        assert!(checked_url("map.example.org".to_owned()).is_err());
        assert_eq!(
            checked_url("https://m.example/".to_owned()).unwrap(),
            "https://m.example"
        );
    }
}
