//! Control planes of one installation that describe a gateway environment differently.

use std::collections::{HashMap, HashSet};

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Environment, Item};
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Endpoint, EndpointKey, Host};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "environment-mismatch",
    severity: Severity::Warning,
    summary: "Two control planes of one installation describe a gateway environment differently.",
    documentation: r#"## What it finds

Control planes that are highly available together and list at least one environment of the same name, where

- one lists an environment that the other does not, or
- both give an environment another `type`, `provider`, `gateway_type`, `display_in_api_console` or
  `show_as_token_endpoint_url`, or another URL.

A key that only one of them writes is not compared, nor is a value with a reference or a placeholder, nor a URL with
`localhost`, which leads each node to itself. Two files without an environment in common are taken for two installations.

## Why it hurts

Each control plane reads the environments of its own file, in every release from 3.0 to 4.7, and a load balancer sends a
user to one of them today and to the other tomorrow. An API that was deployed to an environment through the first has no
such environment on the second: its Publisher does not show the deployment, and deploying there is refused. With other
URLs the Developer Portal shows callers one address or the other.

## Example

```toml
[[apim.gateway.environment]]
name = "Production"
type = "production"
https_endpoint = "https://gw.example.com"
```

The other control plane has `https_endpoint = "https://gw-old.example.com"`.

## How to fix it

Write the same sections on every control plane. In a `topology.toml` an environment is written once, and rendered into the
files of all of them.
"#,
};

/// The keys that are no URLs and tell one environment from another.
const PLAIN: [&str; 5] =
    ["type", "provider", "gateway_type", "display_in_api_console", "show_as_token_endpoint_url"];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let mut planes = set.control_planes();
    let Some(first) = planes.next() else { return };
    let ours = first_of_each_name(first);
    let known = by_name(&ours);
    for other in planes {
        let theirs = first_of_each_name(other);
        let found = by_name(&theirs);
        if !found.keys().any(|name| known.contains_key(name)) {
            continue;
        }
        for (name, environment) in &ours {
            match found.get(&**name) {
                Some(its) => compare(name, (first, *environment), (other, *its), sink),
                None => absent(name, (first, *environment), other, sink),
            }
        }
        for (name, environment) in &theirs {
            if !known.contains_key(&**name) {
                absent(name, (other, *environment), first, sink);
            }
        }
    }
}

/// In the order of the file. Of two equal names API-M keeps the first.
fn first_of_each_name(node: &NodeView) -> Vec<(String, Environment<'_>)> {
    let mut seen = HashSet::new();
    let named = node.environments().filter_map(|found| Some((plain_name(found)?, found)));
    named.filter(|(name, _)| seen.insert(name.clone())).collect()
}

fn by_name<'n, 'd>(named: &'n [(String, Environment<'d>)]) -> HashMap<&'n str, Environment<'d>> {
    named.iter().map(|(name, environment)| (&**name, *environment)).collect()
}

/// The name; `None` for one that is not known.
fn plain_name(environment: Environment<'_>) -> Option<String> {
    let name = environment.name()?;
    (!name.contains('$') && !name.trim().is_empty()).then(|| name.into_owned())
}

fn absent(
    name: &str,
    (node, environment): (&NodeView, Environment<'_>),
    other: &NodeView,
    sink: &mut Sink,
) {
    // A name that nobody knows may be this one.
    if other.environments().any(|environment| plain_name(environment).is_none()) {
        return;
    }
    let message = format!(
        "the control plane `{}` lists no environment {}, which `{}` lists",
        other.label,
        quoted(name),
        node.label
    );
    sink.report(&RULE, Some(&node.at_environment(environment)), message)
        .related(
            Some(&other.at_first_of(&["apim.gateway.environment"])),
            format!("the environments of `{}`", other.label),
        )
        .help(format!(
            "write the section into the file of `{}` too, or remove it here",
            other.label
        ));
}

fn compare(
    name: &str,
    (first, ours): (&NodeView, Environment<'_>),
    (other, theirs): (&NodeView, Environment<'_>),
    sink: &mut Sink,
) {
    let plain = PLAIN.into_iter().map(|key| (key, false));
    let urls = EndpointKey::ALL.into_iter().map(|key| (key.as_str(), true));
    for (key, is_url) in plain.chain(urls) {
        let (Some(our), Some(their)) = (ours.get(key), theirs.get(key)) else { continue };
        let differ = if is_url { urls_differ(our, their) } else { values_differ(our, their) };
        if differ {
            report(name, key, (first, our), (other, their), sink);
        }
    }
}

/// True when both are plain values, and other ones.
fn values_differ(ours: Item<'_>, theirs: Item<'_>) -> bool {
    let plain = |item: Item<'_>| -> Option<String> {
        let value = item.as_scalar()?.trim().to_lowercase();
        (!value.contains('$')).then_some(value)
    };
    plain(ours).zip(plain(theirs)).is_some_and(|(ours, theirs)| ours != theirs)
}

/// True when both are URLs that are known entirely and lead to two places, whichever node reads them.
fn urls_differ(ours: Item<'_>, theirs: Item<'_>) -> bool {
    let place = |item: Item<'_>| -> Option<Endpoint> {
        let url = item.as_str().filter(|url| !url.contains('$'))?;
        let endpoint = Endpoint::parse(&url).ok()?;
        let is_own = Host::new(endpoint.host()?).is_none_or(|host| host.is_loopback());
        (!is_own).then_some(endpoint)
    };
    let Some((ours, theirs)) = place(ours).zip(place(theirs)) else { return false };
    let path = |endpoint: &Endpoint| endpoint.path().trim_end_matches('/').to_owned();
    ours.differs_in_host(&theirs)
        || ours.scheme() != theirs.scheme()
        || ours.port() != theirs.port()
        || path(&ours) != path(&theirs)
}

fn report(
    name: &str,
    key: &str,
    (first, ours): (&NodeView, Item<'_>),
    (other, theirs): (&NodeView, Item<'_>),
    sink: &mut Sink,
) {
    let shown = |item: Item<'_>| {
        // A URL can hold a user name and a password, which no message shows.
        let value = item.as_scalar().unwrap_or_default();
        if value.contains('@') { "another one".to_owned() } else { quoted(&value) }
    };
    let message = format!(
        "`{key}` of the environment {} is {} here and {} in the file of `{}`",
        quoted(name),
        shown(theirs),
        shown(ours),
        first.label
    );
    sink.report(&RULE, Some(&other.at(theirs)), message)
        .related(Some(&first.at(ours)), format!("the one of `{}`", first.label))
        .help(format!("write the same `{key}` in the files of both control planes"));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, findings};
    use crate::check::{NodeFile, check};
    use crate::model::{Release, Role};

    const CODE: &str = "environment-mismatch";
    const ENVIRONMENT: &str = "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"production\"\n\
        display_in_api_console = true\nhttps_endpoint = \"https://gw.example.com:8243\"\n\
        ws_endpoint = \"ws://gw.example.com:9099\"\n";

    fn plane(name: &str, text: &str) -> NodeFile {
        NodeFile::from_text(format!("{name}.toml"), text)
            .name(name)
            .host(format!("{name}.example.com"))
            .roles([Role::ControlPlane])
            .release(Release::V4_7)
    }

    fn planes(first: &str, second: &str) -> [NodeFile; 2] {
        [plane("cp1", first), plane("cp2", second)]
    }

    #[test]
    fn what_two_control_planes_say_differently_is_found_in_the_second() {
        for (from, to, at, part) in [
            (
                "\"production\"",
                "\"sandbox\"",
                "3:8",
                "`type` of the environment `A` is `sandbox` here and `production`",
            ),
            ("console = true", "console = \"false\"", "4:26", "is `false` here and `true`"),
            (
                "//gw.example.com:8243",
                "//gw2.example.com:8243",
                "5:18",
                "is `https://gw2.example.com:8243` here",
            ),
            (":8243", ":8244", "5:18", "`https_endpoint`"),
            (":9099", "", "6:15", "`ws_endpoint`"),
            (":8243", ":8243/api", "5:18", "`https_endpoint`"),
        ] {
            let second = ENVIRONMENT.replace(from, to);
            assert_found(CODE, planes(ENVIRONMENT, &second), &[(at, part)]);
            let found = findings(CODE, planes(ENVIRONMENT, &second));
            assert_eq!(found[0].path.as_deref(), Some("cp2.toml".as_ref()));
            assert_eq!(found[0].related[0].path.as_deref(), Some("cp1.toml".as_ref()));
        }
    }

    #[test]
    fn what_is_the_same_in_other_words_and_what_is_not_known_is_left_alone() {
        for (from, to) in [
            ("\"production\"", "\"PRODUCTION\""),
            ("console = true", "console = \"True\""),
            ("//gw.example.com:8243", "//GW.example.com:8243/"),
            ("//gw.example.com:8243", "//$env{GATEWAY}:8243"),
            ("//gw.example.com:8243", "//localhost:8244"),
            ("\"production\"", "\"$env{TYPE}\""),
            ("type = \"production\"\n", ""),
            ("type = ", "description = \"second\"\ntype = "),
        ] {
            assert_silent(CODE, planes(ENVIRONMENT, &ENVIRONMENT.replace(from, to)));
        }
        // The second section of a name is dropped, and a gateway's file is no control plane's.
        let twice = format!("{ENVIRONMENT}{}", ENVIRONMENT.replace("production", "sandbox"));
        assert_silent(CODE, planes(ENVIRONMENT, &twice));
        let other = ENVIRONMENT.replace("production", "sandbox");
        let gateway = plane("gw", &other).roles([Role::Gateway]);
        assert_silent(CODE, [plane("cp1", ENVIRONMENT), gateway]);
    }

    #[test]
    fn an_environment_that_only_one_of_them_lists_is_found_there() {
        let both = format!("{ENVIRONMENT}{}", ENVIRONMENT.replace("\"A\"", "\"B\""));
        let message = "the control plane `cp1` lists no environment `B`, which `cp2` lists";
        assert_found(CODE, planes(ENVIRONMENT, &both), &[("7:1", message)]);
        assert_found(
            CODE,
            planes(&both, ENVIRONMENT),
            &[("7:1", "`cp2` lists no environment `B`")],
        );
        // Two installations, and a name that is not known.
        let another = ENVIRONMENT.replace("\"A\"", "\"B\"");
        assert_silent(CODE, planes(ENVIRONMENT, &another));
        let open = format!("{ENVIRONMENT}{}", ENVIRONMENT.replace("\"A\"", "\"$env{NAME}\""));
        assert_silent(CODE, planes(&both, &open));
        assert_silent(CODE, planes(&open, ENVIRONMENT));
    }

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        let first = ENVIRONMENT.replace("//gw.", "//user:canary@gw.");
        let report =
            check(planes(&first, &ENVIRONMENT.replace("//gw.", "//user:canary@gw2."))).unwrap();
        assert!(report.diagnostics().iter().any(|found| found.code == CODE));
        assert!(!format!("{report:?}").contains("canary"));
    }
}
