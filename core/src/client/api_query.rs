//! Which APIs a search is for, and in which order.

use crate::error::{Error, ErrorKind, Result};
use crate::rest::api::Sorting;

/// Which APIs are searched for. Without anything it finds all that the user may see.
///
/// ```
/// use gatewright::client::{ApiOrder, ApiQuery};
///
/// let query = ApiQuery::new().name("Pets").status("PUBLISHED").order(ApiOrder::Name).page_size(50);
/// # let _ = query;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiQuery {
    terms: Vec<(&'static str, String)>,
    free_text: String,
    order: Option<(ApiOrder, bool)>,
    page_size: usize,
}

/// In which order APIs are listed, since 4.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiOrder {
    /// By their names.
    Name,
    /// By their versions.
    Version,
    /// By the time they were made at: API-M's own order, the newest first.
    CreatedTime,
    /// By their lifecycle states.
    Status,
}

impl ApiOrder {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Name, Self::Version, Self::CreatedTime, Self::Status];

    /// The order's name.
    ///
    /// ```
    /// assert_eq!(gatewright::client::ApiOrder::CreatedTime.as_str(), "created-time");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Version => "version",
            Self::CreatedTime => "created-time",
            Self::Status => "status",
        }
    }

    /// The order with this name.
    ///
    /// ```
    /// use gatewright::client::ApiOrder;
    /// assert_eq!(ApiOrder::from_name("version"), Some(ApiOrder::Version));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == name)
    }

    const fn field(self) -> &'static str {
        match self {
            Self::Name => "apiName",
            Self::Version => "version",
            Self::CreatedTime => "createdTime",
            Self::Status => "status",
        }
    }
}

/// How many APIs a page may be asked to have.
const PAGE_SIZES: std::ops::RangeInclusive<usize> = 1..=100;

impl Default for ApiQuery {
    fn default() -> Self {
        Self { terms: Vec::new(), free_text: String::new(), order: None, page_size: 25 }
    }
}

impl ApiQuery {
    /// All APIs, 25 at a time.
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.terms.retain(|(known, _)| *known != key);
        self.terms.push((key, value.into()));
        self
    }

    /// Of exactly this name. (Some releases also give names that hold it.)
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with("name", name)
    }

    /// Of this version.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        self.with("version", version)
    }

    /// With this context, such as `/pets`.
    #[must_use]
    pub fn context(self, context: impl Into<String>) -> Self {
        self.with("context", context)
    }

    /// In this lifecycle state, as API-M spells it: `CREATED`, `PUBLISHED`, …
    #[must_use]
    pub fn status(self, status: impl Into<String>) -> Self {
        self.with("status", status)
    }

    /// Made by this user.
    #[must_use]
    pub fn provider(self, provider: impl Into<String>) -> Self {
        self.with("provider", provider)
    }

    /// Terms in API-M's own language, such as `pets` or `description:cats`, beside the others.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.free_text = text.into();
        self
    }

    /// In this order, from the smallest on; since 4.1.
    #[must_use]
    pub fn order(mut self, by: ApiOrder) -> Self {
        self.order = Some((by, true));
        self
    }

    /// In this order, from the greatest on; since 4.1.
    #[must_use]
    pub fn descending(mut self, by: ApiOrder) -> Self {
        self.order = Some((by, false));
        self
    }

    /// How many APIs are asked for at once, from 1 to 100: so many are held in memory.
    #[must_use]
    pub fn page_size(mut self, size: usize) -> Self {
        self.page_size = size;
        self
    }

    /// The page's size.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-page-size`.
    pub(crate) fn limit(&self) -> Result<usize> {
        if PAGE_SIZES.contains(&self.page_size) {
            return Ok(self.page_size);
        }
        let message = format!("a page has from 1 to 100 APIs, not {}", self.page_size);
        Err(Error::new(ErrorKind::InvalidInput, "invalid-page-size", message))
    }

    pub(crate) fn sorting(&self) -> Option<Sorting> {
        self.order.map(|(by, is_ascending)| Sorting { by: by.field(), is_ascending })
    }

    /// # Errors
    /// [`ErrorKind::Unsupported`], code `no-order`, when an order is named: the portal's listings have none.
    pub(crate) fn require_no_order(&self) -> Result<()> {
        if self.order.is_none() {
            return Ok(());
        }
        let message = "the Developer Portal lists APIs in its own order: search without `order`";
        Err(Error::new(ErrorKind::Unsupported, "no-order", message))
    }

    /// The terms as API-M reads them: a blank between terms means that all of them must fit.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-search`, when a value holds a quotation mark or a line break, which no
    /// name, version or context of an API can.
    pub(crate) fn search(&self) -> Result<String> {
        let mut terms = Vec::new();
        for (key, value) in &self.terms {
            if value.is_empty() || value.contains(['"', '\\']) || value.contains(char::is_control) {
                let message = format!(
                    "no API can be searched for by the {key} `{}`: it is empty, or holds a quotation mark, a backslash \
                     or a line break",
                    value.escape_debug()
                );
                return Err(Error::new(ErrorKind::InvalidInput, "invalid-search", message));
            }
            // Quotation marks ask for the whole value; API-M reads a state without them.
            let term = if *key == "status" {
                format!("{key}:{value}")
            } else {
                format!("{key}:\"{value}\"")
            };
            terms.push(term);
        }
        let text = self.free_text.trim();
        if !text.is_empty() {
            terms.push(text.to_owned());
        }
        Ok(terms.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_joined_and_quoted() {
        let query = ApiQuery::new().name("a").name("My Pets").version("1.0.0").status("PUBLISHED");
        let search = query.clone().text(" description:x ").search().unwrap();
        assert_eq!(search, "name:\"My Pets\" version:\"1.0.0\" status:PUBLISHED description:x");
        assert_eq!(ApiQuery::new().search().unwrap(), "");
        for value in ["", "a\"b", "a\\", "a\nb"] {
            assert_eq!(query.clone().name(value).search().unwrap_err().code(), "invalid-search");
        }
    }

    #[test]
    fn pages_have_a_size() {
        for (size, fits) in [(0, false), (1, true), (100, true), (101, false)] {
            assert_eq!(ApiQuery::new().page_size(size).limit().is_ok(), fits);
        }
        let sorting = ApiQuery::new().descending(ApiOrder::Name).sorting().unwrap();
        assert_eq!((sorting.by, sorting.is_ascending), ("apiName", false));
    }
}
