//! A base port that already has the offset in it.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Port, PortOffset};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "double-shifted-port",
    severity: Severity::Warning,
    summary: "A base port has the offset in it already, and is shifted a second time.",
    documentation: r"## What it finds

On a node with an offset, a `port` in `[transport.https.properties]` or `[transport.http.properties]` that is 9443, or
9763, plus that offset.

## Why it hurts

These keys hold the base to which API-M (3.0 to 4.7) adds the offset. With `offset = 1` and `port = 9444` the node listens
on 9445, and every URL that names 9444 leads nowhere. WSO2's Helm chart of 4.7 for gateways writes both when
`wso2.apim.portOffset` is not 0, while its Service and its probes expect the port shifted once.

## Example

```toml
[server]
offset = 1

[transport.https.properties]
port = 9444
```

## How to fix it

Write the base, `port = 9443`, or leave the key out: the offset is added either way.
",
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        let Offset::Known(offset) = node.offset else { continue };
        if offset == PortOffset::ZERO {
            continue;
        }
        for port in [Port::ServletHttps, Port::ServletHttp] {
            judge(node, port, offset, sink);
        }
    }
}

fn judge(node: &NodeView, port: Port, offset: PortOffset, sink: &mut Sink) {
    let Some(item) = port.base_key().and_then(|key| node.get(key)) else { return };
    let number =
        item.as_integer().or_else(|| item.as_str().and_then(|text| text.trim().parse().ok()));
    let (default, shifted) = (port.default_number(), port.number(offset));
    if number != Some(i64::from(shifted)) {
        return;
    }
    let twice = u32::from(shifted) + u32::from(offset.get());
    let message = format!(
        "{shifted} is {default} plus the offset {offset} already, which is added once more: the node listens on {twice}"
    );
    let replacement =
        if item.as_integer().is_some() { default.to_string() } else { format!("\"{default}\"") };
    sink.report(&RULE, Some(&node.at(item)), message)
        .related(Some(&node.at_offset()), "the offset")
        .help(format!("write {default}, or leave the key out: the offset is added to it"))
        .fix(Fix::new(Safety::Unsafe, vec![node.edit(item.span(), replacement)]));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "double-shifted-port";

    fn node(offset: u16, https: &str, http: &str) -> String {
        format!(
            "[server]\noffset = {offset}\n[transport.https.properties]\nport = {https}\n\
             [transport.http.properties]\nport = {http}\n"
        )
    }

    #[test]
    fn a_port_with_the_offset_in_it_is_found() {
        let text = node(1, "9444", "\"9764\"");
        assert_found(
            CODE,
            [file(&text)],
            &[("4:8", "listens on 9445"), ("6:8", "listens on 9765")],
        );
        let found = findings(CODE, [file(&text)]);
        assert_eq!(fixed(&fixed(&text, &found[1]), &found[0]), node(1, "9443", "\"9763\""));
    }

    #[test]
    fn bases_and_other_ports_are_left_alone() {
        for text in [
            node(1, "9443", "9763"),
            node(0, "9444", "9764"),
            node(1, "443", "8080"),
            node(2, "9444", "9764"),
        ] {
            assert_silent(CODE, [file(&text)]);
        }
        assert_silent(
            CODE,
            [file("[server]\noffset = 1\n[transport.https.properties]\nproxyPort = 9444\n")],
        );
    }
}
