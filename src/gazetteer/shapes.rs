//! Lines and areas of an imported layer: a sorted file of ids and GeoJSON geometries, searched where it lies.

use super::import::shaped;
use crate::domain::Extent;
use sha2::{Digest as _, Sha256};

/// The geometries of a layer by the ids of its places: lines of `id`, a tab and a GeoJSON geometry, sorted by id.
#[derive(Debug, Default)]
pub struct Shapes(String);

impl Shapes {
    /// The shapes of a file's text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text of a file for these ids and geometries.
    pub fn text(mut shapes: Vec<(String, String)>) -> String {
        shapes.sort_unstable();
        let lines = shapes
            .into_iter()
            .map(|(id, shape)| format!("{id}\t{shape}\n"));
        lines.collect()
    }

    /// SHA-256 of the text.
    pub fn checksum(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// The extent of a place with this radius, when the layer has a line or an area of it.
    pub fn extent(&self, id: &str, radius_m: f64) -> Option<Extent> {
        shaped(self.find(id)?, radius_m)
    }

    fn find(&self, id: &str) -> Option<&str> {
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let (start, line) = self.line_around(usize::midpoint(low, high))?;
            let (found, shape) = line.split_once('\t')?;
            match found.cmp(id) {
                std::cmp::Ordering::Equal => return Some(shape),
                std::cmp::Ordering::Less => low = start + line.len() + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }

    /// The line that holds a byte, and where it begins.
    fn line_around(&self, byte: usize) -> Option<(usize, &str)> {
        let bytes = self.0.as_bytes();
        let before = bytes.get(..byte)?.iter().rposition(|b| *b == b'\n');
        let start = before.map_or(0, |at| at + 1);
        let rest = bytes.get(start..)?;
        let length = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        Some((start, self.0.get(start..start + length)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ExtentKind;

    #[test]
    fn every_shape_is_found_by_its_id_and_no_other() {
        let line =
            |x: usize| format!("{{\"type\":\"LineString\",\"coordinates\":[[{x},1],[{x},2]]}}");
        for count in [0, 1, 2, 3, 7, 20] {
            let all = (0..count).map(|n| (format!("own:{n}"), line(n))).collect();
            let shapes = Shapes::new(Shapes::text(all));
            for n in 0..count {
                let extent = shapes.extent(&format!("own:{n}"), 5_000.0).unwrap();
                assert_eq!(extent.kind(), ExtentKind::Line);
                assert_eq!(extent.bbox().bounds()[0].to_string(), n.to_string());
            }
            for other in ["own:", "a", "own:999", "z"] {
                assert!(shapes.extent(other, 1.0).is_none(), "{count} {other}");
            }
        }
    }
}
