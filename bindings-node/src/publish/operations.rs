//! The operations of publishing.

use std::sync::Arc;

use gatewright::Error;
use gatewright::publish::{Journal, PlanOptions, Publication};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::promise::{NativeCancellation, promise};
use crate::publish::applying::{Applying, NativeApplyOptions};
use crate::publish::event::NativeListener;
use crate::publish::outcome::NativeOutcome;
use crate::publish::plan::NativePlan;
use crate::publish::publication::{NativePublication, into_core};
use crate::publish::rollout::{NativeCheck, NativeRollout, NativeRolloutOutcome};
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
        keep_going: Option<bool>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = into_core(publications);
        let options = PlanOptions::new();
        let options = if keep_going == Some(true) { options.keep_going() } else { options };
        let work = async move { control_plane.plan_with(publications, options).await };
        promise(env, cancellation, "plan", work, NativePlan::from)
    }

    /// The same plan as one that was saved.
    #[napi]
    pub fn plan_as_saved<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
        saved: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = into_core(publications);
        let work = async move { control_plane.plan_as_saved(publications, &saved).await };
        promise(env, cancellation, "plan_as_saved", work, NativePlan::from)
    }

    /// Does what a plan says.
    #[napi]
    pub fn apply<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        plan: &NativePlan,
        options: NativeApplyOptions,
        listener: Option<&NativeListener>,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, plan) = (self.control_plane.clone(), Arc::clone(&plan.plan));
        let applying = Applying::new(options, listener);
        let work = async move {
            let outcome = control_plane.apply_with(&plan, &applying.options("apply")?).await;
            applying.heard().await;
            Ok::<_, Error>(outcome)
        };
        promise(env, cancellation, "apply", work, NativeOutcome::from)
    }

    /// Plans and applies.
    #[napi]
    pub fn publish<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
        options: NativeApplyOptions,
        listener: Option<&NativeListener>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let publications = into_core(publications);
        let applying = Applying::new(options, listener);
        let work = async move {
            let published =
                control_plane.publish_with(publications, &applying.options("publish")?).await;
            applying.heard().await;
            published
        };
        promise(env, cancellation, "publish", work, NativeOutcome::from)
    }

    /// Finishes what a journal says was begun.
    #[napi]
    pub fn resume<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publications: Vec<NativePublication>,
        journal: String,
        options: NativeApplyOptions,
        listener: Option<&NativeListener>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let (publications, journal) = (into_core(publications), Journal::at(journal));
        let applying = Applying::new(options, listener);
        let work = async move {
            let options = applying.options("resume")?;
            let resumed = control_plane.resume(publications, &journal, &options).await;
            applying.heard().await;
            resumed
        };
        promise(env, cancellation, "resume", work, NativeOutcome::from)
    }

    /// Publishes in waves.
    #[napi]
    pub fn roll_out<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        rollout: NativeRollout,
        check: Option<&NativeCheck>,
        options: NativeApplyOptions,
        listener: Option<&NativeListener>,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let rollout = rollout.hold(check);
        let applying = Applying::new(options, listener);
        let work = async move {
            let rollout = rollout.into_core()?;
            let outcome = control_plane.roll_out(&rollout, &applying.options("roll_out")?).await;
            applying.heard().await;
            outcome
        };
        promise(env, cancellation, "roll_out", work, NativeRolloutOutcome::from)
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
