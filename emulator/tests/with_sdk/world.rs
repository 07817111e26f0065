//! The original procedure's three nodes.

use std::time::Duration;

use gatewright::client::{ConnectOptions, Credentials};
use gatewright::publish::{ApiDefinition, Publication};
use gatewright::{ControlPlane, Port, Release, Topology};
use gatewright_emulator::{Emulator, NodeSource, free_offset_block};

pub(crate) const RELEASES: [&str; 2] = ["3.2", "4.7"];
/// Long enough for a busy computer; whatever ends in time ends at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const PRODUCTION: &str = "Production Gateway";
pub(crate) const HYBRID: &str = "Production and Sandbox";

/// The procedure's topology and its nodes, started from the files that follow from it.
pub(crate) struct World {
    pub(crate) topology: Topology,
    pub(crate) emulator: Emulator,
}

/// The original procedure's topology, with its offsets moved to a block that is free.
fn topology(release: &str, base: u16) -> Topology {
    let text = gatewright::examples::THREE_NODES
        .replace("\"4.7\"", &format!("\"{release}\""))
        .replace("offset = 2\n", &format!("offset = {}\n", base + 2))
        .replace("offset = 1\n", &format!("offset = {}\n", base + 1))
        .replacen("host = \"localhost\"\n", &format!("host = \"localhost\"\noffset = {base}\n"), 1);
    Topology::parse(&text).expect("the procedure's three nodes, on a free block of offsets")
}

impl World {
    pub(crate) async fn start(release: &str) -> Self {
        let block = free_offset_block(3).expect("a free block");
        let topology = topology(release, block.base());
        let files = topology.render().expect("files");
        let mut builder = Emulator::builder();
        for file in files.files() {
            let node = topology.node(file.node()).expect("a node of the topology");
            let pack = match node.pack {
                gatewright::Pack::ControlPlane => gatewright_emulator::Pack::ControlPlane,
                gatewright::Pack::Gateway => gatewright_emulator::Pack::Gateway,
                _ => gatewright_emulator::Pack::AllInOne,
            };
            let release = release.parse().expect("a release");
            builder = builder
                .node(NodeSource::text(file.node(), file.after()).release(release).pack(pack));
        }
        let emulator = builder
            .offset_block(block)
            .propagation_delay(Duration::from_millis(150))
            .start()
            .await
            .expect("three nodes");
        Self { topology, emulator }
    }

    pub(crate) fn release(&self) -> Release {
        self.topology.release()
    }

    /// A node's address of this purpose.
    pub(crate) fn url(&self, node: &str, port: Port) -> String {
        let node = self.topology.node(node).expect("a node of the topology");
        let scheme = if port == Port::ServletHttp { "http" } else { "https" };
        format!("{scheme}://localhost:{}", port.number(node.offset))
    }

    pub(crate) fn options(&self) -> ConnectOptions {
        ConnectOptions::new().ca_certificates(self.emulator.ca_pem())
    }

    pub(crate) async fn connect(
        &self,
        user: &str,
        password: &str,
    ) -> gatewright::Result<ControlPlane> {
        let url = self.url("control-plane", Port::ServletHttps);
        ControlPlane::connect(&url, Credentials::password(user, password), self.options()).await
    }

    /// `Pets` 1.0.0: the path that the back end is asked at tells the two endpoints apart.
    pub(crate) fn pets(&self) -> Publication {
        let echo = self.emulator.echo_url();
        let definition = ApiDefinition::new("/pets")
            .production_endpoint(format!("{echo}/production"))
            .sandbox_endpoint(format!("{echo}/sandbox"))
            .plans(["Unlimited"]);
        Publication::new("Pets", "1.0.0").definition(definition)
    }
}
