//! The registry: every operation the client can send, with its method, its scopes and what a failure of it means.
//!
//! Scopes: `rest-api.md` §1.3. Repetition: §5.1, "retry advice".

use crate::error::Retry;
use crate::model::Release;
use crate::rest::paths::Service;
use crate::rest::request::Method;

/// One operation of API-M.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its name in errors and logs, in words.
    pub(crate) name: &'static str,
    pub(crate) service: Service,
    pub(crate) method: Method,
    scopes: Scopes,
    /// Whether sending it twice is as good as sending it once.
    pub(crate) is_idempotent: bool,
}

/// Scopes any one of which is enough, without the prefix `apim:`; the first is the one the client asks for.
#[derive(Debug)]
struct Scopes {
    classic: &'static [&'static str],
    v4_0: &'static [&'static str],
    since_4_1: &'static [&'static str],
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
        self.name == other.name
    }
}

impl Operation {
    /// The scopes any one of which is enough; empty when it needs none.
    pub(crate) fn scopes(&self, release: Release) -> impl Iterator<Item = String> + use<> {
        let scopes = match release {
            release if release.is_classic() => self.scopes.classic,
            Release::V4_0 => self.scopes.v4_0,
            _ => self.scopes.since_4_1,
        };
        scopes.iter().map(|scope| format!("apim:{scope}"))
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

/// The scopes to ask for, so that every operation can be sent.
pub(crate) fn wanted_scopes(release: Release) -> Vec<String> {
    let mut wanted: Vec<String> =
        ALL.iter().filter_map(|operation| operation.scopes(release).next()).collect();
    wanted.sort();
    wanted.dedup();
    wanted
}

macro_rules! operations {
    ($($constant:ident = $name:literal, $service:ident $method:ident, $repeat:ident, $classic:expr, $v4_0:expr, $since_4_1:expr;)*) => {
        $(
            pub(crate) static $constant: Operation = Operation {
                name: $name,
                service: Service::$service,
                method: Method::$method,
                scopes: Scopes { classic: &$classic, v4_0: &$v4_0, since_4_1: &$since_4_1 },
                is_idempotent: is_idempotent!($repeat),
            };
        )*
        /// Every operation.
        pub(crate) static ALL: &[&Operation] = &[$(&$constant),*];
    };
}

macro_rules! is_idempotent {
    (repeatable) => {
        true
    };
    (once) => {
        false
    };
}

const IMPORT: &str = "api_import_export";
const CREATE: &str = "api_create";
const MANAGE: &str = "api_manage";
const PUBLISH: &str = "api_publish";
const SETTINGS: &str = "publisher_settings";
const VIEW: &str = "api_view";
const APP: &str = "app_manage";
const SUB: &str = "sub_manage";
const SUBSCRIBE: &str = "subscribe";

// The columns: constant, name, part and method, may it be repeated; scopes in 3.x, in 4.0, since 4.1.
operations! {
    VERSION = "read the version", Root Get, repeatable, [], [], [];
    REGISTER_CLIENT = "register the client", Registration Post, repeatable, [], [], [];
    TOKEN = "get a token", Token Post, repeatable, [], [], [];
    REVOKE_TOKEN = "revoke a token", Revoke Post, repeatable, [], [], [];

    SETTINGS_OF_PUBLISHER = "read the Publisher's settings", Publisher Get, repeatable,
        [SETTINGS], [SETTINGS], [VIEW, SETTINGS];
    LIST_APIS = "list APIs", Publisher Get, repeatable,
        [VIEW], [VIEW, IMPORT], [VIEW, MANAGE, IMPORT, "api_list_view"];
    GET_API = "read an API", Publisher Get, repeatable,
        [VIEW], [VIEW, IMPORT], [VIEW, MANAGE, IMPORT];
    CREATE_API = "create an API", Publisher Post, once, [CREATE], [CREATE], [CREATE, MANAGE];
    IMPORT_OPENAPI = "create an API from an OpenAPI document", Publisher Post, once,
        [CREATE], [CREATE], [CREATE, MANAGE];
    UPDATE_API = "update an API", Publisher Put, repeatable,
        [PUBLISH, CREATE], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    CHANGE_LIFECYCLE = "change an API's lifecycle state", Publisher Post, once,
        [PUBLISH], [PUBLISH, IMPORT], [PUBLISH, MANAGE, IMPORT];
    CREATE_REVISION = "create a revision", Publisher Post, once,
        [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];
    LIST_REVISIONS = "list revisions", Publisher Get, repeatable,
        [], [PUBLISH, CREATE, IMPORT], [VIEW, PUBLISH, CREATE, MANAGE, IMPORT];
    DELETE_REVISION = "delete a revision", Publisher Delete, repeatable,
        [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];
    DEPLOY_REVISION = "deploy a revision", Publisher Post, once,
        [], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    UNDEPLOY_REVISION = "undeploy a revision", Publisher Post, once,
        [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];

    PORTAL_GET_API = "read an API in the Developer Portal", DevPortal Get, repeatable, [], [], [];
    LIST_APPLICATIONS = "list applications", DevPortal Get, repeatable,
        [SUBSCRIBE, APP], [SUBSCRIBE, APP], [SUBSCRIBE, APP];
    CREATE_APPLICATION = "create an application", DevPortal Post, once,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    LIST_SUBSCRIPTIONS = "list subscriptions", DevPortal Get, repeatable,
        [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];
    SUBSCRIBE_API = "subscribe an application to an API", DevPortal Post, once,
        [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];
    LIST_KEYS = "list an application's keys", DevPortal Get, repeatable,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    GENERATE_KEYS = "generate an application's keys", DevPortal Post, once,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];

    LIST_ARTEFACTS = "list what a gateway node holds of an API", Gateway Get, repeatable, [], [], [];
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
    fn the_client_asks_for_what_its_operations_need() {
        let wanted = |release| wanted_scopes(release).join(" ");
        assert_eq!(
            wanted(Release::V3_2),
            "apim:api_create apim:api_publish apim:api_view apim:app_manage apim:publisher_settings \
             apim:sub_manage apim:subscribe"
        );
        assert_eq!(
            wanted(Release::V4_7),
            "apim:api_create apim:api_publish apim:api_view apim:app_manage apim:sub_manage apim:subscribe"
        );
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
            let reads = operation.method == Method::Get;
            assert!(operation.is_idempotent || !reads, "{}", operation.name);
        }
    }
}
