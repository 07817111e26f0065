//! From what the caller named to the files: a file itself, the home of a node, or a folder with homes below it; and the
//! release that a home's pack says.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::node_file::{NodeFile, VersionFile};
use crate::deployment::{DEPLOYMENT_TOML, deployment_path};
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::model::Release;

/// What a pack says of itself, below its home.
///
/// Source: deployment-toml.md, "Finding the release".
const VERSION_TXT: [&str; 2] = ["bin", "version.txt"];

/// What the packs call themselves: `WSO2 API Manager`, since 4.5 also `WSO2 API Control Plane`, `WSO2 Universal Gateway`,
/// `WSO2 Traffic Manager`; and their file names (`wso2am-4.7.0`).
const API_MANAGER: [&str; 5] = ["api ", "apim", "wso2am", "gateway", "traffic manager"];

/// The files of a call, each with the release of its pack where nobody said one. A home found below a folder that is
/// named by itself as well is taken once, with what was said of it there.
pub(crate) fn resolve(given: impl IntoIterator<Item = NodeFile>) -> Result<Vec<NodeFile>> {
    let mut places = Vec::new();
    for file in given {
        places.push(place(file)?);
    }
    let mut taken: HashSet<PathBuf> = HashSet::new();
    for place in &places {
        if let Place::File(file) = place {
            taken.extend(fs::canonicalize(&file.path));
        }
    }
    let mut resolved = Vec::new();
    for place in places {
        match place {
            Place::File(file) => resolved.push(with_release(file)?),
            Place::Tree(tree, homes) => {
                let mut own: Vec<PathBuf> =
                    homes.iter().map(|home| deployment_path(home)).collect();
                own.retain(|path| {
                    taken.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone()))
                });
                // A name is one node's.
                let name = tree.name.clone().filter(|_| own.len() == 1);
                for path in own {
                    resolved.push(with_release(NodeFile {
                        path,
                        name: name.clone(),
                        ..tree.clone()
                    })?);
                }
            }
        }
    }
    Ok(resolved)
}

/// One file, or the file of one home.
pub(crate) fn resolve_one(file: NodeFile) -> Result<NodeFile> {
    match place(file)? {
        Place::File(file) => Ok(file),
        Place::Tree(tree, _) => Err(no_file(
            &tree.path,
            "is a directory and no home of a node: name the home, or the file itself",
        )),
    }
}

/// The home that a path of a `deployment.toml` is in.
pub(crate) fn home_of(path: &Path) -> Option<&Path> {
    let home = path.ancestors().nth(3)?;
    (deployment_path(home) == path).then_some(home)
}

enum Place {
    File(NodeFile),
    /// A folder, and the homes below it.
    Tree(NodeFile, Vec<PathBuf>),
}

fn place(mut file: NodeFile) -> Result<Place> {
    if file.text.is_some() || !file.path.is_dir() {
        return Ok(Place::File(file));
    }
    let own = deployment_path(&file.path);
    if own.exists() {
        file.path = own;
        return Ok(Place::File(file));
    }
    let homes = homes_below(&file.path)?;
    if homes.is_empty() {
        let why = format!(
            "is a directory, and neither it nor a folder below it has a `{DEPLOYMENT_TOML}`: name the home of a node, a \
             folder with homes, or the file itself"
        );
        return Err(no_file(&file.path, &why));
    }
    Ok(Place::Tree(file, homes))
}

/// The homes below a folder, ordered by path. A link to a home counts, unless the home itself is there as well; other
/// links to folders are not followed, because they may lead anywhere.
fn homes_below(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<(PathBuf, bool)> = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let failed = |source| {
            Error::io(
                "unreadable-file",
                "read",
                &folder,
                source,
                "check its permissions, or name the homes one by one",
            )
        };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            if !kind.is_dir() && !kind.is_symlink() {
                continue;
            }
            if deployment_path(&path).exists() {
                found.push((path, kind.is_symlink()));
            } else if kind.is_dir() {
                folders.push(path);
            }
        }
    }
    // Homes themselves before links to them.
    found.sort_by(|(one, one_is_link), (other, other_is_link)| {
        (one_is_link, one).cmp(&(other_is_link, other))
    });
    let mut seen = HashSet::new();
    let mut homes: Vec<PathBuf> = found.into_iter().map(|(home, _)| home).collect();
    homes.retain(|home| seen.insert(fs::canonicalize(home).unwrap_or_else(|_| home.clone())));
    homes.sort();
    Ok(homes)
}

fn with_release(mut file: NodeFile) -> Result<NodeFile> {
    if file.release.is_some() || file.text.is_some() || file.version_file.is_some() {
        return Ok(file);
    }
    let Some(home) = home_of(&file.path) else { return Ok(file) };
    let path = VERSION_TXT.iter().fold(home.to_path_buf(), |path, part| path.join(part));
    if path.exists() {
        file.release = release_in(&files::read(&path)?);
        file.version_file = Some(match file.release {
            Some(_) => VersionFile::NamesRelease,
            None => VersionFile::NamesNone,
        });
    }
    Ok(file)
}

/// The release that a `version.txt` names: `WSO2 API Manager v4.7.0`, `WSO2 API Manager-3.2.0`, with an update level after
/// it or without. Other products of WSO2's have releases of their own, and a home in the same tree.
fn release_in(text: &str) -> Option<Release> {
    let lower = text.to_ascii_lowercase();
    let is_named = lower.contains(|c: char| c.is_ascii_alphabetic());
    // `WSO2 API Microgateway` and the Micro Integrator are products of their own.
    let is_other = lower.contains("micro") || !API_MANAGER.iter().any(|name| lower.contains(name));
    if is_named && is_other {
        return None;
    }
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let mut numbers = word.split('.');
        format!("{}.{}", numbers.next()?, numbers.next()?).parse().ok()
    })
}

fn no_file(path: &Path, why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, "not-a-file", format!("`{}` {why}", path.display()))
        .with_context("path", path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(home: &Path, version: Option<&str>) {
        let path = deployment_path(home);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "[server]\n").unwrap();
        if let Some(version) = version {
            fs::create_dir_all(home.join("bin")).unwrap();
            fs::write(home.join("bin/version.txt"), version).unwrap();
        }
    }

    #[test]
    fn releases_are_read_in_the_forms_packs_have() {
        for (text, release) in [
            ("WSO2 API Manager v4.7.0\n", Some(Release::V4_7)),
            ("WSO2 API Manager-3.2.0", Some(Release::V3_2)),
            ("\n\nWSO2 API Control Plane v4.6.0.12\n", Some(Release::V4_6)),
            ("wso2am-4.0.0.12", Some(Release::V4_0)),
            ("WSO2 Universal Gateway v4.6.0", Some(Release::V4_6)),
            ("WSO2 Traffic Manager v4.5.0", Some(Release::V4_5)),
            ("4.3.0", Some(Release::V4_3)),
            ("WSO2 Identity Server v5.11.0", None),
            ("WSO2 Identity Server v7.0.0", None),
            ("WSO2 Micro Integrator 4.2.0", None),
            ("WSO2 API Microgateway 3.2.0", None),
            ("WSO2 API Manager v2.6.0", None),
            ("WSO2 API Manager", None),
            ("", None),
        ] {
            assert_eq!(release_in(text), release, "{text}");
        }
    }

    #[test]
    fn a_tree_has_its_homes_and_what_is_said_of_one_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        install(&root.join("cp"), Some("WSO2 API Manager v4.2.0\n"));
        install(&root.join("eu/gw 2"), None);
        install(&root.join("eu/gw 1"), Some("nothing"));
        // What is within a home is the node's own.
        install(&root.join("cp/backup"), None);
        fs::create_dir_all(root.join("empty/folder")).unwrap();
        let tree = NodeFile::new(root).host("h").name("tree");
        let files = resolve([tree, NodeFile::new(root.join("eu/gw 1")).name("gw1")]).unwrap();
        let found: Vec<_> = files
            .iter()
            .map(|file| {
                let home = home_of(&file.path).unwrap().strip_prefix(root).unwrap();
                (home.to_str().unwrap(), file.name.as_deref(), file.host.as_deref(), file.release)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("cp", None, Some("h"), Some(Release::V4_2)),
                ("eu/gw 2", None, Some("h"), None),
                ("eu/gw 1", Some("gw1"), None, None),
            ]
        );
        assert_eq!(files[2].version_file, Some(VersionFile::NamesNone));
        assert_eq!(resolve(files.clone()).unwrap().len(), 3, "files stay files");
    }

    #[test]
    fn what_was_said_comes_before_what_the_pack_says() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), Some("WSO2 API Manager v4.2.0"));
        let file = NodeFile::new(folder.path()).release(Release::V4_3).name("all");
        let [file] = resolve([file]).unwrap().try_into().unwrap();
        assert_eq!((file.release, file.name.as_deref()), (Some(Release::V4_3), Some("all")));
        assert!(file.version_file.is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_home_counts_once_and_other_links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let root = folder.path();
        install(&root.join("wso2am-4.7.0"), None);
        install(&elsewhere.path().join("gw"), None);
        symlink(root.join("wso2am-4.7.0"), root.join("current")).unwrap();
        symlink(elsewhere.path().join("gw"), root.join("gw")).unwrap();
        symlink(elsewhere.path(), root.join("more")).unwrap();
        symlink(root, root.join("round")).unwrap();
        let homes = homes_below(root).unwrap();
        assert_eq!(homes, [root.join("gw"), root.join("wso2am-4.7.0")]);
    }

    #[test]
    fn a_folder_without_a_home_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = resolve([NodeFile::new(folder.path())]).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-a-file"));
        install(&folder.path().join("a"), None);
        let error = resolve_one(NodeFile::new(folder.path())).unwrap_err();
        assert!(error.message().contains("no home of a node"), "{error}");
        let one = resolve_one(NodeFile::new(folder.path().join("a"))).unwrap();
        assert_eq!(one.path, deployment_path(&folder.path().join("a")));
    }
}
