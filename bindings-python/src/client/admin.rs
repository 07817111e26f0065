//! The Admin Portal: environments that are made at run time, and tasks that await a decision.

use gatewright::client::{
    AdminEnvironment, AdminVirtualHost, Decision, GatewayInstance, WorkflowTask,
};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::{NativeControlPlane, nothing};
use crate::client::listing::all;
use crate::names::member;
use crate::package::Maker;
use crate::report::tuple;

static ADMIN_ENVIRONMENT: Maker =
    Maker::new("gatewright.client._admin_environment", "_from_native");
static GATEWAY_INSTANCE: Maker =
    Maker::new("gatewright.client._admin_environment", "GatewayInstance");
static WORKFLOW_TASK: Maker = Maker::new("gatewright.client._workflows", "WorkflowTask");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// A host of an environment, with what a release says of it beyond its ports.
#[pyclass(frozen, eq, module = "gatewright._gatewright")]
#[derive(PartialEq)]
pub(crate) struct NativeAdminVirtualHost {
    host: AdminVirtualHost,
}

#[pymethods]
impl NativeAdminVirtualHost {
    #[new]
    #[expect(clippy::similar_names, reason = "the ports have these names everywhere")]
    fn new(
        host: String,
        http_context: Option<String>,
        http_port: Option<u16>,
        https_port: Option<u16>,
        ws_port: Option<u16>,
        wss_port: Option<u16>,
    ) -> Self {
        let mut host = AdminVirtualHost::new(host);
        if let Some(context) = http_context {
            host = host.http_context(context);
        }
        if let Some(port) = http_port {
            host = host.http_port(port);
        }
        if let Some(port) = https_port {
            host = host.https_port(port);
        }
        if let Some(port) = ws_port {
            host = host.ws_port(port);
        }
        if let Some(port) = wss_port {
            host = host.wss_port(port);
        }
        Self { host }
    }

    #[getter]
    fn host(&self) -> &str {
        self.host.host()
    }

    #[getter]
    fn ports(&self) -> (Option<u16>, Option<u16>, Option<u16>, Option<u16>) {
        self.host.ports().into()
    }
}

/// An environment, with what a release says of it beyond its fields.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeAdminEnvironment {
    environment: AdminEnvironment,
}

#[pymethods]
impl NativeAdminEnvironment {
    #[new]
    fn new(name: String, virtual_hosts: Vec<Bound<'_, NativeAdminVirtualHost>>) -> Self {
        Self { environment: AdminEnvironment::new(name, hosts(virtual_hosts)) }
    }

    /// The same environment with other values for those that are given.
    fn replace(
        &self,
        display_name: Option<String>,
        description: Option<String>,
        virtual_hosts: Option<Vec<Bound<'_, NativeAdminVirtualHost>>>,
        gateway_type: Option<String>,
    ) -> Self {
        let mut environment = self.environment.clone();
        if let Some(name) = display_name {
            environment = environment.display_name(name);
        }
        if let Some(description) = description {
            environment = environment.description(description);
        }
        if let Some(given) = virtual_hosts {
            environment = environment.virtual_hosts(hosts(given));
        }
        if let Some(kind) = gateway_type {
            environment = environment.gateway_type(kind);
        }
        Self { environment }
    }

    #[getter]
    fn id(&self) -> &str {
        self.environment.id()
    }

    #[getter]
    fn name(&self) -> &str {
        self.environment.name()
    }

    #[getter]
    fn shown_name(&self) -> &str {
        self.environment.shown_name()
    }

    #[getter]
    fn is_read_only(&self) -> bool {
        self.environment.is_read_only()
    }

    fn hosts(&self) -> Vec<NativeAdminVirtualHost> {
        self.environment.hosts().map(|host| NativeAdminVirtualHost { host }).collect()
    }
}

fn hosts(given: Vec<Bound<'_, NativeAdminVirtualHost>>) -> Vec<AdminVirtualHost> {
    given.into_iter().map(|host| host.get().host.clone()).collect()
}

#[pymethods]
impl NativeControlPlane {
    fn admin_environments(&self, py: Python<'_>) -> NativeCall {
        self.begin(
            py,
            "admin_environments",
            |control_plane| async move { control_plane.admin_environments().await },
            |py, found| {
                let made = found.into_iter().map(|one| admin_environment(py, one));
                tuple(py, made).map(Bound::into_any)
            },
        )
    }

    fn admin_environment(&self, py: Python<'_>, name: String) -> NativeCall {
        self.begin(
            py,
            "admin_environment",
            |control_plane| async move { control_plane.admin_environment(&name).await },
            admin_environment,
        )
    }

    fn create_admin_environment(
        &self,
        py: Python<'_>,
        environment: &Bound<'_, NativeAdminEnvironment>,
    ) -> NativeCall {
        let environment = environment.get().environment.clone();
        self.begin(
            py,
            "create_admin_environment",
            |control_plane| async move {
                control_plane.create_admin_environment(&environment).await
            },
            admin_environment,
        )
    }

    fn update_admin_environment(
        &self,
        py: Python<'_>,
        environment: &Bound<'_, NativeAdminEnvironment>,
    ) -> NativeCall {
        let environment = environment.get().environment.clone();
        self.begin(
            py,
            "update_admin_environment",
            |control_plane| async move {
                control_plane.update_admin_environment(&environment).await
            },
            admin_environment,
        )
    }

    fn delete_admin_environment(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "delete_admin_environment",
            |control_plane| async move { control_plane.delete_admin_environment(&id).await },
            nothing,
        )
    }

    fn environment_gateways(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "environment_gateways",
            |control_plane| async move { control_plane.environment_gateways(&id).await },
            |py, found| all(py, &found, gateway_instance),
        )
    }

    fn workflow_tasks(&self, py: Python<'_>, kind: Option<String>) -> NativeCall {
        self.begin(
            py,
            "workflow_tasks",
            |control_plane| async move { control_plane.workflow_tasks(kind.as_deref()).await },
            |py, found| all(py, &found, workflow_task),
        )
    }

    fn workflow_task(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "workflow_task",
            |control_plane| async move { control_plane.workflow_task(&id).await },
            |py, found| workflow_task(py, &found),
        )
    }

    fn decide_workflow(
        &self,
        py: Python<'_>,
        id: String,
        decision: &str,
        comment: String,
    ) -> PyResult<NativeCall> {
        let decision = member(Decision::from_name(decision), decision)?;
        Ok(self.begin(
            py,
            "decide_workflow",
            move |control_plane| async move {
                control_plane.decide_workflow(&id, decision, &comment).await
            },
            nothing,
        ))
    }
}

fn admin_environment(py: Python<'_>, environment: AdminEnvironment) -> Value<'_> {
    ADMIN_ENVIRONMENT.make(py, (Bound::new(py, NativeAdminEnvironment { environment })?,))
}

fn gateway_instance<'py>(py: Python<'py>, node: &GatewayInstance) -> Value<'py> {
    GATEWAY_INSTANCE.make(py, (&node.id, &node.last_active, &node.status))
}

fn workflow_task<'py>(py: Python<'py>, task: &WorkflowTask) -> Value<'py> {
    let fields = (&task.id, &task.kind, &task.status, &task.description, &task.created_time);
    WORKFLOW_TASK.make(py, fields)
}
