//! What an emulator is made of, and what is known of its nodes.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use gatewright_emulator::{
    Builder, Emulator, NodeInfo, NodeSource, OffsetBlock, free_offset_block,
};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::emulator::failure;
use crate::failure::Failure;
use crate::promise::{NativeCancellation, promise};

/// Port offsets that are kept free until an emulator takes them.
#[napi]
pub struct NativeOffsetBlock {
    base: u16,
    block: Mutex<Option<OffsetBlock>>,
}

impl From<OffsetBlock> for NativeOffsetBlock {
    fn from(block: OffsetBlock) -> Self {
        Self { base: block.base(), block: Mutex::new(Some(block)) }
    }
}

#[napi]
impl NativeOffsetBlock {
    /// The first offset.
    #[napi(getter)]
    pub fn base(&self) -> u16 {
        self.base
    }
}

impl NativeOffsetBlock {
    pub(crate) fn take(&self) -> Option<OffsetBlock> {
        self.block.lock().ok()?.take()
    }
}

/// Draws offsets for so many nodes.
#[napi]
pub fn free_offsets<'env>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    nodes: u16,
) -> napi::Result<Object<'env>> {
    let work = async move {
        free_offset_block(nodes).map_err(|error| failure(&error, "free_offset_block"))
    };
    promise(env, cancellation, "free_offset_block", work, NativeOffsetBlock::from)
}

/// What an emulator is made of. Times are in milliseconds.
#[napi(object, object_to_js = false)]
pub struct NativeEmulatorOptions {
    /// The nodes.
    pub nodes: Vec<NativeEmulatorNode>,
    /// Environment variables for `$env{…}`.
    pub variables: Option<BTreeMap<String, String>>,
    /// System properties for `$sys{…}`.
    pub properties: Option<BTreeMap<String, String>>,
    /// How long after a change gateways fetch it.
    pub propagation_delay: Option<f64>,
    /// How long access tokens last.
    pub token_life: Option<f64>,
}

/// One node: where its file is, and what the file does not say.
#[napi(object, object_to_js = false)]
pub struct NativeEmulatorNode {
    /// The folder of its pack.
    pub home: Option<String>,
    /// Its `deployment.toml`.
    pub text: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its release.
    pub release: Option<String>,
    /// Its release where the home does not name one.
    pub release_if_unknown: Option<String>,
    /// What is started on it.
    pub pack: Option<String>,
}

impl NativeEmulatorOptions {
    pub(crate) async fn start(self, block: Option<OffsetBlock>) -> Result<Emulator, Failure> {
        let builder = self.builder(block).map_err(|failure| *failure)?;
        builder.start().await.map_err(|error| failure(&error, "start"))
    }

    fn builder(self, block: Option<OffsetBlock>) -> Result<Builder, Box<Failure>> {
        let mut builder = Emulator::builder();
        for node in self.nodes {
            builder =
                builder.node(node.source().map_err(|error| Box::new(failure(&error, "start")))?);
        }
        for (name, value) in self.variables.into_iter().flatten() {
            builder = builder.variable(name, value);
        }
        for (name, value) in self.properties.into_iter().flatten() {
            builder = builder.property(name, value);
        }
        if let Some(delay) = self.propagation_delay {
            builder = builder.propagation_delay(time("propagationDelay", delay)?);
        }
        if let Some(life) = self.token_life {
            builder = builder.token_life(time("tokenLife", life)?);
        }
        Ok(match block {
            Some(block) => builder.offset_block(block),
            None => builder,
        })
    }
}

fn time(option: &str, milliseconds: f64) -> Result<Duration, Box<Failure>> {
    gatewright::client::milliseconds(option, milliseconds)
        .map_err(|error| Box::new(Failure::from(error)))
}

impl NativeEmulatorNode {
    /// JavaScript has checked that there is either a home, or a text and a name.
    fn source(self) -> gatewright_emulator::Result<NodeSource> {
        let mut source = match self.text {
            Some(text) => NodeSource::text(self.name.clone().unwrap_or_default(), text),
            None => NodeSource::home(self.home.unwrap_or_default()),
        };
        if let Some(name) = self.name {
            source = source.name(name);
        }
        if let Some(release) = self.release {
            source = source.release(release.parse()?);
        }
        if let Some(release) = self.release_if_unknown {
            source = source.release_if_unknown(release.parse()?);
        }
        if let Some(pack) = self.pack {
            source = source.pack(pack.parse()?);
        }
        Ok(source)
    }
}

/// What is known of a node.
#[napi]
pub struct NativeNodeInfo {
    info: NodeInfo,
}

impl From<NodeInfo> for NativeNodeInfo {
    fn from(info: NodeInfo) -> Self {
        Self { info }
    }
}

#[napi]
impl NativeNodeInfo {
    /// Its name.
    #[napi(getter)]
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// Its release.
    #[napi(getter)]
    pub fn release(&self) -> String {
        self.info.release.to_string()
    }

    /// What is started on it.
    #[napi(getter)]
    pub fn pack(&self) -> &'static str {
        self.info.pack.as_str()
    }

    /// Its port offset.
    #[napi(getter)]
    pub fn offset(&self) -> u16 {
        self.info.offset
    }

    /// True while it runs.
    #[napi(getter)]
    pub fn running(&self) -> bool {
        self.info.running
    }

    /// One of its ports, by its number at offset 0.
    #[napi]
    pub fn port(&self, base: u16) -> u16 {
        self.info.port(base)
    }
}
