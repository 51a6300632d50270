//! Columns of integers as bytes: differences, zigzag, seven bits a byte (LEB128), so that what is near takes one byte.

use super::error::BaseError;

/// Writes columns one after another.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(super) fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)) as u64);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }

    /// A column whose neighbours are near each other.
    pub(super) fn steps(&mut self, values: impl ExactSizeIterator<Item = i64>) {
        self.number(values.len() as u64);
        let mut last = 0;
        for value in values {
            self.signed(value - last);
            last = value;
        }
    }

    /// A column of small numbers.
    pub(super) fn numbers(&mut self, values: impl ExactSizeIterator<Item = u64>) {
        self.number(values.len() as u64);
        values.for_each(|value| self.number(value));
    }
}

/// Reads them back; whatever the bytes are, it ends with columns or an error.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Result<u64, BaseError> {
        // Most numbers take one byte.
        match self.bytes {
            [byte @ 0..0x80, rest @ ..] => {
                self.bytes = rest;
                Ok(u64::from(*byte))
            }
            _ => self.long(),
        }
    }

    fn long(&mut self) -> Result<u64, BaseError> {
        let mut value = 0;
        for (place, &byte) in self.bytes.iter().take(10).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                self.bytes = &self.bytes[place + 1..];
                return Ok(value);
            }
        }
        Err(if self.bytes.len() < 10 { cut() } else { BaseError::Damaged { what: "a number of more than 64 bits" } })
    }

    pub(super) fn signed(&mut self) -> Result<i64, BaseError> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A number as a narrower integer.
    pub(super) fn narrow<T: TryFrom<u64>>(&mut self) -> Result<T, BaseError> {
        T::try_from(self.number()?).map_err(|_| wide())
    }

    /// How many entries follow; each takes a byte at least, so that no length asks for more memory than the file has.
    pub(super) fn len(&mut self) -> Result<usize, BaseError> {
        let len = self.narrow()?;
        if len > self.bytes.len() { Err(cut()) } else { Ok(len) }
    }

    pub(super) fn text(&mut self) -> Result<String, BaseError> {
        let len = self.len()?;
        let (text, rest) = self.bytes.split_at(len);
        self.bytes = rest;
        String::from_utf8(text.to_vec()).map_err(|_| BaseError::Damaged { what: "text that is not UTF-8" })
    }

    pub(super) fn texts(&mut self) -> Result<Vec<String>, BaseError> {
        (0..self.len()?).map(|_| self.text()).collect()
    }

    pub(super) fn steps<T: TryFrom<i64>>(&mut self) -> Result<Vec<T>, BaseError> {
        let len = self.len()?;
        let mut column = Vec::with_capacity(len);
        let mut last = 0i64;
        for _ in 0..len {
            last = last.checked_add(self.signed()?).ok_or_else(wide)?;
            column.push(T::try_from(last).map_err(|_| wide())?);
        }
        Ok(column)
    }

    pub(super) fn numbers<T: TryFrom<u64>>(&mut self) -> Result<Vec<T>, BaseError> {
        let len = self.len()?;
        let mut column = Vec::with_capacity(len);
        for _ in 0..len {
            column.push(self.narrow()?);
        }
        Ok(column)
    }
}

fn cut() -> BaseError {
    BaseError::Damaged { what: "a column that ends too early" }
}

fn wide() -> BaseError {
    BaseError::Damaged { what: "a number too large for its column" }
}
