//! A `server_role` from which API-M infers nothing.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Release;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unknown-server-role",
    severity: Severity::Warning,
    summary: "API-M infers nothing from this `server_role`.",
    documentation: r#"## What it finds

A `[server] server_role` that no release from 3.0 to 4.7 knows. When the release is known, also a role that only other
releases know: a note, because WSO2's own templates and charts of 4.5 to 4.7 still say `gateway-worker` and the like.

| release | roles |
|---|---|
| 3.0, 3.1 | `default`, `gateway-worker`, `api-key-manager`, `api-publisher`, `api-store`, `traffic-manager` |
| 3.2 | the same with `api-devportal` |
| 4.0, 4.1 | also `control-plane`, and the 3.x names with `-deprecated` |
| 4.2–4.4 | `default`, `gateway-worker`, `control-plane`, `traffic-manager`, `api-key-manager-deprecated` |
| 4.5–4.7 | `default` |

## Why it hurts

From a known role API-M infers settings: `gateway-worker` switches off the deployment of policies and the indexing,
`control-plane` the loading of APIs. An unknown one is accepted in silence, and the node runs with the defaults of the
whole product.

## Example

```toml
[server]
server_role = "gateway"
```

## How to fix it

Write the profile's name, `gateway-worker`; since 4.5, where each distribution is one role already, `default`.
"#,
};

/// What each release's `infer.json` knows: the first and the last release, and the roles.
const KNOWN: [(Release, Release, &[&str]); 6] = [
    (Release::V3_0, Release::V4_7, &["default"]),
    (Release::V3_0, Release::V4_4, &["gateway-worker", "traffic-manager"]),
    (Release::V3_0, Release::V4_1, &["api-key-manager", "api-publisher", "api-store"]),
    (Release::V3_2, Release::V4_1, &["api-devportal"]),
    (Release::V4_0, Release::V4_4, &["control-plane", "api-key-manager-deprecated"]),
    (
        Release::V4_0,
        Release::V4_1,
        &["api-publisher-deprecated", "api-devportal-deprecated", "api-store-deprecated"],
    ),
];
/// The name of a profile, whose template says `control-plane`.
const PROFILE: &str = "api-key-manager-node";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    set.nodes().for_each(|node| judge(node, sink));
}

fn judge(node: &NodeView, sink: &mut Sink) {
    let Some(item) = node.get("server.server_role") else { return };
    let Some(role) = item.as_str().filter(|role| !role.contains('$')) else { return };
    let releases: Vec<(Release, Release)> = KNOWN
        .into_iter()
        .filter(|(.., roles)| roles.contains(&&*role))
        .map(|(first, last, _)| (first, last))
        .collect();
    let newest = *node.releases.end();
    let knows = |release: Release| {
        let release = release.min(Release::V4_7);
        releases.iter().any(|(first, last)| (*first..=*last).contains(&release))
    };
    let message = format!("API-M infers nothing from the role {}", quoted(&role));
    if releases.is_empty() && role != PROFILE {
        let found = sink.report(
            &RULE,
            Some(&node.at(item)),
            format!("{message}: it runs with the defaults of the whole product"),
        );
        match near(&role) {
            Some(near) => {
                let edit = node.edit(item.span(), format!("\"{near}\""));
                found
                    .help(format!("did you mean `{near}`?"))
                    .fix(Fix::new(Safety::Unsafe, vec![edit]));
            }
            None => {
                found.help(
                    "write `default`, or the profile's name up to 4.4, such as `gateway-worker` or `control-plane`",
                );
            }
        }
    } else if node.releases.start() == node.releases.end() && !knows(newest) {
        let help = if newest >= Release::V4_5 {
            "write `default`"
        } else {
            "write the role of this release"
        };
        sink.report(&RULE, Some(&node.at(item)), format!("{message} in {newest}"))
            .severity(Severity::Note)
            .help(help);
    }
}

/// The role that is probably meant: nearly the same letters, or a part of its name.
fn near(role: &str) -> Option<&'static str> {
    let role = role.trim().to_lowercase().replace(['_', ' '], "-");
    match role.as_str() {
        "gateway" | "gw" => return Some("gateway-worker"),
        "tm" => return Some("traffic-manager"),
        "cp" => return Some("control-plane"),
        _ => {}
    }
    KNOWN
        .into_iter()
        .flat_map(|(.., roles)| roles)
        .map(|known| (strsim::osa_distance(&role, known), *known))
        .filter(|(distance, known)| *distance <= 2 && distance * 3 <= known.len())
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed, notes};
    use crate::model::Release;

    const CODE: &str = "unknown-server-role";

    fn role(role: &str) -> String {
        format!("[server]\nserver_role = \"{role}\"\n")
    }

    #[test]
    fn roles_of_no_release_are_found() {
        for (wrong, meant) in [
            ("gateway", Some("gateway-worker")),
            ("Gateway-Worker", Some("gateway-worker")),
            ("control_plane", Some("control-plane")),
            ("traffic-manger", Some("traffic-manager")),
            ("publisher-and-more", None),
        ] {
            let text = role(wrong);
            assert_found(CODE, [file(&text)], &[("2:15", wrong)]);
            let found = &findings(CODE, [file(&text)])[0];
            match meant {
                Some(meant) => assert_eq!(fixed(&text, found), role(meant)),
                None => assert!(found.fix.is_none()),
            }
        }
    }

    #[test]
    fn roles_of_other_releases_are_noted_when_the_release_is_known() {
        for (name, release, count) in [
            ("gateway-worker", Release::V4_7, 1),
            ("gateway-worker", Release::V4_4, 0),
            ("control-plane", Release::V3_2, 1),
            ("api-store", Release::V3_0, 0),
            ("api-devportal", Release::V3_0, 1),
            ("default", Release::V4_7, 0),
            ("api-key-manager-node", Release::V4_3, 1),
        ] {
            let text = role(name);
            assert_silent(CODE, [file(&text).release(release)]);
            assert_eq!(
                notes(CODE, [file(&text).release(release)]).len(),
                count,
                "{name} {release}"
            );
            assert_eq!(notes(CODE, [file(&text)]), [], "{name}");
        }
        assert_silent(CODE, [file(&role("$env{ROLE}"))]);
    }
}
