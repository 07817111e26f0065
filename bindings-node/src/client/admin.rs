//! What administrators do: gateway environments made at run time, and tasks that await a decision.

use gatewright::client::{
    AdminEnvironment, AdminVirtualHost, Decision, GatewayInstance, WorkflowTask,
};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};

/// An environment as the Admin Portal has it.
#[napi]
pub struct NativeAdminEnvironment {
    environment: AdminEnvironment,
}

impl From<AdminEnvironment> for NativeAdminEnvironment {
    fn from(environment: AdminEnvironment) -> Self {
        Self { environment }
    }
}

/// A virtual host that is given; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct GivenVirtualHost {
    /// The host.
    pub host: String,
    /// What stands before an API's context.
    pub http_context: Option<String>,
    /// The port for HTTP.
    pub http_port: Option<u16>,
    /// The port for HTTPS.
    pub https_port: Option<u16>,
    /// The port for WebSocket.
    pub ws_port: Option<u16>,
    /// The port for secure WebSocket.
    pub wss_port: Option<u16>,
}

impl From<GivenVirtualHost> for AdminVirtualHost {
    fn from(given: GivenVirtualHost) -> Self {
        let mut host = Self::new(given.host);
        if let Some(context) = given.http_context {
            host = host.http_context(context);
        }
        if let Some(port) = given.http_port {
            host = host.http_port(port);
        }
        if let Some(port) = given.https_port {
            host = host.https_port(port);
        }
        if let Some(port) = given.ws_port {
            host = host.ws_port(port);
        }
        if let Some(port) = given.wss_port {
            host = host.wss_port(port);
        }
        host
    }
}

/// What is said of an environment; what is absent stays.
#[napi(object, object_to_js = false)]
pub struct NativeEnvironmentChange {
    /// What people are shown.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its virtual hosts.
    pub virtual_hosts: Option<Vec<GivenVirtualHost>>,
    /// The kind of its gateways.
    pub gateway_type: Option<String>,
}

impl NativeEnvironmentChange {
    fn apply(self, mut environment: AdminEnvironment) -> AdminEnvironment {
        if let Some(name) = self.display_name {
            environment = environment.display_name(name);
        }
        if let Some(description) = self.description {
            environment = environment.description(description);
        }
        if let Some(hosts) = self.virtual_hosts {
            environment = environment.virtual_hosts(all::<_, AdminVirtualHost>(hosts));
        }
        if let Some(kind) = self.gateway_type {
            environment = environment.gateway_type(kind);
        }
        environment
    }
}

/// What an environment says.
#[napi(object, object_from_js = false)]
pub struct NativeAdminEnvironmentFields {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// What people are shown.
    pub display_name: String,
    /// Whether it is of the control plane's file.
    pub is_read_only: bool,
    /// Its virtual hosts.
    pub virtual_hosts: Vec<NativeAdminVirtualHost>,
}

/// A host, and its ports.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeAdminVirtualHost {
    /// The host.
    pub host: String,
    /// The port for HTTP.
    pub http_port: Option<u16>,
    /// The port for HTTPS.
    pub https_port: Option<u16>,
    /// The port for WebSocket.
    pub ws_port: Option<u16>,
    /// The port for secure WebSocket.
    pub wss_port: Option<u16>,
}

impl From<AdminVirtualHost> for NativeAdminVirtualHost {
    fn from(host: AdminVirtualHost) -> Self {
        let [http, https, ws, wss] = host.ports();
        Self {
            host: host.host().to_owned(),
            http_port: http,
            https_port: https,
            ws_port: ws,
            wss_port: wss,
        }
    }
}

#[napi]
impl NativeAdminEnvironment {
    /// A new environment.
    #[napi(constructor)]
    pub fn new(
        name: String,
        virtual_hosts: Vec<GivenVirtualHost>,
        change: NativeEnvironmentChange,
    ) -> Self {
        change.apply(AdminEnvironment::new(name, all::<_, AdminVirtualHost>(virtual_hosts))).into()
    }

    /// The environment, changed.
    #[must_use]
    #[napi]
    pub fn changed(&self, change: NativeEnvironmentChange) -> Self {
        change.apply(self.environment.clone()).into()
    }

    /// What it says.
    #[napi(getter)]
    pub fn fields(&self) -> NativeAdminEnvironmentFields {
        let environment = &self.environment;
        NativeAdminEnvironmentFields {
            id: environment.id().to_owned(),
            name: environment.name().to_owned(),
            display_name: environment.shown_name().to_owned(),
            is_read_only: environment.is_read_only(),
            virtual_hosts: environment.hosts().map(NativeAdminVirtualHost::from).collect(),
        }
    }
}

/// A gateway node behind an environment.
#[napi(object, object_from_js = false)]
pub struct NativeGatewayInstance {
    /// What the node calls itself.
    pub id: String,
    /// When it reported last.
    pub last_active: String,
    /// Whether it reports.
    pub status: String,
}

impl From<GatewayInstance> for NativeGatewayInstance {
    fn from(node: GatewayInstance) -> Self {
        Self { id: node.id, last_active: node.last_active, status: node.status }
    }
}

/// A task that awaits a decision.
#[napi(object, object_from_js = false)]
pub struct NativeWorkflowTask {
    /// What it is decided by.
    pub id: String,
    /// What was asked for.
    pub kind: String,
    /// What was decided.
    pub status: String,
    /// What was asked for, in words.
    pub description: String,
    /// When.
    pub created_time: String,
}

impl From<WorkflowTask> for NativeWorkflowTask {
    fn from(task: WorkflowTask) -> Self {
        Self {
            id: task.id,
            kind: task.kind,
            status: task.status,
            description: task.description,
            created_time: task.created_time,
        }
    }
}

#[napi]
impl NativeControlPlane {
    /// The environments as the Admin Portal has them.
    #[napi]
    pub fn admin_environments<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.admin_environments().await };
        promise(env, cancellation, "admin_environments", work, all::<_, NativeAdminEnvironment>)
    }

    /// The environment of a name.
    #[napi]
    pub fn admin_environment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.admin_environment(&name).await };
        promise(env, cancellation, "admin_environment", work, NativeAdminEnvironment::from)
    }

    /// Makes an environment.
    #[napi]
    pub fn create_admin_environment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        environment: &NativeAdminEnvironment,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let environment = environment.environment.clone();
        let work = async move { control_plane.create_admin_environment(&environment).await };
        promise(env, cancellation, "create_admin_environment", work, NativeAdminEnvironment::from)
    }

    /// Changes an environment that was read.
    #[napi]
    pub fn update_admin_environment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        environment: &NativeAdminEnvironment,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let environment = environment.environment.clone();
        let work = async move { control_plane.update_admin_environment(&environment).await };
        promise(env, cancellation, "update_admin_environment", work, NativeAdminEnvironment::from)
    }

    /// Deletes an environment.
    #[napi]
    pub fn delete_admin_environment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.delete_admin_environment(&id).await };
        promise(env, cancellation, "delete_admin_environment", work, |()| ())
    }

    /// The gateway nodes behind an environment.
    #[napi]
    pub fn environment_gateways<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.environment_gateways(&id).await };
        promise(env, cancellation, "environment_gateways", work, all::<_, NativeGatewayInstance>)
    }

    /// The tasks that await a decision.
    #[napi]
    pub fn workflow_tasks<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        kind: Option<String>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.workflow_tasks(kind.as_deref()).await };
        promise(env, cancellation, "workflow_tasks", work, all::<_, NativeWorkflowTask>)
    }

    /// One task.
    #[napi]
    pub fn workflow_task<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.workflow_task(&id).await };
        promise(env, cancellation, "workflow_task", work, NativeWorkflowTask::from)
    }

    /// Decides a task. JavaScript has checked that the decision is one.
    #[napi]
    pub fn decide_workflow<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
        decision: String,
        comment: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let decision = Decision::from_name(&decision)
            .ok_or_else(|| napi::Error::from_reason("the decision is none"))?;
        let work = async move { control_plane.decide_workflow(&id, decision, &comment).await };
        promise(env, cancellation, "decide_workflow", work, |()| ())
    }
}
