//! Names of administrative units: `admin1CodesASCII.txt`, `admin2Codes.txt`, and the units among the rows themselves.

use super::entry::name_in;
use super::fault::shown;
use super::{Fault, ImportError, lines};
use std::collections::BTreeMap;
use std::io::BufRead;

/// Number of columns.
const COLUMNS: usize = 4;

/// A unit's English name, and its own entry in the gazetteer when it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The name.
    pub name: String,
    /// `geonames:91695`.
    pub place: Option<String>,
}

/// Units by full code: `IQ.18`, `IQ.18.90148`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units(BTreeMap<String, Unit>);

impl Units {
    /// Reads a table of codes; a code that is there already keeps its name.
    pub fn read(
        &mut self,
        reader: impl BufRead,
        mut fault: impl FnMut(Fault) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        lines::each(reader, |number, line| {
            match line.and_then(|line| unit(number, line)) {
                Ok((code, unit)) => {
                    self.0.entry(code).or_insert(unit);
                    Ok(())
                }
                Err(found) => fault(found),
            }
        })
    }

    /// Takes in a unit that stands among the rows; the tables of codes come before it.
    pub fn add(&mut self, code: String, unit: Unit) {
        self.0.entry(code).or_insert(unit);
    }

    /// Every code and its unit, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Unit)> {
        self.0.iter().map(|(code, unit)| (code.as_str(), unit))
    }
}

fn unit(number: u64, line: &str) -> Result<(String, Unit), Fault> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [code, name, _, id] = columns[..] else {
        let expected = format!("{COLUMNS} columns separated by tabs");
        return Err(Fault::row(number, "", expected, columns.len().to_string()));
    };
    let is_code = (2..=3).contains(&code.split('.').filter(|part| !part.is_empty()).count());
    if !is_code || code.len() > 100 || code.contains(char::is_whitespace) {
        return Err(Fault::row(
            number,
            "code",
            "a code such as IQ.18",
            shown(code),
        ));
    }
    let id: u32 = id
        .parse()
        .map_err(|_not_a_number| Fault::row(number, "geonameid", "a whole number", shown(id)))?;
    let unit = Unit {
        name: name_in(number, "name", name)?.to_owned(),
        place: Some(format!("geonames:{id}")),
    };
    Ok((code.to_owned(), unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_bad_lines_are_named() {
        let mut units = Units::default();
        let mut faults = Vec::new();
        let text = "IQ.18\tSalah ad Din\tSalah ad Din\t91695\nIQ\tIraq\tIraq\t99237\nIQ.13.x\tDaquq\n\
            IQ.13\tKirkuk\tKirkuk\tnone\n";
        units
            .read(text.as_bytes(), |fault| {
                faults.push(fault.to_string());
                Ok(())
            })
            .unwrap();
        let another = Unit {
            name: "Another name".to_owned(),
            place: None,
        };
        units.add("IQ.18".to_owned(), another);
        let read: Vec<_> = units.iter().collect();
        assert_eq!(read.len(), 1);
        assert_eq!(
            (
                read[0].0,
                read[0].1.name.as_str(),
                read[0].1.place.as_deref()
            ),
            ("IQ.18", "Salah ad Din", Some("geonames:91695"))
        );
        assert_eq!(
            faults,
            [
                "line 2: code: expected a code such as IQ.18, found `IQ`",
                "line 3: expected 4 columns separated by tabs, found 2",
                "line 4: geonameid: expected a whole number, found `none`",
            ]
        );
    }
}
