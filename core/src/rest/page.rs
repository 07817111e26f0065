//! Listings, page by page: `rest-api.md` §2.2.

use serde::Deserialize;

use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::Operation;

/// How many entries a page is asked to have.
pub(crate) const PAGE: usize = 100;

/// One page of a listing.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(crate) struct Page<T> {
    #[serde(default = "Vec::new", deserialize_with = "null_as_default")]
    pub(crate) list: Vec<T>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) pagination: Pagination,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Pagination {
    /// How many entries there are on all pages; not every listing says so.
    pub(crate) total: Option<usize>,
}

/// Which part of a listing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

impl Slice {
    /// The page after so many entries.
    pub(crate) const fn after(offset: usize) -> Self {
        Self { limit: PAGE, offset }
    }

    /// The target of a listing's page, with further parameters before it.
    pub(crate) fn target(
        self,
        operation: &Operation,
        release: Release,
        query: &[(&str, &str)],
    ) -> String {
        let (limit, offset) = (self.limit.to_string(), self.offset.to_string());
        let page = [("limit", limit.as_str()), ("offset", offset.as_str())];
        operation.target(release, &[], &[query, &page].concat())
    }
}

impl<T> Page<T> {
    /// Whether nothing comes after this page, which begins after `offset` entries.
    pub(crate) fn is_last(&self, slice: Slice) -> bool {
        let seen = slice.offset + self.list.len();
        let is_all = match self.pagination.total {
            Some(total) => seen >= total,
            None => self.list.len() < slice.limit,
        };
        self.list.is_empty() || is_all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(count: usize, total: Option<usize>) -> Page<u8> {
        Page { list: vec![0; count], pagination: Pagination { total } }
    }

    #[test]
    fn the_last_page_is_known_with_and_without_a_total() {
        let first = Slice { limit: 2, offset: 0 };
        let second = Slice { limit: 2, offset: 2 };
        assert!(!page(2, Some(4)).is_last(first) && page(2, Some(4)).is_last(second));
        assert!(!page(2, None).is_last(first) && page(1, None).is_last(second));
        // A page shorter than it was asked for, of a server that allows no longer ones.
        assert!(!page(1, Some(4)).is_last(first));
        assert!(page(0, Some(4)).is_last(first));
    }

    #[test]
    fn absent_and_null_lists_are_empty() {
        for text in ["{}", r#"{"list":null,"pagination":null}"#, r#"{"count":0,"list":[]}"#] {
            let page: Page<u8> = serde_json::from_str(text).unwrap();
            assert!(page.list.is_empty() && page.pagination.total.is_none());
        }
    }
}
