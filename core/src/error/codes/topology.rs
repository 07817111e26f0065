//! Topologies, and the values that they are made of.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "invalid-environment-name",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text cannot be the name of a gateway environment.",
        documentation: r"
## What happened

API-M joins the names of an API's environments with commas and pastes them into XML, which not every name survives.
The message says what is wrong with this one; the rule of the same code says why.

## Usual causes

- The name is empty, or has a blank at an end.
- The name holds a comma, `&`, `<` or a control character, or is `none`.

## How to fix it

Choose a name of letters, digits, `-`, `_` and single blanks, such as `Internal`.
",
    },
    ErrorCode {
        code: "invalid-host",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A host that was given for a file is no host name and no IP address.",
        documentation: r"
## What happened

Which nodes share a host decides which ports collide, so the host has to be one.

## Usual causes

- A URL or a port was given with it: `https://gw.example.com`, `gw.example.com:8243`.
- The name has blanks or underscores in it.

## How to fix it

Give the name or address alone, such as `gw.example.com`, `10.0.0.7` or `::1`.
",
    },
    ErrorCode {
        code: "invalid-json",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text that should be a topology in JSON is not.",
        documentation: r"
## What happened

The text is not JSON at all, or it is JSON but no object. Mistakes within the object are reported as
`invalid-topology`.

## Usual causes

- The text is TOML, which `Topology.parse` reads.
- The text was cut off.

## How to fix it

Give an object with the keys of a `topology.toml`. The JSON Schema of a topology tells an editor what they are.
",
    },
    ErrorCode {
        code: "environment-mismatch",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["environment"],
        summary: "Control planes contradict each other in an environment, so that no topology says what their files say.",
        documentation: r"
## What happened

`Topology.from_deployment` read the files of several control planes, which describe one environment differently. A topology
says an environment once, and rendering writes it into the files of all control planes: one of them would be changed without
anybody having said which is right. The context names the environment.

## Usual causes

- One of the files was edited, and the others were not.
- The files are of two installations.

## How to fix it

Write the same section on every control plane, or start from `Topology.draft_from_deployment`, which marks each
contradiction, and decide there.
",
    },
    ErrorCode {
        code: "invalid-offset",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["node"],
        summary: "A port offset is not a whole number from 0 to 54424.",
        documentation: r"
## What happened

API-M adds the offset to every port of a node; above 54424 the highest of them, the JMX port 11111, would pass 65535.
Where the offset stands in a file, the context names the node.

## Usual causes

- A port was given where its distance to the default is meant: 8244 instead of 1.
- `offset` in `[server]` is a text, or refers to a variable whose value is not known here.

## How to fix it

Give a whole number from 0 to 54424. In a file, write it without quotation marks, or start from a draft in which
unknown values are marked.
",
    },
    ErrorCode {
        code: "invalid-release",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text is no release of API-M.",
        documentation: r"
## What happened

A release is two numbers, such as `3.2` or `4.7`; what comes after them, such as the `.0` of `4.2.0`, may be left out.

## Usual causes

- Another product's version was given.
- The release is older than 3.0, which is configured in another way.

## How to fix it

Write the release as `4.2`. `bin/version.txt` of a home says which one it is.
",
    },
    ErrorCode {
        code: "invalid-topology",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A topology has mistakes.",
        documentation: r"
## What happened

The text, file or object is no valid topology. Each mistake is a diagnostic of the error, with its position where
there is a text; the codes of the diagnostics have pages of their own.

## Usual causes

- A key is misspelt, or a value has another type.
- Nodes, environments and roles do not fit together, such as a gateway that no environment names.
- Two nodes of one host open the same port.

## How to fix it

Go through the diagnostics; each says how to mend it. `explain` gives the page of a diagnostic's code.
",
    },
];
