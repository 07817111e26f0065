//! The emulator.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use gatewright_emulator::{
    Emulator, Error, Fault, NodeInfo, NodeSource, Pack, PlainFault, Release, free_offset_block,
};
use serde_json::{Value as Json, json};

use super::{Given, data, given, runtime, shown, wait};
use crate::plain;
use crate::variables::{Arguments, Value};

type Pairs = BTreeMap<String, String>;

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "Emulator.start" => start(arguments),
        "Emulator.explain" => data(Emulator::explain(&arguments.take::<String>("code"))),
        "free_offset_block" => {
            let _runtime = runtime().enter();
            given(free_offset_block(arguments.take("count")), |block| {
                let plain = json!({ "base": block.base() });
                let shown = format!("{block:?}");
                Ok((Value::Block(Arc::new(Mutex::new(Some(block)))), plain, shown))
            })
        }
        _ => return None,
    })
}

fn start(arguments: &mut Arguments) -> Given {
    let mut builder = Emulator::builder();
    for mut fields in arguments.objects("nodes") {
        builder = builder.node(node(&mut fields)?);
        fields.none_left("a node").expect("known fields");
    }
    for (name, value) in arguments.optional::<Pairs>("variables").unwrap_or_default() {
        builder = builder.variable(name, value);
    }
    for (name, value) in arguments.optional::<Pairs>("properties").unwrap_or_default() {
        builder = builder.property(name, value);
    }
    if let Some(delay) = arguments.duration("propagation_delay")? {
        builder = builder.propagation_delay(delay);
    }
    if let Some(life) = arguments.duration("token_life")? {
        builder = builder.token_life(life);
    }
    if let Some(Value::Block(block)) = arguments.optional_value("offset_block") {
        let block = block.lock().expect("a block").take();
        builder = builder.offset_block(block.expect("a block that no emulator has taken"));
    }
    let emulator = wait(builder.start())?;
    let plain = json!({ "ca_pem": emulator.ca_pem(), "echo_url": emulator.echo_url() });
    let shown = format!("{emulator:?}");
    Ok((Value::Emulator(Arc::new(emulator)), plain, shown))
}

fn node(fields: &mut Arguments) -> Result<NodeSource, Error> {
    let name = fields.optional::<String>("name");
    let mut node = match fields.optional::<String>("home") {
        Some(home) => NodeSource::home(home),
        None => NodeSource::text(name.clone().unwrap_or_default(), fields.text("text")),
    };
    if let Some(name) = name {
        node = node.name(name);
    }
    if let Some(release) = fields.optional::<String>("release") {
        node = node.release(release.parse::<Release>()?);
    }
    if let Some(release) = fields.optional::<String>("release_if_unknown") {
        node = node.release_if_unknown(release.parse::<Release>()?);
    }
    if let Some(pack) = fields.optional::<String>("pack") {
        node = node.pack(pack.parse::<Pack>()?);
    }
    Ok(node)
}

pub(super) fn method(on: &Emulator, name: &str, arguments: &mut Arguments) -> Option<Given> {
    let done = |result: Result<(), Error>| given(result, |()| data(Json::Null));
    Some(match name {
        "Emulator.nodes" => {
            let nodes = wait(on.nodes());
            let plain = plain::list(&nodes, node_info);
            shown(&nodes.clone(), Value::Nodes(nodes), plain)
        }
        "Emulator.add_user" => {
            let [name, password] = ["name", "password"].map(|name| arguments.text(name));
            let roles: Vec<String> = arguments.take("roles");
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            wait(on.add_user(&name, &password, &roles));
            data(Json::Null)
        }
        "Emulator.require_approval" => {
            done(wait(on.require_approval(&arguments.take::<String>("workflow"))))
        }
        "Emulator.waive_approval" => {
            done(wait(on.waive_approval(&arguments.take::<String>("workflow"))))
        }
        "Emulator.log" => given(wait(on.log(&arguments.take::<String>("node"))), data),
        "Emulator.start_node" => done(wait(on.start_node(&arguments.take::<String>("node")))),
        "Emulator.stop_node" => done(wait(on.stop_node(&arguments.take::<String>("node")))),
        "Emulator.add_fault" => {
            done(fault(arguments.objects("fault").first_mut()?).map(|fault| on.faults().add(fault)))
        }
        "Emulator.faults" => {
            let faults: Vec<PlainFault> = on.faults().list().iter().map(PlainFault::from).collect();
            data(serde_json::to_value(faults).expect("plain data"))
        }
        "Emulator.clear_faults" => {
            on.faults().clear();
            data(Json::Null)
        }
        "Emulator.stop" => {
            wait(on.stop());
            data(Json::Null)
        }
        _ => return None,
    })
}

fn node_info(node: &NodeInfo) -> Json {
    json!({
        "name": node.name,
        "release": node.release.to_string(),
        "pack": node.pack.to_string(),
        "offset": node.offset,
        "running": node.running,
    })
}

/// Its headers are an object here, as in Python and Node.
fn fault(fields: &mut Arguments) -> Result<Fault, Error> {
    let headers = fields.optional::<Pairs>("headers").unwrap_or_default();
    let plain = Json::Object(std::mem::take(&mut fields.left));
    let mut plain: PlainFault = serde_json::from_value(plain).expect("the fields of a fault");
    plain.headers = headers.into_iter().collect();
    Fault::try_from(plain)
}
