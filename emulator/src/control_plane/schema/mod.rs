//! What operations take: the values of their bodies and of their query parameters, as tables of fields per release.
//! Everything that an operation takes is held against its table before the operation sees it (REST reference §5.1).

mod adapt;
mod check;
mod input;
mod text;

use super::operation::{ALWAYS, CLASSIC, Releases};
use crate::node::Release;

pub(crate) use input::{Body, Input};
pub(crate) use text::Text;

/// What a value must be. `null` stands for a field that is absent; in a list or under a free name it is no value.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text(Text),
    /// True or false.
    Flag,
    /// A whole number between two, both included.
    Whole(i64, i64),
    /// One of the texts.
    OneOf(&'static [&'static str]),
    List(&'static Kind),
    /// These properties and no others.
    Object(&'static [Field]),
    /// An object with any names.
    Map(&'static Kind),
    Anything,
    /// Another kind in each release.
    Per(fn(Release) -> Kind),
}

/// A text that may be empty, and as long as it likes.
pub(crate) const TEXT: Kind = Kind::Text(Text::ANY);
/// `integer` of the documents: API-M's is one of 32 bits.
pub(crate) const WHOLE: Kind = Kind::Whole(i32::MIN as i64, i32::MAX as i64);
/// `integer` with the format `int64`.
pub(crate) const LONG: Kind = Kind::Whole(i64::MIN, i64::MAX);
pub(crate) const TEXTS: Kind = Kind::List(&TEXT);
/// An object of which nothing more is said.
pub(crate) const OBJECT: Kind = Kind::Map(&Kind::Anything);

/// A property, or a query parameter.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    name: &'static str,
    kind: Kind,
    releases: Releases,
    is_required: bool,
}

/// A field that every release has, and that may be left out.
pub(crate) const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, releases: ALWAYS, is_required: false }
}

impl Field {
    pub(crate) const fn since(self, major: u8, minor: u8) -> Self {
        Self { releases: Releases::from(major, minor), ..self }
    }

    /// Only 3.x has it.
    pub(crate) const fn classic(self) -> Self {
        Self { releases: CLASSIC, ..self }
    }

    pub(crate) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}
