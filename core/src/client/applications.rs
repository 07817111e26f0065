//! The user's applications: listed, made, changed, deleted.

use crate::client::application::Application;
use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::application::{self, ApplicationInfo};

/// An application as the Developer Portal lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApplicationSummary {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The plan, such as `Unlimited`.
    pub plan: String,
    /// What whoever made it wrote.
    pub description: String,
    /// `APPROVED`, or `CREATED` while an approval is awaited.
    pub status: String,
    /// Whose it is.
    pub owner: String,
}

/// What of an application changes: the rest stays.
///
/// ```
/// use gatewright::client::ApplicationChange;
///
/// let change = ApplicationChange::new().plan("10PerMin").description("for the quickstart");
/// # let _ = change;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationChange {
    fields: Vec<(&'static str, String)>,
}

impl ApplicationChange {
    /// Nothing changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.fields.push(("name", name.into()));
        self
    }

    /// Another plan.
    #[must_use]
    pub fn plan(mut self, plan: impl Into<String>) -> Self {
        self.fields.push(("throttlingPolicy", plan.into()));
        self
    }

    /// Another description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.fields.push(("description", description.into()));
        self
    }
}

impl ControlPlane {
    /// The user's applications.
    ///
    /// # Errors
    /// [`ErrorKind::MissingScope`] when the user is no subscriber; see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ApplicationChange;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// control_plane.create_application("shop", "Unlimited", "of the web shop").await?;
    /// for found in control_plane.applications().await? {
    ///     let application = control_plane.application_by_id(&found.id).await?;
    ///     application.update(&ApplicationChange::new().plan("10PerMin")).await?;
    ///     application.delete().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn applications(&self) -> Result<Vec<ApplicationSummary>> {
        let release = self.release();
        let listed = self.pages(|slice| application::list(release, slice));
        let listed = operation("applications", listed).await?;
        Ok(listed.into_iter().map(ApplicationSummary::from).collect())
    }

    /// Makes an application; [`Self::application`] takes the one that is there. When the answer is lost, the application of
    /// this name is looked for: there was none before.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `application-exists`, when the user has one of this name; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::applications`].
    pub async fn create_application(
        &self,
        name: &str,
        plan: &str,
        description: &str,
    ) -> Result<ApplicationSummary> {
        let made = operation("create_application", async {
            if self.find_application(name).await?.is_some() {
                let message = format!("there is an application `{}` already", name.escape_debug());
                return Err(Error::new(ErrorKind::Conflict, "application-exists", message)
                    .with_context("application", name));
            }
            let call = application::create_with(self.release(), name, plan, description);
            self.send_once(&call, || self.find_application(name)).await
        });
        made.await.map(ApplicationSummary::from)
    }

    /// The application with this identifier of API-M's.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::applications`].
    pub async fn application_by_id(&self, id: &str) -> Result<Application> {
        let call = application::get(self.release(), id);
        let found = operation("application_by_id", self.send(&call)).await?.info();
        Ok(Application::of(self, found))
    }
}

impl Application {
    /// What the Developer Portal says of it now.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when it was deleted; see [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let application = control_plane.application("quickstart").await?;
    /// println!("{}", application.summary().await?.plan);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn summary(&self) -> Result<ApplicationSummary> {
        let call = application::get(self.release(), self.id());
        let read = operation("summary", self.control_plane().send(&call)).await?;
        Ok(read.info().into())
    }

    /// Changes it: it is read, and what the change does not name is written back as it was. API-M does not tell when an
    /// application last changed, so the last writer wins.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when it was deleted; [`ErrorKind::Rejected`] for a plan that does not exist. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`ControlPlane::applications`].
    pub async fn update(&self, change: &ApplicationChange) -> Result<ApplicationSummary> {
        let updated = operation("update", async {
            let call = application::get(self.release(), self.id());
            let mut whole = self.control_plane().send(&call).await?;
            for (field, value) in &change.fields {
                whole.set(field, value);
            }
            let call = application::update(self.release(), self.id(), &whole);
            self.control_plane().send(&call).await
        });
        updated.await.map(ApplicationSummary::from)
    }

    /// Deletes it, with its subscriptions and keys. When the answer is lost and the application is not there, it was
    /// deleted.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; see [`ErrorKind`].
    ///
    /// # Example
    /// See [`ControlPlane::applications`].
    pub async fn delete(&self) -> Result<()> {
        let call = application::delete(self.release(), self.id());
        let read = application::get(self.release(), self.id());
        operation("delete", self.control_plane().delete_once(&call, &read)).await
    }
}

impl From<ApplicationInfo> for ApplicationSummary {
    fn from(info: ApplicationInfo) -> Self {
        Self {
            id: info.application_id,
            name: info.name,
            plan: info.throttling_policy,
            description: info.description,
            status: info.status,
            owner: info.owner,
        }
    }
}
