//! Applications in the Developer Portal: what calls APIs.

use crate::client::control_plane::{ControlPlane, no_api};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::model::Release;
use crate::rest::application::{self, ApplicationInfo};
use crate::rest::{portal, subscription};

/// An application of the user's.
///
/// ```no_run
/// use gatewright::KeyType;
///
/// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
/// let application = control_plane.application("quickstart").await?;
/// application.subscribe("Pets", "1.0.0").await?;
/// let keys = application.keys(KeyType::Production).await?;
/// # let _ = keys;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Application {
    control_plane: ControlPlane,
    id: String,
    name: String,
}

/// The plan that applications are made with, and that subscriptions prefer: every release ships it.
const UNLIMITED: &str = "Unlimited";

impl ControlPlane {
    /// The user's application of this name: the one that is there, or a new one with the plan `Unlimited`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] for an empty name; [`ErrorKind::Rejected`], code `approval-pending`, when somebody
    /// has to approve it first; [`ErrorKind::MissingScope`] when the user is no subscriber. See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Application`].
    pub async fn application(&self, name: &str) -> Result<Application> {
        let found = self.application_or_new(name).await;
        found.map_err(|error| error.with_operation("application"))
    }

    async fn application_or_new(&self, name: &str) -> Result<Application> {
        if name.trim().is_empty() || name.trim() != name {
            let message = "an application's name is not empty and has no blank at either end";
            return Err(Error::new(ErrorKind::InvalidInput, "invalid-application-name", message));
        }
        let found = match self.find_application(name).await? {
            Some(found) => found,
            None => match self.send(&application::create(self.release(), name, UNLIMITED)).await {
                Ok(made) => made,
                // Somebody was faster, or the answer was lost: what is there counts.
                Err(error)
                    if error.kind() == ErrorKind::Conflict || error.retry() == Retry::Ambiguous =>
                {
                    self.find_application(name).await?.ok_or(error)?
                }
                Err(error) => return Err(error),
            },
        };
        if matches!(found.status.as_str(), "CREATED" | "REJECTED") {
            let message = format!(
                "the application `{name}` awaits an approval (status `{}`): approve it in the Admin Portal",
                found.status
            );
            return Err(Error::new(ErrorKind::Rejected, "approval-pending", message)
                .with_context("application", name));
        }
        Ok(Application::of(self, found))
    }

    pub(crate) async fn find_application(&self, name: &str) -> Result<Option<ApplicationInfo>> {
        let page = self.send(&application::search(self.release(), name)).await?;
        Ok(page.list.into_iter().find(|application| application.name == name))
    }
}

impl Application {
    pub(crate) fn of(control_plane: &ControlPlane, found: ApplicationInfo) -> Self {
        Self { control_plane: control_plane.clone(), id: found.application_id, name: found.name }
    }

    /// API-M's identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn control_plane(&self) -> &ControlPlane {
        &self.control_plane
    }

    pub(crate) fn release(&self) -> Release {
        self.control_plane.release()
    }

    /// Subscribes the application to a published API, with the plan `Unlimited` where the API offers it and its first
    /// plan elsewhere. A subscription that is there stays as it is.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::Rejected`] when it is not published.
    /// See [`ErrorKind`].
    ///
    /// # Example
    /// See [`Application`].
    pub async fn subscribe(&self, api: &str, version: &str) -> Result<()> {
        self.subscribe_once(api, version).await.map_err(|error| error.with_operation("subscribe"))
    }

    async fn subscribe_once(&self, name: &str, version: &str) -> Result<()> {
        let control_plane = &self.control_plane;
        let api = control_plane.find_api(name, version).await?;
        let api = api.ok_or_else(|| no_api(name, version))?;
        let offered = control_plane.send(&portal::get(self.release(), &api.id)).await?;
        let plans: Vec<&str> =
            offered.tiers.iter().chain(&offered.policies).map(portal::Policy::name).collect();
        let preferred = plans.iter().find(|plan| **plan == UNLIMITED).or_else(|| plans.first());
        let plan = preferred.copied().unwrap_or(UNLIMITED);
        let call = subscription::create(self.release(), &self.id, &api.id, plan);
        match control_plane.send(&call).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
            Err(error) if error.retry() == Retry::Ambiguous => {
                if self.is_subscribed(&api.id).await? { Ok(()) } else { Err(error) }
            }
            Err(error) => Err(error),
        }
    }

    async fn is_subscribed(&self, api_id: &str) -> Result<bool> {
        let (release, id) = (self.release(), &self.id);
        let listed =
            self.control_plane.pages(|slice| subscription::list(release, id, slice)).await?;
        Ok(listed.iter().any(|listed| listed.api_id == api_id && listed.status != "REJECTED"))
    }
}
