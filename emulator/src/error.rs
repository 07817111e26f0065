//! What can go wrong before a node answers.

use std::fmt;
use std::path::PathBuf;

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
