//! From a home, or a text, to a node.

use std::path::{Path, PathBuf};

use gatewright::deployment::{Document, deployment_path};

use super::environment::read_environments;
use super::links::Links;
use super::placeholders::{Surroundings, Values};
use super::{Account, GatewayEnvironment, Link, Pack, Release, ports_of};
use crate::error::{Error, Result};

/// Where a node's description comes from.
#[derive(Clone)]
pub(crate) struct NodeSource {
    pub(crate) name: String,
    pub(crate) home: Option<PathBuf>,
    pub(crate) text: Option<String>,
    pub(crate) release: Option<Release>,
    /// Where nothing else says it.
    pub(crate) fallback: Option<Release>,
    pub(crate) pack: Option<Pack>,
}

/// A node, as its file describes it.
pub(crate) struct NodeFile {
    pub(crate) name: String,
    pub(crate) release: Release,
    pub(crate) pack: Pack,
    pub(crate) offset: u16,
    pub(crate) hostname: String,
    pub(crate) admin: Account,
    pub(crate) environments: Vec<GatewayEnvironment>,
    /// The kinds of gateways that the Publisher offers (4.3).
    pub(crate) gateway_types: Vec<String>,
    pub(crate) links: Links,
    /// `oauth.multiple_client_secrets.enable`, where it is set.
    several_secrets: Option<bool>,
    /// What API-M logs while it takes the file in.
    pub(crate) log: Vec<String>,
}

impl NodeSource {
    /// Reads the node anew: a node that is started again sees its changed file.
    pub(crate) fn read(&self, surroundings: &Surroundings) -> Result<NodeFile> {
        let text = match (&self.text, &self.home) {
            (Some(text), _) => text.clone(),
            (None, Some(home)) => read_file(&deployment_path(home))?,
            (None, None) => String::new(),
        };
        let version = self.version_text();
        let release = self
            .release
            .or_else(|| version.as_deref()?.parse().ok())
            .or(self.fallback)
            .ok_or_else(|| Error::UnknownRelease { node: self.name.clone() })?;
        let pack = self.pack.or_else(|| Pack::from_version_text(version.as_deref()?));
        node(&self.name, &text, release, pack, surroundings)
            .map_err(|message| Error::Refused { node: self.name.clone(), message })
    }

    /// The first line of the home's `bin/version.txt` that says something.
    fn version_text(&self) -> Option<String> {
        let path = self.home.as_ref()?.join("bin").join("version.txt");
        let text = std::fs::read_to_string(path).ok()?;
        text.lines().find(|line| !line.trim().is_empty()).map(str::to_owned)
    }
}

fn read_file(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })
}

fn node(
    name: &str,
    text: &str,
    release: Release,
    pack: Option<Pack>,
    surroundings: &Surroundings,
) -> std::result::Result<NodeFile, String> {
    let document = Document::parse(text);
    if let Some(problem) = document.problems().first() {
        let line = text.get(..problem.span.start).unwrap_or_default().matches('\n').count() + 1;
        return Err(format!(
            "Error parsing deployment configuration: line {line}: {}",
            problem.message
        ));
    }
    let mut values = Values::new(&document, surroundings);
    let offset = offset(&values)?;
    let role = values.text("server.server_role")?.unwrap_or_default();
    let pack = pack.unwrap_or_else(|| Pack::from_role(&role, release));
    for (placeholder, base) in [
        ("mgt.transport.https.port", 9443),
        ("mgt.transport.http.port", 9763),
        ("receiver.url.port", 9611),
        ("auth.url.port", 9711),
        ("jms.port", 5672),
        // Set by the pass-through listener; but WSO2's own files use them on a control plane, too.
        ("http.nio.port", 8280),
        ("https.nio.port", 8243),
    ] {
        values.define(placeholder, shifted(base, offset)?.to_string());
    }
    for port in ports_of(pack, release) {
        shifted(port.base, offset)?;
    }
    values.define("carbon.context", "/");
    values.define("carbon.local.ip", "127.0.0.1");
    let admin = Account {
        username: values.text("super_admin.username")?.unwrap_or_else(|| "admin".to_owned()),
        password: values.text("super_admin.password")?.unwrap_or_else(|| "admin".to_owned()),
    };
    values.define("admin.username", &admin.username);
    values.define("admin.password", &admin.password);
    let (environments, log) = if pack.has_control_plane() {
        read_environments(&values, release).map_err(|message| {
            format!("Unexpected error occurred while parsing configuration: {message}")
        })?
    } else {
        (Vec::new(), Vec::new())
    };
    let local = Link {
        service_url: format!("https://localhost:{}/services/", shifted(9443, offset)?),
        account: admin.clone(),
    };
    Ok(NodeFile {
        name: name.to_owned(),
        release,
        pack,
        offset,
        hostname: values.text("server.hostname")?.unwrap_or_else(|| "localhost".to_owned()),
        links: Links::read(&values, &admin, &local)?,
        admin,
        environments,
        gateway_types: gateway_types(&values)?,
        several_secrets: values
            .text("oauth.multiple_client_secrets.enable")?
            .map(|value| value.eq_ignore_ascii_case("true")),
        log,
    })
}

/// Deployment reference §1.1, "Related keys of `[apim]`": the kinds of gateways that the Publisher offers.
fn gateway_types(values: &Values<'_>) -> std::result::Result<Vec<String>, String> {
    let text = values.text("apim.gateway_type")?.unwrap_or_default();
    let kinds = text.split(',').map(str::trim).filter(|kind| !kind.is_empty());
    let kinds: Vec<String> = kinds.map(str::to_owned).collect();
    Ok(if kinds.is_empty() { vec!["Regular".to_owned()] } else { kinds })
}

/// Deployment reference §3.2: an integer or the text of one; anything else stops the kernel.
fn offset(values: &Values<'_>) -> std::result::Result<u16, String> {
    let Some(text) = values.text("server.offset")? else { return Ok(0) };
    let number = text.replace('_', "");
    let offset: i32 = number
        .trim_start_matches('+')
        .parse()
        .map_err(|_| format!("java.lang.NumberFormatException: For input string: \"{text}\""))?;
    u16::try_from(offset).map_err(|_| {
        format!("an offset of {offset} leaves no port between 1 and 65535 for some of its services")
    })
}

fn shifted(base: u16, offset: u16) -> std::result::Result<u16, String> {
    base.checked_add(offset).ok_or_else(|| format!("port {base} + offset {offset} is above 65535"))
}

impl NodeFile {
    /// A port of this node, after the offset, which was checked when the file was read.
    pub(crate) fn port(&self, base: u16) -> u16 {
        base.saturating_add(self.offset)
    }

    /// True when an OAuth client of an application can have several secrets, which reads then mask: on by default from
    /// 4.7 (REST reference §3.3).
    pub(crate) fn has_several_secrets(&self) -> bool {
        self.release.at_least(4, 7) && self.several_secrets.unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<NodeFile, String> {
        node("n", text, Release::NEWEST, None, &Surroundings::default())
    }

    #[test]
    fn offsets_as_section_3_2_says() {
        assert_eq!(read("").unwrap().port(9443), 9443);
        assert_eq!(read("[server]\noffset = 3\n").unwrap().port(9443), 9446);
        assert_eq!(read("[server]\noffset = \"3\"\n").unwrap().port(9443), 9446);
        for wrong in ["\"one\"", "1.0"] {
            let error = read(&format!("[server]\noffset = {wrong}\n")).err().unwrap();
            assert!(error.contains("NumberFormatException"), "{error}");
        }
        assert!(read("[server]\noffset = 60000\n").err().unwrap().contains("above 65535"));
    }

    #[test]
    fn links_default_to_the_node_itself() {
        let node = read("[server]\noffset = 1\n[super_admin]\nusername = \"boss\"\n").unwrap();
        assert_eq!(node.links.key_manager.service_url, "https://localhost:9444/services/");
        assert_eq!(node.links.key_manager.account.username, "boss");
        assert_eq!(node.links.events, ["tcp://localhost:5673"]);
        assert_eq!(node.links.labels, ["Default"]);
        let blank = read("[apim.key_manager]\nusername = \"\"\n").unwrap();
        assert_eq!(blank.links.key_manager.account.username, "");
    }

    #[test]
    fn the_first_of_two_environments_with_one_name_is_kept() {
        let node = read(
            "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\nhttp_endpoint = \"http://h:1\"\n\
             [[apim.gateway.environment]]\nname = \"A\"\ntype = \"sandbox\"\nhttp_endpoint = \"http://h:2\"\n",
        )
        .unwrap();
        assert_eq!(node.environments.len(), 1);
        assert_eq!(node.environments[0].kind, "hybrid");
        assert_eq!(node.log, ["Duplicate environment name found in api-manager.xml A"]);
    }

    #[test]
    fn what_the_parser_rejects_stops_the_node() {
        assert!(read("[a]\nb = True\n").err().unwrap().starts_with("Error parsing deployment"));
    }
}
