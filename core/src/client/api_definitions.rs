//! The definition of an API in the Publisher: read, and replaced.

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::client::reconcile::{OnceOnly, reconcile};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::definition_match::stands_in;
use crate::rest::{Call, api_definition};

/// What reading tells about a replacement whose answer was lost.
enum Update {
    /// It was made: the definition as it is now.
    Made(String),
    /// The definition changed, to something else than was sent.
    Uncertain,
}

struct Replacing<'c> {
    control_plane: &'c ControlPlane,
    call: Call<String>,
    api_id: &'c str,
    before: &'c str,
    wanted: &'c str,
}

impl OnceOnly<Update> for Replacing<'_> {
    async fn send(&mut self) -> Result<Update> {
        self.control_plane.send(&self.call).await.map(Update::Made)
    }

    async fn read_back(&mut self) -> Result<Option<Update>> {
        let get = api_definition::get(self.control_plane.release(), self.api_id);
        let now = self.control_plane.send(&get).await?;
        if stands_in(self.wanted, &now)? {
            return Ok(Some(Update::Made(now)));
        }
        Ok((now != self.before).then_some(Update::Uncertain))
    }
}

impl ControlPlane {
    /// The definition of an API as the server keeps it, as text: the `OpenAPI` document it was made of, with the server's
    /// own additions (its security scheme, extensions such as `x-throttling-tier`), or the one that the server made of the
    /// API's operations. By the identifier of a revision it is the definition as that revision has it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?;
    /// println!("{}", control_plane.api_definition(&pets.id).await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn api_definition(&self, api_id: &str) -> Result<String> {
        let call = api_definition::get(self.release(), api_id);
        operation("api_definition", self.send(&call)).await
    }

    /// Replaces the definition of an API, by an `OpenAPI` document in JSON or YAML, and gives what the server keeps of it.
    /// The API's operations become those of the document; its name, version and context stay.
    ///
    /// Since 4.0 gateways go on with what they have until a revision is made and deployed; in 3.x the API's gateways are
    /// given it at once.
    ///
    /// When the answer is lost, the definition is read: as the document says, it was replaced; unchanged, the document is
    /// sent again.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], codes `empty-document` and `invalid-definition`; [`ErrorKind::Rejected`] for what API-M
    /// does not take; [`ErrorKind::NotFound`] when there is no such API; after a lost answer
    /// [`ErrorKind::ConcurrentChange`], code `update-uncertain`, when the definition changed to something else than was
    /// sent. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> Result<(), Box<dyn std::error::Error>> {
    /// let pets = control_plane.api("Pets", "1.0.0").await?;
    /// let document = std::fs::read_to_string("pets.yaml")?;
    /// control_plane.update_api_definition(&pets.id, &document).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_api_definition(&self, api_id: &str, document: &str) -> Result<String> {
        operation("update_api_definition", async {
            require_definition(document)?;
            self.replace_definition(api_id, document).await
        })
        .await
    }

    async fn replace_definition(&self, api_id: &str, wanted: &str) -> Result<String> {
        let before = self.send(&api_definition::get(self.release(), api_id)).await?;
        let call = api_definition::update(self.release(), api_id, wanted);
        let mut replacing =
            Replacing { control_plane: self, call, api_id, before: &before, wanted };
        let settled = reconcile(&self.session, &mut replacing).await?;
        match settled.value {
            Update::Made(definition) => Ok(definition),
            Update::Uncertain => Err(uncertain(settled.after)),
        }
    }
}

/// Whether a text can replace a definition, before anything is sent.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], codes `empty-document` and `invalid-definition`.
pub(crate) fn require_definition(document: &str) -> Result<()> {
    if document.trim().is_empty() {
        let message = "the API's document is empty";
        return Err(Error::new(ErrorKind::InvalidInput, "empty-document", message));
    }
    stands_in(document, "").map(drop)
}

fn uncertain(lost: Option<Error>) -> Error {
    let message = "it is not certain that the API's definition was replaced: the answer was lost, and the definition has \
                   changed since, to something else than was sent. Nothing was sent again: read the definition, and \
                   replace it again if need be";
    let error = Error::new(ErrorKind::ConcurrentChange, "update-uncertain", message)
        .with_retry(Retry::Ambiguous);
    match lost {
        Some(lost) => error.with_source(lost),
        None => error,
    }
}
