//! A reader that does not let one record run through the whole memory, and knows on which line the record began.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Where a [`Leash`] is; shared with whoever takes the records out.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    line: Rc<Cell<u64>>,
    started: Rc<Cell<Option<u64>>>,
    since: Rc<Cell<u64>>,
}

impl Place {
    /// Line on which the first brace since the last record stands.
    pub(super) fn start(&self) -> u64 {
        self.started.get().unwrap_or_else(|| self.line())
    }

    /// Line of the last byte read.
    pub(super) fn line(&self) -> u64 {
        self.line.get() + 1
    }

    /// A record was taken out.
    pub(super) fn taken(&self) {
        self.started.set(None);
        self.since.set(0);
    }
}

/// Reads as the reader inside does, and fails once a record is longer than allowed.
#[derive(Debug)]
pub(super) struct Leash<R> {
    reader: R,
    most: u64,
    place: Place,
}

impl<R: Read> Leash<R> {
    pub(super) fn new(reader: R, most: u64) -> (Self, Place) {
        let place = Place::default();
        let leash = Self {
            reader,
            most,
            place: place.clone(),
        };
        (leash, place)
    }

    fn note(&self, bytes: &[u8]) {
        let place = &self.place;
        for byte in bytes {
            match byte {
                b'\n' => place.line.set(place.line.get() + 1),
                b'{' if place.started.get().is_none() => place.started.set(Some(place.line())),
                _ => {}
            }
        }
        place.since.set(place.since.get() + bytes.len() as u64);
    }
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.note(into.get(..count).unwrap_or_default());
        if self.place.since.get() > self.most {
            let line = self.place.start();
            let most = self.most;
            let text = format!("a record from line {line} on is longer than {most} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(count)
    }
}
