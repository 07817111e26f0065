//! `[server] offset` is no whole number, or a negative one.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, Offset};
use crate::diagnostic::shared::INVALID_OFFSET;
use crate::diagnostic::{Severity, Sink};
use crate::model::PortOffset;

use super::port_out_of_range::first_invalid_port;

pub(crate) const CHECK: Check = Check { rule: &INVALID_OFFSET, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        let Some(item) = node.get("server.offset") else { continue };
        let location = node.at(item);
        match node.offset {
            Offset::Invalid => {
                let message = format!(
                    "the port offset is {}, not a whole number: API-M's kernel stops with a \
                     NumberFormatException, other components go on with 0",
                    item.as_str().map_or_else(
                        || item.kind().description().to_owned(),
                        |text| format!("the text {}", quoted(&text))
                    )
                );
                sink.report(&INVALID_OFFSET, Some(&location), message).help(format!(
                    "write a whole number from 0 to {}: `offset = 1`",
                    PortOffset::MAX
                ));
            }
            // What keeps every port valid works; nothing says that it is meant to.
            Offset::OutOfRange(offset) if first_invalid_port(node, offset).is_none() => {
                let message = format!(
                    "the port offset {offset} is negative: it takes the node's ports below their defaults, which \
                     no release documents"
                );
                sink.report(&INVALID_OFFSET, Some(&location), message)
                    .severity(Severity::Warning)
                    .help(format!(
                        "write a whole number from 0 to {}: `offset = 1`",
                        PortOffset::MAX
                    ));
            }
            // Nothing is wrong, nothing is known, or another rule says it.
            Offset::Known(_) | Offset::Unknown | Offset::OutOfRange(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings};
    use crate::diagnostic::Severity;

    const CODE: &str = "invalid-offset";

    fn offset(value: &str) -> String {
        format!("[server]\nhostname = \"localhost\"\noffset = {value}\n")
    }

    #[test]
    fn what_is_no_whole_number_is_found() {
        for (value, part) in [
            ("\"one\"", "the text `one`"),
            ("\"1.0\"", "the text `1.0`"),
            ("\"\"", "the text ``"),
            ("1.0", "a float"),
            ("true", "a boolean"),
            ("[1]", "an array"),
        ] {
            assert_found(CODE, [file(&offset(value))], &[("3:10", part)]);
        }
    }

    #[test]
    fn a_negative_offset_that_works_is_a_warning() {
        let found = findings(CODE, [file(&offset("-1"))]);
        assert_eq!(found[0].severity, Severity::Warning);
        assert_found(CODE, [file(&offset("-1"))], &[("3:10", "negative")]);
    }

    #[test]
    fn what_api_m_reads_is_silent() {
        for value in [
            "0",
            "1",
            "\"1\"",
            "\"+1\"",
            "0x1",
            "1_000",
            "54424",
            "\"$env{OFFSET}\"",
            "\"$ref{a.b}\"",
        ] {
            assert_silent(CODE, [file(&offset(value))]);
        }
        // Another rule's.
        assert_silent(CODE, [file(&offset("70000"))]);
        assert_silent(CODE, [file(&offset("-9443"))]);
        assert_silent(CODE, [file("")]);
    }
}
