//! What an operation is: where it is, in which releases, whom it is open to, and what answers it.

use super::desk::Desk;
use super::problem::{Answer, Problem};
use super::schema::{Body, Field, Input};
use crate::node::Release;

/// One operation of a management API.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// Below the base, as WSO2's documents write it.
    pub(crate) path: &'static str,
    pub(crate) releases: Releases,
    /// Any one is enough, without their prefix: in 3.x, in 4.0, and from 4.1 on. None: it is open to everybody.
    pub(crate) scopes: [&'static str; 3],
    pub(crate) input: Input,
    pub(crate) answer: Handler,
}

/// Answers a request; the texts are the path's parameters, empty where it has fewer.
pub(crate) type Handler = fn(&mut Desk<'_>, [&str; 3]) -> Answer;

/// The first and the last release that has an operation.
#[derive(Clone, Copy)]
pub(crate) struct Releases {
    first: (u8, u8),
    last: (u8, u8),
}

pub(crate) const ALWAYS: Releases = Releases { first: (3, 0), last: NEWEST };
pub(crate) const CLASSIC: Releases = Releases { first: (3, 0), last: (3, 2) };
const NEWEST: (u8, u8) = (4, u8::MAX);

impl Releases {
    pub(crate) const fn from(major: u8, minor: u8) -> Self {
        Self { first: (major, minor), last: NEWEST }
    }

    pub(crate) const fn between(first: (u8, u8), last: (u8, u8)) -> Self {
        Self { first, last }
    }

    pub(crate) fn contain(self, release: Release) -> bool {
        let (first, last) = (self.first, self.last);
        release.at_least(first.0, first.1)
            && (last == NEWEST || !release.at_least(last.0, last.1 + 1))
    }
}

impl Operation {
    /// An operation that takes nothing besides its path, as far as is looked at before it.
    pub(crate) const fn new(
        method: &'static str,
        path: &'static str,
        releases: Releases,
        scopes: [&'static str; 3],
        answer: Handler,
    ) -> Self {
        Self { method, path, releases, scopes, input: Input::NONE, answer }
    }

    /// The same with a JSON body.
    pub(crate) const fn takes(self, body: Body) -> Self {
        let input = Input { body: Some(body), ..self.input };
        Self { input, ..self }
    }

    /// The same with query parameters.
    pub(crate) const fn asks(self, query: &'static [Field]) -> Self {
        let input = Input { query, ..self.input };
        Self { input, ..self }
    }

    fn scopes(&self, release: Release) -> Vec<&'static str> {
        let [classic, first, later] = self.scopes;
        let scopes = match release {
            release if release.is_classic() => classic,
            release if release.at_least(4, 1) => later,
            _ => first,
        };
        scopes.split_whitespace().collect()
    }

    /// The parameters of a path that is this operation's.
    fn parameters<'p>(&self, parts: &[&'p str]) -> Option<Vec<&'p str>> {
        let mut wanted = self.path.split('/');
        let mut parameters = Vec::new();
        for part in parts {
            match wanted.next()? {
                name if name.starts_with('{') => parameters.push(*part),
                literal if literal == *part => {}
                _ => return None,
            }
        }
        wanted.next().is_none().then_some(parameters)
    }
}

/// Finds the operation for a path below a base, looks at the caller's scopes and at what the request brings, and answers.
pub(crate) fn answer(operations: &[Operation], desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    let release = desk.file.release;
    let method = desk.request.method.as_str();
    let found = operations
        .iter()
        .filter(|operation| operation.method == method && operation.releases.contain(release))
        .find_map(|operation| Some((operation, operation.parameters(parts)?)));
    let Some((operation, parameters)) = found else {
        return Err(Problem::missing(&format!("{method} {}", desk.request.path)));
    };
    let scopes = operation.scopes(release);
    if !scopes.is_empty() {
        desk.caller.needs(&scopes)?;
    }
    operation.input.check(desk)?;
    let parameter = |at: usize| parameters.get(at).copied().unwrap_or_default();
    (operation.answer)(desk, [0, 1, 2].map(parameter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_releases_are_told_apart() {
        let operation = Operation::new(
            "GET",
            "apis/{apiId}/revisions/{revisionId}",
            CLASSIC,
            ["a b", "c", "d"],
            |_, _| Err(Problem::unauthenticated()),
        );
        assert_eq!(operation.parameters(&["apis", "1", "revisions", "2"]), Some(vec!["1", "2"]));
        for other in [&["apis", "1", "revisions"][..], &["apis", "1", "x", "2"], &["apis"; 5]] {
            assert_eq!(operation.parameters(other), None);
        }
        let release = |text: &str| text.parse::<Release>().unwrap_or(Release::NEWEST);
        assert!(CLASSIC.contain(release("3.2")) && !CLASSIC.contain(release("4.0")));
        assert!(Releases::from(4, 3).contain(release("4.7")));
        assert!(!Releases::from(4, 3).contain(release("4.2")) && ALWAYS.contain(release("3.0")));
        assert_eq!(operation.scopes(release("3.1")), ["a", "b"]);
        assert_eq!(operation.scopes(release("4.0")), ["c"]);
        assert_eq!(operation.scopes(release("4.1")), ["d"]);
    }
}
