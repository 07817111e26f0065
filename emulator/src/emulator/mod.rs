//! Several nodes in one process.

mod block;
mod builder;
mod echo;
mod run;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::node::{NodeFile, Pack, Release};
use crate::server::client::Client;
use crate::server::{Authority, Serving};

pub use block::{OffsetBlock, free_offset_block};
pub use builder::{Builder, NodeSource};
use run::Slot;

/// What all nodes of an emulator have in common; none of it tells a node of another.
struct Shared {
    authority: Authority,
    client: Client,
    faults: Faults,
    surroundings: crate::node::Surroundings,
    delay: Duration,
    token_life: Duration,
    /// True from the moment when [`Emulator::stop`] begins: no node starts any more.
    is_stopped: AtomicBool,
}

/// WSO2 API Manager in this process: nodes that start from their own `deployment.toml`.
///
/// When it is dropped without [`Emulator::stop`], its runtime ends every task and frees every port
/// a moment later; `stop` returns when that is done.
///
/// ```
/// use gatewright_emulator::{Emulator, Release, free_offset_block};
///
/// # let runtime = tokio::runtime::Runtime::new().unwrap();
/// # runtime.block_on(async {
/// let block = free_offset_block(1)?;
/// let base = block.base();
/// let text = format!("[server]\noffset = {base}\n[super_admin]\nusername = \"admin\"\npassword = \"admin\"\n");
/// let emulator = Emulator::builder()
///     .node_text("all-in-one", text, Release::NEWEST, None)
///     .offset_block(block)
///     .start()
///     .await?;
/// let node = &emulator.nodes().await[0];
/// assert_eq!(node.port(9443), 9443 + base);
/// assert!(emulator.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
/// emulator.stop().await;
/// # Ok::<(), gatewright_emulator::Error>(())
/// # }).unwrap();
/// ```
pub struct Emulator {
    shared: Arc<Shared>,
    slots: Vec<Mutex<Slot>>,
    echo_url: String,
    echo: Mutex<Serving>,
}

/// What is known of a node from its own file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NodeInfo {
    /// Its name.
    pub name: String,
    /// Its release.
    pub release: Release,
    /// Its pack.
    pub pack: Pack,
    /// Its port offset.
    pub offset: u16,
    /// True while it runs.
    pub running: bool,
}

impl NodeInfo {
    fn new(file: &NodeFile, running: bool) -> Self {
        Self {
            name: file.name.clone(),
            release: file.release,
            pack: file.pack,
            offset: file.offset,
            running,
        }
    }

    /// One of its ports, named by its number at offset 0.
    pub fn port(&self, base: u16) -> u16 {
        base.saturating_add(self.offset)
    }
}

impl Emulator {
    /// Where the nodes are named.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The page of a code of this crate's errors in Markdown; `None` when there is no such code. The SDK's own codes have
    /// theirs in `gatewright::explain`; a code that both have, such as `unknown-node`, means something else here.
    ///
    /// ```
    /// use gatewright_emulator::Emulator;
    ///
    /// assert!(Emulator::explain("port-taken").unwrap().starts_with("# port-taken\n"));
    /// assert_eq!(Emulator::explain("no-such-code"), None);
    /// ```
    pub fn explain(code: &str) -> Option<String> {
        crate::error::explain(code)
    }

    /// The certificate of the authority that signed every node's certificate.
    pub fn ca_pem(&self) -> &str {
        self.shared.authority.pem()
    }

    /// An `http` backend that answers with what it was sent, as JSON.
    pub fn echo_url(&self) -> &str {
        &self.echo_url
    }

    /// The fault script.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The nodes, in the order they were given.
    pub async fn nodes(&self) -> Vec<NodeInfo> {
        let mut nodes = Vec::new();
        for slot in &self.slots {
            nodes.push(slot.lock().await.info());
        }
        nodes
    }

    /// Adds a user to every control plane, or changes one. Roles that mean something are `admin`,
    /// `Internal/creator`, `Internal/publisher` and `Internal/subscriber`.
    pub async fn add_user(&self, name: &str, password: &str, roles: &[&str]) {
        for slot in &self.slots {
            if let Some(store) = slot.lock().await.store() {
                store.add_user(name, password, roles);
            }
        }
    }

    /// From now on what the workflow decides about waits for an administrator, who settles it through the Admin API's
    /// `/workflows`: `AM_API_STATE` for publishing (from 3.2), `AM_REVISION_DEPLOYMENT` for deploying revisions (from
    /// 4.3), `AM_APPLICATION_CREATION` and `_DELETION`, `AM_SUBSCRIPTION_CREATION`, `_UPDATE` and `_DELETION`,
    /// `AM_APPLICATION_REGISTRATION_PRODUCTION` and `_SANDBOX` for keys.
    ///
    /// # Errors
    ///
    /// When no control plane here has a workflow of this name.
    pub async fn require_approval(&self, workflow: &str) -> Result<()> {
        self.gate(workflow, true).await
    }

    /// Undoes [`Emulator::require_approval`]; what waits already goes on waiting.
    ///
    /// # Errors
    ///
    /// When no control plane here has a workflow of this name.
    pub async fn waive_approval(&self, workflow: &str) -> Result<()> {
        self.gate(workflow, false).await
    }

    async fn gate(&self, workflow: &str, is_closed: bool) -> Result<()> {
        let mut is_known = false;
        for slot in &self.slots {
            let slot = slot.lock().await;
            if let Some(store) = slot.store() {
                is_known |= store.gate(workflow, slot.info().release, is_closed);
            }
        }
        if is_known { Ok(()) } else { Err(Error::NoSuchWorkflow { workflow: workflow.to_owned() }) }
    }

    /// Whether an API of this name breaks a governance policy that is set on deploy: every new revision of it is then
    /// refused with the code 903300.
    pub async fn violates_governance(&self, api: &str, is_violating: bool) {
        for slot in &self.slots {
            if let Some(store) = slot.lock().await.store() {
                store.govern(api, is_violating);
            }
        }
    }

    /// What a node logged: only lines that API-M's administrators look for.
    ///
    /// # Errors
    ///
    /// When there is no such node.
    pub async fn log(&self, node: &str) -> Result<Vec<String>> {
        Ok(self.slot(node).await?.lock().await.log())
    }

    /// Starts a node that was stopped; its file is read anew, and what its databases hold is there.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`], when there is no such node, and after [`Emulator::stop`].
    pub async fn start_node(&self, name: &str) -> Result<()> {
        self.slot(name).await?.lock().await.start(&self.shared, None)
    }

    /// Stops a node at once, as if its process were killed. Ports that were drawn for it stay its own, so that no other
    /// emulator draws them before it is started again.
    ///
    /// # Errors
    ///
    /// When there is no such node.
    pub async fn stop_node(&self, name: &str) -> Result<()> {
        self.slot(name).await?.lock().await.pause().await;
        Ok(())
    }

    async fn slot(&self, name: &str) -> Result<&Mutex<Slot>> {
        let mut known = Vec::new();
        for slot in &self.slots {
            let found = slot.lock().await.info().name;
            if found == name {
                return Ok(slot);
            }
            known.push(found);
        }
        Err(Error::NoSuchNode { node: name.to_owned(), known: known.join(", ") })
    }

    /// Stops every node, for good. No task and no port is left. Stopping again does nothing.
    pub async fn stop(&self) {
        self.shared.is_stopped.store(true, Ordering::SeqCst);
        for slot in &self.slots {
            slot.lock().await.stop().await;
        }
        self.echo.lock().await.stop().await;
    }
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator").field("nodes", &self.slots.len()).finish_non_exhaustive()
    }
}
