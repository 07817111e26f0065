//! Replacing an API, which must not be done over what somebody else changed: the API is read before, and again after an
//! answer that was lost.
//!
//! API-M keeps no watch itself: `If-Match` is ignored, the last `PUT` wins. The time of the last change is all there is.

use crate::client::control_plane::ControlPlane;
use crate::client::reconcile::{OnceOnly, reconcile};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::api_object::ApiObject;
use crate::rest::{Call, api};

/// What reading tells about an update whose answer was lost.
enum Update {
    /// It was made: the API as it is now.
    Made(ApiObject),
    /// The API changed, to something else than was sent.
    Uncertain,
}

struct Replacing<'c> {
    control_plane: &'c ControlPlane,
    call: Call<ApiObject>,
    before: &'c ApiObject,
    wanted: &'c ApiObject,
}

impl OnceOnly<Update> for Replacing<'_> {
    async fn send(&mut self) -> Result<Update> {
        self.control_plane.send(&self.call).await.map(Update::Made)
    }

    async fn read_back(&mut self) -> Result<Option<Update>> {
        let get = api::get(self.control_plane.release(), self.wanted.id());
        let now = self.control_plane.send(&get).await?;
        if now.holds(self.wanted) {
            return Ok(Some(Update::Made(now)));
        }
        let is_untouched = match self.before.last_updated() {
            // The server does not say when: what it stores has to tell.
            "" => now.holds(self.before),
            known => known == now.last_updated(),
        };
        Ok((!is_untouched).then_some(Update::Uncertain))
    }
}

impl ControlPlane {
    /// Replaces an API, which was read as `before` just now. When the answer is lost, the API is read: the update is sent
    /// again only when the API did not change.
    ///
    /// # Errors
    /// [`ErrorKind::ConcurrentChange`], code `update-uncertain`, when it changed to something else than was sent.
    pub(crate) async fn replace_api(
        &self,
        before: &ApiObject,
        wanted: &ApiObject,
    ) -> Result<ApiObject> {
        let call = api::update(self.release(), wanted);
        let mut replacing = Replacing { control_plane: self, call, before, wanted };
        let settled = reconcile(&self.session, &mut replacing).await?;
        match settled.value {
            Update::Made(api) => Ok(api),
            Update::Uncertain => Err(uncertain(wanted, settled.after)),
        }
    }
}

fn uncertain(wanted: &ApiObject, lost: Option<Error>) -> Error {
    let (name, version) = (wanted.name(), wanted.version());
    let message = format!(
        "it is not certain that the update of `{name}` {version} was made: its answer was lost, and the API has changed \
         since, to something else than was sent, because somebody else changed it too or API Manager stores it in another \
         form. Nothing was sent again: read the API, and repeat the change if it is missing"
    );
    let error = Error::new(ErrorKind::ConcurrentChange, "update-uncertain", message)
        .with_retry(Retry::Ambiguous)
        .with_context("api", name)
        .with_context("version", version);
    match lost {
        Some(lost) => error.with_source(lost),
        None => error,
    }
}
