//! Step 2: the nodes, each from its own home.

use std::time::Duration;

use gatewright::client::{ConnectOptions, wait_until_ready};
use gatewright_emulator::{Emulator, NodeSource, OffsetBlock};

use crate::Result;
use crate::homes::Homes;
use crate::run::Run;
use crate::screen::{self, line};
use crate::server::{APPLICATION, Backend, Server};

/// How long anything may take to be ready, live or gone.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The user of the next steps; the homes' own administrator may have a password that no file shows.
const USER: &str = "quickstart";

/// The step.
pub(crate) async fn start(
    homes: &Homes,
    offsets: Option<OffsetBlock>,
    run: &mut Run,
) -> Result<Server> {
    run.step("2. Start the nodes, control plane first").await;
    let mut builder = Emulator::builder();
    for home in &homes.homes {
        builder = builder.node(NodeSource::home(&home.path));
    }
    if let Some(offsets) = offsets {
        builder = builder.offset_block(offsets);
    }
    let emulator = run.emulator.insert(builder.start().await?);
    let options = ConnectOptions::new().ca_certificates(emulator.ca_pem());
    let nodes = emulator.nodes().await;
    let bar = screen::bar(nodes.len(), "nodes are ready");
    let mut urls = Vec::new();
    for node in &nodes {
        let url = format!("https://localhost:{}", node.port(9443));
        wait_until_ready(&url, &options, PATIENCE).await?;
        bar.inc(1);
        urls.push(url);
    }
    drop(bar);
    for (node, url) in nodes.iter().zip(&urls) {
        line(format_args!("{}: {url}, ready", node.name));
    }
    // Long and random would be better; it never leaves this process.
    let password = "quickstart-password";
    let roles = ["Internal/creator", "Internal/publisher", "Internal/subscriber"];
    emulator.add_user(USER, password, &roles).await;
    line(format_args!("user: {USER}, who may create, publish and subscribe"));
    let environments = homes.topology.environments().iter();
    Ok(Server {
        url: urls.into_iter().next().unwrap_or_default(),
        username: USER.to_owned(),
        password: password.to_owned(),
        options,
        backend: Backend {
            production: format!("{}/production", emulator.echo_url()),
            sandbox: format!("{}/sandbox", emulator.echo_url()),
        },
        environments: environments.map(|environment| environment.name.to_string()).collect(),
        application: APPLICATION.to_owned(),
    })
}
