//! Naming the nodes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::sync::Mutex;

use super::run::Slot;
use super::{Emulator, OffsetBlock, Shared, echo};
use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::node::{self, Pack, Release, Surroundings};
use crate::server::client::Client;
use crate::server::{Authority, Serving};

/// One node: where its file is, and what the file does not say.
///
/// ```
/// use gatewright_emulator::{NodeSource, Pack, Release};
/// let gateway = NodeSource::home("/opt/apim/gateway-1")
///     .name("gateway-1")
///     .release(Release::NEWEST)
///     .pack(Pack::Gateway);
/// ```
#[derive(Clone)]
pub struct NodeSource {
    source: node::NodeSource,
}

impl NodeSource {
    /// A home, with `repository/conf/deployment.toml` and `bin/version.txt` below it. Its name is
    /// that of the folder.
    pub fn home(path: impl Into<PathBuf>) -> Self {
        let home = path.into();
        let name = home
            .file_name()
            .map_or_else(|| home.display().to_string(), |name| name.to_string_lossy().into_owned());
        let source = node::NodeSource {
            name,
            home: Some(home),
            text: None,
            release: None,
            fallback: None,
            pack: None,
        };
        Self { source }
    }

    /// The text of a `deployment.toml`.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), Some(text.into()));
        Self {
            source: node::NodeSource {
                name,
                home: None,
                text,
                release: None,
                fallback: None,
                pack: None,
            },
        }
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.source.name = name.into();
        self
    }

    /// The release, whatever the home's `bin/version.txt` says.
    #[must_use]
    pub fn release(mut self, release: Release) -> Self {
        self.source.release = Some(release);
        self
    }

    /// The release where the home has no `bin/version.txt` that names one.
    #[must_use]
    pub fn release_if_unknown(mut self, release: Release) -> Self {
        self.source.fallback = Some(release);
        self
    }

    /// The pack; without it the home's `bin/version.txt` and the file's `server_role` decide.
    #[must_use]
    pub fn pack(mut self, pack: Pack) -> Self {
        self.source.pack = Some(pack);
        self
    }
}

// Files hold passwords.
impl std::fmt::Debug for NodeSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NodeSource").field("name", &self.source.name).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("nodes", &self.sources).finish_non_exhaustive()
    }
}

/// What an [`Emulator`] is made of.
#[derive(Default)]
pub struct Builder {
    sources: Vec<NodeSource>,
    surroundings: Surroundings,
    delay: Option<Duration>,
    token_life: Option<Duration>,
    block: Option<OffsetBlock>,
}

impl Builder {
    /// A node from its home.
    #[must_use]
    pub fn home(self, path: impl Into<PathBuf>) -> Self {
        self.node(NodeSource::home(path))
    }

    /// A node from the text of its file. Without a pack the file's `server_role` decides.
    #[must_use]
    pub fn node_text(
        self,
        name: impl Into<String>,
        text: impl Into<String>,
        release: Release,
        pack: impl Into<Option<Pack>>,
    ) -> Self {
        let source = NodeSource::text(name, text).release(release);
        self.node(match pack.into() {
            Some(pack) => source.pack(pack),
            None => source,
        })
    }

    /// A node.
    #[must_use]
    pub fn node(mut self, source: NodeSource) -> Self {
        self.sources.push(source);
        self
    }

    /// An environment variable for `$env{…}`, before those of the process.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.surroundings.variables.insert(name.into(), value.into());
        self
    }

    /// A system property for `$sys{…}`.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.surroundings.properties.insert(name.into(), value.into());
        self
    }

    /// How long after a change the gateways of 4.x fetch it; 50 milliseconds without this.
    #[must_use]
    pub fn propagation_delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// How long access tokens last; an hour without this.
    #[must_use]
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = Some(life);
        self
    }

    /// Ports that were reserved for these nodes.
    #[must_use]
    pub fn offset_block(mut self, block: OffsetBlock) -> Self {
        self.block = Some(block);
        self
    }

    /// Starts every node: first those that name no other node's key manager, then the rest, each
    /// in the order given. When one does not start, those before it are stopped again.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or API-M would refuse it, when a release is not known, and when a
    /// port is taken.
    pub async fn start(self) -> Result<Emulator> {
        if self.sources.is_empty() {
            return Err(Error::NoNodes);
        }
        let mut names = BTreeSet::new();
        for source in &self.sources {
            if !names.insert(source.source.name.as_str()) {
                return Err(Error::DuplicateNode { node: source.source.name.clone() });
            }
        }
        let authority = Authority::new()?;
        let client = Client::new(authority.client()?);
        let delay = self.delay.unwrap_or(Duration::from_millis(50));
        let token_life = self.token_life.unwrap_or(Duration::from_secs(3600));
        let surroundings = self.surroundings;
        let faults = Faults::default();
        let shared = Arc::new(Shared {
            authority,
            client,
            faults,
            surroundings,
            delay,
            token_life,
            is_stopped: AtomicBool::new(false),
        });
        let mut slots = Vec::new();
        for source in self.sources {
            slots.push(Slot::new(source.source, &shared)?);
        }
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|at| slots.get(*at).is_none_or(|slot| !slot.is_its_own_key_manager()));
        let mut block = self.block;
        for at in order {
            let Some(slot) = slots.get_mut(at) else { continue };
            if let Err(error) = slot.start(&shared, block.as_mut()) {
                let error = named(error, &slots);
                for slot in &mut slots {
                    slot.stop().await;
                }
                return Err(error);
            }
        }
        let mut serving = Serving::default();
        let echo_url = echo::start(&mut serving)?;
        let slots = slots.into_iter().map(Mutex::new).collect();
        Ok(Emulator { shared, slots, echo_url, echo: Mutex::new(serving) })
    }
}

/// A port that another of the nodes has: says which.
fn named(error: Error, slots: &[Slot]) -> Error {
    let Error::PortTaken { node, port, purpose, holder } = error else { return error };
    let other = slots.iter().find(|slot| slot.info().name != node && slot.listens_on(port));
    let holder = other.map_or(holder, |slot| crate::error::PortHolder::Node(slot.info().name));
    Error::PortTaken { node, port, purpose, holder }
}
