//! Revisions of an API, and where they are deployed.

use gatewright::client::{Deployment, DeploymentTarget};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::api_document::NativeApiDocument;
use crate::client::control_plane::NativeControlPlane;
use crate::client::deployed::{NativeDeployment, NativeRevision};
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};

/// Where a revision is deployed to.
#[napi(object, object_to_js = false)]
pub struct NativeDeploymentTarget {
    /// The environment's name.
    pub environment: String,
    /// The virtual host; the environment's first one when absent.
    pub virtual_host: Option<String>,
    /// Without its URLs in the Developer Portal.
    pub hidden: Option<bool>,
}

impl From<NativeDeploymentTarget> for DeploymentTarget {
    fn from(given: NativeDeploymentTarget) -> Self {
        let mut target = Self::new(given.environment);
        if let Some(host) = given.virtual_host {
            target = target.virtual_host(host);
        }
        if given.hidden == Some(true) {
            target = target.hidden();
        }
        target
    }
}

#[napi]
impl NativeControlPlane {
    /// Makes a revision.
    #[napi]
    pub fn create_revision<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        description: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.create_revision(&api_id, &description).await };
        promise(env, cancellation, "create_revision", work, NativeRevision::from)
    }

    /// The revisions of an API.
    #[napi]
    pub fn revisions<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.revisions(&api_id).await };
        promise(env, cancellation, "revisions", work, all::<_, NativeRevision>)
    }

    /// Deletes a revision.
    #[napi]
    pub fn delete_revision<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.delete_revision(&api_id, &revision_id).await };
        promise(env, cancellation, "delete_revision", work, |()| ())
    }

    /// Deploys a revision.
    #[napi]
    pub fn deploy_revision<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
        targets: Vec<NativeDeploymentTarget>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let targets: Vec<DeploymentTarget> = all(targets);
        let work =
            async move { control_plane.deploy_revision(&api_id, &revision_id, targets).await };
        promise(env, cancellation, "deploy_revision", work, all::<_, NativeDeployment>)
    }

    /// Takes a revision off environments.
    #[napi]
    pub fn undeploy_revision<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
        environments: Vec<String>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move {
            control_plane.undeploy_revision(&api_id, &revision_id, environments).await
        };
        promise(env, cancellation, "undeploy_revision", work, |()| ())
    }

    /// Takes a revision off every environment.
    #[napi]
    pub fn undeploy_revision_everywhere<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work =
            async move { control_plane.undeploy_revision_everywhere(&api_id, &revision_id).await };
        promise(env, cancellation, "undeploy_revision_everywhere", work, |()| ())
    }

    /// Makes the working copy what a revision is.
    #[napi]
    pub fn restore_revision<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.restore_revision(&api_id, &revision_id).await };
        promise(env, cancellation, "restore_revision", work, NativeApiDocument::from)
    }

    /// Where an API is deployed.
    #[napi]
    pub fn deployments<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.deployments(&api_id).await };
        promise(env, cancellation, "deployments", work, all::<_, NativeDeployment>)
    }

    /// Changes a deployment that was read.
    #[napi]
    pub fn update_deployment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        deployment: NativeDeployment,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let deployment = Deployment::from(deployment);
        let work = async move { control_plane.update_deployment(&api_id, &deployment).await };
        promise(env, cancellation, "update_deployment", work, NativeDeployment::from)
    }

    /// Takes back a deployment that awaits an approval.
    #[napi]
    pub fn cancel_deployment<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        revision_id: String,
        environment: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move {
            control_plane.cancel_deployment(&api_id, &revision_id, &environment).await
        };
        promise(env, cancellation, "cancel_deployment", work, |()| ())
    }
}
