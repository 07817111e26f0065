//! Publishing.

use std::sync::Arc;

use gatewright::publish::{
    ApiDefinition, ApiProject, ApiProjectOptions, ApplyOptions, AuditLog, Journal, Lifecycle,
    Outcome, OutcomeFormat, Plan, PlanFormat, PlanOptions, Publication, Target,
};
use gatewright::{ControlPlane, Error, KeyType, Release};
use serde_json::Value as Json;

use super::{Given, data, given, shown, wait};
use crate::plain::publish as plain;
use crate::variables::{Arguments, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    match name {
        "Publication.new" => publication(arguments),
        "ApiProject.open" => Some(project(arguments)),
        _ => None,
    }
}

fn project(arguments: &mut Arguments) -> Given {
    let mut options = ApiProjectOptions::new();
    if let Some(path) = arguments.optional::<String>("parameters") {
        options = options.parameters(path);
    }
    if let Some(name) = arguments.optional::<String>("parameters_environment") {
        options = options.parameters_environment(name);
    }
    let opened = ApiProject::open_with(arguments.take::<String>("path"), &options);
    given(opened, |project| {
        let plain = plain::project(&project);
        shown(&project.clone(), Value::Project(Arc::new(project)), plain)
    })
}

pub(super) fn project_method(
    on: &ApiProject,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    match name {
        "ApiProject.has_endpoint" | "ApiProject.endpoint" => {
            let key_type = key_type(arguments)?;
            return Some(if name == "ApiProject.endpoint" {
                data(on.endpoint(key_type))
            } else {
                data(on.has_endpoint(key_type))
            });
        }
        "ApiProject.require_release" => {
            let release = arguments.text("release").parse::<Release>().map_err(Error::from);
            let done = release.and_then(|release| on.require_release(release));
            return Some(given(done, |()| data(Json::Null)));
        }
        "ApiProject.archive_for_import" => {}
        _ => return None,
    }
    let lifecycle = arguments.optional::<String>("current_lifecycle");
    let environments = arguments.optional::<Vec<String>>("environments").unwrap_or_default();
    let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
    let archive = on.archive_for_import(lifecycle.as_deref(), &environments);
    Some(given(archive, |bytes| Ok((Value::Bytes(bytes), Json::Null, String::new()))))
}

pub(super) fn publication_method(
    on: &Publication,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    match name {
        "Publication.has_endpoint" => Some(data(on.has_endpoint(key_type(arguments)?))),
        _ => None,
    }
}

fn key_type(arguments: &mut Arguments) -> Option<KeyType> {
    let named = arguments.take::<String>("key_type");
    KeyType::ALL.into_iter().find(|known| known.as_str() == named)
}

fn publication(arguments: &mut Arguments) -> Option<Given> {
    let mut made =
        Publication::new(arguments.take::<String>("name"), arguments.take::<String>("version"));
    if arguments.left.contains_key("definition") {
        made = made.definition(definition(arguments.objects("definition").first_mut()?)?);
    }
    if let Some(environments) = arguments.optional::<Vec<Json>>("environments") {
        for named in environments {
            made = made.environment(target(named)?);
        }
    }
    if let Some(lifecycle) = arguments.optional::<String>("lifecycle") {
        made = made.lifecycle(Lifecycle::from_name(&lifecycle)?);
    }
    Some(shown(&made.clone(), Value::Publication(made), Json::Null))
}

pub(super) fn target(named: Json) -> Option<Target> {
    let mut fields = Arguments::default();
    match named {
        Json::Object(object) => fields.left = object,
        name => return Some(Target::new(name.as_str()?)),
    }
    let mut target = Target::new(fields.take::<String>("environment"));
    if let Some(host) = fields.optional::<String>("virtual_host") {
        target = target.virtual_host(host);
    }
    if fields.optional("hidden_in_portal") == Some(true) {
        target = target.hidden_in_portal();
    }
    fields.left.is_empty().then_some(target)
}

fn definition(fields: &mut Arguments) -> Option<ApiDefinition> {
    let mut made = ApiDefinition::new(fields.take::<String>("context"));
    if let Some(text) = fields.optional::<String>("document") {
        made = made.document(text);
    }
    if let Some(url) = fields.optional::<String>("production_endpoint") {
        made = made.production_endpoint(url);
    }
    if let Some(url) = fields.optional::<String>("sandbox_endpoint") {
        made = made.sandbox_endpoint(url);
    }
    if let Some(plans) = fields.optional::<Vec<String>>("plans") {
        made = made.plans(plans);
    }
    if let Some(transports) = fields.optional::<Vec<String>>("transports") {
        made = made.transports(transports);
    }
    fields.left.is_empty().then_some(made)
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    Some(match name {
        "ControlPlane.plan" => {
            let mut options = PlanOptions::new();
            if arguments.optional("keep_going") == Some(true) {
                options = options.keep_going();
            }
            given(wait(on.plan_with(publications(arguments), options)), |made| {
                let plain = plain::plan(&made);
                shown(&made.clone(), Value::Plan(Arc::new(made)), plain)
            })
        }
        "ControlPlane.plan_as_saved" => {
            let (publications, saved) = (publications(arguments), arguments.text("saved"));
            given(wait(on.plan_as_saved(publications, &saved)), |made| {
                let plain = plain::plan(&made);
                shown(&made.clone(), Value::Plan(Arc::new(made)), plain)
            })
        }
        "ControlPlane.apply" => {
            let Value::Plan(plan) = arguments.value("plan") else { return None };
            given(apply_options(arguments, "apply"), |options| {
                applied(wait(on.apply_with(&plan, &options)))
            })
        }
        "ControlPlane.publish" => {
            let publications = publications(arguments);
            given(apply_options(arguments, "publish"), |options| {
                given(wait(on.publish_with(publications, &options)), applied)
            })
        }
        "ControlPlane.resume" => {
            let publications = publications(arguments);
            let journal = Journal::at(arguments.take::<String>("journal"));
            given(apply_options(arguments, "resume"), |options| {
                given(wait(on.resume(publications, &journal, &options)), applied)
            })
        }
        "ControlPlane.undeploy" => {
            let [name, version, environment] =
                ["name", "version", "environment"].map(|name| arguments.text(name));
            given(wait(on.undeploy(&name, &version, &environment)), data)
        }
        "ControlPlane.verify" => {
            let Value::Publication(publication) = arguments.value("publication") else {
                return None;
            };
            given(wait(on.verify(&publication)), |found| {
                shown(&found, Value::Nothing, plain::verification(&found))
            })
        }
        _ => return None,
    })
}

pub(super) fn publications(arguments: &mut Arguments) -> Vec<Publication> {
    let publication = |value| match value {
        Value::Publication(publication) => publication,
        _ => panic!("no publication"),
    };
    if arguments.left.get("publications").is_some_and(|given| !given.is_array()) {
        let Value::Publications(read) = arguments.value("publications") else {
            panic!("no publications")
        };
        return read.into_iter().collect();
    }
    arguments.values("publications").into_iter().map(publication).collect()
}

/// The audit log is opened for this operation, which has it as an option in the other languages.
pub(super) fn apply_options(
    arguments: &mut Arguments,
    operation: &'static str,
) -> Result<ApplyOptions, Error> {
    let mut options = ApplyOptions::new();
    if arguments.optional("stop_on_failure") == Some(true) {
        options = options.stop_on_failure();
    }
    if let Some(listener) = arguments.optional_value("on_event") {
        let Value::Told(told) = listener else { panic!("on_event is told nothing") };
        options = options
            .on_event(move |event| told.lock().expect("what is told").push(plain::event(event)));
    }
    if let Some(path) = arguments.optional::<String>("journal") {
        options = options.journal(Journal::at(path));
    }
    let Some(path) = arguments.optional::<String>("audit_log") else { return Ok(options) };
    let log = AuditLog::append_to(path).map_err(|error| error.with_operation(operation))?;
    Ok(options.audit_log(log))
}

#[allow(clippy::unnecessary_wraps, reason = "the other calls can fail")]
fn applied(outcome: Outcome) -> Given {
    let (plain, shown) = (plain::outcome(&outcome), format!("{outcome:?} {outcome}"));
    Ok((Value::Outcome(Arc::new(outcome)), plain, shown))
}

pub(super) fn plan_method(on: &Plan, name: &str, arguments: &mut Arguments) -> Option<Given> {
    if name == "Plan.save" {
        return Some(data(on.save()));
    }
    let format = arguments.optional::<String>("format");
    let format = format.as_deref().map_or(Some(PlanFormat::Text), PlanFormat::from_name)?;
    (name == "Plan.format").then(|| data(on.format(format)))
}

pub(super) fn outcome_method(on: &Outcome, name: &str, arguments: &mut Arguments) -> Option<Given> {
    if name == "Outcome.into_result" {
        return Some(given(on.clone().into_result(), applied));
    }
    let format = arguments.optional::<String>("format");
    let format = format.as_deref().map_or(Some(OutcomeFormat::Text), OutcomeFormat::from_name)?;
    (name == "Outcome.format").then(|| data(on.format(format)))
}
