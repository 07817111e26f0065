//! What the server has otherwise than the topology and the publications say.

mod environments;
mod item;
#[cfg(test)]
mod tests;

use crate::client::{ControlPlane, operation};
use crate::error::Result;
use crate::model::Topology;
use crate::publish::plan::ApiPlan;
use crate::publish::plan_options::PlanOptions;
use crate::publish::publication::Publication;

pub use item::{Drift, DriftItem, DriftKind};

impl ControlPlane {
    /// Compares the server with a topology's environments and with publications: reads, and never writes. Of APIs, what the
    /// publications name alone counts, as for a plan.
    ///
    /// An environment that the topology has and the server lacks is told apart from one that only the server has. A user
    /// sees those environments alone that are visible to the user's roles.
    ///
    /// # Errors
    /// Those of [`Self::plan_with`] with [`PlanOptions::keep_going`]: what concerns one API stands in the drift. See
    /// [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::Topology;
    /// use gatewright::publish::Publication;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let topology = Topology::load("topology.toml")?;
    /// let pets = Publication::new("Pets", "1.0.0").environment("Production Gateway");
    /// let drift = control_plane.drift(Some(&topology), [pets]).await?;
    /// if !drift.is_empty() {
    ///     println!("{drift}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn drift(
        &self,
        topology: Option<&Topology>,
        publications: impl IntoIterator<Item = Publication>,
    ) -> Result<Drift> {
        let publications: Vec<Publication> = publications.into_iter().collect();
        operation("drift", async {
            let mut items = Vec::new();
            if let Some(topology) = topology {
                let offered = self.environments().await?;
                items.extend(environments::compare(
                    topology,
                    &offered,
                    self.release().is_classic(),
                ));
            }
            if !publications.is_empty() {
                let plan = self.plan_with(publications, PlanOptions::new().keep_going()).await?;
                items.extend(plan.apis().flat_map(of_api));
            }
            Ok(Drift { items })
        })
        .await
    }
}

/// What an API's plan would do is what is otherwise.
fn of_api(plan: &ApiPlan) -> Vec<DriftItem> {
    let of = |kind, message: String| DriftItem {
        kind,
        environment: None,
        api: Some(plan.name().to_owned()),
        version: Some(plan.version().to_owned()),
        wanted: None,
        found: None,
        message,
    };
    if let Some(error) = plan.error() {
        return vec![of(DriftKind::ApiCannot, error.to_string())];
    }
    let steps = plan.steps().iter();
    steps.map(|step| of(DriftKind::Api, format!("it takes: {}", step.action))).collect()
}
