//! The operations of publishing.

use std::sync::Arc;

use gatewright::Error;
use gatewright::publish::Publication;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::promise::{NativeCancellation, promise};
use crate::publish::outcome::NativeOutcome;
use crate::publish::plan::NativePlan;
use crate::publish::publication::NativePublication;
use crate::publish::verification::NativeVerification;

#[napi]
impl NativeControlPlane {
    /// What is missing for publications to be true.
    #[napi]
    pub fn plan<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = publications.into_iter().map(Publication::from);
        let publications: Vec<Publication> = publications.collect();
        let work = async move { control_plane.plan(publications).await };
        promise(env, cancellation, "plan", work, NativePlan::from)
    }

    /// Does what a plan says.
    #[napi]
    pub fn apply<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        plan: &NativePlan,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, plan) = (self.control_plane.clone(), Arc::clone(&plan.plan));
        let work = async move { Ok::<_, Error>(control_plane.apply(&plan).await) };
        promise(env, cancellation, "apply", work, NativeOutcome::from)
    }

    /// Plans and applies.
    #[napi]
    pub fn publish<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = publications.into_iter().map(Publication::from);
        let publications: Vec<Publication> = publications.collect();
        let work = async move { control_plane.publish(publications).await };
        promise(env, cancellation, "publish", work, NativeOutcome::from)
    }

    /// Takes an API off one environment.
    #[napi]
    pub fn undeploy<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        environment: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.undeploy(&name, &version, &environment).await };
        promise(env, cancellation, "undeploy", work, |was_there| was_there)
    }

    /// How a publication stands.
    #[napi]
    pub fn verify<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publication: NativePublication,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publication = Publication::from(publication);
        let work = async move { control_plane.verify(&publication).await };
        promise(env, cancellation, "verify", work, NativeVerification::from)
    }
}
