use super::{CountryCode, DomainError, ReportId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A report as it comes in, before it has a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDraft {
    /// The sender's own id.
    pub id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// The text; offsets count from its start.
    pub text: String,
    /// When it was published; never guessed.
    pub published_at: Option<Date>,
    /// Where it is mostly about: a hint for place names.
    pub country: Option<CountryCode>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

/// A report with its key and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Report key: the given id, else the address, else the hash of the text.
    pub id: ReportId,
    /// Headline.
    pub title: Option<String>,
    /// The stored text.
    pub text: String,
    /// SHA-256 of everything that decides the coding, in hexadecimal: a changed report has another hash.
    pub hash: String,
    /// When it was published.
    pub published_at: Option<Date>,
    /// Hint for place names.
    pub country: Option<CountryCode>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

impl Report {
    /// Gives a draft its key. Refused when the text is blank or the key is not one.
    pub fn new(draft: ReportDraft) -> Result<Self, DomainError> {
        let ReportDraft {
            id,
            title,
            text,
            published_at,
            country,
            url,
            publisher,
        } = draft;
        if text.trim().is_empty() {
            return Err(DomainError::new("a report with text", "no text"));
        }
        let text_hash = hex(&Sha256::digest(&text));
        let id: ReportId = id
            .or_else(|| url.as_deref().map(key_of_address))
            .unwrap_or_else(|| format!("sha256:{text_hash}"))
            .parse()?;
        let mut report = Self {
            id,
            title,
            text,
            hash: text_hash,
            published_at,
            country,
            url,
            publisher,
        };
        report.hash = report.content_hash();
        Ok(report)
    }

    fn content_hash(&self) -> String {
        let date = self.published_at.map(|date| date.to_string());
        let parts = [
            Some(self.hash.as_str()),
            self.title.as_deref(),
            date.as_deref(),
            self.country.as_ref().map(CountryCode::as_str),
            self.url.as_deref(),
            self.publisher.as_deref(),
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part.unwrap_or("\u{0}"));
            hasher.update([0x1f]);
        }
        hex(&hasher.finalize())
    }
}

/// The address itself; its hash where it is too long for a key or has letters that keys have not.
fn key_of_address(url: &str) -> String {
    match url.parse::<ReportId>() {
        Ok(key) => key.as_str().to_owned(),
        Err(_not_a_key) => format!("sha256:{}", hex(&Sha256::digest(url))),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_without_id_or_address_is_known_by_its_text() {
        let draft = ReportDraft {
            text: "Shots were heard.".to_owned(),
            ..ReportDraft::default()
        };
        let (one, two) = (
            Report::new(draft.clone()).unwrap(),
            Report::new(draft).unwrap(),
        );
        assert_eq!(one, two);
        assert!(one.id.as_str().starts_with("sha256:"));
    }

    #[test]
    fn an_address_too_long_for_a_key_is_hashed() {
        let of = |url: String| {
            let draft = ReportDraft {
                text: "x".to_owned(),
                url: Some(url),
                ..ReportDraft::default()
            };
            Report::new(draft).unwrap().id
        };
        let (short, long) = (
            "https://a.example/b",
            format!("https://a.example/{}", "b".repeat(600)),
        );
        assert_eq!(of(short.to_owned()).as_str(), short);
        assert!(of(long.clone()).as_str().starts_with("sha256:"));
        assert_eq!(of(long.clone()), of(long));
    }

    #[test]
    fn a_changed_date_changes_the_hash_and_keeps_the_key() {
        let draft = ReportDraft {
            id: Some("a".to_owned()),
            text: "x".to_owned(),
            ..ReportDraft::default()
        };
        let dated = ReportDraft {
            published_at: Some(Date::constant(2019, 7, 8)),
            ..draft.clone()
        };
        let (one, two) = (Report::new(draft).unwrap(), Report::new(dated).unwrap());
        assert_eq!(one.id, two.id);
        assert_ne!(one.hash, two.hash);
    }

    #[test]
    fn blank_text_is_no_report() {
        assert!(
            Report::new(ReportDraft {
                text: " \n".to_owned(),
                ..ReportDraft::default()
            })
            .is_err()
        );
    }
}
