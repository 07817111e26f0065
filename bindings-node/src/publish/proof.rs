//! Proof from gateways: what is asked for, and what was given.

use gatewright::client::milliseconds;
use gatewright::publish::{
    Evidence, LiveVerification, NodeAddress, Proof, Publication, VerifyOptions,
};
use napi::Env;
use napi::bindgen_prelude::{Object, Reference};
use napi_derive::napi;

use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::promise::{NativeCancellation, promise};
use crate::publish::publication::NativePublication;
use crate::publish::verification::NativeVerification;
use crate::topology::NativeTopology;

/// Which proof is asked for; what is absent stays as the core has it. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeVerifyOptions {
    /// Whether gateways are to say that they have it.
    pub acknowledged: Option<bool>,
    /// Whether it is to answer.
    pub probed: Option<bool>,
    /// Nodes that are asked one by one.
    pub nodes: Option<Vec<NativeNodeAddress>>,
    /// A topology whose nodes are asked one by one.
    pub topology: Option<Reference<NativeTopology>>,
    /// The account by which nodes are asked.
    pub node_account: Option<NativeNodeAccount>,
    /// How long it is asked for.
    pub timeout: Option<f64>,
    /// The pause between two questions.
    pub poll_interval: Option<f64>,
}

/// Where a node answers itself.
#[napi(object, object_to_js = false)]
pub struct NativeNodeAddress {
    /// The environment's name.
    pub environment: String,
    /// Where it takes calls.
    pub gateway_url: String,
    /// What it is called.
    pub name: Option<String>,
    /// Where its own REST API is.
    pub management_url: Option<String>,
}

/// An account of gateway nodes.
#[napi(object, object_to_js = false)]
pub struct NativeNodeAccount {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl NativeVerifyOptions {
    /// What can be taken elsewhere; its times are checked there.
    pub(crate) fn hold(self) -> Asked {
        let nodes = self.nodes.into_iter().flatten().map(NodeAddress::from);
        let mut options = VerifyOptions::new().nodes(nodes);
        if self.acknowledged == Some(true) {
            options = options.acknowledged();
        }
        if self.probed == Some(true) {
            options = options.probed();
        }
        if let Some(topology) = self.topology {
            options = options.topology(&topology.topology);
        }
        if let Some(account) = self.node_account {
            options = options.node_account(account.user, account.password);
        }
        Asked { options, timeout: self.timeout, poll_interval: self.poll_interval }
    }
}

/// The same, apart from JavaScript's objects.
pub(crate) struct Asked {
    options: VerifyOptions,
    timeout: Option<f64>,
    poll_interval: Option<f64>,
}

impl Asked {
    pub(crate) fn into_core(self) -> gatewright::Result<VerifyOptions> {
        let mut options = self.options;
        if let Some(timeout) = self.timeout {
            options = options.timeout(milliseconds("timeout", timeout)?);
        }
        if let Some(interval) = self.poll_interval {
            options = options.poll_interval(milliseconds("pollInterval", interval)?);
        }
        Ok(options)
    }
}

impl From<NativeNodeAddress> for NodeAddress {
    fn from(given: NativeNodeAddress) -> Self {
        let mut node = Self::new(given.environment, given.gateway_url);
        if let Some(name) = given.name {
            node = node.name(name);
        }
        if let Some(url) = given.management_url {
            node = node.management_url(url);
        }
        node
    }
}

#[napi]
impl NativeControlPlane {
    /// How a publication stands, and which proof its gateways give.
    #[napi]
    pub fn verify_with<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        publication: NativePublication,
        options: NativeVerifyOptions,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let (publication, asked) = (Publication::from(publication), options.hold());
        let work =
            async move { control_plane.verify_with(&publication, &asked.into_core()?).await };
        promise(env, cancellation, "verify_with", work, NativeLiveVerification::from)
    }
}

/// How a publication stands, and which proof its gateways gave.
#[napi(object, object_from_js = false)]
pub struct NativeLiveVerification {
    /// The control plane's word.
    pub verification: NativeVerification,
    /// What was asked for.
    pub evidence: Vec<NativeEvidence>,
    /// What it comes to.
    pub certainty: &'static str,
    /// True when all of it is proven.
    pub is_ok: bool,
    /// The verdict, and all of it.
    pub text: String,
}

/// One piece of proof, or of its lack.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEvidence {
    /// The environment's name.
    pub environment: String,
    /// The node that was asked.
    pub node: Option<String>,
    /// What came of it.
    pub proof: NativeProof,
    /// All of it in one line.
    pub text: String,
}

/// What was found out.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeProof {
    /// Which kind it is.
    pub kind: &'static str,
    /// What it comes to.
    pub certainty: &'static str,
    /// How many gateways have deployed it.
    pub deployed: Option<f64>,
    /// How many are alive.
    pub live: Option<f64>,
    /// What the answer was, or why there is none.
    pub detail: Option<String>,
    /// All of it in one line.
    pub text: String,
}

impl From<LiveVerification> for NativeLiveVerification {
    fn from(found: LiveVerification) -> Self {
        let (certainty, is_ok, text) =
            (found.certainty().as_str(), found.is_ok(), found.to_string());
        Self {
            verification: found.verification.into(),
            evidence: all(found.evidence),
            certainty,
            is_ok,
            text,
        }
    }
}

impl From<Evidence> for NativeEvidence {
    fn from(found: Evidence) -> Self {
        let text = found.to_string();
        let Evidence { environment, node, proof, .. } = found;
        Self { environment, node, proof: proof.into(), text }
    }
}

impl From<Proof> for NativeProof {
    fn from(proof: Proof) -> Self {
        let (kind, certainty) = (proof.kind(), proof.certainty().as_str());
        let text = proof.to_string();
        let (mut counts, mut detail) = (None, None);
        match proof {
            Proof::Acknowledged { deployed, live } => {
                counts = Some((number(deployed), number(live)));
            }
            Proof::Live(text)
            | Proof::Missing(text)
            | Proof::Unreachable(text)
            | Proof::Unknown(text) => detail = Some(text),
            _ => {}
        }
        let (deployed, live) = counts.unzip();
        Self { kind, certainty, deployed, live, detail, text }
    }
}

/// What the addon's numbers hold exactly.
#[expect(clippy::cast_precision_loss, reason = "numbers of gateways and of revisions are small")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
