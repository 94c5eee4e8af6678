use crate::domain::Span;

/// Bytes per block of the table: one count per block, and at most this many bytes read per look-up.
const BLOCK: usize = 64;

/// Turns byte spans of a text into code-point spans and back.
///
/// ```
/// use sitmap::domain::Span;
/// use sitmap::text::CodePoints;
///
/// let points = CodePoints::new("Ra’s al-Ayn");
/// assert_eq!(points.to_code_points(Span::new(0, 6)), Span::new(0, 4));
/// assert_eq!(points.to_bytes(Span::new(0, 4)), Some(Span::new(0, 6)));
/// ```
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points that start before each block.
    before: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    /// Counts the text once.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(count);
            count += starts(block);
        }
        before.push(count);
        Self { text, before }
    }

    /// The same stretch in code points. A byte past the end counts as the end, one inside a character as the next
    /// character.
    pub fn to_code_points(&self, bytes: Span) -> Span {
        Span::new(self.point_at(bytes.start), self.point_at(bytes.end))
    }

    /// The same stretch in bytes; `None` when the text has fewer code points.
    pub fn to_bytes(&self, code_points: Span) -> Option<Span> {
        let (start, end) = (
            self.byte_at(code_points.start)?,
            self.byte_at(code_points.end)?,
        );
        Some(Span::new(start, end))
    }

    fn point_at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..byte);
        self.before
            .get(block)
            .map_or(0, |count| count + starts(rest.unwrap_or_default()))
    }

    fn byte_at(&self, point: usize) -> Option<usize> {
        if point == *self.before.last()? {
            return Some(self.text.len());
        }
        let block = self.before.partition_point(|&count| count <= point) - 1;
        let start = block * BLOCK;
        let skip = point - self.before.get(block)?;
        let rest = self.text.as_bytes().get(start..)?;
        (start..)
            .zip(rest)
            .filter(|&(_, &byte)| is_start(byte))
            .nth(skip)
            .map(|(at, _)| at)
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn byte_of(text: &str, point: usize) -> usize {
        text.char_indices()
            .nth(point)
            .map_or(text.len(), |(byte, _)| byte)
    }

    proptest! {
        #[test]
        fn agrees_with_counting_characters(text in "(?s).{0,300}", a in 0_usize..310, b in 0_usize..310) {
            let points = CodePoints::new(&text);
            let length = text.chars().count();
            let span = Span::new(a.min(b), a.max(b));
            match points.to_bytes(span) {
                None => prop_assert!(span.end > length),
                Some(bytes) => {
                    prop_assert_eq!(bytes, Span::new(byte_of(&text, span.start), byte_of(&text, span.end)));
                    prop_assert_eq!(points.to_code_points(bytes), span);
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_is_a_position_and_the_next_is_not() {
        for text in ["", "x", "ê", &"ê".repeat(BLOCK)] {
            let length = text.chars().count();
            let points = CodePoints::new(text);
            assert_eq!(
                points.to_bytes(Span::new(length, length)),
                Some(Span::new(text.len(), text.len()))
            );
            assert_eq!(points.to_bytes(Span::new(0, length + 1)), None);
        }
    }
}
