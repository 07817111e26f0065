//! What can go wrong before a node answers.

mod code;

use std::fmt;
use std::path::PathBuf;

use gatewright::ErrorKind;

pub(crate) use code::explain;
pub use code::{ErrorCode, error_codes};

/// The result of starting nodes.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of a home cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A node's file is refused, as API-M refuses it.
    #[error("node '{node}' does not start: {message}")]
    Refused {
        /// The node.
        node: String,
        /// What API-M logs in this case.
        message: String,
    },
    /// The release of a home is not known.
    #[error(
        "the release of node '{node}' is not known: give its home a bin/version.txt, or name the release"
    )]
    UnknownRelease {
        /// The node.
        node: String,
    },
    /// A text that should name a release does not.
    #[error("no release of API-M from 3.0 on stands in '{text}': write it as 3.2 or 4.7")]
    NotARelease {
        /// What was given.
        text: String,
    },
    /// A text that should name a pack does not.
    #[error("'{text}' is not a pack; the packs are {known}")]
    UnknownPack {
        /// What was given.
        text: String,
        /// The packs there are.
        known: String,
    },
    /// A fault that cannot be played.
    #[error("the fault cannot be played: {message}")]
    InvalidFault {
        /// What is wrong with it, and what would be right.
        message: String,
    },
    /// A port that a node's file asks for is in use.
    #[error(
        "node '{node}' does not start: port {port} ({purpose}) is taken by {holder}; \
         free it or choose another [server] offset"
    )]
    PortTaken {
        /// The node.
        node: String,
        /// The port, after the offset.
        port: u16,
        /// What the node needs it for.
        purpose: &'static str,
        /// Who has it.
        holder: PortHolder,
    },
    /// No node has that name.
    #[error("there is no node '{node}'; the nodes are {known}")]
    NoSuchNode {
        /// What was asked for.
        node: String,
        /// The names there are.
        known: String,
    },
    /// No control plane has that workflow.
    #[error(
        "no control plane here has a workflow '{workflow}': Emulator::require_approval names those there are"
    )]
    NoSuchWorkflow {
        /// What was asked for.
        workflow: String,
    },
    /// The emulator was stopped, for good.
    #[error(
        "node '{node}' does not start: the emulator was stopped; start another one, with its nodes"
    )]
    Stopped {
        /// The node that should start.
        node: String,
    },
    /// The builder was given nothing to start.
    #[error("no node was given: name at least one home or one node's text")]
    NoNodes,
    /// Two nodes have one name.
    #[error("two nodes are called '{node}'")]
    DuplicateNode {
        /// The name.
        node: String,
    },
    /// Certificates cannot be made.
    #[error("cannot make certificates: {0}")]
    Certificates(String),
    /// The system refuses something else.
    #[error("{doing}: {source}")]
    System {
        /// What was tried.
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// What went wrong, in one word: the kinds are those of the SDK's own error.
    ///
    /// ```
    /// use gatewright::ErrorKind;
    /// use gatewright_emulator::Release;
    ///
    /// let error = "2.6".parse::<Release>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::InvalidInput);
    /// assert_eq!(error.code(), "unknown-release");
    /// ```
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::File { .. } | Self::System { .. } => ErrorKind::Io,
            Self::Refused { .. }
            | Self::UnknownRelease { .. }
            | Self::NotARelease { .. }
            | Self::UnknownPack { .. }
            | Self::InvalidFault { .. }
            | Self::NoNodes
            | Self::DuplicateNode { .. } => ErrorKind::InvalidInput,
            Self::PortTaken { .. } | Self::Stopped { .. } => ErrorKind::Conflict,
            Self::NoSuchNode { .. } | Self::NoSuchWorkflow { .. } => ErrorKind::NotFound,
            Self::Certificates(_) => ErrorKind::Unexpected,
        }
    }

    /// A stable kebab-case name for exactly this failure; [`Emulator::explain`](crate::Emulator::explain) gives its page.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let error = gatewright_emulator::Emulator::builder().start().await.unwrap_err();
    /// assert_eq!(error.code(), "no-nodes");
    /// # });
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "unreadable-file",
            Self::Refused { .. } => "node-refused",
            Self::UnknownRelease { .. } | Self::NotARelease { .. } => "unknown-release",
            Self::UnknownPack { .. } => "unknown-pack",
            Self::InvalidFault { .. } => "invalid-fault",
            Self::PortTaken { .. } => "port-taken",
            Self::NoSuchNode { .. } => "unknown-node",
            Self::NoSuchWorkflow { .. } => "unknown-workflow",
            Self::Stopped { .. } => "emulator-stopped",
            Self::NoNodes => "no-nodes",
            Self::DuplicateNode { .. } => "duplicate-node",
            Self::Certificates(_) => "certificates-failed",
            Self::System { .. } => "system-failed",
        }
    }
}

/// Who holds a port, as far as it can be found out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PortHolder {
    /// Another node of this emulator.
    Node(String),
    /// A program of this computer.
    Program {
        /// Its name.
        name: String,
        /// Its process id.
        process: u32,
    },
    /// It could not be found out.
    Unknown,
}

impl fmt::Display for PortHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(name) => write!(f, "node '{name}'"),
            Self::Program { name, process } => {
                write!(f, "the program '{name}' (process {process})")
            }
            Self::Unknown => f.write_str("another program"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_codes_are_those_that_bindings_promise() {
        let io = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let text = String::new;
        let promised = [
            (Error::File { path: PathBuf::new(), source: io() }, "Io", "unreadable-file"),
            (Error::Refused { node: text(), message: text() }, "InvalidInput", "node-refused"),
            (Error::UnknownRelease { node: text() }, "InvalidInput", "unknown-release"),
            (Error::NotARelease { text: text() }, "InvalidInput", "unknown-release"),
            (Error::UnknownPack { text: text(), known: text() }, "InvalidInput", "unknown-pack"),
            (Error::InvalidFault { message: text() }, "InvalidInput", "invalid-fault"),
            (
                Error::PortTaken {
                    node: text(),
                    port: 9443,
                    purpose: "",
                    holder: PortHolder::Unknown,
                },
                "Conflict",
                "port-taken",
            ),
            (Error::NoSuchNode { node: text(), known: text() }, "NotFound", "unknown-node"),
            (Error::NoSuchWorkflow { workflow: text() }, "NotFound", "unknown-workflow"),
            (Error::Stopped { node: text() }, "Conflict", "emulator-stopped"),
            (Error::NoNodes, "InvalidInput", "no-nodes"),
            (Error::DuplicateNode { node: text() }, "InvalidInput", "duplicate-node"),
            (Error::Certificates(text()), "Unexpected", "certificates-failed"),
            (Error::System { doing: text(), source: io() }, "Io", "system-failed"),
        ];
        for (error, kind, code) in &promised {
            let (kind, code) = (*kind, *code);
            assert_eq!((error.kind().as_str(), error.code()), (kind, code), "{error:?}");
            let known = error_codes().iter().find(|known| known.code == code);
            assert_eq!(known.map(|known| known.kind.as_str()), Some(kind), "{code}");
        }
        for known in error_codes() {
            assert!(promised.iter().any(|(_, _, code)| *code == known.code), "{}", known.code);
        }
    }
}
