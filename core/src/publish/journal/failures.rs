//! The errors of journals: what is wrong with the file, and what to do.

use std::io;
use std::path::Path;

use crate::error::{Error, ErrorKind};
use crate::publish::journal::contents::Flaw;
use crate::publish::journal::record::{Header, RunKind, SCHEMA_VERSION};
use crate::publish::journal::store::Unavailable;

const NOT_WRITTEN: &str = "nothing is sent that the journal does not hold, so no further step was begun; make room or mend \
                           the permissions, then apply again with the same journal";

pub(crate) fn not_written(path: &Path, source: io::Error) -> Error {
    Error::io("journal-not-written", "write the journal", path, source, NOT_WRITTEN)
}

pub(crate) fn not_read(path: &Path, source: io::Error) -> Error {
    let advice = "check the path and its permissions";
    Error::io("unreadable-file", "read the journal", path, source, advice)
}

/// The file could not be had to write to.
pub(crate) fn unavailable(path: &Path, why: Unavailable) -> Error {
    match why {
        Unavailable::Io(source) => not_written(path, source),
        Unavailable::NoFile => not_a_journal(path),
        Unavailable::InUse => {
            let message = format!(
                "the journal `{}` is in use by another apply: wait until it has ended, or give each its own journal",
                path.display()
            );
            concerning(path, ErrorKind::Conflict, "journal-in-use", message)
        }
    }
}

pub(crate) fn missing(path: &Path) -> Error {
    let message = format!(
        "there is no journal at `{}`, so there is nothing to resume: check the path, or apply the publications, which \
         reads what is there first",
        path.display()
    );
    concerning(path, ErrorKind::NotFound, "no-journal", message)
}

/// The file is there, and its first line is not whole.
pub(crate) fn not_begun(path: &Path) -> Error {
    let message = format!(
        "the journal `{}` does not hold even its first line, so its run was cut off before it had sent anything, and there is \
         nothing to resume: begin that run again, with the same journal",
        path.display()
    );
    concerning(path, ErrorKind::NotFound, "no-journal", message)
}

pub(crate) fn flawed(path: &Path, flaw: &Flaw) -> Error {
    let shown = path.display();
    match flaw {
        Flaw::NotAJournal => not_a_journal(path),
        Flaw::TooNew { schema_version } => {
            let message = format!(
                "the journal `{shown}` has schema version {schema_version}, and this version of Gatewright ({}) knows \
                 {SCHEMA_VERSION}: finish it with the version that began it, or a newer one",
                env!("CARGO_PKG_VERSION")
            );
            concerning(path, ErrorKind::Unsupported, "journal-too-new", message)
        }
        Flaw::Damaged { line, what } => {
            let message = format!(
                "the journal `{shown}` is damaged: line {line}: {what}; move the file away and apply the publications \
                 again, which reads what is there first"
            );
            concerning(path, ErrorKind::InvalidInput, "journal-damaged", message)
                .with_context("line", line.to_string())
        }
    }
}

fn not_a_journal(path: &Path) -> Error {
    let message = format!(
        "`{}` is no journal of Gatewright's, so it is left alone: name another file, which need not exist",
        path.display()
    );
    concerning(path, ErrorKind::InvalidInput, "not-a-journal", message)
}

/// What the journal is of is not what it is to be used for.
pub(crate) fn of_others(path: &Path, found: &Header, wanted: &Header) -> Error {
    let whose = if found.control_plane == wanted.control_plane {
        "of other publications".to_owned()
    } else {
        format!("of the control plane {}", found.control_plane)
    };
    let message = format!(
        "the journal `{}`, begun at {}, is {whose}, and its apply did not come to its end: finish that one first, use \
         another journal, or delete this one if it does not matter any more",
        path.display(),
        found.started
    );
    concerning(path, ErrorKind::Conflict, "journal-of-other-publications", message)
}

/// The journal is of an apply, and is to be used for a roll-out, or the other way round.
pub(crate) fn of_another_run(path: &Path, found: &Header) -> Error {
    let what = match found.run {
        RunKind::RollOut => {
            "is a roll-out's, and nothing but a roll-out asks the gates between its waves: run the roll-out again with this \
             journal"
        }
        RunKind::Apply => {
            "is that of an apply, no roll-out's, and its apply did not come to its end: resume that one first, use another \
             journal, or delete this one if it does not matter any more"
        }
    };
    let message = format!("the journal `{}`, begun at {}, {what}", path.display(), found.started);
    concerning(path, ErrorKind::Conflict, "journal-of-another-run", message)
}

/// The task that reads or writes ended before it had an answer: its runtime is going down.
pub(crate) fn abandoned(path: &Path) -> Error {
    not_written(path, io::Error::other("the program is ending"))
}

fn concerning(path: &Path, kind: ErrorKind, code: &'static str, message: String) -> Error {
    Error::new(kind, code, message).with_context("path", path.display().to_string())
}
