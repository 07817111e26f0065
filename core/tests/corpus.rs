//! The files that WSO2 ships: each reads and writes back byte for byte, and none of them, alone or in its own sets,
//! gives a finding. With `GATEWRIGHT_CORPUS` naming a folder of them, walked whatever it holds; skipped without.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "clippy takes only functions marked #[test] for tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::deployment::{Document, Editor};
use gatewright::{Pack, Release, Role, Severity};

/// One file of the corpus: `<release>/<name>.toml`, or `<release>/it/<name>.toml` from the integration tests.
struct CorpusFile {
    path: PathBuf,
    text: String,
    name: String,
    release: Release,
    is_shipped: bool,
}

fn corpus() -> Option<Vec<CorpusFile>> {
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
    fn pack(&self) -> Option<Pack> {
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

    fn roles(&self) -> Vec<Role> {
        match self.pack() {
            Some(Pack::AllInOne) => vec![Role::ControlPlane, Role::Gateway],
            Some(Pack::ControlPlane) => vec![Role::ControlPlane],
            Some(Pack::Gateway) => vec![Role::Gateway],
            Some(Pack::TrafficManager) => vec![Role::TrafficManager],
            Some(Pack::KeyManager) => vec![Role::KeyManager],
            _ => Vec::new(),
        }
    }

    fn node(&self) -> NodeFile {
        NodeFile::from_text(&self.path, self.text.as_str())
    }
}

/// What a caller may know of the nodes, by name: every combination of release, roles, pack and hosts that differ.
fn ways() -> Vec<(String, impl Fn(&CorpusFile) -> NodeFile)> {
    (0..16_u8)
        .map(|bits| {
            let [release, roles, pack, host] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            let way = move |file: &CorpusFile| {
                let mut node = file.node();
                if release {
                    node = node.release(file.release);
                }
                if roles {
                    node = node.roles(file.roles());
                }
                if let (true, Some(pack)) = (pack, file.pack()) {
                    node = node.pack(pack);
                }
                if host {
                    let name = file.name.trim_end_matches(".toml");
                    node = node.host(format!("{name}.example.com"));
                }
                node
            };
            (format!("release {release}, roles {roles}, pack {pack}, host {host}"), way)
        })
        .collect()
}

/// Holds when the files together give no finding, whatever is known of them.
fn assert_empty(files: &[&CorpusFile]) {
    for (name, way) in ways() {
        let report = gatewright::check(files.iter().map(|file| way(file))).unwrap();
        assert!(report.is_empty(), "with {name}:\n{}", shown(&report));
    }
}

fn shown(report: &gatewright::Report) -> String {
    report.diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_file_reads_and_writes_back_byte_for_byte() {
    for file in corpus().unwrap_or_default() {
        let document = Document::parse(file.text.as_str());
        assert_eq!(document.problems(), [], "{}", file.path.display());
        assert!(document.text() == file.text, "{}", file.path.display());
        let written = Editor::new(&document).unwrap().finish();
        assert!(written == file.text, "{}", file.path.display());
    }
}

#[test]
fn every_shipped_file_alone_gives_an_empty_report() {
    for file in corpus().unwrap_or_default().iter().filter(|file| file.is_shipped) {
        assert_empty(&[file]);
    }
}

/// The sets that WSO2's files make: of each release the profiles' templates, and the distributions since 4.5.
#[test]
fn every_shipped_set_gives_an_empty_report() {
    let files: Vec<CorpusFile> =
        corpus().unwrap_or_default().into_iter().filter(|file| file.is_shipped).collect();
    let mut releases: Vec<Release> = files.iter().map(|file| file.release).collect();
    releases.dedup();
    let mut sets = 0;
    for release in releases {
        let of_release: Vec<&CorpusFile> =
            files.iter().filter(|file| file.release == release).collect();
        let is_template = |file: &&&CorpusFile| file.name.starts_with("template-");
        let is_distribution = |file: &&&CorpusFile| file.name.ends_with("-deployment.toml");
        let mut candidates: Vec<Vec<&CorpusFile>> = vec![
            of_release.iter().filter(is_template).copied().collect(),
            of_release.iter().filter(is_distribution).copied().collect(),
        ];
        for pick in [is_template as fn(&&&CorpusFile) -> bool, is_distribution] {
            let usual = [Pack::ControlPlane, Pack::Gateway, Pack::TrafficManager];
            let is_usual =
                |file: &&&CorpusFile| file.pack().is_some_and(|pack| usual.contains(&pack));
            candidates.push(of_release.iter().filter(pick).filter(is_usual).copied().collect());
        }
        // The whole product as control plane, with a profile's gateway beside it.
        let is_whole = |file: &&&CorpusFile| file.name == "deployment.toml";
        let is_gateway =
            |file: &&&CorpusFile| file.pack() == Some(Pack::Gateway) && is_template(file);
        candidates.push(
            of_release.iter().filter(|file| is_whole(file) || is_gateway(file)).copied().collect(),
        );
        for set in candidates.iter().filter(|set| set.len() > 1) {
            sets += 1;
            assert_empty(set);
        }
    }
    assert!(files.is_empty() || sets > 0, "no set in the corpus");
}

/// Not a promise, but worth knowing: `cargo test --test corpus -- --nocapture` prints how many notes each rule has.
#[test]
fn with_notes_no_shipped_file_gives_more_than_notes() {
    let mut counts: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
    for file in corpus().unwrap_or_default() {
        let mut node = file.node().release(file.release).roles(file.roles());
        if let Some(pack) = file.pack() {
            node = node.pack(pack);
        }
        let report = check_with([node], &CheckOptions::new().notes(true)).unwrap();
        let notes = || report.diagnostics().iter().filter(|found| found.severity == Severity::Note);
        assert!(!file.is_shipped || notes().count() == report.diagnostics().len());
        let codes: BTreeSet<&str> = notes().map(|found| found.code).collect();
        for code in codes {
            let (files, findings) = counts.entry((file.is_shipped, code)).or_default();
            *files += 1;
            *findings += notes().filter(|found| found.code == code).count();
        }
    }
    for ((is_shipped, code), (files, findings)) in counts {
        let kind = if is_shipped { "shipped" } else { "integration-test" };
        eprintln!("{findings} notes {code} in {files} {kind} files");
    }
}

#[test]
fn no_file_of_the_integration_tests_gives_an_error() {
    for file in corpus().unwrap_or_default().iter().filter(|file| !file.is_shipped) {
        for (name, way) in ways() {
            let report = gatewright::check([way(file)]).unwrap();
            assert_eq!(report.count(Severity::Error), 0, "with {name}:\n{}", shown(&report));
        }
    }
}
