//! Step 1: three homes, as if the pack had been copied three times; then topology, check, render, diff, write.

use std::fs;
use std::path::{Path, PathBuf};

use gatewright::check::{NodeFile, check};
use gatewright::render::WriteOptions;
use gatewright::{Format, Report, Topology};
use gatewright_emulator::{OffsetBlock, free_offset_block};

use crate::Result;
use crate::options::{NODES, Options, Release};
use crate::run::{Folder, Run};
use crate::screen::{self, line};

/// The homes that were laid out.
pub(crate) struct Homes {
    pub(crate) topology: Topology,
    pub(crate) homes: Vec<Home>,
}

/// A node's home.
pub(crate) struct Home {
    pub(crate) node: &'static str,
    pub(crate) path: PathBuf,
    /// What its `deployment.toml` said before anything was written.
    pub(crate) shipped: Vec<u8>,
}

impl Home {
    pub(crate) fn file(&self) -> PathBuf {
        self.path.join("repository/conf/deployment.toml")
    }
}

/// The step. The offsets' ports stay reserved until the nodes take them.
pub(crate) async fn prepare(
    options: &Options,
    run: &mut Run,
) -> Result<(Homes, Option<OffsetBlock>)> {
    run.step("1. Lay out three homes, check, render, write").await;
    let block = match options.base_offset {
        Some(_) => None,
        None => Some(free_offset_block(3)?),
    };
    let base = block.as_ref().map_or(options.base_offset.unwrap_or(0), OffsetBlock::base);
    let folder = run.folder.insert(folder(options.keep.as_deref())?).path().to_owned();
    line(format_args!("homes: {}", folder.display()));
    let homes = lay_out(options, base, &folder)?;

    let topology = Topology::load(folder.join("topology.toml"))?;
    let (nodes, environments) = (topology.nodes().len(), topology.environments().len());
    line(format_args!("topology.toml: {nodes} nodes, {environments} environments"));
    findings("topology.toml", topology.check())?;
    let files = topology.render()?;
    for file in &files {
        screen::diff(&file.diff());
    }
    let removed = files.removed_environments();
    line(format_args!("commented out: {}", listed(removed)));
    let written = files.write(&WriteOptions::new().removing(removed))?;
    run.written.clone_from(&written.written);
    line(format_args!("written: {} files", written.written.len()));
    line(format_args!("restart, in this order: {}", written.restart.join(", ")));
    let report = check(homes.iter().map(|home| NodeFile::new(home.file()).host("localhost")))?;
    findings("the written files", &report)?;
    Ok((Homes { topology, homes }, block))
}

/// A new folder: of the user's choice, or one that goes with the program.
fn folder(keep: Option<&Path>) -> Result<Folder> {
    let Some(keep) = keep else {
        let folder = tempfile::Builder::new().prefix("gatewright-quickstart-").tempdir()?;
        return Ok(Folder::Temporary(folder));
    };
    let failed = |error| format!("cannot use the folder {}: {error}", keep.display());
    let folder = std::path::absolute(keep).map_err(failed)?;
    fs::create_dir_all(&folder).map_err(failed)?;
    if fs::read_dir(&folder).map_err(failed)?.next().is_some() {
        let folder = folder.display();
        return Err(format!("{folder} is not empty: --keep takes a new or an empty folder").into());
    }
    Ok(Folder::Kept(folder))
}

/// Makes the homes and the topology's file.
fn lay_out(options: &Options, base: u16, folder: &Path) -> Result<Vec<Home>> {
    let release = options.release;
    let files = options.pack_files()?;
    let mut homes = Vec::new();
    let mut topology = TOPOLOGY.replace("{release}", release.as_str());
    for (node, offset) in NODES.into_iter().zip(u32::from(base)..) {
        let (shipped, pack, from) = match files.get(node) {
            None => (shipped(release).as_bytes().to_vec(), "all-in-one", "the example".to_owned()),
            Some((file, own)) => {
                let name = file.display().to_string();
                let bytes =
                    fs::read(file).map_err(|error| format!("cannot read {name}: {error}"))?;
                (bytes, pack(node, release, *own), name)
            }
        };
        line(format_args!("{node}: {pack}, offset {offset}, deployment.toml of {from}"));
        let home = Home { node, path: folder.join(node), shipped };
        fs::create_dir_all(home.path.join("repository/conf"))?;
        fs::create_dir_all(home.path.join("bin"))?;
        fs::write(home.file(), &home.shipped)?;
        let product = product(pack);
        let version = format!("{product} v{}.0\n", release.as_str());
        fs::write(home.path.join("bin/version.txt"), version)?;
        // What JSON quotes, TOML reads.
        let path = serde_json::to_string(&home.path)?;
        topology = topology
            .replace(&format!("{{{node}.pack}}"), pack)
            .replace(&format!("{{{node}.offset}}"), &offset.to_string())
            .replace(&format!("{{{node}.home}}"), &path);
        homes.push(home);
    }
    fs::write(folder.join("topology.toml"), topology)?;
    Ok(homes)
}

const TOPOLOGY: &str = include_str!("../../../../quickstart.toml");

/// What a freshly unpacked pack says, cut short.
fn shipped(release: Release) -> &'static str {
    match release {
        Release::V3_2 => include_str!("../../../../deployment-3.2.toml"),
        Release::V4_7 => include_str!("../../../../deployment-4.7.toml"),
    }
}

/// One file for all nodes is the all-in-one pack's; one that is a node's own is of the pack for what the node does.
fn pack(node: &str, release: Release, own: bool) -> &'static str {
    match release {
        Release::V4_7 if own && node == "control-plane" => "control-plane",
        Release::V4_7 if own => "gateway",
        _ => "all-in-one",
    }
}

/// What the pack's `bin/version.txt` calls it.
fn product(pack: &str) -> &'static str {
    match pack {
        "control-plane" => "WSO2 API Control Plane",
        "gateway" => "WSO2 Universal Gateway",
        _ => "WSO2 API Manager",
    }
}

/// Says what a check found; errors end the quickstart.
fn findings(what: &str, report: &Report) -> Result<()> {
    if report.is_empty() {
        line(format_args!("check of {what}: nothing to report"));
        return Ok(());
    }
    line(format_args!("check of {what}:\n{}", report.format(Format::Text).trim_end()));
    if report.ok() { Ok(()) } else { Err(format!("{what} would not work: see above").into()) }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
