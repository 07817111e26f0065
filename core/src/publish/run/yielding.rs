//! Giving way: who finds out that somebody else has changed the API takes back what would mix with it.
//!
//! Our revision goes while nothing is deployed from it. Our fields go when they were written over what the other one had
//! made a revision of: its newest revision is restored. What is deployed is left alone.

use super::Run;
use crate::error::{Error, Result};
use crate::publish::marker;
use crate::rest::revision;

impl Run<'_> {
    /// The error, after our traces are gone; or with the word that they could not be removed.
    pub(super) async fn give_way(&mut self, error: Error) -> Error {
        if self.release().is_classic() || (self.written.is_empty() && self.made.is_none()) {
            return error;
        }
        match self.take_back().await {
            Ok(()) => error,
            Err(failed) => error.with_context("left_behind", failed.message()),
        }
    }

    async fn take_back(&mut self) -> Result<()> {
        let revisions = self.revisions().await?;
        let foreign = revisions
            .iter()
            .filter(|made| !self.known.contains(&made.id))
            .max_by_key(|made| made.number());
        let api_id = self.known_id()?.to_owned();
        if let Some(ours) = self.made.take() {
            let is_idle = revisions.iter().any(|made| made.id == ours && !made.is_deployed());
            if is_idle {
                let call = revision::delete(self.release(), &api_id, &ours)?;
                let read = crate::rest::api::get(self.release(), &ours);
                self.control_plane.delete_once(&call, &read).await?;
            }
        }
        if let Some(foreign) = foreign
            && self.has_updated()
        {
            let now = self.read().await?;
            let asked = self.plan.publication.asked();
            let is_theirs = marker::newest_of(&now, std::slice::from_ref(foreign))
                .is_some_and(|(_, marker)| marker.fulfils(asked.as_deref()));
            if !is_theirs && self.holds(&now)? {
                let call = revision::restore(self.release(), &api_id, &foreign.id)?;
                self.control_plane.send(&call).await?;
            }
        }
        Ok(())
    }
}
