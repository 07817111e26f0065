//! Parameters: what a project is given for one of apictl's own environments, in a file beside it or wrapped with it.
//!
//! The environments of a parameters file are apictl's (`dev`, `prod`: servers), not gateway environments.

use serde_json::{Map, Value, json};

use super::document::{self, Document};
use super::files::Files;
use super::layout::ProjectLayout;
use super::problem::Problem;
use super::{archive, classic, current};
use crate::publish::publication::Target;

/// The project within an archive that is wrapped with parameters.
pub(super) const SOURCE: &str = "SourceArchive.zip";

/// Where the parameters stand in such an archive.
const WRAPPED: [&str; 4] =
    ["intermediate_params", "Deployment/intermediate_params", "Deployment/params", "params"];

/// What was said for one environment.
pub(super) struct Parameters {
    document: Document,
    configs: Map<String, Value>,
}

/// A project out of its wrapping, with what was wrapped with it.
pub(super) fn unwrap(files: Files) -> Result<(Files, Option<Document>), Problem> {
    let Some(source) = files.get(SOURCE) else { return Ok((files, None)) };
    let inner = archive::read(source)?;
    if inner.has(SOURCE) {
        return Err(Problem::NotAProject(format!("`{SOURCE}` holds a `{SOURCE}` again")));
    }
    for stem in WRAPPED {
        if let Some(found) = document::find(&files, stem)? {
            return Ok((inner, Some(found)));
        }
    }
    Ok((inner, None))
}

impl Parameters {
    /// The parameters of the named environment; of the only one when none is named. A file that was made for one
    /// environment has no list of them.
    pub(super) fn of(document: Document, environment: Option<&str>) -> Result<Self, Problem> {
        if !document.fields.contains_key("environments") {
            let configs = document.fields.clone();
            return Ok(Self { document, configs });
        }
        let mut named = Vec::new();
        for item in document.list(&document.fields, "environments")? {
            let Value::Object(item) = item else {
                return Err(document.wrong("environments", "a list of objects", Some(item)));
            };
            named.push((document.text(item, "name")?, item));
        }
        let all: Vec<String> = named.iter().map(|(name, _)| format!("`{name}`")).collect();
        let all = all.join(", ");
        let found = match (environment, named.as_slice()) {
            (Some(wanted), _) => named.iter().find(|(name, _)| name == wanted),
            (None, [only]) => Some(only),
            (None, _) => {
                return Err(Problem::Invalid(format!(
                    "`{}` has parameters for several environments: say for which of {all}",
                    document.path
                )));
            }
        };
        let Some((_, item)) = found else {
            return Err(Problem::Invalid(format!(
                "`{}` has no parameters for `{}`: it has {all}",
                document.path,
                environment.unwrap_or_default().escape_debug()
            )));
        };
        let configs = match item.get("configs") {
            // 3.x has the same without this level.
            None => (*item).clone(),
            Some(Value::Object(configs)) => configs.clone(),
            found => return Err(document.wrong("configs", "an object of keys and values", found)),
        };
        Ok(Self { document, configs })
    }

    /// Replaces what they name; gives the environments when they name these.
    pub(super) fn apply(
        &self,
        layout: ProjectLayout,
        fields: &mut Map<String, Value>,
    ) -> Result<Option<Vec<Target>>, Problem> {
        let key = match layout {
            ProjectLayout::Classic => "gatewayEnvironments",
            ProjectLayout::Current => "deploymentEnvironments",
        };
        for (name, value) in &self.configs {
            if ![key, "endpoints", "name"].contains(&name.as_str()) && !value.is_null() {
                return Err(Problem::Parameters(format!(
                    "the parameters in `{}` also set `{}`, which is applied here by nobody: write it into the project, \
                     and leave `{key}` and the URLs in `endpoints` to the parameters",
                    self.document.path,
                    name.escape_debug()
                )));
            }
        }
        self.endpoints(layout, fields)?;
        if !self.configs.contains_key(key) {
            return Ok(None);
        }
        let targets = match layout {
            ProjectLayout::Classic => classic::targets(&self.document, &self.configs, key),
            ProjectLayout::Current => current::targets(&self.document, &self.configs, key),
        };
        targets.map(Some)
    }

    fn endpoints(
        &self,
        layout: ProjectLayout,
        fields: &mut Map<String, Value>,
    ) -> Result<(), Problem> {
        let endpoints = match self.configs.get("endpoints") {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Object(endpoints)) => endpoints,
            found => return Err(self.document.wrong("endpoints", "an object", found)),
        };
        for (key_type, endpoint) in endpoints {
            let url = match endpoint {
                Value::Object(endpoint) if endpoint.keys().all(|key| key == "url") => {
                    self.document.text(endpoint, "url")?
                }
                _ => String::new(),
            };
            let name = match key_type.as_str() {
                "production" => "production_endpoints",
                "sandbox" => "sandbox_endpoints",
                _ => "",
            };
            if url.is_empty() || name.is_empty() {
                return Err(Problem::Parameters(format!(
                    "the parameters in `{}` set `endpoints.{}` to more than a `url`: write the rest into the project",
                    self.document.path,
                    key_type.escape_debug()
                )));
            }
            match layout {
                ProjectLayout::Classic => classic::set_endpoint(fields, name, &url),
                ProjectLayout::Current => set_endpoint(fields, name, &url),
            }
        }
        Ok(())
    }
}

fn set_endpoint(fields: &mut Map<String, Value>, name: &str, url: &str) {
    let config = fields.entry("endpointConfig").or_insert(Value::Null);
    if !config.is_object() {
        *config = json!({"endpoint_type": "http"});
    }
    let Some(config) = config.as_object_mut() else { return };
    let endpoint = config.entry(name).or_insert(Value::Null);
    match endpoint.as_object_mut() {
        Some(endpoint) => {
            endpoint.insert("url".to_owned(), json!(url));
        }
        None => *endpoint = json!({"url": url}),
    }
}
