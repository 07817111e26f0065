//! The original procedure's three nodes in the emulator, for the tests of what reaches gateways.

use std::time::Duration;

use gatewright_emulator::{Emulator, NodeSource, free_offset_block};

use crate::client::{ConnectOptions, ControlPlane, Credentials, RetryOptions};
use crate::examples::THREE_NODES;
use crate::model::{Pack, Port, Release, Topology};
use crate::publish::{ApiDefinition, Publication};

/// The environments, in the order of the topology.
pub(crate) const PRODUCTION: &str = "Production Gateway";
pub(crate) const HYBRID: &str = "Production and Sandbox";

/// A control plane and two gateways.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) control_plane: ControlPlane,
    pub(crate) topology: Topology,
}

impl World {
    pub(crate) async fn start(release: Release) -> Self {
        Self::with(release, |text| text).await
    }

    /// With another topology, whose three nodes stand in the same order.
    pub(crate) async fn with(release: Release, edit: impl FnOnce(String) -> String) -> Self {
        let block = free_offset_block(3).expect("a free block");
        let base = block.base();
        let text = THREE_NODES
            .replace("release = \"4.7\"", &format!("release = \"{release}\""))
            .replace("offset = 2\n", &format!("offset = {}\n", base + 2))
            .replace("offset = 1\n", &format!("offset = {}\n", base + 1))
            .replacen(
                "host = \"localhost\"\n",
                &format!("host = \"localhost\"\noffset = {base}\n"),
                1,
            );
        let topology = Topology::parse(&edit(text)).expect("a topology");
        let mut builder = Emulator::builder();
        for file in topology.render().expect("files").files() {
            let node = topology.node(file.node()).expect("a node of the topology");
            let pack = match node.pack {
                Pack::ControlPlane => gatewright_emulator::Pack::ControlPlane,
                Pack::Gateway => gatewright_emulator::Pack::Gateway,
                _ => gatewright_emulator::Pack::AllInOne,
            };
            let release = release.to_string().parse().expect("a release");
            let source = NodeSource::text(file.node(), file.after()).release(release).pack(pack);
            builder = builder.node(source);
        }
        let delay = Duration::from_millis(20);
        let builder = builder.offset_block(block).propagation_delay(delay);
        let emulator = builder.start().await.expect("three nodes");
        let url = format!("https://localhost:{}", 9443 + base);
        let retry = RetryOptions::new().first_delay(Duration::from_millis(1));
        let options = ConnectOptions::new().ca_certificates(emulator.ca_pem()).retry(retry);
        let credentials = Credentials::password("admin", "admin");
        let control_plane =
            ControlPlane::connect(&url, credentials, options).await.expect("a connection");
        Self { emulator, control_plane, topology }
    }

    /// What the API is made of: both endpoints.
    pub(crate) fn definition(&self, context: &str) -> ApiDefinition {
        let echo = self.emulator.echo_url();
        ApiDefinition::new(context)
            .production_endpoint(format!("{echo}/production"))
            .sandbox_endpoint(format!("{echo}/sandbox"))
    }

    /// An API in these environments.
    pub(crate) fn publication(&self, name: &str, environments: &[&str]) -> Publication {
        let definition = self.definition(&format!("/{}", name.to_lowercase()));
        Publication::new(name, "1.0.0")
            .definition(definition)
            .environments(environments.iter().copied())
    }

    /// The management address of a node.
    pub(crate) fn management(&self, node: &str) -> String {
        let offset = self.topology.node(node).expect("a node of the topology").offset;
        format!("https://localhost:{}", Port::ServletHttps.number(offset))
    }
}
