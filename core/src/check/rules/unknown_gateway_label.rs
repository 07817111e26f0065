//! A gateway asks for the APIs of an environment that does not exist.

use std::collections::HashSet;

use crate::check::gateways::{DEFAULT_LABEL, GATEWAY_LABELS, Labels, environment_names};
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Location, Rule, Safety, Severity, Sink};
use crate::model::Role;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unknown-gateway-label",
    severity: Severity::Error,
    summary: "A gateway's label is the name of no environment.",
    documentation: r#"## What it finds

Since 4.0: an entry of `[apim.sync_runtime_artifacts.gateway] gateway_labels` on a gateway that equals the name of no
`[[apim.gateway.environment]]` of the control plane. Names are compared exactly, upper and lower case included. A gateway
without the key asks for `Default`.

It needs the control plane's file as well, and speaks only when the names in it are valid and unique. When the control
plane's file has no environment at all, it is a warning, and `Default` is not judged.

## Why it hurts

A gateway of 4.0 to 4.7 loads what carries one of its labels. With a label that no environment has it loads nothing:
APIs are deployed without complaint, calls answer 404, and the gateway logs `Environment not found for label`
(api-manager#5042, api-manager#4613).

## Example

```toml
[apim.sync_runtime_artifacts.gateway]
gateway_labels = ["production gateway"]
```

The control plane's environment is called `Production Gateway`.

## How to fix it

Write the environment's name as it stands in the control plane's file: `gateway_labels = ["Production Gateway"]`. An
environment that was added in the Admin Portal is in no file: leave the control plane's file out of the check, or write
the environment into it.
"#,
};

/// Names beyond these are not searched for one that is spelt alike.
const SEARCHED: usize = 1000;

/// A label that is no environment's name.
struct Unknown<'s> {
    node: &'s NodeView,
    /// `None` for the label that a gateway has without being told.
    label: Option<String>,
    item: Option<Item<'s>>,
    location: Location,
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let Some(names) = names(set) else { return };
    for unknown in unknown(set, &names) {
        let message = match &unknown.label {
            Some(label) => format!(
                "the label {} is the name of no environment of the control plane: `{}` loads none of its APIs",
                quoted(label),
                unknown.node.label
            ),
            None => format!(
                "`{}` has no `gateway_labels` and asks for `{DEFAULT_LABEL}`, which is the name of no environment of \
                 the control plane",
                unknown.node.label
            ),
        };
        let severity = if names.is_empty() { Severity::Warning } else { Severity::Error };
        let label = unknown.label.as_deref().unwrap_or(DEFAULT_LABEL);
        let report = sink.report(&RULE, Some(&unknown.location), message).severity(severity);
        let near = near(set, label);
        let report = report.help(help(set, &names, near.as_deref()));
        if let (Some(near), Some(item)) = (near, unknown.item)
            && near.chars().all(|c| c != '"' && c != '\\' && !c.is_control())
        {
            let edit = unknown.node.edit(item.span(), format!("\"{near}\""));
            report.fix(Fix::new(Safety::Unsafe, vec![edit]));
        }
    }
}

/// True when some gateway's label is reported by this rule: it is probably meant for one of the environments that then
/// have no gateway.
pub(super) fn finds_any(set: &DeploymentSet) -> bool {
    names(set).is_some_and(|names| !unknown(set, &names).is_empty())
}

/// The environments that labels can name; `None` when nothing can be said.
fn names(set: &DeploymentSet) -> Option<HashSet<String>> {
    set.control_planes().next().filter(|_| !set.some_is_unreadable())?;
    let names = environment_names(set)?;
    let is_certain = set.control_planes().any(|node| node.roles_are_certain);
    (is_certain || !names.is_empty()).then_some(names)
}

fn unknown<'s>(set: &'s DeploymentSet, names: &HashSet<String>) -> Vec<Unknown<'s>> {
    let mut found = Vec::new();
    // The whole product ships a label; whether its own gateway is used at all, only the caller knows.
    let is_judged = |node: &&NodeView| {
        node.has_role(Role::Gateway)
            && (node.roles_are_certain || !node.is_control_plane())
            && node.certainly(|release| !release.is_classic())
    };
    for node in set.nodes().filter(is_judged) {
        match Labels::of(node) {
            Labels::Off => {}
            Labels::Absent => {
                let is_unknown = !names.is_empty() && !names.contains(DEFAULT_LABEL);
                // WSO2 tests the whole product with other environments and without the key.
                if is_unknown && node.roles_are_certain && !node.is_control_plane() {
                    let section =
                        GATEWAY_LABELS.rsplit_once('.').map_or("", |(section, _)| section);
                    let location = node.at_first_of(&[section, "server"]);
                    found.push(Unknown { node, label: None, item: None, location });
                }
            }
            Labels::Written { labels, .. } => {
                for item in labels {
                    let Some(label) = item.as_scalar() else { continue };
                    let is_known =
                        names.contains(&*label) || (names.is_empty() && label == DEFAULT_LABEL);
                    if !is_known {
                        let label = Some(label.into_owned());
                        found.push(Unknown {
                            node,
                            label,
                            item: Some(item),
                            location: node.at(item),
                        });
                    }
                }
            }
        }
    }
    found
}

/// The names of the environments in the order of the files, as many as are searched.
fn names_in_order(set: &DeploymentSet) -> impl Iterator<Item = String> {
    set.control_planes()
        .flat_map(NodeView::environments)
        .filter_map(|environment| environment.name().map(std::borrow::Cow::into_owned))
        .take(SEARCHED)
}

/// The name that a label probably means.
fn near(set: &DeploymentSet, label: &str) -> Option<String> {
    let folded = label.trim().to_lowercase();
    names_in_order(set)
        .map(|name| (strsim::osa_distance(&folded, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 2 && distance * 3 <= name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn help(set: &DeploymentSet, names: &HashSet<String>, near: Option<&str>) -> String {
    if let Some(name) = near {
        return format!("did you mean `{name}`? write `gateway_labels = [\"{name}\"]`");
    }
    let in_order: Vec<String> = names_in_order(set).take(4).collect();
    let mut shown: Vec<String> = in_order.iter().map(|name| format!("`{name}`")).collect();
    if names.len() > shown.len() {
        shown.push(format!("{} more", names.len() - shown.len()));
    }
    if shown.is_empty() {
        return "add an `[[apim.gateway.environment]]` of that name to the control plane's file"
            .to_owned();
    }
    format!(
        "write the name of an environment ({}), or add one of that name to the control plane",
        shown.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings};
    use crate::diagnostic::Severity;
    use crate::model::{Release, Role};

    const CODE: &str = "unknown-gateway-label";

    fn control_plane(names: &[&str]) -> NodeFile {
        let environment = |name: &&str| {
            format!("[[apim.gateway.environment]]\nname = \"{name}\"\ntype = \"hybrid\"\n")
        };
        let text = names.iter().map(environment).collect::<Vec<_>>().concat();
        NodeFile::from_text("cp.toml", text)
            .name("cp")
            .release(Release::V4_7)
            .roles([Role::ControlPlane])
    }

    fn gateway(labels: &str) -> NodeFile {
        let text = format!("[apim.sync_runtime_artifacts.gateway]\n{labels}\n");
        NodeFile::from_text("gw.toml", text).name("gw").release(Release::V4_7)
    }

    #[test]
    fn labels_are_compared_exactly() {
        let labels = "gateway_labels = [\"Default\", \"production gateway\", \"Elsewhere\"]";
        let files = [control_plane(&["Default", "Production Gateway"]), gateway(labels)];
        assert_found(
            CODE,
            files.clone(),
            &[("2:30", "`production gateway`"), ("2:52", "`Elsewhere`")],
        );
        let found = findings(CODE, files);
        assert!(found[0].help.as_ref().unwrap().contains("did you mean `Production Gateway`"));
        assert!(found[1].help.as_ref().unwrap().contains("(`Default`, `Production Gateway`)"));
        assert_eq!(found[0].severity, Severity::Error);
    }

    #[test]
    fn without_a_label_a_gateway_asks_for_the_default() {
        let files = |names: &[&str]| [control_plane(names), gateway("").roles([Role::Gateway])];
        assert_found(CODE, files(&["Production Gateway"]), &[("1:1", "asks for `Default`")]);
        assert_silent(CODE, files(&["Default"]));
    }

    #[test]
    fn names_that_cannot_be_relied_on_and_missing_files_say_nothing() {
        let label = gateway("gateway_labels = [\"Other\"]");
        for names in [&["A", "A"][..], &["A", "a"], &[""], &["A,B"], &["none"], &["$env{NAME}"]] {
            assert_silent(CODE, [control_plane(names), label.clone()]);
        }
        let single = NodeFile::from_text("cp.toml", "[apim.gateway.environment]\nname = \"A\"\n")
            .release(Release::V4_7)
            .roles([Role::ControlPlane]);
        assert_silent(CODE, [single, label.clone()]);
        assert_silent(CODE, [label]);
    }

    #[test]
    fn labels_of_3_x_references_and_gateways_that_fetch_nothing_are_silent() {
        let files = |labels: &str| [control_plane(&["A"]), gateway(labels)];
        assert_silent(CODE, files("gateway_labels = [\"A\", \"$env{LABEL}\"]"));
        assert_silent(CODE, files("enable = false\ngateway_labels = [\"B\"]"));
        assert_silent(CODE, files("enable = \"false\"\ngateway_labels = [\"B\"]"));
        assert_silent(CODE, files("gateway_labels = \"B\""));
        let classic = files("gateway_labels = [\"B\"]").map(|file| file.release(Release::V3_2));
        assert_silent(CODE, classic);
    }

    #[test]
    fn the_label_of_the_whole_product_is_judged_only_when_it_certainly_is_a_gateway() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"Default\"]\n";
        let file = NodeFile::from_text("all.toml", text).release(Release::V4_7);
        assert_silent(CODE, [file.clone()]);
        assert_found(
            CODE,
            [file.roles([Role::ControlPlane, Role::Gateway])],
            &[("4:19", "`Default`")],
        );
    }

    #[test]
    fn a_control_plane_without_environments_makes_a_warning() {
        let files =
            |label: &str| [control_plane(&[]), gateway(&format!("gateway_labels = [\"{label}\"]"))];
        assert_eq!(findings(CODE, files("internal"))[0].severity, Severity::Warning);
        assert_silent(CODE, files("Default"));
        let mut inferred = files("internal");
        inferred[0].roles = None;
        assert_silent(CODE, inferred);
    }
}
