//! Reading files of the user's.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "file-too-large",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A file is larger than any configuration file.",
        documentation: r"
## What happened

Files beyond 64 MiB, and texts beyond 4 GiB, are not read, so that a wrong path does not fill the memory.

## Usual causes

- The path leads to a log, an archive or a device.

## How to fix it

Name the configuration file itself.
",
    },
    ErrorCode {
        code: "not-a-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A path that should name a file names a directory.",
        documentation: r"
## What happened

A file was to be read, and a directory stands there.

## Usual causes

- A folder was given in which, and below which, no home of a node is; or, to what takes one file, a folder with homes.
- A container's volume was mounted before the file existed, so that a directory was made in its place.

## How to fix it

Name the file itself, `<home>/repository/conf/deployment.toml`, the home, or, where several files are taken, a folder with
homes below it.
",
    },
    ErrorCode {
        code: "not-utf-8",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A file is not UTF-8.",
        documentation: r"
## What happened

The file holds bytes that are no text in UTF-8. API-M reads its configuration as UTF-8. The message names line and
column of the first wrong byte.

## Usual causes

- An editor saved the file in Latin-1, in Windows-1252 or in UTF-16.
- The file is no text at all.

## How to fix it

Save the file as UTF-8, without a byte order mark. `iconv -f WINDOWS-1252 -t UTF-8` converts one.
",
    },
    ErrorCode {
        code: "unreadable-file",
        kinds: &[ErrorKind::Io, ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "The operating system does not let a file be read.",
        documentation: r"
## What happened

The file is not there (kind `NotFound`), or the system refuses to read it (kind `Io`). The message ends with the
system's own words, and the error's cause is what it reported.

## Usual causes

- The path is relative, and the program runs in another folder than expected.
- The file belongs to the user that runs API-M, and only that user may read it.
- The home is on a volume that is not mounted.

## How to fix it

Check the path, and the permissions of the file and of every folder on the way to it. Give absolute paths where a
program may start anywhere.
",
    },
];
