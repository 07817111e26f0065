//! The original procedure's three nodes: a control plane, a production gateway and a hybrid gateway on one computer.
//!
//! Each node's home gets the file that API-M ships, cut short. Then: load the topology, check, render, show the diffs,
//! write, check what was written, and take it all back.

#![allow(clippy::print_stdout, reason = "an example says what it does")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use gatewright::check::{NodeFile, check};
use gatewright::render::{WriteOptions, revert};
use gatewright::{Format, Topology};

const SHIPPED: &str = r#"[server]
hostname = "localhost"
#offset=0
server_role = "default"

[super_admin]
username = "admin"
password = "admin"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
gateway_type = "Regular"
provider = "wso2"
display_in_api_console = true
description = "This is a hybrid gateway that handles both production and sandbox token traffic."
show_as_token_endpoint_url = true
service_url = "https://localhost:${mgt.transport.https.port}/services/"
username= "${admin.username}"
password= "${admin.password}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:${http.nio.port}"
https_endpoint = "https://localhost:${https.nio.port}"

[apim.sync_runtime_artifacts.gateway]
gateway_labels =["Default"]
"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Three homes, as if the pack had been copied three times.
    let folder = tempfile::tempdir()?;
    let homes = ["control-plane", "gateway-1", "gateway-2"].map(|node| folder.path().join(node));
    for home in &homes {
        fs::create_dir_all(home.join("repository/conf"))?;
        fs::write(file_in(home), SHIPPED)?;
    }

    println!("== Topology");
    let path = folder.path().join("topology.toml");
    fs::write(&path, topology_with_homes(&homes))?;
    let topology = Topology::load(&path)?;
    for environment in topology.environments() {
        let urls = topology.endpoints(environment);
        let https = urls.https.unwrap_or_default();
        println!("{} ({}): {https}", environment.name, environment.environment_type);
    }

    println!("\n== Changes");
    let files = topology.render()?;
    println!("{}", files.diff());

    println!("== Write");
    let written = files.write(&WriteOptions::new().removing(["Default"]))?;
    println!("restart, in this order: {}", written.restart.join(", "));

    println!("\n== Check");
    let report = check(homes.iter().map(|home| NodeFile::new(file_in(home)).host("localhost")))?;
    print!("{}", report.format(Format::Text));

    println!("\n== Revert");
    revert(&homes)?;
    for home in &homes {
        let is_as_before = fs::read_to_string(file_in(home))? == SHIPPED;
        println!(
            "{}: {}",
            name(home),
            if is_as_before { "byte for byte as before" } else { "differs" }
        );
    }
    Ok(())
}

/// The topology of `examples/topology.toml`, with the homes of this run.
fn topology_with_homes(homes: &[PathBuf]) -> String {
    homes.iter().fold(gatewright::examples::THREE_NODES.to_owned(), |text, home| {
        let node = format!("name = \"{}\"\n", name(home));
        text.replace(&node, &format!("{node}home = '{}'\n", home.display()))
    })
}

fn file_in(home: &Path) -> PathBuf {
    home.join("repository/conf/deployment.toml")
}

fn name(home: &Path) -> String {
    home.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
