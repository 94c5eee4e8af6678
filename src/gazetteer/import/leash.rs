//! A reader that does not let one record run through the whole memory, and knows on which line the record began.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Where a [`Leash`] is; shared with whoever takes the records out.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// Line ends so far.
    ends: Rc<Cell<u64>>,
    started: Rc<Cell<Option<u64>>>,
    since: Rc<Cell<u64>>,
}

impl Place {
    /// Line on which the record began that was read last.
    pub(super) fn start(&self) -> u64 {
        self.started.get().unwrap_or_else(|| self.ends.get() + 1)
    }

    /// A record was taken out.
    pub(super) fn taken(&self) {
        self.started.set(None);
        self.since.set(0);
    }
}

/// Reads as the reader inside does, and fails once a record is longer than allowed. It gives one line at most at a
/// time, so that nothing of the next line is read before it is asked for.
#[derive(Debug)]
pub(super) struct Leash<R> {
    reader: R,
    most: u64,
    begins: fn(u8) -> bool,
    place: Place,
}

impl<R: BufRead> Leash<R> {
    /// `begins` knows the bytes with which a record can begin.
    pub(super) fn new(reader: R, most: u64, begins: fn(u8) -> bool) -> (Self, Place) {
        let place = Place::default();
        let leash = Self {
            reader,
            most,
            begins,
            place: place.clone(),
        };
        (leash, place)
    }

    fn note(&self, bytes: &[u8]) {
        let place = &self.place;
        let is_start = || bytes.iter().any(|byte| (self.begins)(*byte));
        if place.started.get().is_none() && is_start() {
            place.started.set(Some(place.ends.get() + 1));
        }
        if bytes.ends_with(b"\n") {
            place.ends.set(place.ends.get() + 1);
        }
        place.since.set(place.since.get() + bytes.len() as u64);
    }

    fn too_long(&self) -> io::Error {
        let (line, most) = (self.place.start(), self.most);
        let text = format!("a record from line {line} on is longer than {most} bytes");
        io::Error::new(io::ErrorKind::InvalidData, text)
    }
}

impl<R: BufRead> Read for Leash<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = self.reader.fill_buf()?;
        let end = rest.iter().take(into.len()).position(|byte| *byte == b'\n');
        let count = end.map_or(rest.len().min(into.len()), |at| at + 1);
        let (Some(from), Some(into)) = (rest.get(..count), into.get_mut(..count)) else {
            return Ok(0);
        };
        into.copy_from_slice(from);
        self.reader.consume(count);
        self.note(into);
        if self.place.since.get() > self.most {
            return Err(self.too_long());
        }
        Ok(count)
    }
}
