//! Roll-outs, and what they did.

use gatewright::publish::{ApiRollback, Gate, GateFailure, Rollout, RolloutOutcome, WaveOutcome};
use napi::bindgen_prelude::Function;
use napi_derive::napi;

use crate::callback::{Callback, Reply};
use crate::failure::Failure;
use crate::publish::outcome::NativeOutcome;
use crate::publish::proof::{Asked, NativeVerifyOptions};
use crate::publish::publication::{NativePublication, into_core};

/// Publications and the waves in which they go out.
#[napi(object, object_to_js = false)]
pub struct NativeRollout {
    /// What is wanted of each API.
    pub publications: Vec<NativePublication>,
    /// The environments of each wave.
    pub waves: Vec<Vec<String>>,
    /// Which proof is wanted after each wave.
    pub proof: Option<NativeVerifyOptions>,
    /// Whether a last wave has the rest.
    pub rest: Option<bool>,
    /// Whether a failure takes back what was changed.
    pub roll_back_on_failure: Option<bool>,
}

impl NativeRollout {
    /// What can be taken elsewhere.
    pub(crate) fn hold(self, check: Option<&NativeCheck>) -> Rolling {
        let mut rollout = Rollout::new(into_core(self.publications));
        for wave in self.waves {
            rollout = rollout.wave(wave);
        }
        if self.rest == Some(true) {
            rollout = rollout.rest();
        }
        if self.roll_back_on_failure == Some(true) {
            rollout = rollout.roll_back_on_failure();
        }
        let gate = check.map_or_else(Gate::new, NativeCheck::gate);
        Rolling { rollout, gate, proof: self.proof.map(NativeVerifyOptions::hold) }
    }
}

/// A roll-out apart from JavaScript's objects.
pub(crate) struct Rolling {
    rollout: Rollout,
    gate: Gate,
    proof: Option<Asked>,
}

impl Rolling {
    pub(crate) fn into_core(self) -> gatewright::Result<Rollout> {
        let gate = match self.proof {
            Some(proof) => self.gate.proof(proof.into_core()?),
            None => self.gate,
        };
        Ok(self.rollout.gate(gate))
    }
}

/// A function of JavaScript's that is asked before a roll-out goes on.
#[napi]
pub struct NativeCheck {
    callback: Callback<CheckReply>,
}

#[napi]
impl NativeCheck {
    /// This function.
    #[napi(constructor)]
    pub fn new(ask: Function<'_, CheckReply, ()>) -> napi::Result<Self> {
        Ok(Self { callback: Callback::new(&ask)? })
    }

    fn gate(&self) -> Gate {
        let callback = self.callback.clone();
        Gate::new().check(move |environments| {
            callback.clone().ask(|reply| CheckReply { environments, reply })
        })
    }
}

/// What is asked, and where the answer goes.
#[napi]
pub struct CheckReply {
    environments: Vec<String>,
    reply: Reply<()>,
}

#[napi]
impl CheckReply {
    /// The environments of the wave.
    #[napi(getter)]
    pub fn environments(&self) -> Vec<String> {
        self.environments.clone()
    }

    /// The next wave may begin.
    #[napi]
    pub fn fill(&mut self) {
        self.reply.fill(());
    }

    /// Why it may not.
    #[napi]
    pub fn fail(&mut self, message: String) {
        self.reply.fail(message);
    }
}

/// What a roll-out did.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeRolloutOutcome {
    /// The waves that were begun.
    pub waves: Vec<NativeWaveOutcome>,
    /// How many waves there are.
    pub total: u32,
    /// What was taken back.
    pub rolled_back: Vec<NativeApiRollback>,
    /// Why the journal or the audit log does not tell all of it.
    pub not_recorded: Option<Failure>,
    /// True when every wave is done and every gate opened.
    pub is_ok: bool,
    /// True when everything that had to be taken back was.
    pub is_rolled_back: bool,
    /// Whether it came to its end, where it stopped, and why.
    pub text: String,
}

/// What one wave did.
#[napi(object, object_from_js = false)]
pub struct NativeWaveOutcome {
    /// The wave's environments.
    pub environments: Vec<String>,
    /// What was done, and what failed.
    pub outcome: NativeOutcome,
    /// Why the gate stayed closed.
    pub failures: Vec<NativeGateFailure>,
    /// True when it is done and its gate opened.
    pub is_ok: bool,
}

/// Why a gate stayed closed.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeGateFailure {
    /// The API's name; none when the user's own check failed.
    pub api: Option<String>,
    /// The API's version.
    pub version: Option<String>,
    /// What did not hold.
    pub message: String,
    /// All of it in one line.
    pub text: String,
}

/// What was taken back of one API.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeApiRollback {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// What was done, in words.
    pub done: Vec<String>,
    /// What somebody has to approve first, in words.
    pub pending: Vec<String>,
    /// Why the rest could not be taken back.
    pub error: Option<Failure>,
    /// All of it in one line.
    pub text: String,
}

impl From<RolloutOutcome> for NativeRolloutOutcome {
    fn from(outcome: RolloutOutcome) -> Self {
        let (is_ok, is_rolled_back) = (outcome.is_ok(), outcome.is_rolled_back());
        let text = outcome.to_string();
        Self {
            waves: outcome.waves.into_iter().map(NativeWaveOutcome::from).collect(),
            total: u32::try_from(outcome.total).unwrap_or(u32::MAX),
            rolled_back: outcome.rolled_back.iter().map(NativeApiRollback::from).collect(),
            not_recorded: outcome.not_recorded.map(Failure::from),
            is_ok,
            is_rolled_back,
            text,
        }
    }
}

impl From<WaveOutcome> for NativeWaveOutcome {
    fn from(wave: WaveOutcome) -> Self {
        let is_ok = wave.is_ok();
        Self {
            environments: wave.environments,
            outcome: wave.outcome.into(),
            failures: wave.failures.into_iter().map(NativeGateFailure::from).collect(),
            is_ok,
        }
    }
}

impl From<GateFailure> for NativeGateFailure {
    fn from(failure: GateFailure) -> Self {
        let text = failure.to_string();
        let (api, version) = failure.api.unzip();
        Self { api, version, message: failure.message, text }
    }
}

impl From<&ApiRollback> for NativeApiRollback {
    fn from(api: &ApiRollback) -> Self {
        Self {
            name: api.name.clone(),
            version: api.version.clone(),
            done: api.done.clone(),
            pending: api.pending.clone(),
            error: api.error.as_ref().map(Failure::from),
            text: api.to_string(),
        }
    }
}
