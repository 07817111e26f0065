//! The names of the core's closed sets, against which JavaScript's constants are tested.

use gatewright::client::{ApiOrder, ApiRequest, Decision, ProbeState};
use gatewright::publish::{
    AccessAction, Action, Certainty, DriftKind, EnvironmentChange, EventKind, Fate, Handover,
    Lifecycle, OutcomeFormat, PlanFormat, ProjectLayout, Proof, SecretFileFormat, SecretKind,
    Source, Verdict,
};
use gatewright::{
    EnvironmentType, ErrorKind, Fixes, Format, KeyType, Pack, Port, Retry, Role, Safety, Severity,
};
use napi_derive::napi;

use crate::logger;

/// The names of every closed set.
#[napi(object, object_from_js = false)]
pub struct Names {
    /// Kinds of errors.
    pub error_kind: Vec<&'static str>,
    /// Whether a call may be made again.
    pub retry: Vec<&'static str>,
    /// Types of environments.
    pub environment_type: Vec<&'static str>,
    /// Types of keys.
    pub key_type: Vec<&'static str>,
    /// Roles of nodes.
    pub role: Vec<&'static str>,
    /// What can be started on a node.
    pub pack: Vec<&'static str>,
    /// Ports of nodes.
    pub port: Vec<&'static str>,
    /// Severities of findings.
    pub severity: Vec<&'static str>,
    /// How far fixes can be trusted.
    pub safety: Vec<&'static str>,
    /// Which repairs are made.
    pub fixes: Vec<&'static str>,
    /// Formats of reports.
    pub format: Vec<&'static str>,
    /// Lifecycle states that can be asked for.
    pub lifecycle: Vec<&'static str>,
    /// What a plan comes to.
    pub verdict: Vec<&'static str>,
    /// What becomes of an API in an environment.
    pub environment_change: Vec<&'static str>,
    /// What a step of providing access does.
    pub access_action: Vec<&'static str>,
    /// Whether a sink has a secret.
    pub handover: Vec<&'static str>,
    /// Which secret it is.
    pub secret_kind: Vec<&'static str>,
    /// How files of secrets are written.
    pub secret_file_format: Vec<&'static str>,
    /// What is told of an apply.
    pub event_kind: Vec<&'static str>,
    /// Formats of plans.
    pub plan_format: Vec<&'static str>,
    /// Formats of outcomes.
    pub outcome_format: Vec<&'static str>,
    /// Layouts of projects.
    pub project_layout: Vec<&'static str>,
    /// What the APIs of publications are made of.
    pub source_kind: Vec<&'static str>,
    /// What evidence comes to.
    pub certainty: Vec<&'static str>,
    /// What was found out of a gateway.
    pub proof_kind: Vec<&'static str>,
    /// What became of an API of an environment that is retired.
    pub fate: Vec<&'static str>,
    /// Kinds of differences.
    pub drift_kind: Vec<&'static str>,
    /// What a gateway's answer means.
    pub probe_state: Vec<&'static str>,
    /// In which order APIs are listed.
    pub api_order: Vec<&'static str>,
    /// What is decided of a task.
    pub decision: Vec<&'static str>,
    /// How much what is logged matters.
    pub log_level: Vec<&'static str>,
}

/// The names of every closed set.
#[napi]
pub fn names() -> Names {
    Names {
        error_kind: ErrorKind::ALL.map(ErrorKind::as_str).to_vec(),
        retry: Retry::ALL.map(Retry::as_str).to_vec(),
        environment_type: EnvironmentType::ALL.map(EnvironmentType::as_str).to_vec(),
        key_type: KeyType::ALL.map(KeyType::as_str).to_vec(),
        role: Role::ALL.map(Role::as_str).to_vec(),
        pack: Pack::ALL.map(Pack::as_str).to_vec(),
        port: Port::ALL.map(Port::as_str).to_vec(),
        severity: Severity::ALL.map(Severity::as_str).to_vec(),
        safety: Safety::ALL.map(Safety::as_str).to_vec(),
        fixes: Fixes::ALL.map(Fixes::as_str).to_vec(),
        format: Format::ALL.map(Format::as_str).to_vec(),
        lifecycle: Lifecycle::ALL.map(Lifecycle::as_str).to_vec(),
        verdict: Verdict::ALL.map(Verdict::as_str).to_vec(),
        environment_change: EnvironmentChange::ALL.map(EnvironmentChange::as_str).to_vec(),
        access_action: AccessAction::ALL.map(AccessAction::as_str).to_vec(),
        handover: Handover::ALL.map(Handover::as_str).to_vec(),
        secret_kind: SecretKind::ALL.map(SecretKind::as_str).to_vec(),
        secret_file_format: SecretFileFormat::ALL.map(SecretFileFormat::as_str).to_vec(),
        event_kind: EventKind::ALL.map(EventKind::as_str).to_vec(),
        plan_format: PlanFormat::ALL.map(PlanFormat::as_str).to_vec(),
        outcome_format: OutcomeFormat::ALL.map(OutcomeFormat::as_str).to_vec(),
        project_layout: ProjectLayout::ALL.map(ProjectLayout::as_str).to_vec(),
        source_kind: Source::KINDS.to_vec(),
        certainty: Certainty::ALL.map(Certainty::as_str).to_vec(),
        proof_kind: Proof::KINDS.to_vec(),
        fate: Fate::ALL.map(Fate::as_str).to_vec(),
        drift_kind: DriftKind::ALL.map(DriftKind::as_str).to_vec(),
        probe_state: ProbeState::ALL.map(ProbeState::as_str).to_vec(),
        api_order: ApiOrder::ALL.map(ApiOrder::as_str).to_vec(),
        decision: Decision::ALL.map(Decision::as_str).to_vec(),
        log_level: logger::LEVELS.map(logger::name).to_vec(),
    }
}

/// The names of the other sets that JavaScript and its types know.
#[napi(object, object_from_js = false)]
pub struct OtherNames {
    /// The kinds of a plan's actions.
    pub action: Vec<&'static str>,
    /// The methods of calls.
    pub method: Vec<&'static str>,
    /// The emulator's packs.
    pub emulator_pack: Vec<&'static str>,
    /// The actions of the emulator's faults.
    pub fault_action: Vec<&'static str>,
}

/// The names of the other sets that JavaScript and its types know.
#[napi]
pub fn other_names() -> OtherNames {
    OtherNames {
        action: Action::KINDS.to_vec(),
        method: ApiRequest::METHODS.to_vec(),
        emulator_pack: gatewright_emulator::Pack::ALL
            .map(gatewright_emulator::Pack::as_str)
            .to_vec(),
        fault_action: gatewright_emulator::Action::NAMES.to_vec(),
    }
}

/// The original procedure's three nodes, as a `topology.toml`.
#[napi]
pub fn three_nodes() -> &'static str {
    gatewright::examples::THREE_NODES
}

/// True when an environment of this type takes a key of that type.
#[napi]
pub fn accepts(environment_type: String, key_type: String) -> bool {
    let key_type = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
    EnvironmentType::from_name(&environment_type)
        .zip(key_type)
        .is_some_and(|(environment_type, key_type)| environment_type.accepts(key_type))
}
