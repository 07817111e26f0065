//! APIs as the Developer Portal shows them.

use crate::client::control_plane::{ControlPlane, EndpointUrls};
use crate::client::operation::operation;
use crate::error::Result;
use crate::rest::portal;

/// An API as the Developer Portal shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortalApi {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The context, such as `/pets`.
    pub context: String,
    /// Who made it.
    pub provider: String,
    /// What it is for.
    pub description: String,
    /// The lifecycle state as API-M spells it: `PUBLISHED`, `DEPRECATED`, …
    pub lifecycle: String,
    /// The plans that can be subscribed with.
    pub plans: Vec<String>,
    /// At which URLs it is offered, one entry per environment.
    pub endpoint_urls: Vec<EndpointUrls>,
}

impl ControlPlane {
    /// An API as the Developer Portal shows it, by its identifier.
    ///
    /// # Errors
    /// [`ErrorKind::Rejected`](crate::ErrorKind::Rejected) when it is not published or was retired: the portal answers 403;
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) when there is none. See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ApiQuery;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let mut shown = control_plane.search_portal_apis(ApiQuery::new().name("Pets"));
    /// while let Some(api) = shown.next().await {
    ///     let pets = control_plane.portal_api(&api?.id).await?;
    ///     for urls in &pets.endpoint_urls {
    ///         let openapi = control_plane.portal_definition(&pets.id, Some(&urls.environment)).await?;
    ///         println!("{}: {openapi}", urls.environment);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn portal_api(&self, id: &str) -> Result<PortalApi> {
        let call = portal::get(self.release(), id);
        Ok(operation("portal_api", self.send(&call)).await?.into())
    }

    /// An API's definition, as text; with the addresses of one environment where it is named.
    ///
    /// # Errors
    /// As [`Self::portal_api`].
    ///
    /// # Example
    /// See [`Self::portal_api`].
    pub async fn portal_definition(&self, id: &str, environment: Option<&str>) -> Result<String> {
        let call = portal::definition(self.release(), id, environment);
        operation("portal_definition", self.send(&call)).await
    }
}

impl From<portal::PortalApi> for PortalApi {
    fn from(api: portal::PortalApi) -> Self {
        let mut plans: Vec<String> = Vec::new();
        for plan in api.tiers.iter().chain(&api.policies).map(portal::Policy::name) {
            if !plans.iter().any(|known| known == plan) {
                plans.push(plan.to_owned());
            }
        }
        Self {
            id: api.id,
            name: api.name,
            version: api.version,
            context: api.context,
            provider: api.provider,
            description: api.description,
            lifecycle: api.life_cycle_status,
            plans,
            endpoint_urls: api.endpoint_urls.into_iter().map(EndpointUrls::from).collect(),
        }
    }
}
