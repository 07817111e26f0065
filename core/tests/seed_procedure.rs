//! The original procedure, its files written as its page writes them: the findings are the known flaws of the page, and
//! nothing else. The gateways' revoke endpoint is no such URL, and empty user names and passwords replace the defaults.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "clippy takes only functions marked #[test] for tests"
)]

use gatewright::check::NodeFile;
use gatewright::{Release, Report, Role};

/// What API-M 3.0 ships, as far as the procedure touches it.
const BASE: &str = r#"[server]
hostname = "localhost"
node_ip = "127.0.0.1"
#offset=0
mode = "single" #single or ha
base_path = "${carbon.protocol}://${carbon.host}:${carbon.management.port}"
server_role = "default"

[super_admin]
username = "admin"
password = "admin"
create_admin_account = true

[user_store]
type = "database"

[[apim.gateway.environment]]
name = "Production and Sandbox"
type = "hybrid"
display_in_api_console = true
description = "This is a hybrid gateway that handles both production and sandbox token traffic."
show_as_token_endpoint_url = true
service_url = "https://localhost:${mgt.transport.https.port}/services/"
username= "${admin.username}"
password= "${admin.password}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:${http.nio.port}"
https_endpoint = "https://localhost:${https.nio.port}"

#[apim.key_manager]
#service_url = "https://localhost:${mgt.transport.https.port}/services/"
#username = "$ref{super_admin.username}"
#password = "$ref{super_admin.password}"

[apim.cors]
allow_origins = "*"
"#;

/// Step 4, on both gateways.
const KEY_MANAGER: &str = r#"
[apim.key_manager]
service_url = "https://localhost:9443/services/"
username = ""
password = ""

[apim.oauth_config]
revoke_endpoint = "https://localhost:8243/services/"
"#;

/// Step 5, on the first instance.
const ENVIRONMENTS: &str = r#"
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
display_in_api_console = true
description = "Production Gateway Environment"
show_as_token_endpoint_url = true
service_url = "https://localhost:9444/services/"
username= ""
password= ""
http_endpoint = "http://localhost:8281"
https_endpoint = "https://localhost:8244"

[[apim.gateway.environment]]
name = "Production and Sandbox"
type = "hybrid"
display_in_api_console = true
description = "Hybrid Gateway Environment"
show_as_token_endpoint_url = true
service_url = "https://localhost:9445/services/"
username= ""
password= ""
http_endpoint = "http://localhost:8282"
https_endpoint = "https://localhost:8245"
"#;

/// Instances 1, 2 and 3 from the file of a pack.
fn instances(base: &str) -> [String; 3] {
    let gateway = |offset: u16| {
        let moved = base.replacen("#offset=0\n", &format!("offset={offset}\n"), 1);
        assert_ne!(moved, base, "the file of the pack has a commented-out offset");
        format!("{moved}{KEY_MANAGER}")
    };
    [format!("{}{ENVIRONMENTS}", without_default_environment(base)), gateway(1), gateway(2)]
}

/// The default environment commented out, line by line, as the page asks.
fn without_default_environment(base: &str) -> String {
    let mut is_inside = false;
    let mut text = String::new();
    for line in base.split_inclusive('\n') {
        is_inside = match line.trim() {
            "[[apim.gateway.environment]]" => true,
            line if line.is_empty() || line.starts_with('[') => false,
            _ => is_inside,
        };
        if is_inside {
            text.push('#');
        }
        text.push_str(line);
    }
    text
}

/// A finding as `code file:line`.
fn found(report: &Report) -> Vec<String> {
    let at = |found: &gatewright::Diagnostic| {
        format!("{} {}:{}", found.code, found.path.as_ref().unwrap().display(), found.line.unwrap())
    };
    report.diagnostics().iter().map(at).collect()
}

/// The line of the `nth` occurrence of a text.
fn line_of(text: &str, part: &str, nth: usize) -> usize {
    let (offset, _) = text.match_indices(part).nth(nth).unwrap();
    text[..offset].matches('\n').count() + 1
}

fn expected(texts: &[String; 3], is_classic: bool) -> Vec<String> {
    let mut expected = Vec::new();
    if is_classic {
        for nth in 0..2 {
            let line = line_of(&texts[0], "\nusername= \"\"", nth) + 1;
            expected.push(format!("empty-environment-credentials 1.toml:{line}"));
        }
    }
    for (number, text) in [(2, &texts[1]), (3, &texts[2])] {
        let username = line_of(text, "\nusername = \"\"", 0) + 1;
        expected.push(format!("empty-key-manager-credentials {number}.toml:{username}"));
        let revoke = line_of(text, "\nrevoke_endpoint", 0) + 1;
        expected.push(format!("revoke-endpoint-mismatch {number}.toml:{revoke}"));
    }
    expected
}

/// The three nodes with what may be known of them.
fn nodes(texts: &[String; 3], host: bool, roles: bool, release: Option<Release>) -> Vec<NodeFile> {
    let all = [vec![Role::ControlPlane], vec![Role::Gateway], vec![Role::Gateway]];
    let node = |(at, (text, own)): (usize, (&String, &Vec<Role>))| {
        let mut node = NodeFile::from_text(format!("{}.toml", at + 1), text.as_str());
        if host {
            node = node.host("localhost");
        }
        if roles {
            node = node.roles(own.iter().copied());
        }
        match release {
            Some(release) => node.release(release),
            None => node,
        }
    };
    texts.iter().zip(&all).enumerate().map(node).collect()
}

fn assert_known_flaws(base: &str) {
    let texts = instances(base);
    for (host, roles) in [(false, false), (true, false), (false, true), (true, true)] {
        for release in [None, Some(Release::V3_0), Some(Release::V3_1), Some(Release::V3_2)] {
            let report = gatewright::check(nodes(&texts, host, roles, release)).unwrap();
            let expected = expected(&texts, release.is_some());
            assert_eq!(found(&report), expected, "host {host}, roles {roles}, release {release:?}");
        }
    }
}

#[test]
fn the_procedures_files_have_the_flaws_of_its_page_and_no_others() {
    assert_known_flaws(BASE);
}

#[test]
fn each_of_the_files_alone_has_its_own_flaws() {
    let texts = instances(BASE);
    let all = expected(&texts, false);
    for (at, text) in texts.iter().enumerate() {
        let path = format!("{}.toml", at + 1);
        let report = gatewright::check([NodeFile::from_text(&path, text.as_str())]).unwrap();
        let own: Vec<String> = all.iter().filter(|found| found.contains(&path)).cloned().collect();
        assert_eq!(found(&report), own, "{path}");
    }
}

#[test]
fn plain_paths_give_the_same() {
    let texts = instances(BASE);
    let folder = tempfile::tempdir().unwrap();
    let paths = ["1.toml", "2.toml", "3.toml"].map(|name| folder.path().join(name));
    for (path, text) in paths.iter().zip(&texts) {
        std::fs::write(path, text).unwrap();
    }
    let report = gatewright::check(paths.iter().map(std::path::PathBuf::as_path)).unwrap();
    let names: Vec<String> = found(&report)
        .iter()
        .map(|found| {
            found.replace(&format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR), "")
        })
        .collect();
    assert_eq!(names, expected(&texts, false));
}

#[test]
fn the_file_that_api_m_3_0_ships_gives_the_same() {
    let Some(root) = std::env::var_os("GATEWRIGHT_CORPUS") else {
        eprintln!("skipped: set GATEWRIGHT_CORPUS");
        return;
    };
    let path = std::path::Path::new(&root).join("deployment-toml/3.0.0/deployment.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => assert_known_flaws(&format!("{}\n", text.trim_end())),
        Err(error) => eprintln!("skipped: {}: {error}", path.display()),
    }
}
