//! A dump of GeoNames, or any table in its layout of 19 columns: `allCountries.txt`, `IQ.txt`, `cities500.txt`.

use super::entry::{Entry, Spelling, country_code, known_class, name_in, names_in, position};
use super::fault::shown;
use super::lines::{self, Block};
use super::radius::radius_m;
use super::rounds::blocks_in_order;
use super::{AlternateNames, Batch, Fault, Hierarchy, Ids, ImportError, Unit};
use crate::gazetteer::table::{Confidence, NameKind};
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// What stands in the files beside the table.
#[derive(Debug, Default)]
pub struct Extras {
    /// Names with their languages.
    pub names: AlternateNames,
    /// What lies in what.
    pub hierarchy: Hierarchy,
    /// What a first reading of the table found.
    pub survey: Survey,
}

/// What must be known of all rows before the extras can be used.
#[derive(Debug, Default)]
pub struct Survey {
    /// Every id.
    pub ids: Ids,
    /// Codes of the administrative units, by id.
    units: FxHashMap<u32, Codes>,
}

/// Full codes of the units that something lies in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Codes {
    admin1: Option<Box<str>>,
    admin2: Option<Box<str>>,
}

/// The columns, in their order.
struct Columns<'a> {
    id: &'a str,
    name: &'a str,
    ascii: &'a str,
    alternates: &'a str,
    lat: &'a str,
    lon: &'a str,
    class: &'a str,
    code: &'a str,
    country: &'a str,
    admin1: &'a str,
    admin2: &'a str,
    population: &'a str,
}

impl Survey {
    /// Takes in a table. Rows with faults are passed over: the import itself names them.
    pub fn add(&mut self, reader: impl BufRead) -> Result<(), ImportError> {
        lines::each(reader, |number, line| {
            if let Ok(columns) = line.and_then(|line| columns(number, line))
                && let Ok(id) = columns.id.parse()
            {
                self.ids.insert(id);
                if columns.class == "A" {
                    self.units.insert(id, codes(&columns));
                }
            }
            Ok(())
        })
    }
}

/// Reads the rows on several cores and hands them on in the order of the file.
pub fn read(
    reader: impl BufRead,
    extras: &Extras,
    cores: usize,
    take: impl FnMut(Batch) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    blocks_in_order(reader, cores, |block| batch(block, extras), take)
}

fn batch(block: &Block, extras: &Extras) -> Batch {
    let mut batch = Batch::default();
    for (number, line) in block.lines() {
        let entry = line.and_then(|line| entry(number, line, extras, &mut batch.faults));
        match entry {
            Ok(entry) => {
                batch.units.extend(own_unit(&entry));
                batch.entries.push((number, entry));
            }
            Err(fault) => batch.faults.push(fault),
        }
    }
    batch
}

fn columns(number: u64, line: &str) -> Result<Columns<'_>, Fault> {
    const COUNT: usize = 19;
    let all: Vec<&str> = line.split('\t').collect();
    let wrong = || {
        let expected = format!("{COUNT} columns separated by tabs");
        Fault::row(number, "", expected, all.len().to_string())
    };
    let [
        id,
        name,
        ascii,
        alternates,
        lat,
        lon,
        class,
        code,
        country,
        _,
        admin1,
        admin2,
        _,
        _,
        population,
        ..,
    ] = all[..]
    else {
        return Err(wrong());
    };
    if all.len() != COUNT {
        return Err(wrong());
    }
    Ok(Columns {
        id,
        name,
        ascii,
        alternates,
        lat,
        lon,
        class,
        code,
        country,
        admin1,
        admin2,
        population,
    })
}

fn entry(
    number: u64,
    line: &str,
    extras: &Extras,
    faults: &mut Vec<Fault>,
) -> Result<Entry, Fault> {
    let columns = columns(number, line)?;
    let id: u32 = whole(number, "geonameid", columns.id)?;
    let inhabitants = inhabitants(number, columns.population)?;
    let class = class(number, columns.class)?;
    let mut entry = Entry {
        id: format!("geonames:{id}").into(),
        name: name_in(number, "name", columns.name)?.into(),
        names: Vec::new(),
        position: position(number, columns.lon, columns.lat)?,
        radius_m: radius_m(class, columns.code, inhabitants),
        feature_class: class,
        feature_code: columns.code.into(),
        country: country_code(number, "country code", columns.country)?.map(Box::from),
        admin1: None,
        admin2: None,
        population: inhabitants,
        source: "GeoNames".into(),
        confidence: confidence(inhabitants, columns.code),
        shape: None,
    };
    place_in_units(&mut entry, id, codes(&columns), extras);
    add_names(&mut entry, number, id, &columns, extras, faults);
    Ok(entry)
}

fn whole(number: u64, column: &'static str, text: &str) -> Result<u32, Fault> {
    text.parse()
        .map_err(|_not_a_number| Fault::row(number, column, "a whole number", shown(text)))
}

/// GeoNames writes 0 where it does not know.
fn inhabitants(number: u64, text: &str) -> Result<Option<u64>, Fault> {
    const MOST: u64 = 20_000_000_000;
    if text.is_empty() {
        return Ok(None);
    }
    let count: Option<u64> = text.parse().ok().filter(|count| *count <= MOST);
    match count {
        Some(count) => Ok((count > 0).then_some(count)),
        None => Err(Fault::row(
            number,
            "population",
            "a whole number, 0 when unknown",
            shown(text),
        )),
    }
}

/// A few thousand rows of GeoNames have no class; they are areas of unknown kind here.
fn class(number: u64, text: &str) -> Result<&'static str, Fault> {
    const UNKNOWN: &str = "L";
    match text {
        "" => Ok(UNKNOWN),
        text => known_class(number, "feature class", text),
    }
}

/// Points of the military survey that most of GeoNames comes from are often good to a minute of arc only.
fn confidence(inhabitants: Option<u64>, code: &str) -> Confidence {
    if inhabitants.is_some() || code.starts_with("PPLA") || code == "PPLC" {
        Confidence::High
    } else {
        Confidence::Medium
    }
}

/// `00` stands for no unit in particular.
fn codes(columns: &Columns<'_>) -> Codes {
    let is_code = |code: &str| !code.is_empty() && code != "00";
    let admin1 = (is_code(columns.country) && is_code(columns.admin1))
        .then(|| format!("{}.{}", columns.country, columns.admin1));
    let admin2 = admin1
        .as_ref()
        .filter(|_| is_code(columns.admin2))
        .map(|admin1| format!("{admin1}.{}", columns.admin2));
    Codes {
        admin1: admin1.map(Box::from),
        admin2: admin2.map(Box::from),
    }
}

/// The units that the row names; where it names none, those of what it lies in.
fn place_in_units(entry: &mut Entry, id: u32, own: Codes, extras: &Extras) {
    let above = || {
        extras
            .hierarchy
            .ancestors(id)
            .filter_map(|parent| extras.survey.units.get(&parent))
    };
    entry.admin1 = own
        .admin1
        .or_else(|| above().find_map(|codes| codes.admin1.clone()));
    let is_inside = |code: &&str| {
        let admin1 = entry.admin1.as_deref().unwrap_or_default();
        code.strip_prefix(admin1)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    entry.admin2 = own.admin2.or_else(|| {
        let found = above()
            .filter_map(|codes| codes.admin2.as_deref())
            .find(is_inside);
        found.map(Box::from)
    });
}

/// Names with a language first, since the list in the row repeats them without, among machines' transliterations. The
/// preferred English name becomes the display name.
fn add_names(
    entry: &mut Entry,
    number: u64,
    id: u32,
    columns: &Columns<'_>,
    extras: &Extras,
    faults: &mut Vec<Fault>,
) {
    let listed: Vec<Spelling> = extras.names.of(id).collect();
    let is_english = |n: &&Spelling| &*n.lang == "en" && n.kind == NameKind::Preferred;
    if let Some(english) = listed.iter().find(is_english) {
        let former = std::mem::replace(&mut entry.name, english.text.clone());
        entry.add_name(Spelling::new("und", &former, NameKind::Listed));
    }
    let plain = Spelling::new("und", columns.ascii.trim(), NameKind::Plain);
    let unlabelled = columns.alternates.split(',').map(str::trim);
    let rest = unlabelled
        .filter(|text| !text.is_empty())
        .map(|text| Spelling::new("und", text, NameKind::Unlabelled));
    let plain = Some(plain).filter(|name| !name.text.is_empty());
    names_in(
        entry,
        number,
        "alternatenames",
        listed.into_iter().chain(plain).chain(rest),
        faults,
    );
}

/// The unit that an entry is itself, when it is one of the first or second level.
fn own_unit(entry: &Entry) -> Option<(String, Unit)> {
    let code = match &*entry.feature_code {
        "ADM1" => entry.admin1.as_deref(),
        "ADM2" => entry.admin2.as_deref(),
        _ => None,
    };
    let unit = Unit {
        name: entry.name.to_string(),
        place: Some(entry.id.to_string()),
    };
    code.map(|code| (code.to_owned(), unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::import::{Lost, MAX_LINE};

    /// A line with the columns that matter, and what stands in one of them changed.
    fn line(changes: &[(usize, &str)]) -> String {
        let mut columns = vec![
            "94787",
            "Kirkūk",
            "Kirkuk",
            "Karkouk,كركوك,Kirkuk",
            "35.46806",
            "44.39222",
            "P",
            "PPLA",
            "IQ",
            "",
            "13",
            "94786",
            "",
            "",
            "1075000",
            "",
            "350",
            "Asia/Baghdad",
            "2023-01-01",
        ];
        for (at, value) in changes {
            columns[*at] = value;
        }
        columns.join("\t")
    }

    fn read_with(text: &[u8], extras: &Extras, cores: usize) -> Batch {
        let mut all = Batch::default();
        read(text, extras, cores, |batch| {
            all.entries.extend(batch.entries);
            all.units.extend(batch.units);
            all.faults.extend(batch.faults);
            Ok(())
        })
        .unwrap();
        all
    }

    fn read_plain(text: &str) -> Batch {
        read_with(text.as_bytes(), &Extras::default(), 2)
    }

    fn survey(text: &str) -> Survey {
        let mut survey = Survey::default();
        survey.add(text.as_bytes()).unwrap();
        survey
    }

    fn names(entry: &Entry) -> Vec<String> {
        entry
            .names
            .iter()
            .map(|n| format!("{} {} {:?}", n.lang, n.text, n.kind))
            .collect()
    }

    #[test]
    fn a_row_becomes_an_entry() {
        let batch = read_plain(&line(&[]));
        let (number, entry) = &batch.entries[0];
        assert_eq!(
            (*number, &*entry.id, &*entry.name),
            (1, "geonames:94787", "Kirkūk")
        );
        assert_eq!(
            names(entry),
            [
                "und Kirkuk Plain",
                "und Karkouk Unlabelled",
                "und كركوك Unlabelled"
            ]
        );
        assert_eq!(
            (entry.admin1.as_deref(), entry.admin2.as_deref()),
            (Some("IQ.13"), Some("IQ.13.94786"))
        );
        assert_eq!(
            (entry.population, entry.radius_m.round().to_string()),
            (Some(1_075_000), "15000".to_owned())
        );
        entry.row().check().unwrap();
        assert!(batch.faults.is_empty());
    }

    #[test]
    fn units_among_the_rows_name_their_codes() {
        let batch = read_plain(&line(&[(6, "A"), (7, "ADM1"), (11, "")]));
        assert_eq!(batch.units[0].0, "IQ.13");
        assert_eq!(batch.units[0].1.place.as_deref(), Some("geonames:94787"));
        let none = read_plain(&line(&[(10, "00")]));
        assert_eq!(
            (&none.entries[0].1.admin1, &none.entries[0].1.admin2),
            (&None, &None)
        );
    }

    #[test]
    fn every_kind_of_bad_row_is_named_by_line_and_the_rest_is_kept() {
        let long = "x".repeat(1_000_000);
        let rows = [
            line(&[]),
            "1\tToo\tfew".to_owned(),
            format!("{}\tone more", line(&[])),
            line(&[(0, "-5")]),
            line(&[(1, "")]),
            line(&[(1, &long)]),
            line(&[(4, "95.1")]),
            line(&[(5, "east")]),
            line(&[(6, "X")]),
            line(&[(8, "Iraq")]),
            line(&[(14, "1.5")]),
            line(&[(0, "7")]),
        ];
        let batch = read_plain(&rows.join("\n"));
        let kept: Vec<u64> = batch.entries.iter().map(|(number, _)| *number).collect();
        assert_eq!(kept, [1, 12]);
        let told: Vec<String> = batch.faults.iter().map(ToString::to_string).collect();
        for (fault, begin) in told.iter().zip([
            "line 2: expected 19 columns separated by tabs, found 3",
            "line 3: expected 19 columns separated by tabs, found 20",
            "line 4: geonameid: expected a whole number, found `-5`",
            "line 5: name: ",
            "line 6: name: expected a name of at most 1000 bytes",
            "line 7: latitude: expected degrees from -90 to 90, found `95.1`",
            "line 8: longitude: ",
            "line 9: feature class: ",
            "line 10: country code: ",
            "line 11: population: ",
        ]) {
            assert!(fault.starts_with(begin), "{fault}");
        }
        assert_eq!(told.len(), 10);
    }

    #[test]
    fn a_bad_name_in_the_list_costs_only_itself() {
        let list = format!("Karkouk,{},---,كركوك", "y".repeat(5_000));
        let batch = read_plain(&line(&[(3, &list)]));
        assert_eq!(names(&batch.entries[0].1).len(), 3);
        assert_eq!(batch.faults.len(), 2);
        assert!(batch.faults.iter().all(|fault| fault.lost == Lost::Name));
    }

    #[test]
    fn bad_bytes_and_endless_lines_cost_one_row() {
        let text = [
            line(&[]).into_bytes(),
            b"9\xff".to_vec(),
            vec![b'z'; MAX_LINE + 1],
            line(&[(0, "8")]).into_bytes(),
        ]
        .join(&b'\n');
        let batch = read_with(&text, &Extras::default(), 1);
        assert_eq!((batch.entries.len(), batch.faults.len()), (2, 2));
    }

    #[test]
    fn names_with_languages_come_first_and_english_is_shown() {
        let table = line(&[]);
        let survey = survey(&table);
        let names_file = "1\t94787\ten\tKirkuk\t1\t\t\t\t\t\n2\t94787\tar\tكركوك\t\t\t\t\t\t\n";
        let extras = Extras {
            names: AlternateNames::read(names_file.as_bytes(), &survey.ids, |_| Ok(())).unwrap(),
            survey,
            ..Extras::default()
        };
        let batch = read_with(table.as_bytes(), &extras, 2);
        let entry = &batch.entries[0].1;
        assert_eq!(&*entry.name, "Kirkuk");
        assert_eq!(
            names(entry),
            [
                "und Kirkūk Listed",
                "ar كركوك Listed",
                "und Karkouk Unlabelled"
            ]
        );
    }

    #[test]
    fn the_hierarchy_fills_what_the_row_leaves_open() {
        let table = [
            line(&[(0, "5"), (6, "A"), (7, "ADM2"), (11, "77")]),
            line(&[(0, "6"), (10, ""), (11, "")]),
            line(&[(0, "7"), (10, "14"), (11, "")]),
        ]
        .join("\n");
        let extras = Extras {
            hierarchy: Hierarchy::read("5\t6\tADM\n5\t7\t\n".as_bytes(), |_| Ok(())).unwrap(),
            survey: survey(&table),
            ..Extras::default()
        };
        let batch = read_with(table.as_bytes(), &extras, 2);
        let units: Vec<_> = batch
            .entries
            .iter()
            .map(|(_, e)| (e.admin1.as_deref(), e.admin2.as_deref()))
            .collect();
        assert_eq!(units[1], (Some("IQ.13"), Some("IQ.13.77")));
        assert_eq!(
            units[2],
            (Some("IQ.14"), None),
            "a district of another governorate is not its district"
        );
    }
}
