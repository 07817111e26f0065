//! Proof from gateways, and what takes APIs off them or back.

use gatewright::publish::{
    Drift, NodeAddress, Publication, RetireOptions, RollbackTarget, UndeployOptions, VerifyOptions,
};
use gatewright::{ControlPlane, Error, Topology};

use super::publish::{publications, target};
use super::{Given, data, given, shown, wait};
use crate::plain::proof as plain;
use crate::variables::{Arguments, Value};

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    Some(match name {
        "ControlPlane.verify_with" => {
            let publication = publication(arguments);
            let found = verify_options(arguments)
                .and_then(|options| wait(on.verify_with(&publication, &options)));
            given(found, |found| shown(&found, Value::Nothing, plain::live_verification(&found)))
        }
        "ControlPlane.undeploy_with" => {
            let [name, version, environment] =
                ["name", "version", "environment"].map(|name| arguments.text(name));
            let done = undeploy_options(arguments).and_then(|options| {
                wait(on.undeploy_with(&name, &version, &environment, &options))
            });
            given(done, |done| shown(&done, Value::Nothing, plain::undeployment(&done)))
        }
        "ControlPlane.rollback" => {
            let [name, version] = ["name", "version"].map(|name| arguments.text(name));
            let environments: Vec<String> = arguments.take("environments");
            let target = rollback_target(arguments);
            let done = wait(on.rollback(&name, &version, environments, &target));
            given(done, |done| shown(&done, Value::Nothing, plain::rolled_back(&done)))
        }
        "ControlPlane.retire" => {
            let environment = arguments.text("environment");
            let done = retire_options(arguments)
                .and_then(|options| wait(on.retire(&environment, &options)));
            given(done, |done| shown(&done, Value::Nothing, plain::retirement(&done)))
        }
        "ControlPlane.drift" => {
            let topology = topology(arguments);
            let found = wait(on.drift(topology.as_ref(), publications(arguments)));
            given(found, |found| {
                let plain = plain::drift(&found);
                shown(&found.clone(), Value::Drift(found), plain)
            })
        }
        _ => return None,
    })
}

pub(super) fn drift_method(on: &Drift, name: &str) -> Option<Given> {
    (name == "Drift.to_json").then(|| data(on.to_json()))
}

fn publication(arguments: &mut Arguments) -> Publication {
    match arguments.value("publication") {
        Value::Publication(publication) => publication,
        _ => panic!("no publication"),
    }
}

fn topology(arguments: &mut Arguments) -> Option<Topology> {
    match arguments.optional_value("topology")? {
        Value::Topology(topology) => Some(*topology),
        _ => panic!("no topology"),
    }
}

/// Of the arguments themselves, or of an object among them.
fn verify_options(arguments: &mut Arguments) -> Result<VerifyOptions, Error> {
    let mut options = VerifyOptions::new();
    if arguments.optional("acknowledged") == Some(true) {
        options = options.acknowledged();
    }
    if arguments.optional("probed") == Some(true) {
        options = options.probed();
    }
    if arguments.left.contains_key("nodes") {
        options = options.nodes(arguments.objects("nodes").into_iter().map(node));
    }
    if let Some(topology) = topology(arguments) {
        options = options.topology(&topology);
    }
    if let Some([user, password]) = arguments.optional::<[String; 2]>("node_account") {
        options = options.node_account(user, password);
    }
    if let Some(timeout) = arguments.duration("timeout")? {
        options = options.timeout(timeout);
    }
    if let Some(interval) = arguments.duration("poll_interval")? {
        options = options.poll_interval(interval);
    }
    Ok(options)
}

fn node(mut fields: Arguments) -> NodeAddress {
    let mut node = NodeAddress::new(
        fields.take::<String>("environment"),
        fields.take::<String>("gateway_url"),
    );
    if let Some(name) = fields.optional::<String>("name") {
        node = node.name(name);
    }
    if let Some(url) = fields.optional::<String>("management_url") {
        node = node.management_url(url);
    }
    fields.none_left("NodeAddress").expect("no more fields");
    node
}

fn undeploy_options(arguments: &mut Arguments) -> Result<UndeployOptions, Error> {
    let mut options = UndeployOptions::new();
    if let Some(timeout) = arguments.duration("gone")? {
        options = options.gone(timeout);
    }
    if let Some(proof) = proof(arguments, "others_serve")? {
        options = options.others_serve(proof);
    }
    Ok(options)
}

pub(super) fn proof(arguments: &mut Arguments, name: &str) -> Result<Option<VerifyOptions>, Error> {
    if !arguments.left.contains_key(name) {
        return Ok(None);
    }
    let mut fields = arguments.objects(name).pop().expect("an object");
    let options = verify_options(&mut fields)?;
    fields.none_left(name).expect("no more fields");
    Ok(Some(options))
}

fn rollback_target(arguments: &mut Arguments) -> RollbackTarget {
    if let Some(number) = arguments.optional("revision") {
        return RollbackTarget::Revision(number);
    }
    match arguments.optional_value("api") {
        None => RollbackTarget::Previous,
        Some(Value::Document(api)) => {
            let api = Box::new(api.lock().expect("a document").clone());
            RollbackTarget::Content { api, definition: arguments.optional("definition") }
        }
        Some(_) => panic!("no document"),
    }
}

fn retire_options(arguments: &mut Arguments) -> Result<RetireOptions, Error> {
    let mut options = RetireOptions::new();
    if let Some(named) = arguments.optional("replacement") {
        options = options.replacement(target(named).expect("an environment"));
    }
    if let Some(proof) = proof(arguments, "proof")? {
        options = options.proof(proof);
    }
    if arguments.optional("keep_going") == Some(true) {
        options = options.keep_going();
    }
    Ok(options)
}
