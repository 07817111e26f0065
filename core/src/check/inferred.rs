//! What is taken for granted of the nodes although nobody said it, in words.

use super::node::{NodeView, ReleaseSource};
use super::set::DeploymentSet;
use crate::model::{Release, Role};

impl DeploymentSet {
    /// What was read from the packs or inferred from the files, a sentence for all nodes that have it in common.
    pub(super) fn inferred(&self) -> Vec<String> {
        let mut sentences: Vec<(String, Vec<String>)> = Vec::new();
        let mut say = |sentence: String, node: &NodeView| {
            let label = format!("`{}`", node.label);
            match sentences.iter_mut().find(|(said, _)| *said == sentence) {
                Some((_, labels)) => labels.push(label),
                None => sentences.push((sentence, vec![label])),
            }
        };
        for node in self.nodes() {
            if let Some(sentence) = release(node) {
                say(sentence, node);
            }
        }
        for node in self.nodes().filter(|node| !node.roles_are_certain) {
            say(roles(&node.roles), node);
        }
        sentences
            .into_iter()
            .map(|(sentence, labels)| format!("{}: {sentence}", labels.join(", ")))
            .collect()
    }
}

fn release(node: &NodeView) -> Option<String> {
    let (oldest, newest): (Release, Release) = (*node.releases.start(), *node.releases.end());
    let known = (!newest.is_known()).then(|| {
        let known = Release::NEWEST;
        format!("newer than {known}, the newest one that is known here, and judged as {known}")
    });
    let unread = match &node.release_source {
        ReleaseSource::Caller => return known.map(|known| format!("release {newest} is {known}")),
        ReleaseSource::Pack => {
            let known = known.map(|known| format!("; it is {known}")).unwrap_or_default();
            return Some(format!("release {newest}, as `bin/version.txt` says{known}"));
        }
        ReleaseSource::UnreadPack => {
            "`bin/version.txt` names no release that has a `deployment.toml`; "
        }
        ReleaseSource::Nobody => "",
    };
    Some(if oldest == newest {
        format!(
            "{unread}release {newest}, which is that of the other nodes or the only one that has its keys"
        )
    } else {
        format!(
            "{unread}the release is not known: reported is what is wrong in every one from {oldest} to {newest}"
        )
    })
}

fn roles(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    match names.as_slice() {
        [] => "roles unknown, since the file shows none".to_owned(),
        [one] => format!("role {one}, by what the file says"),
        several => format!("roles {}, by what the file says", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::{NodeFile, Release, check};

    fn said(files: &[(&str, Option<&str>)]) -> Vec<String> {
        let files = files.iter().enumerate().map(|(at, (text, release))| {
            let file = NodeFile::from_text(format!("{at}.toml"), *text).roles([]);
            match release {
                Some(release) => file.release(release.parse::<Release>().unwrap()),
                None => file,
            }
        });
        check(files).unwrap().inferred().to_vec()
    }

    #[test]
    fn a_release_that_is_not_known_yet_is_judged_as_the_newest_and_that_is_said() {
        assert_eq!(
            said(&[("", Some("5.0")), ("", Some("4.7"))]),
            [
                "`0.toml`: release 5.0 is newer than 4.7, the newest one that is known here, and judged as 4.7"
            ]
        );
    }

    #[test]
    fn beside_nodes_of_several_releases_one_of_which_nothing_is_said_may_be_of_any() {
        let provider = "[[apim.gateway.environment]]\nname = \"A\"\nprovider = \"wso2\"\n";
        let of = |files: &[(&str, Option<&str>)]| said(files).pop().unwrap();
        assert!(
            of(&[("", Some("3.2")), ("", Some("4.7")), ("", None)]).contains("from 3.0 to 4.7")
        );
        assert!(
            of(&[("", Some("3.2")), ("", Some("4.7")), (provider, None)])
                .contains("from 4.1 to 4.7")
        );
        assert!(
            of(&[("", Some("4.2")), ("", Some("4.2")), ("", None)]).contains("release 4.2, which")
        );
    }
}
