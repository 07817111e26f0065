//! Values with their places in a text.

use std::ops::Range;

/// Where a value stands; nowhere when it was not read from a text.
pub(crate) type Place = Option<Range<usize>>;

/// A value and its place.
#[derive(Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// What is known of a key.
#[derive(Clone, Default)]
pub(crate) enum Slot<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is not there although it must be, or holds something of another type: that was already reported.
    Broken,
    /// The key has a value of the right type.
    Given(At<T>),
}

/// A list of strings.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) items: Vec<At<String>>,
    /// False when elements of another type were reported and left out.
    pub(crate) is_complete: bool,
}

impl<T> Slot<T> {
    pub(crate) fn given(&self) -> Option<&At<T>> {
        match self {
            Self::Given(at) => Some(at),
            Self::Absent | Self::Broken => None,
        }
    }

    pub(crate) fn value(&self) -> Option<&T> {
        self.given().map(|at| &at.value)
    }

    pub(crate) fn is_broken(&self) -> bool {
        matches!(self, Self::Broken)
    }

    /// The value's place, or another one to point at in its stead.
    pub(crate) fn place_or(&self, other: &Place) -> Place {
        self.given().map_or_else(|| other.clone(), |at| at.place.clone())
    }

    pub(crate) fn from_value(value: T) -> Self {
        Self::Given(At { value, place: None })
    }

    pub(crate) fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::from_value)
    }
}

impl From<Vec<String>> for List {
    fn from(items: Vec<String>) -> Self {
        let items = items.into_iter().map(|value| At { value, place: None }).collect();
        Self { items, is_complete: true }
    }
}

impl Slot<List> {
    /// A list that is not there is an empty one.
    pub(crate) fn from_list(items: Vec<String>) -> Self {
        if items.is_empty() { Self::Absent } else { Self::from_value(items.into()) }
    }
}
