//! `publications.toml`.

use std::collections::BTreeMap;

use gatewright::Error;
use gatewright::publish::{Lifecycle, Publication, Publications, PublicationsOptions, Target};
use serde_json::Value as Json;

use super::publish::target;
use super::{Given, data, given, shown};
use crate::plain::{self, publish};
use crate::variables::{Arguments, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "Publication.from_project" => {
            let Value::Project(project) = arguments.value("project") else { return None };
            let mut made = Publication::from_project(project);
            if let Some(names) = arguments.optional::<Vec<Json>>("environments") {
                let targets: Option<Vec<Target>> = names.into_iter().map(target).collect();
                made = made.only_environments(targets?);
            }
            if let Some(lifecycle) = arguments.optional::<String>("lifecycle") {
                made = made.lifecycle(Lifecycle::from_name(&lifecycle)?);
            }
            let plain = publish::publication(&made);
            shown(&made.clone(), Value::Publication(made), plain)
        }
        "Publications.load" => {
            let options = options(arguments);
            read(Publications::load_with(arguments.take::<String>("path"), &options))
        }
        "Publications.parse" => {
            let options = options(arguments);
            let [text, base] = ["text", "base"].map(|name| arguments.text(name));
            read(Publications::parse_with(&text, base, &options))
        }
        "Publications.json_schema" => {
            data(serde_json::from_str::<Json>(Publications::json_schema()).expect("JSON"))
        }
        _ => return None,
    })
}

fn options(arguments: &mut Arguments) -> PublicationsOptions {
    match arguments.optional::<BTreeMap<String, String>>("variables") {
        Some(variables) => PublicationsOptions::new().variables(variables),
        None => PublicationsOptions::new(),
    }
}

fn read(result: Result<Publications, Error>) -> Given {
    given(result, |publications| {
        let plain = plain::list(publications.iter(), publish::publication);
        shown(&publications.clone(), Value::Publications(publications), plain)
    })
}

pub(super) fn method(on: &Publications, name: &str, arguments: &mut Arguments) -> Option<Given> {
    match name {
        "Publications.check" => {
            let Value::Topology(topology) = arguments.value("topology") else { return None };
            let report = on.check(&topology);
            let plain = plain::report(&report);
            Some(Ok((Value::Report(report), plain, String::new())))
        }
        "Publications.locate" => {
            let Value::Error(error) = arguments.value("error") else { return None };
            let found = on.locate(&error);
            Some(data(found.map(|found| publish::position(on, &found))))
        }
        _ => None,
    }
}
