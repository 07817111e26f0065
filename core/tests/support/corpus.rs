//! The files that WSO2 ships, where `GATEWRIGHT_CORPUS` names a folder of them, walked whatever it holds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "clippy takes only functions marked #[test] for tests"
)]

use std::path::{Path, PathBuf};

use gatewright::check::NodeFile;
use gatewright::{Pack, Release, Role};

/// One file of the corpus: `<release>/<name>.toml`, or `<release>/it/<name>.toml` from the integration tests.
pub(crate) struct CorpusFile {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) name: String,
    pub(crate) release: Release,
    pub(crate) is_shipped: bool,
}

pub(crate) fn corpus() -> Option<Vec<CorpusFile>> {
    let Some(root) = std::env::var_os("GATEWRIGHT_CORPUS") else {
        eprintln!("skipped: set GATEWRIGHT_CORPUS");
        return None;
    };
    let mut files = Vec::new();
    walk(Path::new(&root), None, &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!files.is_empty(), "no file in `{}`", Path::new(&root).display());
    Some(files)
}

fn walk(folder: &Path, release: Option<Release>, files: &mut Vec<CorpusFile>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(&path, name.parse().ok().or(release), files);
        } else if let (Some(release), true) =
            (release, path.extension().is_some_and(|kind| kind == "toml"))
        {
            let is_shipped =
                path.parent().unwrap().file_name().is_some_and(|parent| parent != "it");
            let text = std::fs::read_to_string(&path).unwrap();
            files.push(CorpusFile { path, text, name, release, is_shipped });
        }
    }
}

impl CorpusFile {
    /// What the file's name says that it is for; `None` for the single portals of 3.x and for the whole product.
    pub(crate) fn pack(&self) -> Option<Pack> {
        let is = |part: &str| self.name.contains(part);
        // `traffic-manager-template-…` is what the traffic manager's distribution has of every profile.
        let profile = self.name.rsplit_once("template-").map(|(_, profile)| profile);
        match profile {
            Some(profile) => Pack::from_name(profile.trim_end_matches(".toml")),
            None if is("control-plane") => Some(Pack::ControlPlane),
            None if is("gateway") => Some(Pack::Gateway),
            None if is("traffic-manager") => Some(Pack::TrafficManager),
            None if is("key-manager") => Some(Pack::KeyManager),
            None => Some(Pack::AllInOne),
        }
    }

    pub(crate) fn roles(&self) -> Vec<Role> {
        match self.pack() {
            Some(Pack::AllInOne) => vec![Role::ControlPlane, Role::Gateway],
            Some(Pack::ControlPlane) => vec![Role::ControlPlane],
            Some(Pack::Gateway) => vec![Role::Gateway],
            Some(Pack::TrafficManager) => vec![Role::TrafficManager],
            Some(Pack::KeyManager) => vec![Role::KeyManager],
            _ => Vec::new(),
        }
    }

    pub(crate) fn node(&self) -> NodeFile {
        NodeFile::from_text(&self.path, self.text.as_str())
    }
}

/// The sets that WSO2's files make: of each release the profiles' templates, and the distributions since 4.5.
pub(crate) fn sets(files: &[CorpusFile]) -> Vec<Vec<&CorpusFile>> {
    let shipped: Vec<&CorpusFile> = files.iter().filter(|file| file.is_shipped).collect();
    let mut releases: Vec<Release> = shipped.iter().map(|file| file.release).collect();
    releases.dedup();
    let mut sets = Vec::new();
    for release in releases {
        let of_release = || shipped.iter().copied().filter(|file| file.release == release);
        let is_template = |file: &&CorpusFile| file.name.starts_with("template-");
        let is_distribution = |file: &&CorpusFile| file.name.ends_with("-deployment.toml");
        sets.push(of_release().filter(is_template).collect());
        sets.push(of_release().filter(is_distribution).collect());
        for pick in [is_template as fn(&&CorpusFile) -> bool, is_distribution] {
            let usual = [Pack::ControlPlane, Pack::Gateway, Pack::TrafficManager];
            let is_usual =
                |file: &&CorpusFile| file.pack().is_some_and(|pack| usual.contains(&pack));
            sets.push(of_release().filter(pick).filter(is_usual).collect());
        }
        // The whole product as control plane, with a profile's gateway beside it.
        let is_whole = |file: &&CorpusFile| file.name == "deployment.toml";
        let is_gateway =
            |file: &&CorpusFile| file.pack() == Some(Pack::Gateway) && is_template(file);
        sets.push(of_release().filter(|file| is_whole(file) || is_gateway(file)).collect());
    }
    sets.retain(|set: &Vec<&CorpusFile>| set.len() > 1);
    sets
}
