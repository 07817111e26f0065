//! Taking an API off one environment.

use crate::client::{ControlPlane, find_environment, no_api, operation};
use crate::error::{Error, ErrorKind, Result};
use crate::rest::{api, revision};

impl ControlPlane {
    /// Takes an API off one environment; the others keep it. False when it was not there.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::InvalidInput`] when the server has no such
    /// environment. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// assert!(control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn undeploy(&self, name: &str, version: &str, environment: &str) -> Result<bool> {
        operation("undeploy", async {
            let done = self.undeploy_from(name, version, environment).await;
            done.map_err(|error| {
                error.concerning_api(name, version).concerning("environment", environment)
            })
        })
        .await
    }

    async fn undeploy_from(&self, name: &str, version: &str, environment: &str) -> Result<bool> {
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        let was_there = if self.release().is_classic() {
            self.take_off_the_list(&api.id, environment).await?
        } else {
            self.take_off(&api.id, environment).await?
        };
        if !was_there {
            // Not there, or not anywhere: a name that does not exist is a mistake.
            find_environment(environment, &self.environments().await?)?;
        }
        Ok(was_there)
    }

    async fn take_off_the_list(&self, api_id: &str, environment: &str) -> Result<bool> {
        let release = self.release();
        let mut object = self.send(&api::get(release, api_id)).await?;
        let mut listed = object.gateway_environments();
        let before = listed.len();
        listed.retain(|name| name != environment);
        if listed.len() == before {
            return Ok(false);
        }
        object.set_gateway_environments(&listed);
        self.send(&api::update(release, &object)).await?;
        let stored = self.send(&api::get(release, api_id)).await?;
        if stored.gateway_environments().iter().any(|name| name == environment) {
            let message =
                format!("the server kept `{environment}` in the API's list: look at its log");
            return Err(Error::new(ErrorKind::Unexpected, "environments-not-stored", message));
        }
        Ok(true)
    }

    async fn take_off(&self, api_id: &str, environment: &str) -> Result<bool> {
        let release = self.release();
        let made = self.send(&revision::list(release, api_id)?).await?.list;
        let there = made.iter().find(|revision| {
            revision.deployments.iter().any(|deployed| deployed.environment == environment)
        });
        let Some(there) = there else { return Ok(false) };
        let from = [environment.to_owned()];
        self.send(&revision::undeploy(release, api_id, &there.id, &from)?).await?;
        Ok(true)
    }
}
