//! Nodes.

use std::path::PathBuf;

use super::{Host, NodeName, Pack, PortOffset, Ports, Release, Role, SecretText};

/// A user name and a password. References such as `$env{KM_USER}` stay references.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: SecretText,
}

impl Credentials {
    /// Credentials from their parts.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self { username: username.into(), password: SecretText::new(password.into()) }
    }
}

/// One node of a topology.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// Its name, unique in the topology.
    pub name: NodeName,
    /// What it does, at least one role, without repetition.
    pub roles: Vec<Role>,
    /// What is started on it.
    pub pack: Pack,
    /// The computer it runs on, as other nodes and clients reach it.
    pub host: Host,
    /// What is added to its default ports.
    pub offset: PortOffset,
    /// The folder of its pack, when its files are on this computer.
    pub home: Option<PathBuf>,
    /// The port by which a proxy before it is reached over HTTP, which API-M then writes into its own URLs. The node
    /// itself opens its own port all the same.
    pub http_proxy_port: Option<u16>,
    /// The same over HTTPS.
    pub https_proxy_port: Option<u16>,
    /// How it signs in at the key manager; `$ref{super_admin.…}` unless the file says otherwise.
    pub key_manager: Option<Credentials>,
}

impl Node {
    /// True when it has the role.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The ports it opens in a release.
    pub fn ports(&self, release: Release) -> Ports {
        Ports::new(self.pack, release, self.offset)
    }
}
