use super::error::Problem;
use crate::app;
use crate::domain::Query;
use axum::http::StatusCode;
use percent_encoding::percent_decode_str;
use std::str::FromStr;

/// The longest query string that is read, in bytes.
const MAX_QUERY: usize = 8 * 1024;

/// The items of a page when nothing else is asked.
pub(super) const DEFAULT_LIMIT: usize = 100;

/// The most items of a page; a larger `limit` gives these many.
pub(super) const MAX_LIMIT: usize = 10_000;

/// The parameters of a request, each known and given once.
#[derive(Debug)]
pub(super) struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    /// Reads a query string; another parameter than the `known` ones is refused, so that no filter is ever overlooked.
    pub(super) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, Problem> {
        let query = query.unwrap_or_default();
        if query.len() > MAX_QUERY {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                format!(
                    "expected a query of at most {MAX_QUERY} bytes, found {}",
                    query.len()
                ),
            ));
        }
        // The parser below would put a sign for unknown letters in place of bytes that are no text.
        if percent_decode_str(query).decode_utf8().is_err() {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "the query: expected UTF-8, percent-encoded",
            ));
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !known.contains(&name.as_ref()) {
                return Err(unknown(&name, known));
            }
            if pairs.iter().any(|(earlier, _)| *earlier == name) {
                return Err(Problem::parameter(
                    &name,
                    "it once (several values are separated by commas)",
                    "it twice",
                ));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self { pairs })
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that must be there.
    pub(super) fn required(&self, name: &str, expected: &str) -> Result<&str, Problem> {
        self.text(name)
            .ok_or_else(|| Problem::parameter(name, expected, "nothing"))
    }

    /// A parameter that reads as `T`, when given.
    pub(super) fn parsed<T: FromStr>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, Problem> {
        self.text(name)
            .map(|text| {
                text.parse()
                    .map_err(|_unreadable| Problem::parameter(name, expected, &format!("`{text}`")))
            })
            .transpose()
    }

    /// `limit`: at least 1; above `MAX_LIMIT` it is `MAX_LIMIT`, as the standard asks.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        let Some(text) = self.text("limit") else {
            return Ok(DEFAULT_LIMIT);
        };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<usize>() {
            Ok(number) if digits && number >= 1 => Ok(number.min(MAX_LIMIT)),
            // More digits than the machine counts are still a number above the maximum.
            Err(_) if digits => Ok(MAX_LIMIT),
            _ => Err(Problem::parameter(
                "limit",
                &format!("a whole number from 1 to {MAX_LIMIT}"),
                &format!("`{text}`"),
            )),
        }
    }

    /// The filter among the parameters.
    pub(super) fn filter(&self) -> Result<Query, Problem> {
        Ok(app::query_from(
            self.pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )?)
    }

    /// The query string with one parameter replaced, or added at the end.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let kept = self.pairs.iter().filter(|(given, _)| given != name);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair(name, value)
            .finish()
    }
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let expected = if known.is_empty() {
        "no parameters".to_owned()
    } else {
        format!("one of {}", known.join(", "))
    };
    Problem::parameter(name, &expected, "a parameter that is not known here")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(query: &str) -> Option<usize> {
        Params::read(Some(query), &["limit"]).unwrap().limit().ok()
    }

    #[test]
    fn a_limit_is_clamped_above_and_refused_below() {
        assert_eq!(limit("limit=1"), Some(1));
        assert_eq!(limit("limit=10001"), Some(MAX_LIMIT));
        assert_eq!(limit("limit=99999999999999999999999"), Some(MAX_LIMIT));
        for bad in ["0", "-1", "", "ten", "1.5", "%2B5", "1e3"] {
            assert_eq!(limit(&format!("limit={bad}")), None, "{bad}");
        }
    }

    #[test]
    fn a_parameter_is_known_and_given_once() {
        assert!(Params::read(Some("a=1&b=2"), &["a", "b"]).is_ok());
        assert!(Params::read(Some("a=1&a=2"), &["a"]).is_err());
        assert!(Params::read(Some("bboxx=1"), &["bbox"]).is_err());
    }

    #[test]
    fn the_next_page_keeps_the_query() {
        let params = Params::read(
            Some("country=IQ&next=a&limit=5"),
            &["country", "next", "limit"],
        )
        .unwrap();
        assert_eq!(params.with("next", "b c"), "country=IQ&limit=5&next=b+c");
    }
}
