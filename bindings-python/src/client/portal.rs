//! What the Developer Portal shows: APIs, key managers, applications.

use std::sync::Arc;

use gatewright::client::{ApplicationSummary, KeyManager, PortalApi};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::call::NativeCall;
use crate::client::application::NativeApplication;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::{all, endpoint_urls};
use crate::package::Maker;

static APPLICATION_SUMMARY: Maker = Maker::new("gatewright.client._portal", "ApplicationSummary");
static KEY_MANAGER: Maker = Maker::new("gatewright.client._portal", "KeyManager");
static PORTAL_API: Maker = Maker::new("gatewright.client._portal", "PortalApi");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl NativeControlPlane {
    fn portal_api(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "portal_api",
            |control_plane| async move { control_plane.portal_api(&id).await },
            |py, found| portal_api(py, &found),
        )
    }

    fn portal_definition(
        &self,
        py: Python<'_>,
        id: String,
        environment: Option<String>,
    ) -> NativeCall {
        self.begin(
            py,
            "portal_definition",
            |control_plane| async move {
                control_plane.portal_definition(&id, environment.as_deref()).await
            },
            |py, text| Ok(PyString::new(py, &text).into_any()),
        )
    }

    fn key_managers(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "key_managers",
            |control_plane| async move { control_plane.key_managers().await },
            |py, found| all(py, &found, key_manager),
        )
    }

    fn applications(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "applications",
            |control_plane| async move { control_plane.applications().await },
            |py, found| all(py, &found, application_summary),
        )
    }

    fn create_application(
        &self,
        py: Python<'_>,
        name: String,
        plan: String,
        description: String,
    ) -> NativeCall {
        self.begin(
            py,
            "create_application",
            |control_plane| async move {
                control_plane.create_application(&name, &plan, &description).await
            },
            |py, made| application_summary(py, &made),
        )
    }

    fn application_by_id(&self, py: Python<'_>, id: String) -> NativeCall {
        let connection = Arc::clone(&self.connection);
        self.begin(
            py,
            "application_by_id",
            |control_plane| async move { control_plane.application_by_id(&id).await },
            |py, found| {
                Bound::new(py, NativeApplication::new(connection, found)).map(Bound::into_any)
            },
        )
    }
}

pub(crate) fn application_summary<'py>(
    py: Python<'py>,
    application: &ApplicationSummary,
) -> Value<'py> {
    APPLICATION_SUMMARY.make(
        py,
        (
            &application.id,
            &application.name,
            &application.plan,
            &application.description,
            &application.status,
            &application.owner,
        ),
    )
}

fn portal_api<'py>(py: Python<'py>, api: &PortalApi) -> Value<'py> {
    PORTAL_API.make(
        py,
        (
            &api.id,
            &api.name,
            &api.version,
            &api.context,
            &api.provider,
            &api.description,
            &api.lifecycle,
            PyTuple::new(py, &api.plans)?,
            all(py, &api.endpoint_urls, endpoint_urls)?,
        ),
    )
}

fn key_manager<'py>(py: Python<'py>, manager: &KeyManager) -> Value<'py> {
    KEY_MANAGER.make(
        py,
        (
            &manager.id,
            &manager.name,
            &manager.kind,
            &manager.display_name,
            manager.enabled,
            manager.token_endpoint.as_deref(),
            manager.revoke_endpoint.as_deref(),
            PyTuple::new(py, &manager.available_grant_types)?,
        ),
    )
}
