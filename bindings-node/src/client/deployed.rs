//! Revisions and deployments, as JavaScript sees them.

use gatewright::client::{Deployment, Revision};
use napi_derive::napi;

/// A revision of an API.
#[napi(object, object_from_js = false)]
pub struct NativeRevision {
    /// API-M's identifier.
    pub id: String,
    /// The number API-M counts with.
    pub number: i64,
    /// What people are shown.
    pub display_name: String,
    /// What whoever made it wrote.
    pub description: String,
    /// When it was made.
    pub created_time: String,
    /// Where it is deployed.
    pub deployments: Vec<NativeDeployment>,
}

impl From<Revision> for NativeRevision {
    fn from(revision: Revision) -> Self {
        Self {
            number: i64::try_from(revision.number()).unwrap_or(i64::MAX),
            id: revision.id,
            display_name: revision.display_name,
            description: revision.description,
            created_time: revision.created_time,
            deployments: revision.deployments.into_iter().map(NativeDeployment::from).collect(),
        }
    }
}

/// A revision at one environment. What API-M alone writes is not taken from JavaScript; what is absent stays as the core
/// has it.
#[napi(object, use_nullable = true)]
pub struct NativeDeployment {
    /// The environment's name.
    pub environment: String,
    /// The virtual host.
    pub virtual_host: String,
    /// The revision's identifier.
    pub revision_id: Option<String>,
    /// Whether the Developer Portal shows it.
    pub display_on_devportal: Option<bool>,
    /// Whether it is approved.
    pub status: Option<String>,
    /// False while an approval is awaited, or refused.
    pub is_approved: Option<bool>,
    /// How many gateway nodes are alive.
    pub live_gateway_count: Option<i64>,
    /// How many have deployed it.
    pub deployed_gateway_count: Option<i64>,
    /// How many have failed to.
    pub failed_gateway_count: Option<i64>,
}

impl From<Deployment> for NativeDeployment {
    fn from(there: Deployment) -> Self {
        Self {
            is_approved: Some(there.is_approved()),
            environment: there.environment,
            virtual_host: there.virtual_host,
            revision_id: there.revision_id,
            display_on_devportal: Some(there.display_on_devportal),
            status: there.status,
            live_gateway_count: number(there.live_gateway_count),
            deployed_gateway_count: number(there.deployed_gateway_count),
            failed_gateway_count: number(there.failed_gateway_count),
        }
    }
}

impl From<NativeDeployment> for Deployment {
    fn from(given: NativeDeployment) -> Self {
        let mut deployment = Self::new(given.environment, given.virtual_host);
        deployment.revision_id = given.revision_id;
        if let Some(is_shown) = given.display_on_devportal {
            deployment.display_on_devportal = is_shown;
        }
        deployment.status = given.status;
        deployment
    }
}

fn number(count: Option<u64>) -> Option<i64> {
    count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))
}
