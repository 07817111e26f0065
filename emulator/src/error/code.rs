//! The codes of the emulator's errors, each with its page. They are its own: the SDK's registry does not know them.

use gatewright::ErrorKind;

/// A code of an [`Error`](crate::Error) and its documentation page.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The stable kebab-case code; it reads as the problem.
    pub code: &'static str,
    /// The kind that errors of this code have.
    pub kind: ErrorKind,
    /// What went wrong, in one line.
    pub summary: &'static str,
    /// The text of the page in Markdown: what happened, the usual causes, how to fix it.
    pub documentation: &'static str,
}

impl ErrorCode {
    /// The code's page in Markdown.
    ///
    /// ```
    /// let page = gatewright_emulator::error_codes()[0].page();
    /// assert!(page.contains("\n## How to fix it\n"));
    /// ```
    pub fn page(&self) -> String {
        format!(
            "# {}\n\n{}\n\nError of the emulator, of kind `{}`.\n\n{}\n",
            self.code,
            self.summary,
            self.kind,
            self.documentation.trim()
        )
    }
}

/// Every code that an error of the emulator can have, ordered by code.
///
/// ```
/// assert!(gatewright_emulator::error_codes().iter().any(|code| code.code == "port-taken"));
/// ```
pub fn error_codes() -> &'static [ErrorCode] {
    CODES
}

/// The page of that code.
pub(crate) fn explain(code: &str) -> Option<String> {
    CODES.iter().find(|known| known.code == code).map(ErrorCode::page)
}

/// Ordered by code.
static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "certificates-failed",
        kind: ErrorKind::Unexpected,
        summary: "The emulator cannot make its certificates.",
        documentation: r"
## What happened

Each emulator makes a certificate authority of its own when it starts, and that failed. This is a fault of the
emulator's own.

## Usual causes

- A mistake in the emulator, or a system without a source of random numbers.

## How to fix it

Please report it with the message.
",
    },
    ErrorCode {
        code: "duplicate-node",
        kind: ErrorKind::InvalidInput,
        summary: "Two nodes have one name.",
        documentation: r"
## What happened

Nodes are told apart by name: in the log, and to stop and start one.

## Usual causes

- Two homes have folders of the same name, which is a node's name when none is given.

## How to fix it

Give each node a name of its own.
",
    },
    ErrorCode {
        code: "emulator-stopped",
        kind: ErrorKind::Conflict,
        summary: "A node was to be started in an emulator that was stopped.",
        documentation: r"
## What happened

Stopping an emulator is for good; its ports are free for others.

## Usual causes

- `start_node` was called after `stop`, or after the block of a `with` ended.

## How to fix it

Start another emulator with its nodes. To restart one node, stop and start that node alone.
",
    },
    ErrorCode {
        code: "invalid-fault",
        kind: ErrorKind::InvalidInput,
        summary: "A fault cannot be played.",
        documentation: r"
## What happened

A fault says to which requests it applies, how often, and what happens. The message says what is wrong with this one.

## Usual causes

- A status is none that HTTP has, or its delay is negative or endless.
- The pattern of the path is empty.

## How to fix it

Give what the message names.
",
    },
    ErrorCode {
        code: "no-nodes",
        kind: ErrorKind::InvalidInput,
        summary: "The emulator was given nothing to start.",
        documentation: r"
## What happened

An emulator needs one node at least.

## Usual causes

- A list of nodes that was computed is empty.

## How to fix it

Name a home, or a node with the text of its `deployment.toml`.
",
    },
    ErrorCode {
        code: "node-refused",
        kind: ErrorKind::InvalidInput,
        summary: "A node's `deployment.toml` is refused, as API-M refuses it.",
        documentation: r"
## What happened

API-M would not start with this file. The message says what it logs in this case.

## Usual causes

- The file is not valid TOML.
- A value has a form that API-M cannot read.

## How to fix it

Mend the file. `gatewright check` finds what is wrong with it, and where.
",
    },
    ErrorCode {
        code: "port-taken",
        kind: ErrorKind::Conflict,
        summary: "A port that a node's file asks for is in use.",
        documentation: r"
## What happened

The message says which port, what the node needs it for, and who has it as far as that can be found out.

## Usual causes

- Another emulator or an API-M is running.
- Two nodes have the same offset, or offsets whose ports meet.

## How to fix it

Stop the other program, or choose another `[server] offset`. For tests draw the offsets with `free_offset_block`.
",
    },
    ErrorCode {
        code: "system-failed",
        kind: ErrorKind::Io,
        summary: "The operating system refused something else.",
        documentation: r"
## What happened

The message begins with what was tried, such as listening on a port, and ends with the system's own words.

## Usual causes

- No block of offsets is free: many emulators run at once, or more nodes were asked for than there is room for.
- The process has too many open files.
- Ports below 1024 need rights that the process lacks.

## How to fix it

Mend what the system complains about, or ask for fewer nodes.
",
    },
    ErrorCode {
        code: "unknown-node",
        kind: ErrorKind::NotFound,
        summary: "No node of the emulator has that name.",
        documentation: r"
## What happened

The message lists the names there are.

## Usual causes

- The name is misspelt. A node that was given as a home is called as its folder.

## How to fix it

Use one of the names.
",
    },
    ErrorCode {
        code: "unknown-pack",
        kind: ErrorKind::InvalidInput,
        summary: "A text is no pack that the emulator plays.",
        documentation: r"
## What happened

The message lists the packs.

## Usual causes

- The name is misspelt.

## How to fix it

Use one of the packs, or leave it out: the home's own files tell.
",
    },
    ErrorCode {
        code: "unknown-release",
        kind: ErrorKind::InvalidInput,
        summary: "The release of a node is not known, or a text is none.",
        documentation: r"
## What happened

Paths, bodies and defaults depend on the release, so the emulator does not guess it.

## Usual causes

- The home has no `bin/version.txt`, or the node was given as a text without its release.
- The text is no release of API-M from 3.0 on.

## How to fix it

Give the home a `bin/version.txt`, or name the release, such as 4.7.
",
    },
    ErrorCode {
        code: "unknown-workflow",
        kind: ErrorKind::NotFound,
        summary: "No control plane of the emulator has that workflow.",
        documentation: r"
## What happened

The emulator was to make a workflow wait for approvals, and no control plane of it has a workflow of that name.

## Usual causes

- The name is misspelt: it is written as in API-M, `AM_API_STATE`.
- The release does not have it: `AM_API_STATE` is there from 3.2 on, `AM_REVISION_DEPLOYMENT` from 4.3 on.
- The emulator has no control plane.

## How to fix it

Use one of the names that `Emulator::require_approval` documents, with a release that has it.
",
    },
    ErrorCode {
        code: "unreadable-file",
        kind: ErrorKind::Io,
        summary: "A file of a home cannot be read.",
        documentation: r"
## What happened

The message has the path and the system's own words.

## Usual causes

- The path is no home: it lacks `repository/conf/deployment.toml`.
- The file belongs to another user.

## How to fix it

Check the path and its permissions.
",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_have_whole_pages() {
        assert!(CODES.is_sorted_by(|one, next| one.code < next.code));
        for code in CODES {
            assert!(code.summary.ends_with('.'), "{}", code.code);
            let sections = ["## What happened\n", "## Usual causes\n", "## How to fix it\n"];
            let places = sections.map(|section| code.page().find(section));
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}", code.code);
        }
    }
}
