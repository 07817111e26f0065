//! Law 10 of the design: random cases, with what came out in Rust as what is expected. They are written to a file of the
//! same form as those of `behaviour/cases`, which the runners of Python and Node run as well.

use std::path::PathBuf;
use std::{env, fs};

use gatewright::Topology;
use libtest_mimic::Trial;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};

use crate::cases::Case;
use crate::run;
use crate::support::topologies::topology;

/// Without `PROPTEST_CASES`, of which it is a quarter otherwise: each renders a topology.
const CASES: u32 = 64;

/// What a key of a `publications.toml` may well be, and what anything may be.
const KEYS: [(&str, &[&str]); 14] = [
    ("name", &["\"Pets\"", "\"Zoë's 💡\""]),
    ("version", &["\"1.0.0\"", "\"2\""]),
    ("openapi", &["\"pets.yaml\"", "\"missing.yaml\""]),
    ("context", &["\"/pets\"", "\"/é\""]),
    ("production_endpoint", &["\"https://be.example.com\"", "\"https://$env{HOST}/a\""]),
    ("sandbox_endpoint", &["\"http://sandbox.example.com:8080/x\"", "\"$env{HOST}\""]),
    ("plans", &["[\"Gold\"]", "[\"Unlimited\", \"Brönze\"]"]),
    ("transports", &["[\"https\"]", "[\"http\", \"https\"]"]),
    ("project", &["\"toys\""]),
    ("parameters", &["\"params.yaml\""]),
    ("environments", &["[\"@0\"]", "[\"@0\", { name = \"@1\", virtual_host = \"$env{HOST}\" }]"]),
    ("lifecycle", &["\"published\"", "\"unchanged\"", "\"blocked\""]),
    ("display_on_devportal", &["false"]),
    ("endpoint", &["\"https://be\""]),
];
const VALUES: [&str; 12] = [
    "\"\"",
    "1",
    "true",
    "[]",
    "\"$env{MISSING}\"",
    "\"$ref{a.b}\"",
    "{ name = \"x\" }",
    "[1, 2]",
    "\"Published\"",
    "2026-01-01",
    "[\"💡\", \"nowhere\"]",
    "\"a\\tb\"",
];
/// What a slip of the hand puts into a file.
const SLIPS: [&str; 16] = [
    "\"",
    "=",
    "[",
    "]",
    "\n",
    "é",
    "💡",
    "#",
    "\t",
    "{",
    "'''",
    "$env{X}",
    "\u{feff}",
    "\r\n",
    "\\",
    "name = 'x'\n",
];

/// A place in a text, how many characters are taken away there, and what is put there instead.
type Slip = (Index, usize, &'static str);

/// What one case is about.
#[derive(Clone, Debug)]
struct Drawn {
    topology: Topology,
    topology_slips: Vec<Slip>,
    publications: String,
    publications_slips: Vec<Slip>,
    /// Which node's file is checked.
    file: Index,
    file_slips: Vec<Slip>,
    format: &'static str,
}

pub(crate) fn trial() -> Trial {
    Trial::test("law 10: random cases give the same in the other languages", || {
        write().map_err(Into::into)
    })
}

/// Where the cases are written.
fn file() -> PathBuf {
    env::var_os("GATEWRIGHT_RANDOM_CASES").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random-cases.json"),
        PathBuf::from,
    )
}

fn write() -> Result<(), String> {
    let count = env::var("PROPTEST_CASES").ok().and_then(|count| count.parse::<u32>().ok());
    let count = count.map_or(CASES, |count| count.div_ceil(4));
    let mut runner = TestRunner::default();
    let mut cases = Vec::new();
    for number in 1..=count {
        let drawn = drawn().new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        let mut case = drawn.case(number);
        case["steps"] = run::record(&Case::new("random", &case, None))?.into();
        // Once more: what came out is what comes out.
        run::run(&Case::new("random", &case, None))
            .map_err(|problem| format!("{problem}\n{case:#}"))?;
        cases.push(case);
    }
    let text = json!({ "schema_version": 1, "cases": cases }).to_string();
    fs::write(file(), text).map_err(|error| format!("{}: {error}", file().display()))
}

fn drawn() -> impl Strategy<Value = Drawn> {
    // A property without a value, or with a common word, would be a secret that is found everywhere.
    let topology = topology().prop_filter("a secret that is a word", |topology| {
        let properties = topology.environments().iter().flat_map(|one| one.properties.values());
        properties.into_iter().all(|value| value.expose().len() > 8)
    });
    let formats = select(vec!["text", "json", "sarif", "junit", "github"]);
    (topology, slips(), publications(), slips(), any::<Index>(), slips(), formats).prop_map(
        |(topology, topology_slips, publications, publications_slips, file, file_slips, format)| {
            Drawn {
                topology,
                topology_slips,
                publications,
                publications_slips,
                file,
                file_slips,
                format,
            }
        },
    )
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let slip = (any::<Index>(), 0..3_usize, select(&SLIPS[..]));
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(slip, 1..4)]
}

fn publications() -> impl Strategy<Value = String> {
    let line = (select(&KEYS[..]), any::<Index>(), prop::bool::weighted(0.15), select(&VALUES[..]));
    let line = line.prop_map(|((key, usual), at, is_odd, odd)| {
        format!("{key} = {}\n", if is_odd { odd } else { at.get(usual) })
    });
    let sound = select(vec![
        "name = \"Cats\"\nversion = \"1.0.0\"\nenvironments = [\"@0\"]\n",
        "openapi = \"pets.yaml\"\ncontext = \"/pets\"\nenvironments = [\"@0\", \"@1\"]\n",
        "project = \"toys\"\nenvironments = [\"@1\"]\n",
        "name = \"Zoë's 💡\"\nversion = \"2\"\nenvironments = [\"nowhere\"]\n",
        "openapi = \"missing.yaml\"\n",
    ]);
    let lines = prop_oneof![
        3 => Just(Vec::new()),
        2 => prop::collection::vec(line.clone(), 1..3),
    ];
    let table = (sound, lines);
    let table =
        table.prop_map(|(sound, lines)| format!("\n[[publication]]\n{sound}{}", lines.concat()));
    let usual = "lifecycle = \"unchanged\"\nplans = [\"Gold\"]\n".to_owned();
    let lines = prop_oneof![3 => Just(vec![usual]), 2 => prop::collection::vec(line, 0..3)];
    let defaults = prop::option::weighted(0.5, lines);
    let defaults = defaults.prop_map(|lines| {
        lines.map_or_else(String::new, |lines| format!("\n[defaults]\n{}", lines.concat()))
    });
    let version = select(vec!["schema_version = 1\n", "", "# Ä 💡\n", "schema_version = 1 # é\n"]);
    (version, defaults, prop::collection::vec(table, 1..4))
        .prop_map(|(version, defaults, tables)| format!("{version}{defaults}{}", tables.concat()))
}

/// The text with its slips.
fn slipped(text: &str, slips: &[Slip]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (at, taken, put) in slips {
        let start = at.index(characters.len() + 1);
        let end = (start + taken).min(characters.len());
        characters.splice(start..end, put.chars());
    }
    characters.into_iter().collect()
}

impl Drawn {
    fn case(&self, number: u32) -> Json {
        let names: Vec<&str> =
            self.topology.environments().iter().map(|one| one.name.as_str()).collect();
        let mut publications = self.publications.clone();
        for (index, stand_in) in ["@0", "@1"].iter().enumerate() {
            let name = names.get(index).or(names.first()).copied().unwrap_or("Production");
            publications = publications.replace(stand_in, name);
        }
        let mut files = Map::new();
        let text = |text: &str| json!({ "text": text });
        files.insert(
            "pets.yaml".to_owned(),
            text("openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\npaths: {}\n"),
        );
        files.insert(
            "toys/api.yaml".to_owned(),
            text("type: api\ndata: {name: Toys, version: '2', context: /toys, lifeCycleStatus: BLOCKED}\n"),
        );
        let mut steps = vec![
            json!({
                "call": "Publications.parse", "as": "publications",
                "arguments": {
                    "text": slipped(&publications, &self.publications_slips), "base": "{dir}",
                    "variables": { "HOST": "gw.example.com" },
                },
            }),
            json!({
                "call": "Topology.parse", "as": "topology",
                "arguments": { "text": slipped(&self.topology.to_toml(), &self.topology_slips) },
            }),
            json!({
                "call": "Publications.check", "on": "publications",
                "arguments": { "topology": { "$variable": "topology" } },
            }),
            json!({ "call": "Topology.render", "on": "topology", "arguments": {} }),
        ];
        if let Ok(rendered) = self.topology.render() {
            let file = self.file.get(rendered.files());
            let text = slipped(file.after(), &self.file_slips);
            steps.push(json!({
                "call": "check", "as": "report",
                "arguments": { "files": [{ "path": "deployment.toml", "text": text }] },
            }));
            steps.push(json!({
                "call": "Report.format", "on": "report", "arguments": { "format": self.format },
            }));
        }
        json!({ "name": format!("random case {number}"), "files": files, "steps": steps })
    }
}
