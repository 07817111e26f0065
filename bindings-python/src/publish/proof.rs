//! Proof from gateways: what is asked for, on its way to the core, and what was given, on its way to Python.

use gatewright::Result;
use gatewright::client::seconds;
use gatewright::publish::{
    Certainty, Evidence, LiveVerification, NodeAddress, Proof, VerifyOptions,
};
use pyo3::prelude::*;

use crate::call::NativeCall;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing::all;
use crate::client::token::Secret;
use crate::errors::OrRaise;
use crate::package::Maker;
use crate::publish::publication::PublicationAttributes;
use crate::publish::verification::verification;
use crate::topology::NativeTopology;

static CERTAINTY: Maker = Maker::new("gatewright._enums", "Certainty");
static EVIDENCE: Maker = Maker::new("gatewright.publish._proof", "Evidence");
static LIVE_VERIFICATION: Maker = Maker::new("gatewright.publish._proof", "LiveVerification");
static PROOF: Maker = Maker::new("gatewright.publish._proof", "Proof");
static PROOF_KIND: Maker = Maker::new("gatewright._enums", "ProofKind");

type Value<'py> = PyResult<Bound<'py, PyAny>>;

/// The attributes of the package's `VerifyOptions`; what is absent stays as the core has it.
#[derive(FromPyObject)]
pub(crate) struct VerifyAttributes {
    acknowledged: bool,
    probed: bool,
    nodes: Vec<NodeAttributes>,
    topology: Option<TopologyAttributes>,
    node_account: Option<(String, Secret)>,
    timeout: Option<f64>,
    poll_interval: Option<f64>,
}

/// The attribute of the package's `Topology` that counts.
#[derive(FromPyObject)]
struct TopologyAttributes {
    #[pyo3(attribute("_native"))]
    native: Py<NativeTopology>,
}

/// The attributes of the package's `NodeAddress`.
#[derive(FromPyObject)]
struct NodeAttributes {
    environment: String,
    gateway_url: String,
    name: Option<String>,
    management_url: Option<String>,
}

impl VerifyAttributes {
    pub(crate) fn into_core(self) -> Result<VerifyOptions> {
        let nodes = self.nodes.into_iter().map(NodeAttributes::into_core);
        let mut options = VerifyOptions::new().nodes(nodes);
        if self.acknowledged {
            options = options.acknowledged();
        }
        if self.probed {
            options = options.probed();
        }
        if let Some(topology) = self.topology {
            options = options.topology(&topology.native.get().topology);
        }
        if let Some((user, Secret(password))) = self.node_account {
            options = options.node_account(user, password.expose());
        }
        if let Some(timeout) = self.timeout {
            options = options.timeout(seconds("timeout", timeout)?);
        }
        if let Some(interval) = self.poll_interval {
            options = options.poll_interval(seconds("poll_interval", interval)?);
        }
        Ok(options)
    }
}

impl NodeAttributes {
    fn into_core(self) -> NodeAddress {
        let mut node = NodeAddress::new(self.environment, self.gateway_url);
        if let Some(name) = self.name {
            node = node.name(name);
        }
        if let Some(url) = self.management_url {
            node = node.management_url(url);
        }
        node
    }
}

#[pymethods]
impl NativeControlPlane {
    fn verify_with(
        &self,
        py: Python<'_>,
        publication: PublicationAttributes,
        options: VerifyAttributes,
    ) -> PyResult<NativeCall> {
        let (publication, options) = (publication.into_core()?, options.into_core().or_raise(py)?);
        Ok(self.begin(
            py,
            "verify_with",
            |control_plane| async move { control_plane.verify_with(&publication, &options).await },
            |py, found| live_verification(py, &found),
        ))
    }
}

pub(crate) fn live_verification<'py>(py: Python<'py>, found: &LiveVerification) -> Value<'py> {
    LIVE_VERIFICATION.make(
        py,
        (
            verification(py, &found.verification)?,
            all(py, &found.evidence, evidence)?,
            certainty(py, found.certainty())?,
            found.is_ok(),
            found.to_string(),
        ),
    )
}

fn evidence<'py>(py: Python<'py>, found: &Evidence) -> Value<'py> {
    let proof = proof(py, &found.proof)?;
    EVIDENCE.make(py, (&found.environment, &found.node, proof, found.to_string()))
}

fn proof<'py>(py: Python<'py>, proof: &Proof) -> Value<'py> {
    let (deployed, live) = match proof {
        Proof::Acknowledged { deployed, live } => (Some(*deployed), Some(*live)),
        _ => (None, None),
    };
    let detail = match proof {
        Proof::Live(text)
        | Proof::Missing(text)
        | Proof::Unreachable(text)
        | Proof::Unknown(text) => Some(text),
        _ => None,
    };
    let kind = PROOF_KIND.make(py, (proof.kind(),))?;
    let certainty = certainty(py, proof.certainty())?;
    PROOF.make(py, (kind, certainty, deployed, live, detail, proof.to_string()))
}

fn certainty(py: Python<'_>, certainty: Certainty) -> Value<'_> {
    CERTAINTY.make(py, (certainty.as_str(),))
}
