use super::DomainError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The namespace of every `UUIDv5` made here: drawn once, never to change.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f0d_3f0e_5a0b_5c39_9d55_0f6f_5e2c_7a11);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(Uuid);

        impl $name {
            /// The id of a source key: equal parts give an equal id, on every machine.
            pub fn from_parts(parts: &[&str]) -> Self {
                Self(Uuid::new_v5(&NAMESPACE, parts.join("\u{1f}").as_bytes()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = DomainError;

            fn from_str(text: &str) -> Result<Self, DomainError> {
                Uuid::parse_str(text).map(Self).map_err(|_not_a_uuid| DomainError::new("a UUID", text))
            }
        }
    };
}

uuid_id! {
    /// Identifies an event: `UUIDv5` of its source key, so the same input gives the same id.
    EventId
}
uuid_id! {
    /// Joins the events that one sentence tells of several places.
    IncidentId
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = DomainError;

            fn from_str(text: &str) -> Result<Self, DomainError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) } else { Err(DomainError::new($expected, text)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = DomainError;

            fn try_from(text: String) -> Result<Self, DomainError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// Identifies a report: the given id, else its address, else `sha256:` and the hash of its text.
    ReportId, "a report id of 1 to 500 characters without control characters",
    |text| !text.is_empty() && text.chars().count() <= 500 && !text.chars().any(char::is_control)
}
text_id! {
    /// Identifies a gazetteer entry: `geonames:94787`, `sitmap:kanous-island`.
    PlaceId, "a place id such as geonames:94787 or sitmap:kanous-island",
    |text| text.split_once(':').is_some_and(|(source, key)| {
        !source.is_empty() && !key.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}
text_id! {
    /// ISO 3166-1 alpha-2 country code, in capitals.
    CountryCode, "two capital letters (ISO 3166-1 alpha-2)",
    |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_id() {
        assert_eq!(
            EventId::from_parts(&["a", "b"]),
            EventId::from_parts(&["a", "b"])
        );
        assert_ne!(
            EventId::from_parts(&["ab", ""]),
            EventId::from_parts(&["a", "b"])
        );
    }

    #[test]
    fn ids_that_are_not_ids_are_refused() {
        assert!("kirkuk".parse::<PlaceId>().is_err());
        assert!("iq".parse::<CountryCode>().is_err());
        assert!("".parse::<ReportId>().is_err());
    }
}
