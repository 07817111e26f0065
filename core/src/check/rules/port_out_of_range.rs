//! The offset takes a port of the node beyond what a port can be.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Port, PortOffset};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "port-out-of-range",
    severity: Severity::Error,
    summary: "The offset takes a port of the node above 65535 or below 1.",
    documentation: r"## What it finds

A `[server] offset` that is a whole number and moves a port that the node opens above 65535 or below 1.

## Why it hurts

API-M (3.0 to 4.7) adds the offset to every default port and checks no range. The highest default port that shifts is
11111 (JMX), which every node opens: above an offset of 54424 it passes 65535, the node cannot bind it, and start-up
fails with an error of Java's that does not name the offset. Below zero, the broker's 5672 is the first to vanish.

## Example

```toml
[server]
offset = 60000
```

The JMX port would be 71111.

## How to fix it

Give the nodes of one computer small offsets: 0, 1, 2. The largest offset that keeps every port valid is 54424.
",
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        let Offset::OutOfRange(offset) = node.offset else { continue };
        let Some((port, number)) = first_invalid_port(node, offset) else { continue };
        let bound = if number > 0 { "above 65535" } else { "below 1" };
        let message = format!(
            "the port offset {offset} takes the {port} port {} to {number}, {bound}: the node cannot open it",
            port.default_number()
        );
        sink.report(&RULE, Some(&node.at_offset()), message).help(format!(
            "write an offset from 0 to {}; nodes of one computer get small ones: 0, 1, 2",
            PortOffset::MAX
        ));
    }
}

/// The port that the node certainly opens and that lies furthest outside with this offset, with the number it would
/// get; `None` when all are valid.
pub(super) fn first_invalid_port(node: &NodeView, offset: i64) -> Option<(Port, i128)> {
    let open = node.ports_with(PortOffset::ZERO);
    let shifted = open.iter().map(|(port, number)| (port, i128::from(number) + i128::from(offset)));
    let furthest = if offset > 0 {
        shifted.max_by_key(|(_, number)| *number)
    } else {
        shifted.min_by_key(|(_, number)| *number)
    };
    furthest.filter(|(_, number)| !(1..=65535).contains(number))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};
    use crate::model::Role;

    const CODE: &str = "port-out-of-range";

    fn offset(value: &str) -> String {
        format!("[server]\noffset = {value}\n")
    }

    #[test]
    fn an_offset_that_passes_the_last_port_is_found() {
        assert_found(CODE, [file(&offset("54425"))], &[("2:10", "11111 to 65536, above 65535")]);
        assert_found(CODE, [file(&offset("\"70000\""))], &[("2:10", "81111")]);
        assert_found(CODE, [file(&offset("9223372036854775807"))], &[("2:10", "above 65535")]);
    }

    #[test]
    fn an_offset_below_the_first_port_of_the_node_is_found() {
        assert_found(CODE, [file(&offset("-9443"))], &[("2:10", "9443 to 0, below 1")]);
        let broker = file(&offset("-6000")).roles([Role::TrafficManager]);
        assert_found(CODE, [broker], &[("2:10", "amqp port 5672 to -328")]);
    }

    #[test]
    fn the_last_valid_offset_is_silent() {
        for value in ["0", "54424", "-1", "\"one\"", "\"$env{OFFSET}\""] {
            assert_silent(CODE, [file(&offset(value))]);
        }
        assert_silent(CODE, [file(&offset("-6000")).roles([Role::Gateway])]);
    }
}
