//! Lines of a table in blocks, so that several cores can read them, with their numbers and without trusting them.

use super::Fault;
use std::io::{self, BufRead};

/// The longest line that is read, in bytes. The longest of GeoNames has some 40,000.
pub const MAX_LINE: usize = 1024 * 1024;

/// How many bytes of lines are read at once.
const BLOCK: usize = 1024 * 1024;

/// Reads blocks of whole lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    next: u64,
}

/// Some lines, in the order of the file.
#[derive(Debug)]
pub(super) struct Block {
    first: u64,
    bytes: Vec<u8>,
    /// Numbers of the lines that were too long to be kept; an empty line stands in their place.
    too_long: Vec<u64>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, next: 1 }
    }

    /// The next lines; `None` at the end.
    pub(super) fn block(&mut self) -> io::Result<Option<Block>> {
        let mut block = Block {
            first: self.next,
            bytes: Vec::new(),
            too_long: Vec::new(),
        };
        while block.bytes.len() < BLOCK {
            match self.line(&mut block.bytes)? {
                Length::None => break,
                Length::Read => {}
                Length::TooLong => block.too_long.push(self.next),
            }
            self.next += 1;
        }
        Ok((self.next > block.first).then_some(block))
    }

    /// Appends one line with its end; of a line that is too long only the end.
    fn line(&mut self, into: &mut Vec<u8>) -> io::Result<Length> {
        let start = into.len();
        let mut is_too_long = false;
        let mut read = 0;
        loop {
            let rest = self.reader.fill_buf()?;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(rest.len(), |at| at + 1);
            if taken == 0 {
                break;
            }
            is_too_long |= into.len() - start + taken > MAX_LINE;
            if is_too_long {
                into.truncate(start);
            } else {
                into.extend_from_slice(rest.get(..taken).unwrap_or_default());
            }
            self.reader.consume(taken);
            read += taken;
            if end.is_some() {
                break;
            }
        }
        if is_too_long {
            into.push(b'\n');
        }
        Ok(match (read, is_too_long) {
            (0, _) => Length::None,
            (_, false) => Length::Read,
            (_, true) => Length::TooLong,
        })
    }
}

enum Length {
    None,
    Read,
    TooLong,
}

impl Block {
    /// The lines that are not blank, without their ends, by number; or why a line is none.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Result<&str, Fault>)> {
        let lines = self.bytes.split(|byte| *byte == b'\n');
        lines.zip(self.first..).filter_map(|(bytes, number)| {
            let line = self.line(bytes, number);
            let is_blank = line.as_ref().is_ok_and(|line| line.trim().is_empty());
            (!is_blank).then_some((number, line))
        })
    }

    fn line<'a>(&self, bytes: &'a [u8], number: u64) -> Result<&'a str, Fault> {
        if self.too_long.binary_search(&number).is_ok() {
            let expected = format!("a line of at most {MAX_LINE} bytes");
            return Err(Fault::row(number, "", expected, "a longer one"));
        }
        let line = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let found = format!("byte 0x{byte:02x} at byte {at} of the line");
            Fault::row(number, "", "UTF-8 text", found)
        })?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        Ok(match number {
            1 => line.strip_prefix('\u{feff}').unwrap_or(line),
            _ => line,
        })
    }
}

/// Reads every line that is not blank on this core, in order.
pub(super) fn each<E: From<io::Error>>(
    reader: impl BufRead,
    mut take: impl FnMut(u64, Result<&str, Fault>) -> Result<(), E>,
) -> Result<(), E> {
    let mut lines = Lines::new(reader);
    while let Some(block) = lines.block()? {
        for (number, line) in block.lines() {
            take(number, line)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut all = Vec::new();
        each::<io::Error>(bytes, |number, line| {
            all.push((
                number,
                line.map(str::to_owned).map_err(|fault| fault.to_string()),
            ));
            Ok(())
        })
        .unwrap();
        all
    }

    #[test]
    fn lines_keep_their_numbers_whatever_stands_between() {
        let text = "\u{feff}a\r\n\n  \nb\nc";
        let expected = [(1, "a"), (4, "b"), (5, "c")].map(|(n, l)| (n, Ok(l.to_owned())));
        assert_eq!(read(text.as_bytes()), expected);
        assert!(read(b"").is_empty());
    }

    #[test]
    fn a_line_without_end_costs_itself_only() {
        let text = [
            b"a\n".as_slice(),
            &vec![b'x'; 3 * MAX_LINE],
            b"\nb\n\xff\xfe\nc\n",
        ]
        .concat();
        let lines = read(&text);
        let numbers: Vec<u64> = lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert_eq!(
            lines[1].1,
            Err("line 2: expected a line of at most 1048576 bytes, found a longer one".to_owned())
        );
        assert_eq!(
            lines[3].1,
            Err("line 4: expected UTF-8 text, found byte 0xff at byte 0 of the line".to_owned())
        );
        assert_eq!(lines[4].1, Ok("c".to_owned()));
    }

    #[test]
    fn numbers_go_on_over_blocks() {
        let line = format!("{}\n", "y".repeat(999));
        let lines = read(line.repeat(3_000).as_bytes());
        assert_eq!(lines.last().map(|(number, _)| *number), Some(3_000));
        assert_eq!(lines.len(), 3_000);
    }
}
