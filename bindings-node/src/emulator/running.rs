//! A running emulator.

use std::sync::Arc;

use gatewright_emulator::Emulator;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use crate::client::listing::all;
use crate::emulator::failure;
use crate::emulator::fault::NativeFault;
use crate::emulator::nodes::{NativeEmulatorOptions, NativeNodeInfo, NativeOffsetBlock};
use crate::failure::{Answer, Failure};
use crate::promise::{NativeCancellation, promise};

/// Several nodes in this process.
#[napi]
pub struct NativeEmulator {
    pub(crate) emulator: Arc<Emulator>,
}

impl From<Emulator> for NativeEmulator {
    fn from(emulator: Emulator) -> Self {
        Self { emulator: Arc::new(emulator) }
    }
}

/// Starts nodes.
#[napi]
pub fn start_emulator<'env>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    options: NativeEmulatorOptions,
    block: Option<&NativeOffsetBlock>,
) -> napi::Result<Object<'env>> {
    let block = block.and_then(NativeOffsetBlock::take);
    promise(env, cancellation, "start", options.start(block), NativeEmulator::from)
}

#[napi]
impl NativeEmulator {
    /// The certificate of the authority that signed every node's.
    #[napi(getter)]
    pub fn ca_pem(&self) -> &str {
        self.emulator.ca_pem()
    }

    /// A backend that answers with what it was sent.
    #[napi(getter)]
    pub fn echo_url(&self) -> &str {
        self.emulator.echo_url()
    }

    /// The nodes, in the order they were given.
    #[napi]
    pub fn nodes<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move { Ok::<_, Failure>(emulator.nodes().await) };
        promise(env, cancellation, "nodes", work, all::<_, NativeNodeInfo>)
    }

    /// Adds a user, or changes one.
    #[napi]
    pub fn add_user<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        password: String,
        roles: Vec<String>,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            emulator.add_user(&name, &password, &roles).await;
            Ok::<_, Failure>(())
        };
        promise(env, cancellation, "add_user", work, |()| ())
    }

    /// What a node logged.
    #[napi]
    pub fn log<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        node: String,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move { emulator.log(&node).await.map_err(|error| failure(&error, "log")) };
        promise(env, cancellation, "log", work, |log| log)
    }

    /// Starts a node that was stopped.
    #[napi]
    pub fn start_node<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            emulator.start_node(&name).await.map_err(|error| failure(&error, "start_node"))
        };
        promise(env, cancellation, "start_node", work, |()| ())
    }

    /// Stops a node.
    #[napi]
    pub fn stop_node<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            emulator.stop_node(&name).await.map_err(|error| failure(&error, "stop_node"))
        };
        promise(env, cancellation, "stop_node", work, |()| ())
    }

    /// Has what a workflow decides about wait for an administrator.
    #[napi]
    pub fn require_approval<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        workflow: String,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            emulator
                .require_approval(&workflow)
                .await
                .map_err(|error| failure(&error, "require_approval"))
        };
        promise(env, cancellation, "require_approval", work, |()| ())
    }

    /// Has it wait no more.
    #[napi]
    pub fn waive_approval<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        workflow: String,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            emulator
                .waive_approval(&workflow)
                .await
                .map_err(|error| failure(&error, "waive_approval"))
        };
        promise(env, cancellation, "waive_approval", work, |()| ())
    }

    /// Stops every node.
    #[napi]
    pub fn stop<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
    ) -> napi::Result<Object<'env>> {
        let emulator = Arc::clone(&self.emulator);
        let work = async move {
            emulator.stop().await;
            Ok::<_, Failure>(())
        };
        promise(env, cancellation, "stop", work, |()| ())
    }

    /// Adds a fault.
    #[napi]
    pub fn add_fault(&self, fault: NativeFault) -> Answer<()> {
        match fault.into_emulator() {
            Ok(fault) => {
                self.emulator.faults().add(fault);
                Answer::A(())
            }
            Err(error) => Answer::B(failure(&error, "add_fault")),
        }
    }

    /// The faults there are.
    #[napi(getter)]
    pub fn faults(&self) -> Vec<NativeFault> {
        all(self.emulator.faults().list())
    }

    /// Takes every fault away.
    #[napi]
    pub fn clear_faults(&self) {
        self.emulator.faults().clear();
    }
}
