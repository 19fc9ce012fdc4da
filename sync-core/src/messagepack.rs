//! Reads positional MessagePack into the types that `rmp-serde` wrote.
//!
//! `rmp-serde` reads whatever there may be, of whichever type is asked for, and so for each type
//! anew: half of what a handheld would load of the core. What is written here is narrower (no
//! maps by name, no floats, no extensions), so that one small reader serves all types, and what
//! is not of that form is refused.

use rmp::Marker;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, SeqAccess,
    VariantAccess, Visitor,
};

/// How deep the things in one value may lie in each other.
const DEEPEST: u8 = 16;

/// Reads a value, all of it and nothing after it.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unfit> {
    let mut reader = MessagePackReader { rest: bytes, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Unfit("something follows the end".into())) }
}

/// Why bytes are no such value.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unfit(pub(crate) String);

impl serde::de::Error for Unfit {
    fn custom<T: std::fmt::Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

struct MessagePackReader<'de> {
    rest: &'de [u8],
    depth: u8,
}

/// Whole numbers are stored as short as they are, whatever their type.
enum Integer {
    Positive(u64),
    Negative(i64),
}

// What is the same for all types, and therefore there once.
impl<'de> MessagePackReader<'de> {
    fn marker(&mut self) -> Result<Marker, Unfit> {
        let [byte] = self.fixed()?;
        Ok(Marker::from_u8(byte))
    }

    fn peek(&self) -> Option<Marker> {
        self.rest.first().copied().map(Marker::from_u8)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Unfit> {
        let Some((head, rest)) = self.rest.split_first_chunk() else { return Err(cut_short()) };
        self.rest = rest;
        Ok(*head)
    }

    fn take(&mut self, length: usize) -> Result<&'de [u8], Unfit> {
        let Some((head, rest)) = self.rest.split_at_checked(length) else {
            return Err(cut_short());
        };
        self.rest = rest;
        Ok(head)
    }

    /// A length of one, two or four bytes.
    fn length(&mut self, width: u8) -> Result<usize, Unfit> {
        let length = match width {
            1 => u32::from(u8::from_be_bytes(self.fixed()?)),
            2 => u32::from(u16::from_be_bytes(self.fixed()?)),
            _ => u32::from_be_bytes(self.fixed()?),
        };
        usize::try_from(length).map_err(Unfit::custom)
    }

    fn integer(&mut self) -> Result<Integer, Unfit> {
        let signed = |value: i64| match u64::try_from(value) {
            Ok(value) => Integer::Positive(value),
            Err(_) => Integer::Negative(value),
        };
        Ok(match self.marker()? {
            Marker::FixPos(value) => Integer::Positive(value.into()),
            Marker::FixNeg(value) => Integer::Negative(value.into()),
            Marker::U8 => Integer::Positive(u8::from_be_bytes(self.fixed()?).into()),
            Marker::U16 => Integer::Positive(u16::from_be_bytes(self.fixed()?).into()),
            Marker::U32 => Integer::Positive(u32::from_be_bytes(self.fixed()?).into()),
            Marker::U64 => Integer::Positive(u64::from_be_bytes(self.fixed()?)),
            Marker::I8 => signed(i8::from_be_bytes(self.fixed()?).into()),
            Marker::I16 => signed(i16::from_be_bytes(self.fixed()?).into()),
            Marker::I32 => signed(i32::from_be_bytes(self.fixed()?).into()),
            Marker::I64 => signed(i64::from_be_bytes(self.fixed()?)),
            other => return Err(instead_of("a whole number", other)),
        })
    }

    fn text(&mut self) -> Result<&'de str, Unfit> {
        let length = match self.marker()? {
            Marker::FixStr(length) => length.into(),
            Marker::Str8 => self.length(1)?,
            Marker::Str16 => self.length(2)?,
            Marker::Str32 => self.length(4)?,
            other => return Err(instead_of("a text", other)),
        };
        str::from_utf8(self.take(length)?).map_err(Unfit::custom)
    }

    fn bytes(&mut self) -> Result<&'de [u8], Unfit> {
        let length = match self.marker()? {
            Marker::Bin8 => self.length(1)?,
            Marker::Bin16 => self.length(2)?,
            Marker::Bin32 => self.length(4)?,
            other => return Err(instead_of("bytes", other)),
        };
        self.take(length)
    }

    fn flag(&mut self) -> Result<bool, Unfit> {
        match self.marker()? {
            Marker::True => Ok(true),
            Marker::False => Ok(false),
            other => Err(instead_of("yes or no", other)),
        }
    }

    /// Begins an array; it ends with [`MessagePackReader::leave`].
    fn enter(&mut self) -> Result<usize, Unfit> {
        let length = match self.marker()? {
            Marker::FixArray(length) => length.into(),
            Marker::Array16 => self.length(2)?,
            Marker::Array32 => self.length(4)?,
            other => return Err(instead_of("a list", other)),
        };
        self.descend()?;
        Ok(length)
    }

    fn descend(&mut self) -> Result<(), Unfit> {
        self.depth += 1;
        if self.depth > DEEPEST {
            Err(Unfit("things lie too deep in each other".into()))
        } else {
            Ok(())
        }
    }

    fn leave(&mut self, left: usize) -> Result<(), Unfit> {
        self.depth -= 1;
        if left == 0 { Ok(()) } else { Err(Unfit(format!("a list is {left} too long"))) }
    }

    /// The name of a variant, and whether something belongs to it.
    fn variant(&mut self) -> Result<(&'de str, bool), Unfit> {
        match self.peek() {
            Some(Marker::FixMap(1)) => {
                self.marker()?;
                self.descend()?;
                Ok((self.text()?, true))
            }
            _ => Ok((self.text()?, false)),
        }
    }
}

fn cut_short() -> Unfit {
    Unfit("it ends too soon".into())
}

fn instead_of(wanted: &str, found: Marker) -> Unfit {
    Unfit(format!("{wanted} should stand here, not {found:?}"))
}

/// Integers of every width: the visitor checks the range.
macro_rules! integers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            match self.integer()? {
                Integer::Positive(value) => visitor.visit_u64(value),
                Integer::Negative(value) => visitor.visit_i64(value),
            }
        })*
    };
}

/// What is never written.
macro_rules! never {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unfit> {
            Err(Unfit(concat!(stringify!($name), " is not of this format").into()))
        })*
    };
}

impl<'de> Deserializer<'de> for &mut MessagePackReader<'de> {
    type Error = Unfit;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    never! {
        deserialize_f32 deserialize_f64 deserialize_char deserialize_map
        deserialize_ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    /// Only decimals ask so, which are whole numbers or text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let is_text = matches!(
            self.peek(),
            Some(Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32)
        );
        if is_text { self.deserialize_str(visitor) } else { self.deserialize_i64(visitor) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.peek() == Some(Marker::Null) {
            self.marker()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.marker()? {
            Marker::Null => visitor.visit_unit(),
            other => Err(instead_of("nothing", other)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let left = self.enter()?;
        self.leave(left)?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let mut list = List { left: self.enter()?, reader: self };
        let value = visitor.visit_seq(&mut list)?;
        list.reader.leave(list.left)?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let (name, has_content) = self.variant()?;
        let value = visitor.visit_enum(Variant { name, has_content, reader: self })?;
        if has_content {
            self.leave(0)?;
        }
        Ok(value)
    }
}

/// The rest of an array.
struct List<'r, 'de> {
    reader: &'r mut MessagePackReader<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    /// Each has a byte at least: a length that is a lie reserves nothing.
    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.reader.rest.len()))
    }
}

/// A variant, by its name.
struct Variant<'r, 'de> {
    reader: &'r mut MessagePackReader<'de>,
    name: &'de str,
    has_content: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unfit;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Unfit> {
        let value = seed.deserialize(BorrowedStrDeserializer::<Unfit>::new(self.name))?;
        Ok((value, self))
    }
}

impl Variant<'_, '_> {
    fn content(&self) -> Result<(), Unfit> {
        if self.has_content { Ok(()) } else { Err(Unfit(format!("{} says nothing", self.name))) }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        if self.has_content { Err(Unfit(format!("{} says too much", self.name))) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unfit> {
        self.content()?;
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.content()?;
        self.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.content()?;
        self.reader.deserialize_seq(visitor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use serde::{Deserialize, Serialize};

    use super::*;

    /// Everything that the format has, and at their edges.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Sort {
        Plain,
        Of(u64),
        Both(i64, Option<bool>),
        Named { text: String, inner: Vec<Sort> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Wrapped(u32);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct All {
        sort: Sort,
        wrapped: Wrapped,
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
        list: Vec<(i32, Option<String>)>,
        #[serde(with = "crate::measure::exact")]
        whole: Decimal,
        #[serde(with = "crate::measure::exact")]
        part: Decimal,
        unit: (),
    }

    fn sort() -> impl Strategy<Value = Sort> {
        let leaf = prop_oneof![
            Just(Sort::Plain),
            any::<u64>().prop_map(Sort::Of),
            (any::<i64>(), any::<Option<bool>>()).prop_map(|(a, b)| Sort::Both(a, b)),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            ("\\PC{0,40}", prop::collection::vec(inner, 0..4))
                .prop_map(|(text, inner)| Sort::Named { text, inner })
        })
    }

    proptest! {
        /// Whatever `rmp-serde` wrote is read as it was.
        #[test]
        fn what_was_written_is_read(
            sort in sort(),
            wrapped: u32,
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            list in prop::collection::vec((any::<i32>(), any::<Option<String>>()), 0..40),
        ) {
            let (whole, part) = (Decimal::from(wrapped), Decimal::new(wrapped.into(), 3));
            let all = All { sort, wrapped: Wrapped(wrapped), bytes, list, whole, part, unit: () };
            let written = rmp_serde::to_vec(&all).unwrap();

            let all = All { part: part.normalize(), ..all };
            prop_assert_eq!(read::<All>(&written), Ok(all));
        }

        /// Bytes from anywhere are read or refused, as `rmp-serde` does, and never a panic.
        #[test]
        fn rubbish_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(all) = read::<All>(&bytes) {
                prop_assert_eq!(rmp_serde::from_slice::<All>(&bytes).unwrap(), all);
            }
        }
    }

    #[test]
    fn a_list_that_lies_of_its_length_reserves_nothing() {
        let lie = [0xdd, 0xff, 0xff, 0xff, 0xff, 1];

        assert_eq!(read::<Vec<u64>>(&lie), Err(cut_short()));
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        let inner = |inner: Sort| Sort::Named { text: String::new(), inner: vec![inner] };
        let deep = (0..10).fold(Sort::Plain, |deep, _| inner(deep));
        let written = rmp_serde::to_vec(&deep).unwrap();

        let refused = read::<Sort>(&written).unwrap_err();
        assert!(refused.0.contains("too deep"), "{refused}");
    }

    #[test]
    fn a_list_that_is_too_long_is_refused() {
        let written = rmp_serde::to_vec(&(1, 2, 3)).unwrap();

        assert_eq!(read::<(u8, u8)>(&written), Err(Unfit("a list is 1 too long".into())));
    }
}
