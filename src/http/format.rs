use super::error::Problem;
use super::params::Params;
use crate::export::Format;

/// An encoding of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Json,
    GeoJson,
    GeoJsonSeq,
    Csv,
    Html,
    OpenApi,
}

impl Encoding {
    /// The value of `f`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json | Self::OpenApi => "json",
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojsonseq",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::OpenApi => "application/vnd.oai.openapi+json;version=3.0",
        }
    }

    /// The format of an export of this encoding.
    pub(super) fn format(self) -> Format {
        match self {
            Self::GeoJsonSeq => Format::GeoJsonSeq,
            Self::Csv => Format::Csv,
            _ => Format::GeoJson,
        }
    }

    /// Whether `f=name` means this encoding: GeoJSON is also JSON.
    fn is_called(self, name: &str) -> bool {
        self.name() == name || (self == Self::GeoJson && name == "json")
    }

    /// How well a media range of an Accept header names this encoding: 3 exactly, 1 by `*/*`, 0 not at all.
    fn fit(self, range: &str) -> u8 {
        let own = self.media_type().split(';').next().unwrap_or_default();
        let family = own.split('/').next().unwrap_or_default();
        let also_json =
            matches!(self, Self::GeoJson | Self::OpenApi) && range == "application/json";
        match range {
            _ if range == own || also_json => 3,
            "*/*" => 1,
            _ if range.strip_suffix("/*") == Some(family) => 2,
            _ => 0,
        }
    }
}

/// Chooses among the encodings offered, the first being the one for clients without a wish: `f` before Accept. An
/// unknown `f` is refused; an Accept header that names nothing on offer gets the first.
pub(super) fn negotiate(
    params: &Params,
    accept: Option<&str>,
    offered: &[Encoding],
) -> Result<Encoding, Problem> {
    let first = offered.first().copied().unwrap_or(Encoding::Json);
    match params.text("f") {
        Some(name) => offered
            .iter()
            .copied()
            .find(|e| e.is_called(name))
            .ok_or_else(|| {
                let names: Vec<&str> = offered.iter().map(|e| e.name()).collect();
                Problem::parameter(
                    "f",
                    &format!("one of {}", names.join(", ")),
                    &format!("`{name}`"),
                )
            }),
        None => Ok(accept.map_or(first, |accept| best(accept, offered).unwrap_or(first))),
    }
}

pub(super) fn best(accept: &str, offered: &[Encoding]) -> Option<Encoding> {
    let weighed = offered
        .iter()
        .map(|encoding| (*encoding, quality(accept, *encoding)));
    // `max_by` keeps the last of equals, so the offers are turned round.
    weighed
        .rev()
        .filter(|(_, quality)| *quality > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(encoding, _)| encoding)
}

/// The quality that the most specific fitting range gives to an encoding.
fn quality(accept: &str, encoding: Encoding) -> f32 {
    accept
        .split(',')
        .filter_map(|part| {
            let mut words = part.split(';').map(str::trim);
            let fit = encoding.fit(words.next()?);
            let quality = words
                .find_map(|word| word.strip_prefix("q="))
                .and_then(|q| q.parse().ok())
                .unwrap_or(1.0);
            (fit > 0).then_some((fit, quality))
        })
        .max_by_key(|(fit, _)| *fit)
        .map_or(0.0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(query: &str, accept: Option<&str>) -> Option<Encoding> {
        let params = Params::read(Some(query), &["f"]).unwrap();
        negotiate(&params, accept, &[Encoding::Json, Encoding::Html]).ok()
    }

    #[test]
    fn f_comes_before_accept() {
        assert_eq!(choose("f=json", Some("text/html")), Some(Encoding::Json));
        assert_eq!(choose("f=xml", None), None);
    }

    #[test]
    fn a_browser_gets_html_and_everybody_else_json() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";
        for (accept, expected) in [
            (Some(browser), Encoding::Html),
            (Some("*/*"), Encoding::Json),
            (None, Encoding::Json),
            (Some("application/json"), Encoding::Json),
            (Some("image/png"), Encoding::Json),
            (Some("text/html;q=0.1,*/*"), Encoding::Json),
            (Some("text/*"), Encoding::Html),
            (Some(";;,q="), Encoding::Json),
        ] {
            assert_eq!(choose("", accept), Some(expected), "{accept:?}");
        }
    }
}
