//! Which of the wanted APIs are there.

use std::collections::HashMap;
use std::time::Duration;

use crate::client::{ControlPlane, Patience};
use crate::error::Result;
use crate::publish::publication::Publication;
use crate::publish::together::together;
use crate::rest::api::{self, ApiInfo};
use crate::rest::page::{PAGE, Slice};

/// How long a new API is looked for: API-M indexes what it has taken in in the background, within seconds when nothing is
/// wrong, and searches in that index.
const LONGEST_INDEXING: Duration = Duration::from_secs(60);

impl ControlPlane {
    /// An API that was made just now, or may have been, once the search finds it.
    pub(crate) async fn find_indexed(&self, name: &str, version: &str) -> Result<Option<ApiInfo>> {
        let mut patience = Patience::new(LONGEST_INDEXING);
        loop {
            let found = self.find_api(name, version).await?;
            if found.is_some() || !patience.pause().await {
                return Ok(found);
            }
        }
    }

    /// The APIs of the publications, in their order: by a search for each, or by the listing of all, whichever asks less.
    pub(crate) async fn look_up(
        &self,
        publications: &[Publication],
    ) -> Result<Vec<Result<Option<ApiInfo>>>> {
        let searches = || async {
            let mut search = Vec::with_capacity(publications.len());
            for publication in publications {
                search.push(Box::pin(self.find_api(publication.name(), publication.version())));
            }
            together(self.breadth(), search).await
        };
        if publications.len() <= 1 {
            return Ok(searches().await);
        }
        match self.listing(publications.len()).await? {
            Some(listed) => Ok(listed_ones(publications, listed)),
            None => Ok(searches().await),
        }
    }

    /// Every API, unless that takes more requests than there are APIs to look for.
    async fn listing(&self, wanted: usize) -> Result<Option<Vec<ApiInfo>>> {
        let first = Slice::after(0);
        let page = self.send(&api::list(self.release(), first)).await?;
        if page.is_last(first) {
            return Ok(Some(page.list));
        }
        let Some(total) = page.pagination.total else { return Ok(None) };
        // A server may give fewer than it is asked for.
        let step = page.list.len().min(PAGE);
        let offsets: Vec<usize> = (step..total).step_by(step.max(1)).collect();
        if offsets.len() >= wanted {
            return Ok(None);
        }
        let release = self.release();
        let page_at =
            async |offset| self.send(&api::list(release, Slice { limit: step, offset })).await;
        let rest: Vec<_> = offsets.into_iter().map(|offset| Box::pin(page_at(offset))).collect();
        let mut listed = page.list;
        for page in together(self.breadth(), rest).await {
            listed.extend(page?.list);
        }
        Ok(Some(listed))
    }
}

fn listed_ones(publications: &[Publication], listed: Vec<ApiInfo>) -> Vec<Result<Option<ApiInfo>>> {
    let mut by_name: HashMap<(String, String), ApiInfo> =
        listed.into_iter().map(|api| ((api.name.clone(), api.version.clone()), api)).collect();
    let of = |publication: &Publication| (publication.name.clone(), publication.version.clone());
    publications.iter().map(|publication| Ok(by_name.remove(&of(publication)))).collect()
}
