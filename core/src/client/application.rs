//! Applications in the Developer Portal: what calls APIs.

use crate::client::control_plane::{ControlPlane, no_api};
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::rest::application::{self, ApplicationInfo};
use crate::rest::portal;
use crate::rest::subscription::{self, Subscription};

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
        operation("application", async {
            let found = self.application_or_new(name).await;
            found.map_err(|error| error.concerning("application", name))
        })
        .await
    }

    async fn application_or_new(&self, name: &str) -> Result<Application> {
        if name.trim().is_empty() || name.trim() != name {
            let message = "an application's name is not empty and has no blank at either end";
            return Err(Error::new(ErrorKind::InvalidInput, "invalid-application-name", message));
        }
        let found = match self.find_application(name).await? {
            Some(found) => found,
            None => self.new_application(name).await?,
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

    async fn new_application(&self, name: &str) -> Result<ApplicationInfo> {
        let call = application::create(self.release(), name, UNLIMITED);
        match self.send_once(&call, || self.find_application(name)).await {
            // Somebody was faster: what is there counts.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                self.find_application(name).await?.ok_or(error)
            }
            made => made,
        }
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
        operation("subscribe", async {
            let subscribed = self.subscribe_once(api, version).await;
            subscribed.map_err(|error| {
                error.concerning_api(api, version).concerning("application", &self.name)
            })
        })
        .await
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
        match control_plane.send_once(&call, || self.find_subscription(&api.id)).await {
            Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
            subscribed => subscribed.map(|_| ()),
        }
    }

    async fn find_subscription(&self, api_id: &str) -> Result<Option<Subscription>> {
        let (release, id) = (self.release(), &self.id);
        let listed =
            self.control_plane.pages(|slice| subscription::list(release, id, slice)).await?;
        let is_it = |found: &Subscription| found.api_id == api_id && found.status != "REJECTED";
        Ok(listed.into_iter().find(is_it))
    }
}
