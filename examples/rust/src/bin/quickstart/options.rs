//! The command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};

use crate::Result;

/// The nodes, in the order in which they are laid out.
pub(crate) const NODES: [&str; 3] = ["control-plane", "gateway-1", "gateway-2"];

/// Publishes one API through two gateways, on the embedded emulator or on a running API-M: lays out three homes, starts
/// the nodes, publishes, reads back, calls with keys of both types, and takes everything back.
#[derive(Debug, Parser)]
#[command(name = "quickstart", after_help = AFTER_HELP)]
pub(crate) struct Options {
    /// The release of API-M
    #[arg(long, value_enum, default_value = "4.7", conflicts_with = "apim")]
    pub(crate) release: Release,
    /// The control plane's port offset; the gateways have the next two. Without it a free block of ports is found; 0
    /// gives the procedure's own ports: 9443, 8244, 8245, …
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "apim")]
    pub(crate) base_offset: Option<u16>,
    /// Lay the homes out in this folder, which must be new or empty, and keep them: after the last step they hold the
    /// written files, which `revert` takes back
    #[arg(long, value_name = "DIR", conflicts_with = "apim")]
    pub(crate) keep: Option<PathBuf>,
    /// Start from this `deployment.toml` instead of the one that comes with the example: FILE, an all-in-one pack's, for
    /// every node, or NODE=FILE for one (since 4.5 that of the node's own pack). May be given several times
    #[arg(long, value_name = "[NODE=]FILE", conflicts_with = "apim")]
    pack_conf: Vec<String>,
    /// Do steps 3 to 5 on the API-M at this URL, such as `https://localhost:9443`
    #[arg(long, value_name = "URL")]
    pub(crate) apim: Option<String>,
}

const AFTER_HELP: &str = "\
The nodes are control-plane, gateway-1 and gateway-2. For --apim the environment says:
  APIM_USERNAME, APIM_PASSWORD   a user who may create, publish and subscribe
  APIM_BACKEND                   the backend's URL, as the gateways reach it
  APIM_CA_FILE                   certificates to trust, PEM (optional)
  APIM_ENVIRONMENTS              gateway environments, with commas between (optional: all)
  APIM_APPLICATION               the application's name (optional: gatewright-quickstart)
What --apim makes there stays there, and is named at the end.";

/// The releases there is a default file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Release {
    /// The classic model: an API lists its gateways, and tokens are taken at each of them
    #[value(name = "3.2")]
    V3_2,
    /// The revision model: revisions are deployed, and tokens are taken at the control plane
    #[value(name = "4.7")]
    V4_7,
}

impl Release {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::V3_2 => "3.2",
            Self::V4_7 => "4.7",
        }
    }
}

impl Options {
    /// The file that a node starts from, and whether it is this node's alone.
    pub(crate) fn pack_files(&self) -> Result<BTreeMap<&str, (&Path, bool)>> {
        let mut files = BTreeMap::new();
        let mut common = None;
        for value in &self.pack_conf {
            let given = value.split_once('=').filter(|(node, _)| NODES.contains(node));
            let (twice, what) = match given {
                Some((node, file)) => (files.insert(node, (Path::new(file), true)).is_some(), node),
                None => (common.replace(Path::new(value.as_str())).is_some(), "every node"),
            };
            if twice {
                return Err(format!("--pack-conf names two files for {what}: leave one out").into());
            }
        }
        if let Some(file) = common {
            for node in NODES {
                files.entry(node).or_insert((file, false));
            }
        }
        Ok(files)
    }
}
