//! Publishing APIs through several environments: what is wanted, what that takes, doing it, and proof.
//!
//! A [`Publication`] says which API should be in which environments. [`ControlPlane::plan`](crate::ControlPlane::plan)
//! checks it against the server and says, as a [`Plan`], what is missing;
//! [`ControlPlane::apply`](crate::ControlPlane::apply) does that and no more. A plan after a successful apply is empty.
//!
//! Publishing adds: an API is taken off an environment by [`ControlPlane::undeploy`](crate::ControlPlane::undeploy)
//! alone.
//!
//! ```no_run
//! use gatewright::publish::{ApiDefinition, Publication};
//!
//! # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
//! let definition = ApiDefinition::new("/pets")
//!     .document(std::fs::read_to_string("openapi.yaml").unwrap())
//!     .production_endpoint("https://pets.example.com")
//!     .sandbox_endpoint("https://sandbox.pets.example.com");
//! let pets = Publication::new("Pets", "1.0.0")
//!     .definition(definition)
//!     .environment("Production Gateway")
//!     .environment("Hybrid Gateway");
//!
//! let plan = control_plane.plan([pets.clone()]).await?;
//! println!("{plan}");
//! control_plane.apply(&plan).await.into_result()?;
//! assert!(control_plane.verify(&pets).await?.is_ok());
//! # Ok(())
//! # }
//! ```
//!
//! What lives here: decisions about APIs. What does not: requests and answers (`rest`), connections and tokens
//! ([`client`](crate::client)).

mod access;
mod apply;
mod apply_options;
mod asked;
mod audit;
mod awaited;
mod classic;
#[cfg(test)]
mod definition_tests;
mod difference;
#[cfg(test)]
mod disturbed;
mod drift;
#[cfg(test)]
mod emulated;
mod event;
mod journal;
mod kept;
mod known;
mod lifecycle;
mod lookup;
mod marker;
mod outcome;
mod plan;
mod plan_options;
mod planner;
mod project;
mod publication;
mod publications;
mod recorder;
mod report;
mod resolve;
#[cfg(test)]
mod resume_tests;
mod retire;
mod revisions;
mod rollback;
mod rollout;
mod run;
mod saved;
mod standing;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod together;
mod undeploy;
mod verify;

pub use access::{
    AccessAction, AccessFailure, AccessOutcome, AccessStep, ApiAddress, ApplicationAccess,
    ApplicationAccessOutcome, EnvironmentAccess, Handover, ProvidedKey, ProvidedSecret,
    SecretFileFormat, SecretKind, SecretSink,
};
pub use apply_options::ApplyOptions;
pub use audit::AuditLog;
pub use drift::{Drift, DriftItem, DriftKind};
pub use event::{Event, EventKind};
pub use journal::Journal;
pub use lifecycle::Lifecycle;
pub use outcome::{ApiOutcome, Outcome};
pub use plan::{Action, ApiPlan, EnvironmentChange, EnvironmentPlan, Plan, Step, Verdict};
pub use plan_options::PlanOptions;
pub use project::{ApiProject, ApiProjectOptions, ProjectLayout};
pub use publication::{ApiDefinition, Publication, Source, Target};
pub use publications::{Position, Publications, PublicationsOptions};
pub use report::{OutcomeFormat, PlanFormat};
pub use retire::{Fate, RetireOptions, RetiredApi, Retirement};
pub use rollback::{RollbackTarget, RolledBack, RolledBackEnvironment};
pub use rollout::{ApiRollback, Gate, GateFailure, Rollout, RolloutOutcome, WaveOutcome};
pub use undeploy::{UndeployOptions, Undeployment};
pub use verify::{
    Certainty, EnvironmentState, Evidence, LiveVerification, NodeAddress, Proof, Verification,
    VerifyOptions,
};
