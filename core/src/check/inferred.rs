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
    let unread = match &node.release_source {
        ReleaseSource::Caller => return None,
        ReleaseSource::Pack => return Some(format!("release {newest}, as `bin/version.txt` says")),
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
