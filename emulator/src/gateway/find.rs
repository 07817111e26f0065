//! From a path to an API and its resource: REST reference §6.3.

use super::artifact::{Artifact, Operation};
use crate::server::Request;

/// The API that a request is for.
pub(super) struct Found {
    pub(super) artifact: Artifact,
    /// What follows the API's context.
    pub(super) rest: String,
    pub(super) resource: Resource,
    /// The API's own name for the resource's path.
    pub(super) target: String,
}

/// The resource that a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Secured,
    Open,
    /// No resource of the API has the path.
    NoPath,
    /// The path is there, the verb is not.
    NoVerb,
}

pub(super) fn find(artifacts: &[Artifact], request: &Request) -> Option<Found> {
    let path = request.path.as_str();
    let under = |context: &str| -> Option<String> {
        let rest = path.strip_prefix(context)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
    };
    let candidates = artifacts.iter().flat_map(|artifact| {
        let contexts = std::iter::once(&artifact.context).chain(&artifact.default_context);
        contexts.filter_map(move |context| Some((context.len(), artifact, under(context)?)))
    });
    // The first of several environments on one node, the longest of several contexts.
    let (_, artifact, rest) =
        candidates.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let (resource, target) = resource(&artifact.operations, request.method.as_str(), &rest);
    let target = target.to_owned();
    Some(Found { artifact: artifact.clone(), rest, resource, target })
}

fn resource<'o>(operations: &'o [Operation], verb: &str, rest: &str) -> (Resource, &'o str) {
    let mut on_path =
        operations.iter().filter(|operation| matches(&operation.target, rest)).peekable();
    if on_path.peek().is_none() {
        return (Resource::NoPath, "");
    }
    match on_path.find(|operation| operation.verb == verb) {
        Some(operation) if operation.secured => (Resource::Secured, &operation.target),
        Some(operation) => (Resource::Open, &operation.target),
        None if verb == "OPTIONS" => (Resource::Open, ""),
        None => (Resource::NoVerb, ""),
    }
}

/// `{x}` stands for one part of the path, a final `*` for any rest.
fn matches(target: &str, rest: &str) -> bool {
    let mut wanted = target.split('/').filter(|part| !part.is_empty()).peekable();
    let mut given = rest.split('/').filter(|part| !part.is_empty());
    loop {
        match (wanted.next(), given.next()) {
            (None | Some("*"), None) => return true,
            (Some("*"), Some(_)) if wanted.peek().is_none() => return true,
            (Some(part), Some(value)) if part == value || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_match_as_uri_templates() {
        for (target, path, expected) in [
            ("/*", "", true),
            ("/*", "/a/b", true),
            ("/pets/{id}", "/pets/7", true),
            ("/pets/{id}", "/pets", false),
            ("/pets", "/pets/", true),
            ("/pets/*", "/pets", true),
            ("/pets", "/dogs", false),
        ] {
            assert_eq!(matches(target, path), expected, "{target} {path}");
        }
    }
}
