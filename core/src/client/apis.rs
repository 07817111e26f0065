//! APIs in the Publisher: made, read, changed, deleted.

use crate::client::api_document::ApiDocument;
use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::api;
use crate::rest::api_object::ApiObject;

impl ControlPlane {
    /// Makes an API of a document with at least `name`, `version` and `context`. In 3.x it names its gateways in
    /// `gatewayEnvironments`. When the answer is lost, the API of this name and version is looked for: there was none before.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `api-exists`, when there is one of this name and version; `conflict` when another API
    /// has the context. [`ErrorKind::Rejected`] for what API-M does not take. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ApiDocument;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = ApiDocument::parse(r#"{"name": "Pets", "version": "1.0.0", "context": "/pets"}"#)?;
    /// let mut pets = control_plane.create_api(&pets).await?;
    /// pets.set("description", "Cats and dogs")?;
    /// let pets = control_plane.update_api(&pets).await?;
    /// control_plane.delete_api(pets.id()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_api(&self, api: &ApiDocument) -> Result<ApiDocument> {
        let create = async {
            self.require_new(api).await?;
            let call = api::create_object(self.release(), &api.0.clone().without_id());
            self.send_once(&call, || self.made(api)).await
        };
        operation("create_api", create).await.map(ApiDocument)
    }

    /// Makes an API of an `OpenAPI` document, YAML or JSON, and further properties: at least `name`, `version` and
    /// `context`, and what the document does not say, such as `endpointConfig` and `policies`.
    ///
    /// # Errors
    /// As [`Self::create_api`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ApiDocument;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> Result<(), Box<dyn std::error::Error>> {
    /// let properties = ApiDocument::parse(
    ///     r#"{"name": "Pets", "version": "1.0.0", "context": "/pets", "policies": ["Unlimited"]}"#,
    /// )?;
    /// let pets = control_plane.import_openapi(std::fs::read("pets.yaml")?, &properties).await?;
    /// println!("{}", pets.id());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_openapi(
        &self,
        document: impl AsRef<[u8]>,
        properties: &ApiDocument,
    ) -> Result<ApiDocument> {
        let value = properties.0.clone().without_id().to_value();
        let call = api::import_openapi_with(self.release(), &value, document.as_ref());
        let import = async {
            self.require_new(properties).await?;
            self.send_once(&call, || self.made(properties)).await
        };
        operation("import_openapi", import).await.map(ApiDocument)
    }

    /// An API as it is stored. By the identifier of a revision it is the API as that revision has it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let id = control_plane.api("Pets", "1.0.0").await?.id;
    /// let pets = control_plane.get_api(&id).await?;
    /// println!("{}", pets.to_json());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_api(&self, id: &str) -> Result<ApiDocument> {
        let call = api::get(self.release(), id);
        operation("get_api", self.send(&call)).await.map(ApiDocument)
    }

    /// Replaces an API by this document, which was read before. API-M itself keeps no watch: the API is read again, and
    /// what somebody changed meanwhile is not overwritten (but for the time between that reading and the writing, which
    /// is longer where the server asks for a pause).
    ///
    /// When the answer is lost, the API is read: as it was sent, it was updated; unchanged, it is sent again.
    ///
    /// API-M ignores another context here, and the lifecycle state is changed by [`Self::change_lifecycle`].
    ///
    /// # Errors
    /// [`ErrorKind::ConcurrentChange`], code `changed-meanwhile`, and after a lost answer `update-uncertain`, when the API
    /// changed to something else than was sent; [`ErrorKind::InvalidInput`], code `api-without-id`, for a document that
    /// was not read from the server. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::create_api`].
    pub async fn update_api(&self, api: &ApiDocument) -> Result<ApiDocument> {
        let update = async {
            if api.id().is_empty() {
                let message = "only an API that was read can be updated: this document has no `id`";
                return Err(Error::new(ErrorKind::InvalidInput, "api-without-id", message));
            }
            let current = self.send(&api::get(self.release(), api.id())).await?;
            let known = api.last_updated();
            if !known.is_empty() && known != current.last_updated() {
                let message = format!(
                    "somebody changed `{}` {} after it was read: read it again and repeat the change",
                    api.name(),
                    api.version()
                );
                let code = "changed-meanwhile";
                return Err(Error::new(ErrorKind::ConcurrentChange, code, message)
                    .with_context("api", api.name())
                    .with_context("version", api.version()));
            }
            self.replace_api(&current, &api.0).await
        };
        operation("update_api", update).await.map(ApiDocument)
    }

    /// Deletes an API. When the answer is lost and the API is not there, it was deleted.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; [`ErrorKind::Conflict`] while it has subscriptions. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::create_api`].
    pub async fn delete_api(&self, id: &str) -> Result<()> {
        let (call, read) = (api::delete(self.release(), id), api::get(self.release(), id));
        operation("delete_api", self.delete_once(&call, &read)).await
    }

    /// What is not there before is ours when it is there after a lost answer.
    async fn require_new(&self, api: &ApiDocument) -> Result<()> {
        let (name, version) = (api.name(), api.version());
        for (what, value) in [("name", name), ("version", version), ("context", api.context())] {
            if value.trim().is_empty() {
                let message = format!("a new API needs a `{what}`");
                return Err(Error::new(ErrorKind::InvalidInput, "incomplete-api", message));
            }
        }
        if self.find_api(name, version).await?.is_none() {
            return Ok(());
        }
        let message = format!(
            "there is an API `{name}` {version} already: update it, or choose another version"
        );
        Err(Error::new(ErrorKind::Conflict, "api-exists", message)
            .with_context("api", name)
            .with_context("version", version))
    }

    async fn made(&self, api: &ApiDocument) -> Result<Option<ApiObject>> {
        match self.find_api(api.name(), api.version()).await? {
            Some(found) => self.send(&api::get(self.release(), &found.id)).await.map(Some),
            None => Ok(None),
        }
    }
}
