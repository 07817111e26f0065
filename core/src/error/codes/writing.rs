//! Writing files, and undoing it.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "environment-removed",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["environments"],
        summary: "Writing would take an active environment away.",
        documentation: r"
## What happened

The file has an active gateway environment that the topology does not have. APIs that are deployed there would lose
it, which users notice at once, so it is not done unless it is asked for.

## Usual causes

- The environment was renamed in the topology.
- The environment was added to the file by hand, or by somebody else.

## How to fix it

Add the environment to the topology; or, if it shall go, undeploy its APIs and name it in `removing`.
",
    },
    ErrorCode {
        code: "file-changed",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Safe],
        context: &["path"],
        summary: "A file is no longer what it was when the new text was made of it.",
        documentation: r"
## What happened

Between reading a file and writing it, somebody else changed, made or removed it. Nothing was written, to no file of
the set.

## Usual causes

- An editor, a deployment tool or another run wrote it meanwhile.
- The result of `render` or `fix` was kept for long before it was written.

## How to fix it

Do it again from the beginning: read, look at the new difference, write.
",
    },
    ErrorCode {
        code: "home-not-found",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["node", "path"],
        summary: "The home of a node is no folder.",
        documentation: r"
## What happened

A file is written only into a home that exists, because a misspelt one would be made silently and read by nobody.

## Usual causes

- The pack was not copied or unpacked yet.
- `home` is relative to another folder than expected.

## How to fix it

Put the pack there first, mend `home` in the topology, or use `write_to`.
",
    },
    ErrorCode {
        code: "node-without-home",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["node"],
        summary: "A node has no home, so there is no place for its file.",
        documentation: r"
## What happened

`write` puts each file into the home of its node, and the topology does not say where that is.

## Usual causes

- The topology describes nodes that run on other computers.

## How to fix it

Add `home` to the node, or write to a folder of your choice with `write_to`.
",
    },
    ErrorCode {
        code: "nothing-to-revert",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Nothing was written to a home that could be undone.",
        documentation: r"
## What happened

Every write is remembered in the home of its node, for some writes back. There is none left.

## Usual causes

- Everything was undone already.
- The files were written with `write_to`, or by another program.
- The state file was deleted.

## How to fix it

Restore the file from your own backup or version control.
",
    },
    ErrorCode {
        code: "read-only-file",
        kinds: &[ErrorKind::Io],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A file is read-only, so it is left alone.",
        documentation: r"
## What happened

Replacing a file would be possible in a folder that can be written; but somebody made it read-only, and that is
respected. Nothing was written.

## Usual causes

- The file is managed by a configuration tool.
- The file comes from an image or a volume that is mounted read-only.

## How to fix it

Make it writable if it is yours to change, or write its new text elsewhere (rendered files have `write_to`) and bring it there the usual way.
",
    },
    ErrorCode {
        code: "revert-conflict",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A file was changed since, where undoing would change it too.",
        documentation: r"
## What happened

Undoing keeps what was changed since the write, as long as both touch different lines. Here they touch the same.
Nothing was written; the message shows both differences.

## Usual causes

- Somebody edited the environment that was written.

## How to fix it

Make the change by hand with the two differences before you.
",
    },
    ErrorCode {
        code: "shared-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Two nodes or paths lead to one and the same file.",
        documentation: r"
## What happened

The second text would overwrite the first unseen. Links and different spellings of a path are followed before they are
compared.

## Usual causes

- Two nodes have the same home, or homes that are links to one folder.
- A file was named twice.

## How to fix it

Give each node a home of its own, and name each file once.
",
    },
    ErrorCode {
        code: "text-without-path",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A repaired text has no file to be written to.",
        documentation: r"
## What happened

The report is about a text that was given without a path, so `write` has no place for the repaired one.

## Usual causes

- The text came from memory, not from a file.

## How to fix it

Take the new text from the result and write it yourself.
",
    },
    ErrorCode {
        code: "unusable-state",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "The record of what was written is damaged or too new.",
        documentation: r"
## What happened

The state file in a home cannot be understood, so what was written cannot be undone from it.

## Usual causes

- A newer release of Gatewright wrote it.
- It was edited, or cut off by a full disk.

## How to fix it

Use the newer release; or move the file away, to go on without undoing what was before.
",
    },
    ErrorCode {
        code: "unwritable-file",
        kinds: &[ErrorKind::Io, ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "The operating system does not let a file be written.",
        documentation: r"
## What happened

The new text was to be put beside the file and then in its place, and the system refused. The message says whether
every file is as it was, or which ones could not be put back.

## Usual causes

- The folder belongs to another user.
- The disk is full.
- The file itself is a mount point, as with a single file mounted into a container: it cannot be replaced.

## How to fix it

Mend what the system complains about. Mount the folder instead of the file, or write its new text elsewhere (rendered files have `write_to`).
",
    },
];
