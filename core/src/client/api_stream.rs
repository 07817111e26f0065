//! What a search finds, one API after the other, with one page of them in memory.

use std::vec;

use crate::client::api_query::ApiQuery;
use crate::client::control_plane::{ApiSummary, ControlPlane};
use crate::error::Result;
use crate::rest::page::{Page, Slice};
use crate::rest::{api, portal};

/// The APIs that a search finds: one page is held, the next one is asked for when it is used up.
///
/// APIs that are made or deleted meanwhile may be missed or given twice: API-M counts anew for each page.
#[derive(Debug)]
#[must_use = "nothing is asked for before `next`"]
pub struct ApiStream {
    control_plane: ControlPlane,
    query: ApiQuery,
    source: Source,
    page: vec::IntoIter<ApiSummary>,
    offset: usize,
    is_over: bool,
}

/// Whose listing it is.
#[derive(Clone, Copy, Debug)]
enum Source {
    Publisher,
    Portal,
}

impl ControlPlane {
    /// Searches the Publisher's APIs. Nothing is sent before the first [`ApiStream::next`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ApiQuery;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let mut published = control_plane.search_apis(ApiQuery::new().status("PUBLISHED"));
    /// while let Some(api) = published.next().await {
    ///     println!("{}", api?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn search_apis(&self, query: ApiQuery) -> ApiStream {
        ApiStream::new(self, query, Source::Publisher)
    }

    /// Searches what the Developer Portal shows. The order is the portal's own: a query that names one is refused.
    ///
    /// # Example
    /// See [`ControlPlane::search_apis`].
    pub fn search_portal_apis(&self, query: ApiQuery) -> ApiStream {
        ApiStream::new(self, query, Source::Portal)
    }
}

impl ApiStream {
    fn new(control_plane: &ControlPlane, query: ApiQuery, source: Source) -> Self {
        Self {
            control_plane: control_plane.clone(),
            query,
            source,
            page: Vec::new().into_iter(),
            offset: 0,
            is_over: false,
        }
    }

    /// The next API; `None` after the last one, and after an error.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a query that cannot be asked,
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for an order before 4.1 or of the portal; see
    /// [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// See [`ControlPlane::search_apis`].
    pub async fn next(&mut self) -> Option<Result<ApiSummary>> {
        loop {
            if let Some(api) = self.page.next() {
                return Some(Ok(api));
            }
            if self.is_over {
                return None;
            }
            if let Err(error) = self.turn().await {
                self.is_over = true;
                return Some(Err(error.with_operation(match self.source {
                    Source::Publisher => "search_apis",
                    Source::Portal => "search_portal_apis",
                })));
            }
        }
    }

    /// Asks for the next page. When it is dropped halfway, the same page is asked for again.
    async fn turn(&mut self) -> Result<()> {
        let slice = Slice { limit: self.query.limit()?, offset: self.offset };
        let search = self.query.search()?;
        let release = self.control_plane.release();
        match self.source {
            Source::Publisher => {
                let call = api::find(release, &search, self.query.sorting(), slice)?;
                let page = self.control_plane.send(&call).await?;
                self.take(slice, page);
            }
            Source::Portal => {
                self.query.require_no_order()?;
                let page = self.control_plane.send(&portal::find(release, &search, slice)).await?;
                self.take(slice, page);
            }
        }
        Ok(())
    }

    fn take<T>(&mut self, slice: Slice, page: Page<T>)
    where
        ApiSummary: From<T>,
    {
        self.is_over = page.is_last(slice);
        self.offset += page.list.len();
        let page: Vec<ApiSummary> = page.list.into_iter().map(ApiSummary::from).collect();
        self.page = page.into_iter();
    }
}

impl From<portal::PortalApiInfo> for ApiSummary {
    fn from(api: portal::PortalApiInfo) -> Self {
        Self {
            id: api.id,
            name: api.name,
            version: api.version,
            context: api.context,
            provider: api.provider,
            lifecycle: api.life_cycle_status,
        }
    }
}
