//! Topologies, files and reports.

use gatewright::check::{CheckOptions, check_with, rules};
use gatewright::render::{RenderedFiles, RestoredFile, WriteOptions};
use gatewright::{
    EnvironmentName, EnvironmentType, Error, Fixes, Format, KeyType, NodeFile, Pack, Port,
    PortOffset, Ports, Release, Report, Role, Severity, Topology,
};
use serde_json::{Value as Json, json};

use super::{Given, data, given, shown};
use crate::plain;
use crate::variables::{Arguments, Value};

pub(super) fn method(on: &Value, name: &str, arguments: &mut Arguments) -> Option<Given> {
    match on {
        Value::Topology(topology) => topology_method(topology, name, arguments),
        Value::Files(files) => files_method(files, name, arguments),
        Value::Report(report) => report_method(report, name, arguments),
        Value::Fixed(fixed) if name == "FixedFiles.write" => Some(given(fixed.write(), |paths| {
            data(plain::list(paths, |path| path.display().to_string().into()))
        })),
        Value::Restored(restored) if name == "RestoredFile.write" => {
            Some(given(restored.write(), |()| data(Json::Null)))
        }
        Value::Ports(ports) => ports_method(*ports, name, arguments),
        _ => None,
    }
}

fn topology(result: Result<Topology, Error>) -> Given {
    let topology = result?;
    let plain = plain::topology(&topology);
    shown(&topology.clone(), Value::Topology(Box::new(topology)), plain)
}

fn rendered(result: Result<RenderedFiles, Error>) -> Given {
    let files = result?;
    shown(&files.clone(), Value::Files(files.clone()), plain::rendered_files(&files))
}

fn restored(result: Result<RestoredFile, Error>) -> Given {
    let file = result?;
    shown(&file.clone(), Value::Restored(file.clone()), plain::restored_file(&file))
}

#[allow(clippy::unnecessary_wraps, reason = "the other calls can fail")]
fn report(report: Report) -> Given {
    let plain = plain::report(&report);
    Ok((Value::Report(report), plain, String::new()))
}

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "Topology.load" => topology(Topology::load(arguments.take::<String>("path"))),
        "Topology.parse" => topology(Topology::parse(&arguments.take::<String>("text"))),
        "Topology.from_json" => {
            topology(Topology::from_json(&arguments.take::<Json>("document").to_string()))
        }
        "Topology.from_deployment" => {
            topology(node_files(arguments).and_then(Topology::from_deployment))
        }
        "Topology.draft_from_deployment" => {
            given(node_files(arguments).and_then(Topology::draft_from_deployment), |draft| {
                let plain = plain::topology_draft(&draft);
                let topology = draft.topology().cloned().map(Box::new);
                shown(&draft, topology.map_or(Value::Nothing, Value::Topology), plain)
            })
        }
        "restore_default_environment" => {
            restored(one_file(arguments).and_then(gatewright::restore_default_environment))
        }
        "restore_environment" => {
            let name: String = arguments.take("name");
            restored(
                one_file(arguments).and_then(|file| gatewright::restore_environment(file, &name)),
            )
        }
        "Topology.json_schema" => {
            data(serde_json::from_str::<Json>(Topology::json_schema()).expect("JSON"))
        }
        "check" => {
            let mut options =
                CheckOptions::new().notes(arguments.optional("notes").unwrap_or(false));
            options.environment_variables = arguments.optional("environment_variables");
            given(node_files(arguments).and_then(|files| check_with(files, &options)), report)
        }
        "rules" => data(plain::list(rules(), plain::rule)),
        "error_codes" => data(plain::list(gatewright::error_codes(), plain::error_code)),
        "explain" => data(gatewright::explain(&arguments.take::<String>("code"))),
        "revert" => given(gatewright::revert(arguments.take::<Vec<String>>("homes")), |outcome| {
            shown(&outcome, Value::Nothing, plain::revert_outcome(&outcome))
        }),
        "EnvironmentType.accepts" => {
            let types = EnvironmentType::from_name(&arguments.take::<String>("type"));
            let wanted: String = arguments.take("key_type");
            let key_type = KeyType::ALL.into_iter().find(|key| key.as_str() == wanted);
            data(types?.accepts(key_type?))
        }
        "EnvironmentName.new" => given(
            EnvironmentName::new(arguments.take::<String>("name")).map_err(Error::from),
            |name| data(name.as_str()),
        ),
        "PortOffset.new" => {
            given(PortOffset::new(arguments.take("offset")).map_err(Error::from), |offset| {
                data(offset.get())
            })
        }
        "Release.new" => given(release(&arguments.take::<String>("release")), |release| {
            data(release.to_string())
        }),
        "Release.known" => data(plain::list(Release::KNOWN, |known| known.to_string().into())),
        "Ports.new" => {
            let pack = Pack::from_name(&arguments.take::<String>("pack"))?;
            let (release, offset) =
                (release(&arguments.take::<String>("release")), arguments.take("offset"));
            let ports =
                release.and_then(|release| Ok(Ports::new(pack, release, PortOffset::new(offset)?)));
            given(ports, |ports| shown(&ports, Value::Ports(ports), plain::ports(ports)))
        }
        _ => return None,
    })
}

fn release(text: &str) -> Result<Release, Error> {
    Ok(text.parse::<Release>()?)
}

fn node_files(arguments: &mut Arguments) -> Result<Vec<NodeFile>, Error> {
    arguments.take::<Vec<Json>>("files").into_iter().map(node_file).collect()
}

fn one_file(arguments: &mut Arguments) -> Result<NodeFile, Error> {
    node_file(arguments.take("file"))
}

fn node_file(given: Json) -> Result<NodeFile, Error> {
    let mut fields = Arguments::default();
    match given {
        Json::Object(object) => fields.left = object,
        path => return Ok(NodeFile::new(path.as_str().expect("a path"))),
    }
    let path: String = fields.take("path");
    let mut file = match fields.optional::<String>("text") {
        Some(text) => NodeFile::from_text(path, text),
        None => NodeFile::new(path),
    };
    if let Some(name) = fields.optional::<String>("name") {
        file = file.name(name);
    }
    if let Some(host) = fields.optional::<String>("host") {
        file = file.host(host);
    }
    if let Some(roles) = fields.optional::<Vec<String>>("roles") {
        file = file.roles(roles.iter().map(|role| Role::from_name(role).expect("a role")));
    }
    if let Some(pack) = fields.optional::<String>("pack") {
        file = file.pack(Pack::from_name(&pack).expect("a pack"));
    }
    if let Some(text) = fields.optional::<String>("release") {
        file = file.release(release(&text)?);
    }
    fields.none_left("a file").expect("known fields");
    Ok(file)
}

fn topology_method(topology: &Topology, name: &str, arguments: &mut Arguments) -> Option<Given> {
    let mut named = || arguments.take::<String>("name");
    Some(match name {
        "Topology.node" => match topology.node(&named()) {
            Some(node) => {
                let plain = plain::node(node, topology.release());
                shown(node, Value::Node(Box::new(node.clone())), plain)
            }
            None => data(Json::Null),
        },
        "Topology.environment" => match topology.environment(&named()) {
            Some(found) => shown(found, Value::Nothing, plain::environment(found)),
            None => data(Json::Null),
        },
        "Topology.holders" => {
            let holders = topology.holders(Role::from_name(&arguments.take::<String>("role"))?);
            data(plain::list(holders, |node| plain::node(node, topology.release())))
        }
        "Topology.address" => {
            data(topology.address(Role::from_name(&arguments.take::<String>("role"))?))
        }
        "Topology.endpoints" => {
            let environment = topology.environment(&arguments.take::<String>("environment"));
            data(environment.map(|found| plain::endpoints(&topology.endpoints(found))))
        }
        "Topology.check" => report(topology.check().clone()),
        "Topology.render" => rendered(match arguments.optional("files") {
            Some(texts) => topology.render_from(&texts),
            None => topology.render(),
        }),
        "Topology.to_toml" => data(topology.to_toml()),
        "Topology.to_json" => {
            data(serde_json::from_str::<Json>(&topology.to_json()).expect("JSON"))
        }
        "Topology.eq" => {
            let Value::Topology(other) = arguments.value("other") else { return None };
            data(*topology == *other)
        }
        _ => return None,
    })
}

fn files_method(files: &RenderedFiles, name: &str, arguments: &mut Arguments) -> Option<Given> {
    let removing: Vec<String> = arguments.optional("removing").unwrap_or_default();
    let options = WriteOptions::new().removing(removing);
    let outcome = match name {
        "RenderedFiles.write" => files.write(&options),
        "RenderedFiles.write_to" => files.write_to(arguments.take::<String>("dir"), &options),
        "RenderedFiles.get" => {
            let file = files.get(&arguments.take::<String>("node"));
            return Some(file.map_or_else(
                || data(Json::Null),
                |file| shown(file, Value::Nothing, plain::rendered_file(file)),
            ));
        }
        _ => return None,
    };
    Some(given(outcome, |outcome| shown(&outcome, Value::Nothing, plain::write_outcome(&outcome))))
}

fn report_method(report: &Report, name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "Report.format" => {
            data(report.format(Format::from_name(&arguments.take::<String>("format"))?))
        }
        "Report.count" => {
            let wanted: String = arguments.take("severity");
            let severity = Severity::ALL.into_iter().find(|severity| severity.as_str() == wanted);
            data(report.count(severity?))
        }
        "Report.fix" => {
            let fixed = report.fix(Fixes::from_name(&arguments.take::<String>("fixes"))?);
            let plain = plain::fixed_files(report, &fixed);
            shown(&fixed.clone(), Value::Fixed(fixed), plain)
        }
        _ => return None,
    })
}

fn ports_method(ports: Ports, name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "Ports.get" => {
            let wanted: String = arguments.take("name");
            let port = Port::ALL.into_iter().find(|port| port.as_str() == wanted);
            data(ports.get(port?))
        }
        "Ports.find" => data(ports.find(arguments.take("number")).map(Port::as_str)),
        "Ports.collisions" => {
            let Value::Ports(other) = arguments.value("other") else { return None };
            data(plain::list(ports.collisions(&other), |(mine, theirs, number)| {
                json!([mine.as_str(), theirs.as_str(), number])
            }))
        }
        _ => return None,
    })
}
