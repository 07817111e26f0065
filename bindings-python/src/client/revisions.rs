//! Revisions of APIs and where they are deployed.

use gatewright::client::{Deployment, DeploymentTarget, Revision};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::api_document::api_document;
use crate::client::control_plane::{NativeControlPlane, nothing};
use crate::client::listing::all;
use crate::package::Maker;

static DEPLOYMENT: Maker = Maker::new("gatewright.client._revisions", "Deployment");
static REVISION: Maker = Maker::new("gatewright.client._revisions", "Revision");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// The attributes of the package's `DeploymentTarget`.
#[derive(FromPyObject)]
struct TargetAttributes {
    environment: String,
    virtual_host: Option<String>,
    hidden: bool,
}

impl TargetAttributes {
    fn into_core(self) -> DeploymentTarget {
        let mut target = DeploymentTarget::new(self.environment);
        if let Some(host) = self.virtual_host {
            target = target.virtual_host(host);
        }
        if self.hidden { target.hidden() } else { target }
    }
}

/// The attributes of the package's `Deployment` that can be changed, and those that say which one it is.
#[derive(FromPyObject)]
struct DeploymentAttributes {
    environment: String,
    virtual_host: String,
    revision_id: Option<String>,
    display_on_devportal: bool,
}

#[pymethods]
impl NativeControlPlane {
    fn create_revision(&self, py: Python<'_>, api_id: String, description: String) -> NativeCall {
        self.begin(
            py,
            "create_revision",
            |control_plane| async move { control_plane.create_revision(&api_id, &description).await },
            |py, made| revision(py, &made),
        )
    }

    fn revisions(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "revisions",
            |control_plane| async move { control_plane.revisions(&api_id).await },
            |py, found| all(py, &found, revision),
        )
    }

    fn delete_revision(&self, py: Python<'_>, api_id: String, revision_id: String) -> NativeCall {
        self.begin(
            py,
            "delete_revision",
            |control_plane| async move { control_plane.delete_revision(&api_id, &revision_id).await },
            nothing,
        )
    }

    fn deploy_revision(
        &self,
        py: Python<'_>,
        api_id: String,
        revision_id: String,
        targets: Vec<TargetAttributes>,
    ) -> NativeCall {
        let targets: Vec<_> = targets.into_iter().map(TargetAttributes::into_core).collect();
        self.begin(
            py,
            "deploy_revision",
            |control_plane| async move {
                control_plane.deploy_revision(&api_id, &revision_id, targets).await
            },
            |py, found| all(py, &found, deployment),
        )
    }

    fn undeploy_revision(
        &self,
        py: Python<'_>,
        api_id: String,
        revision_id: String,
        environments: Vec<String>,
    ) -> NativeCall {
        self.begin(
            py,
            "undeploy_revision",
            |control_plane| async move {
                control_plane.undeploy_revision(&api_id, &revision_id, environments).await
            },
            nothing,
        )
    }

    fn undeploy_revision_everywhere(
        &self,
        py: Python<'_>,
        api_id: String,
        revision_id: String,
    ) -> NativeCall {
        self.begin(
            py,
            "undeploy_revision_everywhere",
            |control_plane| async move {
                control_plane.undeploy_revision_everywhere(&api_id, &revision_id).await
            },
            nothing,
        )
    }

    fn restore_revision(&self, py: Python<'_>, api_id: String, revision_id: String) -> NativeCall {
        self.begin(
            py,
            "restore_revision",
            |control_plane| async move {
                control_plane.restore_revision(&api_id, &revision_id).await
            },
            |py, api| api_document(py, &api),
        )
    }

    fn deployments(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "deployments",
            |control_plane| async move { control_plane.deployments(&api_id).await },
            |py, found| all(py, &found, deployment),
        )
    }

    fn update_deployment(
        &self,
        py: Python<'_>,
        api_id: String,
        changed: DeploymentAttributes,
    ) -> NativeCall {
        let DeploymentAttributes { environment, virtual_host, revision_id, display_on_devportal } =
            changed;
        let mut changed = Deployment::new(environment, virtual_host);
        changed.revision_id = revision_id;
        changed.display_on_devportal = display_on_devportal;
        self.begin(
            py,
            "update_deployment",
            |control_plane| async move { control_plane.update_deployment(&api_id, &changed).await },
            |py, changed| deployment(py, &changed),
        )
    }

    fn cancel_deployment(
        &self,
        py: Python<'_>,
        api_id: String,
        revision_id: String,
        environment: String,
    ) -> NativeCall {
        self.begin(
            py,
            "cancel_deployment",
            |control_plane| async move {
                control_plane.cancel_deployment(&api_id, &revision_id, &environment).await
            },
            nothing,
        )
    }
}

fn revision<'py>(py: Python<'py>, revision: &Revision) -> Value<'py> {
    REVISION.make(
        py,
        (
            &revision.id,
            &revision.display_name,
            &revision.description,
            &revision.created_time,
            all(py, &revision.deployments, deployment)?,
            revision.number(),
        ),
    )
}

fn deployment<'py>(py: Python<'py>, deployment: &Deployment) -> Value<'py> {
    DEPLOYMENT.make(
        py,
        (
            &deployment.environment,
            &deployment.virtual_host,
            deployment.revision_id.as_deref(),
            deployment.display_on_devportal,
            deployment.status.as_deref(),
            deployment.live_gateway_count,
            deployment.deployed_gateway_count,
            deployment.failed_gateway_count,
            deployment.is_approved(),
        ),
    )
}
