//! Journals and audit logs of an apply.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "audit-log-not-written",
        kinds: &[ErrorKind::Io, ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "An audit log cannot be written.",
        documentation: r"
## What happened

The operating system refused to open the file, to add to it, or to bring it to the disk. What was in it is as it was;
the last line may be there in part, and the next one begins on a line of its own.

## Usual causes

- The folder is not there, or belongs to another user.
- The disk is full.

## How to fix it

Mend what the system complains about. The outcome says what was done meanwhile.
",
    },
    ErrorCode {
        code: "journal-damaged",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path", "line"],
        summary: "A line of a journal is not what was written.",
        documentation: r"
## What happened

Every line has a checksum, and this one's is wrong, or a line before it is missing. A last write that was cut off is no
damage: it is left out silently. Nothing was sent.

## Usual causes

- Somebody edited the file.
- The disk or a copy is faulty.

## How to fix it

Move the file away and apply the same publications again: everything is read from the server before it is changed.
",
    },
    ErrorCode {
        code: "journal-in-use",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Another apply is writing the same journal.",
        documentation: r"
## What happened

A journal is written by one apply at a time, which holds a lock on the file. Nothing was sent. The lock goes when the
process ends, however it ends.

## Usual causes

- Two jobs of a pipeline run at once.
- An apply that was cancelled is just ending.

## How to fix it

Wait until the other one has ended, or give each its own journal.
",
    },
    ErrorCode {
        code: "journal-not-written",
        kinds: &[ErrorKind::Io, ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A journal cannot be written, so nothing more was sent.",
        documentation: r"
## What happened

Before anything is sent that must not be sent twice, the journal has to be on disk. The operating system refused, so
the step was not begun. Steps that were begun before came to their end; the outcome names them.

## Usual causes

- The disk is full.
- The folder is not there, or belongs to another user.

## How to fix it

Make room or mend the permissions, then apply the same publications again with the same journal.
",
    },
    ErrorCode {
        code: "journal-of-another-run",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A journal is a roll-out's and was to be used for an apply, or the other way round.",
        documentation: r"
## What happened

A roll-out asks a gate after each of its waves, and an apply asks none. To finish a roll-out by `resume`, or by applying the
same publications, would bring them into the environments of every wave at once. Nothing was sent.

## Usual causes

- A roll-out was cut off, or its gate stayed closed, and `resume` was called with its journal.
- An apply was cut off, and a roll-out of the same publications was begun with its journal.

## How to fix it

Run the roll-out again with this journal: what is done is found done, and the gates are asked again. An apply's journal is
finished by `resume`; or use another file.
",
    },
    ErrorCode {
        code: "journal-of-other-publications",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A journal belongs to other publications or another control plane, and is not finished.",
        documentation: r"
## What happened

The apply that began the journal was cut off. What it left open can be found out with its own publications and its own
control plane alone. Nothing was sent.

## Usual causes

- The publications were changed after an apply was cut off.
- One file is used for several control planes.

## How to fix it

Finish that apply with its publications first, use another file, or delete this one if it does not matter any more: an
apply without a journal reads what is there first, too.
",
    },
    ErrorCode {
        code: "journal-too-new",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A journal was written by a newer release of Gatewright.",
        documentation: r"
## What happened

Its schema version is larger than those that this release knows. Nothing was sent, and the file is as it was.

## Usual causes

- Two releases of Gatewright are in use side by side.

## How to fix it

Finish the apply with the release that began it, or a newer one.
",
    },
    ErrorCode {
        code: "no-journal",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "There is no journal to resume from.",
        documentation: r"
## What happened

The file is not there, or it does not hold even its first line, which is on disk before anything is sent. Nothing was sent.

## Usual causes

- The path is relative to another folder than expected.
- The apply was cut off before it had begun.

## How to fix it

Check the path; or apply the publications, or run the roll-out, which read what is there first.
",
    },
    ErrorCode {
        code: "not-a-journal",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A file that is named as a journal is none.",
        documentation: r"
## What happened

The file does not begin as journals do, or is a folder, a pipe or a device. It is left alone, and nothing was sent.

## Usual causes

- The name of another file was given.

## How to fix it

Name a file that does not exist yet, in a folder that does.
",
    },
];
