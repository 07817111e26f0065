//! What each operation is, told a second time: by the reference and by what WSO2's documents say, not by the client's own
//! table, so that the two can contradict each other.
//!
//! May it be repeated: `rest-api.md` §5.1, "retry advice". A deletion may not: the second answer, 404, would tell a success
//! as a failure. Nor may the update of an API: it has a time of its last change, which is read before each attempt.

use crate::model::Release;
use crate::rest::operation::OperationId;

/// What a failure of an operation is judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) effect: Effect,
    pub(super) proof: Proof,
    pub(super) answer: Answer,
    /// One that has the operation.
    pub(super) release: Release,
}

/// What sending it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    Reads,
    /// The same, however often it is sent.
    WritesTheSame,
    /// Something that a second time would do again, or fail at.
    WritesOnce,
}

/// What proves who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The session's token, with one of the operation's scopes.
    Scope,
    /// The session's token, whatever it was granted.
    AnyToken,
    /// Credentials that the request brings along, to be exchanged for others.
    Login,
    /// Credentials that the request brings along.
    Own,
    /// An account of the gateway node's own.
    OfTheNode,
    Nothing,
    /// Nothing, and it is a gateway node that is asked.
    NothingOfTheNode,
}

/// How a success looks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    /// With this body, which is read.
    Of(u16, &'static str),
    /// With a body that is some words at most.
    Words(u16, &'static str),
}

impl Facts {
    pub(super) fn may_be_repeated(self) -> bool {
        self.effect != Effect::WritesOnce
    }

    pub(super) fn is_of_a_node(self) -> bool {
        matches!(self.proof, Proof::OfTheNode | Proof::NothingOfTheNode)
    }

    pub(super) fn has_token(self) -> bool {
        matches!(self.proof, Proof::Scope | Proof::AnyToken)
    }
}

const fn facts(effect: Effect, proof: Proof, answer: Answer) -> Facts {
    Facts { effect, proof, answer, release: Release::V4_7 }
}

const fn reads(body: &'static str) -> Facts {
    facts(Effect::Reads, Proof::Scope, Answer::Of(200, body))
}

const fn replaces(body: &'static str) -> Facts {
    facts(Effect::WritesTheSame, Proof::Scope, Answer::Of(200, body))
}

const fn creates(body: &'static str) -> Facts {
    once(Answer::Of(201, body))
}

const fn deletes() -> Facts {
    once(Answer::Words(200, ""))
}

const fn once(answer: Answer) -> Facts {
    facts(Effect::WritesOnce, Proof::Scope, answer)
}

const fn by(proof: Proof, facts: Facts) -> Facts {
    Facts { proof, ..facts }
}

const fn classic(facts: Facts) -> Facts {
    Facts { release: Release::V3_2, ..facts }
}

const LIST: &str = r#"{"count":0,"list":[],"pagination":{"offset":0,"limit":25,"total":0}}"#;
const API: &str = r#"{"id":"9b6a6a4e","name":"Pets","version":"1.0.0","context":"/pets","lifeCycleStatus":"CREATED"}"#;
const DEFINITION: &str =
    r#"{"openapi":"3.0.1","info":{"title":"Pets","version":"1.0.0"},"paths":{}}"#;
const LIFECYCLE: &str =
    r#"{"state":"Created","availableTransitions":[{"event":"Publish","targetState":"Published"}]}"#;
const REVISION: &str = r#"{"id":"c26b2b9b","displayName":"Revision 1","description":"a description","deploymentInfo":[]}"#;
const DEPLOYMENT: &str =
    r#"{"revisionUuid":"c26b2b9b","name":"Default","vhost":"localhost","displayOnDevportal":true}"#;
const DEPLOYMENTS: &str = r#"[{"revisionUuid":"c26b2b9b","name":"Default","vhost":"localhost","displayOnDevportal":true}]"#;
const APPLICATION: &str = r#"{"applicationId":"b3ade481","name":"quickstart","throttlingPolicy":"Unlimited","status":"APPROVED"}"#;
const SUBSCRIPTION: &str = r#"{"subscriptionId":"faae5fcc","applicationId":"b3ade481","apiId":"9b6a6a4e","throttlingPolicy":"Unlimited","status":"UNBLOCKED"}"#;
const KEY: &str = r#"{"keyMappingId":"92ab520c","keyType":"PRODUCTION","consumerKey":"k","consumerSecret":"a-secret-of-the-answer"}"#;
const PORTAL_TOKEN: &str =
    r#"{"accessToken":"a-token-of-the-answer","tokenScopes":["default"],"validityTime":3600}"#;
const ENVIRONMENT: &str = r#"{"id":"ece92bdc","name":"eu-west","displayName":"EU West","vhosts":[{"host":"eu.gw.example"}]}"#;
const TASK: &str =
    r#"{"referenceId":"5871244b","workflowType":"API_STATE","workflowStatus":"CREATED"}"#;
/// The end of an archive without entries.
const ARCHIVE: &str = "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const VERSION: &str = "<ns:getVersionResponse xmlns:ns=\"http://version.services.core.carbon.wso2.org\">\
                       <return>WSO2 API Manager-4.7.0</return></ns:getVersionResponse>";

/// The facts about an operation. There is no wildcard: a new operation does not compile before it has its own.
pub(super) fn of(id: OperationId) -> Facts {
    use OperationId as Id;
    match id {
        Id::ReadVersion => by(Proof::Nothing, reads(VERSION)),
        // It gives the client that is there.
        Id::RegisterClient => by(
            Proof::Login,
            replaces(r#"{"clientId":"a-client","clientSecret":"a-secret-of-the-answer"}"#),
        ),
        Id::IssueToken => by(
            Proof::Login,
            replaces(
                r#"{"access_token":"a-token-of-the-answer","token_type":"Bearer","expires_in":3600}"#,
            ),
        ),
        Id::RevokeToken => facts(Effect::WritesTheSame, Proof::Own, Answer::Words(200, "")),

        Id::ReadPublisherSettings => reads(r#"{"environment":[{"name":"Default","vhosts":[]}]}"#),
        Id::ReadApi => reads(API),
        Id::CreateApi | Id::ImportOpenApi | Id::RestoreRevision => creates(API),
        Id::UpdateApi => once(Answer::Of(200, API)),
        Id::ReadDefinition => reads(DEFINITION),
        Id::UpdateDefinition => once(Answer::Of(200, DEFINITION)),
        Id::ImportArchive => once(Answer::Words(200, "API imported successfully.")),
        Id::ExportArchive => reads(ARCHIVE),
        Id::ImportClassicArchive => classic(once(Answer::Words(200, "API imported successfully."))),
        Id::ExportClassicArchive => classic(reads(ARCHIVE)),
        Id::ReadLifecycle => reads(LIFECYCLE),
        Id::ChangeLifecycle => once(Answer::Of(
            200,
            r#"{"workflowStatus":"APPROVED","lifecycleState":{"state":"Published"}}"#,
        )),
        Id::CreateRevision => creates(REVISION),
        Id::DeployRevision => creates(DEPLOYMENTS),
        Id::UndeployRevision => once(Answer::Words(201, "[]")),
        Id::ListDeployments => reads(DEPLOYMENTS),
        Id::UpdateDeployment => replaces(DEPLOYMENT),
        Id::DeleteApi
        | Id::DeleteRevision
        | Id::CancelLifecycleTask
        | Id::CancelDeployment
        | Id::DeleteApplication
        | Id::DeleteSubscription
        | Id::DeleteEnvironment => deletes(),

        Id::ListPortalApis => by(Proof::AnyToken, reads(LIST)),
        Id::ReadPortalApi => by(Proof::AnyToken, reads(API)),
        Id::ReadPortalDefinition => by(Proof::AnyToken, reads(DEFINITION)),
        Id::ListApis
        | Id::ListRevisions
        | Id::ReadLifecycleHistory
        | Id::ListApplications
        | Id::ListSubscriptions
        | Id::ListKeys
        | Id::ListOAuthKeys
        | Id::ListSecrets
        | Id::ListApiKeys
        | Id::ListKeyManagers
        | Id::ListEnvironments
        | Id::ListGateways
        | Id::ListWorkflows => reads(LIST),
        Id::ReadApplication => reads(APPLICATION),
        Id::CreateApplication => creates(APPLICATION),
        Id::UpdateApplication => replaces(APPLICATION),
        Id::CreateSubscription => creates(SUBSCRIPTION),
        Id::UpdateSubscription => replaces(SUBSCRIPTION),
        Id::ReadOAuthKey => reads(KEY),
        Id::GenerateKeys => once(Answer::Of(200, KEY)),
        // A token more does no harm.
        Id::GenerateToken | Id::GenerateOAuthToken => replaces(PORTAL_TOKEN),
        Id::GenerateSecret => {
            creates(r#"{"secretId":"sec_123456","secretValue":"a-secret-of-the-answer"}"#)
        }
        Id::RevokeSecret => once(Answer::Words(204, "")),
        Id::GenerateApiKey => {
            once(Answer::Of(200, r#"{"apikey":"a-key-of-the-answer","validityTime":3600}"#))
        }
        Id::RevokeApiKey => once(Answer::Words(200, "")),

        Id::CreateEnvironment => creates(ENVIRONMENT),
        Id::UpdateEnvironment => replaces(ENVIRONMENT),
        Id::ReadWorkflow => reads(TASK),
        Id::DecideWorkflow => once(Answer::Of(200, r#"{"status":"APPROVED"}"#)),

        Id::ListArtefacts => by(Proof::OfTheNode, reads(r#"{"api":[]}"#)),
        // The node fetches again what it has.
        Id::RedeployApi => {
            by(Proof::OfTheNode, replaces(r#"{"deployStatus":"DEPLOYED","jsonPayload":null}"#))
        }
        Id::CheckGatewayHealth => {
            facts(Effect::Reads, Proof::NothingOfTheNode, Answer::Words(200, ""))
        }
    }
}
