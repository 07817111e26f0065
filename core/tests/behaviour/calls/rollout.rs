//! Roll-outs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gatewright::ControlPlane;
use gatewright::publish::{Gate, Rollout};
use serde_json::Value as Json;
use tokio::task::spawn_blocking;

use super::proof::proof;
use super::publish::{apply_options, publications};
use super::{Given, given, shown, wait};
use crate::plain::publish as plain;
use crate::variables::{Arguments, Steps, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    if name != "Rollout.new" {
        return None;
    }
    let mut made = Rollout::new(publications(arguments));
    for wave in arguments.optional::<Vec<Vec<String>>>("waves").unwrap_or_default() {
        made = made.wave(wave);
    }
    if arguments.optional("rest") == Some(true) {
        made = made.rest();
    }
    let mut gate = Gate::new();
    match proof(arguments, "proof") {
        Ok(wanted) => gate = wanted.into_iter().fold(gate, Gate::proof),
        Err(error) => return Some(Err(error.into())),
    }
    if let Some(steps) = arguments.steps("check") {
        gate = taking(gate, steps);
    } else if let Some(answers) = arguments.optional::<Json>("check") {
        gate = checked(gate, answers);
    }
    made = made.gate(gate);
    if arguments.optional("roll_back_on_failure") == Some(true) {
        made = made.roll_back_on_failure();
    }
    Some(shown(&made.clone(), Value::Rollout(made), Json::Null))
}

/// The check fails as its steps do.
fn taking(gate: Gate, steps: Steps) -> Gate {
    gate.check(move |_| {
        let steps = Arc::clone(&steps);
        // They wait for their calls.
        let taken = async move { spawn_blocking(move || steps()).await };
        async move { taken.await.expect("no step has panicked").map_err(Into::into) }
    })
}

/// A text is what the check fails with, `$in_turn` one of these each time.
fn checked(gate: Gate, given: Json) -> Gate {
    let asked = AtomicUsize::new(0);
    gate.check(move |_| {
        let answer = match given.get("$in_turn") {
            Some(answers) => answers[asked.fetch_add(1, Ordering::Relaxed)].clone(),
            None => given.clone(),
        };
        async move {
            match answer {
                Json::String(reason) => Err(reason.into()),
                _ => Ok(()),
            }
        }
    })
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    if name != "ControlPlane.roll_out" {
        return None;
    }
    let Value::Rollout(rollout) = arguments.value("rollout") else { return None };
    Some(given(apply_options(arguments, "roll_out"), |options| {
        given(wait(on.roll_out(&rollout, &options)), |outcome| {
            let shown = format!("{outcome:?} {outcome}");
            Ok((Value::Nothing, plain::rollout_outcome(&outcome), shown))
        })
    }))
}
