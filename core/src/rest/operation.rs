//! What an operation is: its method, path and scopes, since when there is one, and what a failure of it means. All of them
//! stand in [`registry`](crate::rest::registry).
//!
//! Scopes: `rest-api.md` §1.3. Repetition: §5.1, "retry advice".

use crate::error::{Result, Retry};
use crate::model::Release;
use crate::rest::capability::Capability;
use crate::rest::encode;
use crate::rest::paths::{Service, base};
pub(crate) use crate::rest::registry::*;
use crate::rest::request::Method;

/// One operation of API-M.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: OperationId,
    /// Its name in errors and logs, in words.
    pub(crate) name: &'static str,
    pub(crate) service: Service,
    pub(crate) method: Method,
    /// After the service's base path, with its parameters in braces.
    pub(crate) path: &'static str,
    /// What a release must be able to do, to have it.
    pub(crate) capability: Capability,
    pub(crate) scopes: Scopes,
    /// Whether sending it twice is as good as sending it once.
    pub(crate) is_idempotent: bool,
    /// Whether its answer can hold secrets, which nothing may print.
    #[allow(dead_code, reason = "tests and logs of bodies ask for it")]
    pub(crate) answers_secrets: bool,
}

/// Scopes any one of which is enough, without the prefix `apim:`; the first is the one the client asks for.
#[derive(Debug)]
pub(crate) struct Scopes {
    pub(crate) classic: &'static [&'static str],
    pub(crate) v4_0: &'static [&'static str],
    pub(crate) since_4_1: &'static [&'static str],
}

/// At which stage an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Before the request was sent: no connection, no TLS session.
    BeforeSending,
    /// After it may have been sent: a reset, silence, half an answer, an answer nobody can read.
    AfterSending,
    /// By an answer with this status and, where API-M gives one, this code.
    Status(u16, Option<i64>),
}

/// API-M's own transient fault; WSO2's tests repeat exactly this one.
pub(crate) const GENERAL_ERROR: i64 = 900_967;

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Operation {
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) when the release has no such operation.
    pub(crate) fn require(&self, release: Release) -> Result<()> {
        self.capability.require(release)
    }

    /// The scopes any one of which is enough; empty when it needs none.
    pub(crate) fn scopes(&self, release: Release) -> impl Iterator<Item = String> + use<> {
        let scopes = match release {
            release if release.is_classic() => self.scopes.classic,
            Release::V4_0 => self.scopes.v4_0,
            _ => self.scopes.since_4_1,
        };
        scopes.iter().map(|scope| format!("apim:{scope}"))
    }

    /// Path and query: the path's parameters in their order, escaped, then the query's pairs.
    pub(crate) fn target(
        &self,
        release: Release,
        parameters: &[&str],
        query: &[(&str, &str)],
    ) -> String {
        let base = base(self.service, release).unwrap_or_default();
        let mut target = String::with_capacity(base.len() + self.path.len());
        target.push_str(base);
        let mut values = parameters.iter();
        for (at, segment) in self.path.split('/').enumerate() {
            if at > 0 {
                target.push('/');
            }
            let value = values.as_slice().first().filter(|_| segment.starts_with('{'));
            match value {
                Some(value) => {
                    target.push_str(&encode::percent(value));
                    values.next();
                }
                None => target.push_str(segment),
            }
        }
        debug_assert!(values.next().is_none() && !target.contains('{'), "{}", self.path);
        if !query.is_empty() {
            target.push('?');
            target.push_str(&encode::query(query.iter().copied()));
        }
        target
    }

    /// Whether it may be sent again after this failure.
    pub(crate) fn retry(&self, failure: Failure) -> Retry {
        match failure {
            // The server has no such thing.
            Failure::Status(501, _) => Retry::Never,
            Failure::BeforeSending
            | Failure::Status(429, _)
            | Failure::Status(500.., Some(GENERAL_ERROR)) => Retry::Safe,
            Failure::AfterSending | Failure::Status(500.., _) if self.is_idempotent => Retry::Safe,
            Failure::AfterSending | Failure::Status(500.., _) => Retry::Ambiguous,
            Failure::Status(..) => Retry::Never,
        }
    }
}

/// The scopes to ask for, so that every operation can be sent that the release has.
pub(crate) fn wanted_scopes(release: Release) -> Vec<String> {
    let mut wanted: Vec<String> = ALL
        .iter()
        .filter(|operation| operation.capability.is_in(release))
        .filter_map(|operation| operation.scopes(release).next())
        .collect();
    wanted.sort();
    wanted.dedup();
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = ALL.iter().map(|operation| operation.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn the_client_asks_for_the_narrowest_scope_of_each_operation() {
        let wanted = |release| wanted_scopes(release).join(" ").replace("apim:", "");
        assert_eq!(
            wanted(Release::V3_0),
            "api_create api_delete api_import_export api_publish api_view api_workflow_approve app_manage \
             publisher_settings sub_manage subscribe"
        );
        assert_eq!(
            wanted(Release::V3_2),
            "api_create api_delete api_import_export api_publish api_view api_workflow_approve api_workflow_view \
             app_manage publisher_settings sub_manage subscribe"
        );
        assert_eq!(
            wanted(Release::V4_7),
            "api_create api_delete api_import_export api_publish api_view api_workflow_approve api_workflow_view \
             app_manage environment_manage environment_read sub_manage subscribe"
        );
    }

    #[test]
    fn what_a_release_can_be_asked_with_a_session_has_scopes() {
        let open = [
            Service::Root,
            Service::Registration,
            Service::Token,
            Service::Revoke,
            Service::Gateway,
        ];
        for operation in ALL {
            let needs_none = open.contains(&operation.service)
                || matches!(
                    operation.id,
                    OperationId::ListPortalApis
                        | OperationId::ReadPortalApi
                        | OperationId::ReadPortalDefinition
                );
            for release in Release::KNOWN.into_iter().filter(|r| operation.capability.is_in(*r)) {
                assert_eq!(
                    operation.scopes(release).next().is_none(),
                    needs_none,
                    "{} in {release}",
                    operation.name
                );
                assert!(base(operation.service, release).is_some());
            }
        }
    }

    #[test]
    fn a_target_is_the_path_with_escaped_values() {
        let target = CANCEL_DEPLOYMENT.target(Release::V4_7, &["a/b", "r", "Prod & Sand"], &[]);
        assert_eq!(
            target,
            "/api/am/publisher/v4/apis/a%2Fb/cancel-revision-workflow/r/Prod%20%26%20Sand"
        );
        let target = LIST_APIS.target(Release::V3_2, &[], &[("query", "name:a b"), ("limit", "1")]);
        assert_eq!(target, "/api/am/publisher/v1/apis?query=name%3Aa%20b&limit=1");
        assert_eq!(VERSION.target(Release::V4_7, &[], &[]), "/services/Version");
    }

    #[test]
    fn a_failure_after_sending_is_ambiguous_only_where_a_repetition_could_harm() {
        use Failure::{AfterSending, BeforeSending, Status};
        for operation in ALL {
            assert_eq!(operation.retry(BeforeSending), Retry::Safe);
            assert_eq!(operation.retry(Status(429, None)), Retry::Safe);
            assert_eq!(operation.retry(Status(500, Some(GENERAL_ERROR))), Retry::Safe);
            assert_eq!(operation.retry(Status(404, Some(900_308))), Retry::Never);
            assert_eq!(operation.retry(Status(501, None)), Retry::Never);
            let expected = if operation.is_idempotent { Retry::Safe } else { Retry::Ambiguous };
            assert_eq!(operation.retry(AfterSending), expected);
            assert_eq!(operation.retry(Status(503, None)), expected);
            let is_repeatable = match operation.method {
                Method::Get => true,
                // A newer change can be seen in an API and its definition alone.
                Method::Put => {
                    !matches!(operation.id, OperationId::UpdateApi | OperationId::UpdateDefinition)
                }
                Method::Delete => false,
                Method::Post => continue,
            };
            assert_eq!(operation.is_idempotent, is_repeatable, "{}", operation.name);
        }
    }
}
