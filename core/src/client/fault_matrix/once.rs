//! Operations that must not be done twice and whose answer is lost: the server is read first, and only what is missing is
//! sent again (law 8 of the design). Against the emulator, which does what it is asked before it loses the answer, or does
//! not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gatewright_emulator::{Action, Emulator, Fault, NodeSource, free_offset_block};
use serde_json::json;

use super::facts::{self, Effect};
use crate::client::tracing_tests::Log;
use crate::client::{
    AdminEnvironment, AdminVirtualHost, ApiDocument, ApiKeyOptions, Application, ConnectOptions,
    ControlPlane, Credentials, Decision, DeploymentTarget, ExportOptions, ImportOptions,
    KeyRequest, LifecycleChange, RetryOptions,
};
use crate::error::{Result, Retry};
use crate::model::{KeyType, Pack, Port, Topology};
use crate::rest::operation::{ALL, OperationId};

const ENVIRONMENT: &str = "Production Gateway";

/// What becomes of a lost answer in the public operation that sends it.
#[derive(Clone, Copy)]
enum Settlement {
    /// It may be sent again.
    NotNeeded,
    /// The server is read, and only what is missing is sent again.
    ByReading,
    /// The same, but what was done can be read no more, and the user is told that it may have been.
    ByReadingWhatWaits,
    /// The same, but a part of the answer is lost for good, and the user is told what to do.
    ButForTheSecret,
    /// It is sent once, and the user is told that it may have been done: nobody can read whether it was.
    Told,
    /// The same in code, of a release that the emulator here is not.
    LikeAnother,
}

fn settlement(id: OperationId) -> Settlement {
    use OperationId as Id;
    match id {
        Id::CreateApi
        | Id::ImportOpenApi
        | Id::UpdateApi
        | Id::UpdateDefinition
        | Id::DeleteApi
        | Id::ChangeLifecycle
        | Id::CreateRevision
        | Id::DeleteRevision
        | Id::DeployRevision
        | Id::UndeployRevision
        | Id::CancelDeployment
        | Id::CreateApplication
        | Id::DeleteApplication
        | Id::CreateSubscription
        | Id::DeleteSubscription
        | Id::GenerateKeys
        | Id::RevokeSecret
        | Id::RevokeApiKey
        | Id::CreateEnvironment
        | Id::DeleteEnvironment => Settlement::ByReading,
        // A task that was decided waits no more, and is not found.
        Id::DecideWorkflow => Settlement::ByReadingWhatWaits,
        Id::ImportArchive
        | Id::CancelLifecycleTask
        | Id::RestoreRevision
        | Id::GenerateSecret
        | Id::GenerateApiKey => Settlement::Told,
        Id::ImportClassicArchive => Settlement::LikeAnother,
        Id::ReadVersion
        | Id::RegisterClient
        | Id::IssueToken
        | Id::RevokeToken
        | Id::ReadPublisherSettings
        | Id::ListApis
        | Id::ReadApi
        | Id::ReadDefinition
        | Id::ExportArchive
        | Id::ReadLifecycle
        | Id::ReadLifecycleHistory
        | Id::ListRevisions
        | Id::ListDeployments
        | Id::UpdateDeployment
        | Id::ListPortalApis
        | Id::ReadPortalApi
        | Id::ReadPortalDefinition
        | Id::ListApplications
        | Id::ReadApplication
        | Id::UpdateApplication
        | Id::ListSubscriptions
        | Id::UpdateSubscription
        | Id::ListKeys
        | Id::ListOAuthKeys
        | Id::ReadOAuthKey
        | Id::GenerateToken
        | Id::GenerateOAuthToken
        | Id::ListSecrets
        | Id::ListApiKeys
        | Id::ListKeyManagers
        | Id::ListEnvironments
        | Id::UpdateEnvironment
        | Id::ListGateways
        | Id::ListWorkflows
        | Id::ReadWorkflow
        | Id::ExportClassicArchive
        | Id::ListArtefacts
        | Id::RedeployApi
        | Id::CheckGatewayHealth => Settlement::NotNeeded,
    }
}

/// Shorter ways to the same operations.
const FURTHER: [(&str, OperationId, Settlement); 4] = [
    ("application", OperationId::CreateApplication, Settlement::ByReading),
    ("keys", OperationId::GenerateKeys, Settlement::ButForTheSecret),
    ("subscribe", OperationId::CreateSubscription, Settlement::ByReading),
    ("undeploy_revision_everywhere", OperationId::UndeployRevision, Settlement::ByReading),
];

/// A 4.7 whose answers get lost.
struct World {
    emulator: Emulator,
    control_plane: ControlPlane,
    log: Log,
    names: AtomicUsize,
    action: Action,
}

impl World {
    async fn start(log: Log) -> Self {
        let block = free_offset_block(3).expect("a free block");
        let base = block.base();
        let text = crate::examples::THREE_NODES
            .replace("offset = 2\n", &format!("offset = {}\n", base + 2))
            .replace("offset = 1\n", &format!("offset = {}\n", base + 1))
            .replacen(
                "host = \"localhost\"\n",
                &format!("host = \"localhost\"\noffset = {base}\n"),
                1,
            );
        let topology = Topology::parse(&text).expect("a topology");
        let mut builder = Emulator::builder();
        for file in topology.render().expect("files").files() {
            let node = topology.node(file.node()).expect("a node of the topology");
            let pack = match node.pack {
                Pack::ControlPlane => gatewright_emulator::Pack::ControlPlane,
                Pack::Gateway => gatewright_emulator::Pack::Gateway,
                _ => gatewright_emulator::Pack::AllInOne,
            };
            let source = NodeSource::text(file.node(), file.after());
            builder = builder.node(source.release("4.7".parse().expect("a release")).pack(pack));
        }
        let emulator = builder.offset_block(block).start().await.expect("three nodes");
        let node = topology.node("control-plane").expect("a node of the topology");
        let url = format!("https://localhost:{}", Port::ServletHttps.number(node.offset));
        let retry = RetryOptions::new().first_delay(Duration::from_millis(1));
        let options = ConnectOptions::new().ca_certificates(emulator.ca_pem()).retry(retry);
        let credentials = Credentials::password("admin", "admin");
        let control_plane =
            ControlPlane::connect(&url, credentials, options).await.expect("a connection");
        Self { emulator, control_plane, log, names: AtomicUsize::new(0), action: Action::Reset }
    }

    fn name(&self) -> String {
        format!("N{}", self.names.fetch_add(1, Ordering::SeqCst))
    }

    /// From now on one request of the operation goes wrong, and requests are written down.
    fn begin(&self, id: OperationId) {
        let operation = id.operation();
        let pieces = operation.path.split('/');
        let pieces: Vec<&str> =
            pieces.map(|piece| if piece.starts_with('{') { "*" } else { piece }).collect();
        let fault = Fault::new(self.action.clone()).method(operation.method.as_str());
        self.emulator.faults().add(fault.path(pieces.join("/")).times(1));
        self.log.clear();
    }

    fn document(&self) -> ApiDocument {
        let (name, echo) = (self.name(), self.emulator.echo_url());
        ApiDocument::from_value(&json!({
            "name": name,
            "version": "1.0.0",
            "context": format!("/{name}"),
            "policies": ["Unlimited"],
            "transport": ["https"],
            "endpointConfig": {
                "endpoint_type": "http",
                "production_endpoints": { "url": format!("{echo}/production") },
                "sandbox_endpoints": { "url": format!("{echo}/sandbox") },
            },
        }))
        .expect("an object")
    }

    async fn api(&self) -> String {
        self.control_plane.create_api(&self.document()).await.expect("an API").id().to_owned()
    }

    async fn published(&self) -> ApiDocument {
        let api = self.control_plane.create_api(&self.document()).await.expect("an API");
        let publish = LifecycleChange::new("Publish");
        self.control_plane.change_lifecycle(api.id(), &publish).await.expect("published");
        api
    }

    /// An API and its revision.
    async fn revision(&self) -> (String, String) {
        let api = self.api().await;
        let made = self.control_plane.create_revision(&api, "one").await.expect("a revision");
        (api, made.id)
    }

    async fn deployed(&self) -> (String, String) {
        let (api, revision) = self.revision().await;
        let targets = [DeploymentTarget::new(ENVIRONMENT)];
        self.control_plane.deploy_revision(&api, &revision, targets).await.expect("deployed");
        (api, revision)
    }

    async fn application(&self) -> Application {
        self.control_plane.application(&self.name()).await.expect("an application")
    }

    /// With an approval before it, which is awaited.
    async fn waiting(&self) -> String {
        self.emulator.require_approval("AM_API_STATE").await.expect("a workflow");
        let api = self.api().await;
        let publish = LifecycleChange::new("Publish");
        let outcome = self.control_plane.change_lifecycle(&api, &publish).await.expect("asked for");
        assert!(outcome.is_pending);
        self.emulator.waive_approval("AM_API_STATE").await.expect("a workflow");
        api
    }

    /// The public operation that sends it.
    #[allow(clippy::too_many_lines, reason = "a table")]
    async fn run(&self, id: OperationId) -> Result<()> {
        use OperationId as Id;
        let control_plane = &self.control_plane;
        match id {
            Id::CreateApi => {
                let document = self.document();
                self.begin(id);
                control_plane.create_api(&document).await.map(drop)
            }
            Id::ImportOpenApi => {
                let openapi = "openapi: 3.0.1\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
                let document = self.document();
                self.begin(id);
                control_plane.import_openapi(openapi, &document).await.map(drop)
            }
            Id::UpdateApi => {
                let document = self.document();
                let mut api = control_plane.create_api(&document).await.expect("an API");
                api.set("description", "changed").expect("a field");
                self.begin(id);
                control_plane.update_api(&api).await.map(drop)
            }
            Id::UpdateDefinition => {
                let api = self.api().await;
                let document = "openapi: 3.0.1\ninfo: {title: Pets, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n";
                self.begin(id);
                control_plane.update_api_definition(&api, document).await.map(drop)
            }
            Id::DeleteApi => {
                let api = self.api().await;
                self.begin(id);
                control_plane.delete_api(&api).await
            }
            Id::ChangeLifecycle => {
                let api = self.api().await;
                self.begin(id);
                let publish = LifecycleChange::new("Publish");
                control_plane.change_lifecycle(&api, &publish).await.map(drop)
            }
            Id::CreateRevision => {
                let api = self.api().await;
                self.begin(id);
                control_plane.create_revision(&api, "one").await.map(drop)
            }
            Id::DeleteRevision => {
                let (api, revision) = self.revision().await;
                self.begin(id);
                control_plane.delete_revision(&api, &revision).await
            }
            Id::DeployRevision => {
                let (api, revision) = self.revision().await;
                self.begin(id);
                let targets = [DeploymentTarget::new(ENVIRONMENT)];
                control_plane.deploy_revision(&api, &revision, targets).await.map(drop)
            }
            Id::UndeployRevision => {
                let (api, revision) = self.deployed().await;
                self.begin(id);
                control_plane.undeploy_revision(&api, &revision, [ENVIRONMENT]).await
            }
            Id::RestoreRevision => {
                let (api, revision) = self.revision().await;
                self.begin(id);
                control_plane.restore_revision(&api, &revision).await.map(drop)
            }
            Id::CancelDeployment => {
                let workflow = "AM_REVISION_DEPLOYMENT";
                self.emulator.require_approval(workflow).await.expect("a workflow");
                let (api, revision) = self.deployed().await;
                self.emulator.waive_approval(workflow).await.expect("a workflow");
                self.begin(id);
                control_plane.cancel_deployment(&api, &revision, ENVIRONMENT).await
            }
            Id::CancelLifecycleTask => {
                let api = self.waiting().await;
                self.begin(id);
                control_plane.cancel_lifecycle_change(&api).await
            }
            Id::DecideWorkflow => {
                self.waiting().await;
                let tasks = control_plane.workflow_tasks(None).await.expect("tasks");
                let task = &tasks.last().expect("a task").id;
                self.begin(id);
                control_plane.decide_workflow(task, Decision::Approve, "fine").await
            }
            Id::ImportArchive => {
                let api = self.published().await;
                let options = ExportOptions::new();
                let archive = control_plane.export_archive(api.name(), api.version(), &options);
                let archive = archive.await.expect("an archive");
                self.begin(id);
                let options = ImportOptions::new().overwrite();
                control_plane.import_archive(archive, options).await.map(drop)
            }
            Id::CreateApplication => {
                let name = self.name();
                self.begin(id);
                control_plane.create_application(&name, "Unlimited", "").await.map(drop)
            }
            Id::DeleteApplication => {
                let application = self.application().await;
                self.begin(id);
                application.delete().await
            }
            Id::CreateSubscription => {
                let (api, application) = (self.published().await, self.application().await);
                self.begin(id);
                application.subscribe_with_plan(api.id(), "Unlimited").await.map(drop)
            }
            Id::DeleteSubscription => {
                let (api, application) = (self.published().await, self.application().await);
                let subscribed = application.subscribe_with_plan(api.id(), "Unlimited").await;
                let subscription = subscribed.expect("subscribed").id;
                self.begin(id);
                application.unsubscribe(&subscription).await
            }
            Id::GenerateKeys => {
                let application = self.application().await;
                self.begin(id);
                application.generate_keys(&KeyRequest::new(KeyType::Sandbox)).await.map(drop)
            }
            Id::GenerateSecret | Id::RevokeSecret => {
                let application = self.application().await;
                let request = KeyRequest::new(KeyType::Sandbox);
                let key = application.generate_keys(&request).await.expect("keys").mapping_id;
                if id == Id::GenerateSecret {
                    self.begin(id);
                    return application.generate_secret(&key).await.map(drop);
                }
                let old = application.secrets(&key).await.expect("a list").remove(0).id;
                application.generate_secret(&key).await.expect("a secret");
                self.begin(id);
                application.revoke_secret(&key, &old).await
            }
            Id::GenerateApiKey | Id::RevokeApiKey => {
                let application = self.application().await;
                let options = ApiKeyOptions::new().name(self.name());
                if id == Id::GenerateApiKey {
                    self.begin(id);
                    return application
                        .generate_api_key(KeyType::Sandbox, &options)
                        .await
                        .map(drop);
                }
                let made = application.generate_api_key(KeyType::Sandbox, &options).await;
                made.expect("an API key");
                let key =
                    application.api_keys(KeyType::Sandbox).await.expect("a list").remove(0).id;
                self.begin(id);
                application.revoke_api_key_by_id(KeyType::Sandbox, &key).await
            }
            Id::CreateEnvironment | Id::DeleteEnvironment => {
                let name = self.name();
                let host = AdminVirtualHost::new(format!("{}.example", name.to_lowercase()));
                let environment = AdminEnvironment::new(&name, [host]);
                if id == Id::CreateEnvironment {
                    self.begin(id);
                    return control_plane.create_admin_environment(&environment).await.map(drop);
                }
                let made = control_plane.create_admin_environment(&environment).await;
                let made = made.expect("an environment");
                self.begin(id);
                control_plane.delete_admin_environment(made.id()).await
            }
            other => panic!("{other:?} has no public operation here"),
        }
    }

    async fn further(&self, way: &str, id: OperationId) -> Result<()> {
        match way {
            "application" => {
                let name = self.name();
                self.begin(id);
                self.control_plane.application(&name).await.map(drop)
            }
            "keys" => {
                let application = self.application().await;
                self.begin(id);
                application.keys(KeyType::Production).await.map(drop)
            }
            "subscribe" => {
                let (api, application) = (self.published().await, self.application().await);
                self.begin(id);
                application.subscribe(api.name(), api.version()).await
            }
            _ => {
                let (api, revision) = self.deployed().await;
                self.begin(id);
                self.control_plane.undeploy_revision_everywhere(&api, &revision).await
            }
        }
    }

    /// `r` for each request that reads and `w` for each that writes, since the last beginning, from the first that writes.
    fn course(&self) -> String {
        let requests = self.log.ours().into_iter().filter_map(|line| {
            let (_, method) = line.split_once(" method=\"")?;
            Some(if method.starts_with("GET\"") { 'r' } else { 'w' })
        });
        requests.skip_while(|request| *request == 'r').collect()
    }

    /// What is wrong about how it came out.
    fn judge(
        &self,
        what: &str,
        id: OperationId,
        settlement: Settlement,
        done: &Result<()>,
    ) -> Option<String> {
        let course = self.course();
        let met = self.emulator.faults().list()[0].met();
        self.emulator.faults().clear();
        let takes_effect = matches!(self.action, Action::LoseAnswer | Action::HalfAnswer);
        let is_read = course.starts_with("wr");
        let is_sent_again = course.matches('w').count() == 2;
        let failure = done.as_ref().err().map(|error| (error.code(), error.retry()));
        let is_told = failure.is_some_and(|(_, retry)| retry == Retry::Ambiguous);
        // Half of an answer without a body is a whole one.
        let is_whole = self.action == Action::HalfAnswer
            && matches!(facts::of(id).answer, facts::Answer::Words(204, _));
        let is_right = match settlement {
            _ if is_whole => course == "w" && done.is_ok(),
            Settlement::ByReadingWhatWaits if takes_effect => course == "wr" && is_told,
            Settlement::ButForTheSecret if takes_effect => {
                let code = failure.map_or("", |(code, _)| code);
                is_read && !is_sent_again && code == "secret-not-shown"
            }
            // Read, and found done; or read, found missing, and sent again.
            Settlement::ByReading
            | Settlement::ByReadingWhatWaits
            | Settlement::ButForTheSecret => {
                is_read && is_sent_again != takes_effect && done.is_ok()
            }
            Settlement::Told | Settlement::LikeAnother | Settlement::NotNeeded => {
                course == "w" && is_told
            }
        };
        let action = self.action.name();
        (!is_right || met != 1)
            .then(|| format!("{what} ({action}, met {met} times): {course}, {done:?}"))
    }
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading_before_anything_is_sent_again() {
    let (log, _listening) = Log::listening();
    let mut world = World::start(log).await;
    let (mut cases, mut wrong) = (0, Vec::new());
    for action in [
        Action::LoseAnswer,
        Action::HalfAnswer,
        Action::Reset,
        Action::Status(503, "<html>Service Unavailable</html>".to_owned()),
    ] {
        world.action = action;
        for operation in ALL {
            let settlement = settlement(operation.id);
            let is_once = facts::of(operation.id).effect == Effect::WritesOnce;
            assert_eq!(is_once, !matches!(settlement, Settlement::NotNeeded), "{}", operation.name);
            if matches!(settlement, Settlement::NotNeeded | Settlement::LikeAnother) {
                continue;
            }
            cases += 1;
            let done = world.run(operation.id).await;
            wrong.extend(world.judge(operation.name, operation.id, settlement, &done));
        }
        for (way, id, settlement) in FURTHER {
            cases += 1;
            let done = world.further(way, id).await;
            wrong.extend(world.judge(way, id, settlement, &done));
        }
    }
    world.emulator.stop().await;
    println!("{cases} cases");
    assert!(wrong.is_empty(), "of {cases} cases:\n{}", wrong.join("\n"));
}
