//! Law 4 over generated installations whose files went through many hands: comments, keys in another order, odd spacing,
//! other line ends, environments that were commented out. What is read is the same, and rendering it back into those files
//! changes no byte.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

mod support;

use std::collections::BTreeMap;

use gatewright::Topology;
use gatewright::check::NodeFile;
use proptest::prelude::*;
use support::topologies::topology;

/// What a person did to a file.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is drawn on its own")]
struct Hands {
    /// By how many places the keys of a section are turned.
    turned: usize,
    /// One kind of spacing for each line, over and over.
    spacing: Vec<u8>,
    has_comments: bool,
    has_crlf: bool,
    ends_in_newline: bool,
    has_old_environment: bool,
}

fn hands() -> impl Strategy<Value = Hands> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..5_usize, prop::collection::vec(0..6_u8, 1..8), flags).prop_map(
        |(turned, spacing, (has_comments, has_crlf, ends_in_newline, has_old_environment))| Hands {
            turned,
            spacing,
            has_comments,
            has_crlf,
            ends_in_newline,
            has_old_environment,
        },
    )
}

const OLD_ENVIRONMENT: &str = "\n#[[apim.gateway.environment]]\n#name = \"Default\"\n#type = \"hybrid\"\n\
    #service_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n";

impl Hands {
    fn on(&self, text: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        for line in text.lines() {
            if is_entry(line) {
                keys.push(line);
                continue;
            }
            self.write_keys(&mut keys, &mut lines);
            if self.has_comments && line.starts_with('[') {
                lines.push("## by hand: 'see' [the] \"wiki\" = yes".to_owned());
            }
            lines.push(line.to_owned());
        }
        self.write_keys(&mut keys, &mut lines);
        if self.has_old_environment {
            lines.extend(OLD_ENVIRONMENT.lines().map(str::to_owned));
        }
        let newline = if self.has_crlf { "\r\n" } else { "\n" };
        let text = lines.join(newline);
        if self.ends_in_newline { text + newline } else { text }
    }

    fn write_keys(&self, keys: &mut Vec<&str>, lines: &mut Vec<String>) {
        if !keys.is_empty() {
            let by = self.turned % keys.len();
            keys.rotate_left(by);
        }
        for line in keys.drain(..) {
            let (key, value) = line.split_once(" = ").unwrap();
            lines.push(match self.spacing[lines.len() % self.spacing.len()] {
                0 => format!("{key}={value}"),
                1 => format!("  {key} = {value}"),
                2 => format!("{key}\t=  {value}  # {key} = 'old'"),
                3 => format!("{key}= {value} "),
                4 if self.has_comments => format!("# {key} = \"old\"\n{key} = {value}"),
                _ => line.to_owned(),
            });
        }
    }
}

fn is_entry(line: &str) -> bool {
    let begins = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"' || c == '\'');
    begins && line.contains(" = ")
}

fn known(topology: &Topology, texts: &BTreeMap<String, String>) -> Vec<NodeFile> {
    let nodes = topology.nodes().iter();
    nodes
        .map(|node| {
            let name = node.name.as_str();
            NodeFile::from_text(format!("{name}/deployment.toml"), texts[name].as_str())
                .name(name)
                .host(node.host.as_str())
                .roles(node.roles.iter().copied())
                .pack(node.pack)
                .release(topology.release())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_hands_did_to_a_file_is_neither_read_nor_undone(topology in topology(), hands in hands()) {
        let rendered = topology.render().unwrap();
        let texts = |change: &dyn Fn(&str) -> String| -> BTreeMap<String, String> {
            rendered.iter().map(|file| (file.node().to_owned(), change(file.after()))).collect()
        };
        let plain = texts(&str::to_owned);
        let noisy = texts(&|text| hands.on(text));
        let expected = Topology::draft_from_deployment(known(&topology, &plain)).unwrap();
        let read = Topology::draft_from_deployment(known(&topology, &noisy)).unwrap();
        prop_assert_eq!(read.text(), expected.text());
        let Some(read) = read.topology() else {
            // In 3.x only URLs tell the gateways, and those that were given may lead elsewhere.
            prop_assert!(topology.release().is_classic(), "{}", expected.text());
            return Ok(());
        };
        let again = read.render_from(&noisy).unwrap();
        prop_assert!(!again.is_changed(), "{}", again.diff());
        prop_assert!(again.removed_environments().is_empty());
    }
}
