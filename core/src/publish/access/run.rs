//! Doing it for one application, step by step.

use crate::client::{
    Application, ApplicationKeyInfo, ControlPlane, KeyRequest, PortalApi, Subscription,
};
use crate::error::{Error, ErrorKind, Result};
use crate::model::KeyType;
use crate::publish::access::NAME;
use crate::publish::access::ground::Ground;
use crate::publish::access::outcome::{
    AccessAction, AccessFailure, AccessStep, ApplicationAccessOutcome, Handover, ProvidedKey,
};
use crate::publish::access::sink::SecretSink;
use crate::publish::access::wanted::{ApplicationAccess, WantedSubscription};
use crate::rest::{application, subscription};

/// The plan that applications are made with, and that subscriptions prefer: every release ships it.
const UNLIMITED: &str = "Unlimited";

/// Nothing more is done for the application.
pub(super) struct Stop;

pub(super) type Go<T> = std::result::Result<T, Stop>;

pub(super) struct Run<'r> {
    pub(super) control_plane: &'r ControlPlane,
    pub(super) wanted: &'r ApplicationAccess,
    pub(super) sink: &'r SecretSink,
    apis: Vec<PortalApi>,
    pub(super) outcome: ApplicationAccessOutcome,
}

pub(super) async fn provide(
    control_plane: &ControlPlane,
    wanted: &ApplicationAccess,
    ground: Ground,
    sink: &SecretSink,
) -> ApplicationAccessOutcome {
    let mut outcome = ApplicationAccessOutcome::new(&wanted.name);
    outcome.environments = ground.environments;
    let mut run = Run { control_plane, wanted, sink, apis: ground.apis, outcome };
    if ground.failures.is_empty() {
        // Why it stopped stands in the outcome.
        let _: Go<()> = run.steps().await;
    } else {
        for failure in ground.failures {
            run.fail(failure.step, failure.error);
        }
    }
    run.outcome
}

impl Run<'_> {
    async fn steps(&mut self) -> Go<()> {
        let application = self.application().await?;
        self.subscriptions(&application).await?;
        self.keys(&application).await
    }

    pub(super) fn fail(&mut self, step: AccessStep, error: Error) {
        let error = error.concerning("application", &self.wanted.name);
        let error = match step.key_type {
            Some(key_type) => error.concerning("key_type", key_type.as_str()),
            None => error,
        };
        let error = match &step.api {
            Some((name, version)) => error.concerning_api(name, version),
            None => error,
        };
        self.outcome.failures.push(AccessFailure { step, error: error.with_operation(NAME) });
    }

    /// The value, or the end of the application.
    pub(super) fn require<T>(&mut self, step: AccessStep, result: Result<T>) -> Go<T> {
        result.map_err(|error| {
            self.fail(step, error);
            Stop
        })
    }

    // The application.

    async fn application(&mut self) -> Go<Application> {
        let found = self.found_or_made().await;
        let (found, is_new) = self.require(AccessStep::application(), found)?;
        if is_new {
            self.outcome.done.push(AccessStep::application());
        } else {
            let differs = self.wanted.plan.as_ref();
            let note = differs
                .filter(|it| **it != found.throttling_policy)
                .map(|wanted| format!("its plan is `{}`, not `{wanted}`", found.throttling_policy));
            self.outcome.differences.extend(note);
        }
        self.outcome.id = Some(found.application_id.clone());
        match found.status.as_str() {
            "CREATED" => {
                let note = "the application awaits an approval in the Admin Portal";
                self.outcome.pending.push(note.to_owned());
                Err(Stop)
            }
            "REJECTED" => {
                self.fail(AccessStep::application(), rejected("the application"));
                Err(Stop)
            }
            _ => Ok(Application::of(self.control_plane, found)),
        }
    }

    /// The application, and whether it is new.
    async fn found_or_made(&self) -> Result<(application::ApplicationInfo, bool)> {
        let Self { control_plane, wanted, .. } = self;
        let find = || control_plane.find_application(&wanted.name);
        if let Some(found) = find().await? {
            return Ok((found, false));
        }
        let plan = wanted.plan.as_deref().unwrap_or(UNLIMITED);
        let release = control_plane.release();
        let call = application::create_with(release, &wanted.name, plan, &wanted.description);
        match control_plane.send_once(&call, find).await {
            // Somebody was faster: what is there counts.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                find().await?.map(|found| (found, false)).ok_or(error)
            }
            made => made.map(|made| (made, true)),
        }
    }

    // Its subscriptions.

    async fn subscriptions(&mut self, application: &Application) -> Go<()> {
        if self.wanted.subscriptions.is_empty() {
            return Ok(());
        }
        let listed = application.subscriptions().await;
        let first = self.wanted.subscriptions.first();
        let step = |one: &WantedSubscription| {
            AccessStep::api(AccessAction::Subscribe, &one.api, &one.version)
        };
        let listing = first.map_or_else(AccessStep::application, step);
        let there = self.require(listing, listed)?;
        let apis = std::mem::take(&mut self.apis);
        let wanted = self.wanted;
        let before = self.outcome.failures.len();
        for (one, api) in wanted.subscriptions.iter().zip(&apis) {
            let found = there.iter().find(|it| it.api_id == api.id).cloned();
            let subscribed = match found {
                Some(found) => Ok((found, false)),
                None => self.subscribe(application, one, api).await,
            };
            match subscribed {
                Ok((subscription, is_new)) => {
                    self.outcome.done.extend(is_new.then(|| step(one)));
                    self.judge(one, &subscription);
                }
                Err(error) => self.fail(step(one), error),
            }
        }
        if self.outcome.failures.len() > before { Err(Stop) } else { Ok(()) }
    }

    /// A new subscription; one that somebody else has made meanwhile is none.
    async fn subscribe(
        &self,
        application: &Application,
        one: &WantedSubscription,
        api: &PortalApi,
    ) -> Result<(Subscription, bool)> {
        let plan = one.plan.as_deref().unwrap_or_else(|| preferred(&api.plans));
        let control_plane = self.control_plane;
        let call = subscription::create(control_plane.release(), application.id(), &api.id, plan);
        let find = || async {
            let listed = application.subscriptions().await?;
            Ok(listed.into_iter().find(|it| it.api_id == api.id))
        };
        match control_plane.send_once(&call, find).await {
            // Somebody was faster: what is there counts.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                find().await?.map(|found| (found, false)).ok_or(error)
            }
            // One that awaits an approval is answered without what it is.
            Ok(made) if made.id.is_empty() => Ok((find().await?.unwrap_or(made), true)),
            made => made.map(|made| (made, true)),
        }
    }

    /// What is to be said of a subscription that is there.
    fn judge(&mut self, one: &WantedSubscription, subscription: &Subscription) {
        let named = format!("the subscription to {} {}", one.api, one.version);
        match subscription.status.as_str() {
            "ON_HOLD" => {
                let note = format!("{named} awaits an approval in the Admin Portal");
                self.outcome.pending.push(note);
            }
            "TIER_UPDATE_PENDING" => {
                let note = format!("the change of the plan of {named} awaits an approval");
                self.outcome.pending.push(note);
            }
            "REJECTED" => {
                let step = AccessStep::api(AccessAction::Subscribe, &one.api, &one.version);
                self.fail(step, rejected(&named));
                return;
            }
            "BLOCKED" | "PROD_ONLY_BLOCKED" => {
                let status = &subscription.status;
                let note = format!("{named} is blocked in the Publisher (status `{status}`)");
                self.outcome.differences.push(note);
            }
            _ => {}
        }
        let differs = one.plan.as_ref().filter(|it| **it != subscription.plan);
        if let Some(plan) = differs.filter(|_| !subscription.plan.is_empty()) {
            let note = format!("{named} has the plan `{}`, not `{plan}`", subscription.plan);
            self.outcome.differences.push(note);
        }
    }

    // Its keys.

    async fn keys(&mut self, application: &Application) -> Go<()> {
        let wanted = self.wanted;
        let listed = application.all_keys().await;
        let first = wanted.key_types.first().copied().unwrap_or(KeyType::Production);
        let listed = self.require(AccessStep::keys(AccessAction::GenerateKeys, first), listed)?;
        for key_type in &wanted.key_types {
            let found = listed.iter().find(|key| self.is_wanted(*key_type, key)).cloned();
            self.key(application, *key_type, found).await?;
        }
        Ok(())
    }

    fn is_wanted(&self, key_type: KeyType, key: &ApplicationKeyInfo) -> bool {
        let is_its = key.key_manager.is_empty() || key.key_manager == self.wanted.key_manager;
        is_its && key.key_type == Some(key_type)
    }

    async fn key(
        &mut self,
        application: &Application,
        key_type: KeyType,
        found: Option<ApplicationKeyInfo>,
    ) -> Go<()> {
        let step = AccessStep::keys(AccessAction::GenerateKeys, key_type);
        let made = match found {
            Some(found) => Ok((found, false)),
            None => self.make_keys(application, key_type).await,
        };
        let (key, is_new) = self.require(step.clone(), made)?;
        if is_new {
            self.outcome.done.push(step.clone());
        } else {
            self.compare(key_type, &key);
        }
        self.outcome.keys.push(ProvidedKey {
            key_type,
            key_manager: key.key_manager.clone(),
            mapping_id: key.mapping_id.clone(),
            consumer_key: key.consumer_key.clone(),
            secret: Handover::Missing,
            token: self.wanted.has_tokens.then_some(Handover::Missing),
        });
        if key.consumer_key.is_empty() {
            if key.state == "REJECTED" {
                self.fail(step, rejected(&format!("the {key_type} keys")));
            } else {
                let note = format!("the {key_type} keys await an approval in the Admin Portal");
                self.outcome.pending.push(note);
            }
            return Ok(());
        }
        self.secrets(application, key_type, &key, is_new).await
    }

    /// New keys; those that somebody else has made meanwhile are none.
    async fn make_keys(
        &self,
        application: &Application,
        key_type: KeyType,
    ) -> Result<(ApplicationKeyInfo, bool)> {
        let wanted = self.wanted;
        // What the sink cannot take is not made: it may be shown once.
        let place = wanted.place(self.control_plane.release(), key_type);
        self.sink.require_room(&place).await?;
        let request = KeyRequest::new(key_type).key_manager(&wanted.key_manager);
        let request = request.scopes(&wanted.scopes);
        let request = match &wanted.grants {
            Some(grants) => request.grants(grants),
            None => request,
        };
        let request = match &wanted.callback_url {
            Some(url) => request.callback_url(url),
            None => request,
        };
        match application.generate_keys(&request).await {
            // Somebody was faster: what is there counts.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                let listed = application.all_keys().await?;
                let found = listed.into_iter().find(|key| self.is_wanted(key_type, key));
                found.map(|found| (found, false)).ok_or(error)
            }
            made => made.map(|made| (made, true)),
        }
    }

    /// What of keys that are there is otherwise than wanted.
    fn compare(&mut self, key_type: KeyType, key: &ApplicationKeyInfo) {
        let missing: Vec<&str> = self
            .wanted
            .grants
            .iter()
            .flatten()
            .filter(|grant| !key.grants.contains(grant))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            let note = format!("the {key_type} keys lack the grants {}", missing.join(", "));
            self.outcome.differences.push(note);
        }
        let url = self.wanted.callback_url.as_ref();
        if let Some(url) = url.filter(|url| **url != key.callback_url) {
            let note = format!("the {key_type} keys' callback URL is not `{url}`");
            self.outcome.differences.push(note);
        }
    }
}

fn preferred(plans: &[String]) -> &str {
    let unlimited = plans.iter().find(|plan| *plan == UNLIMITED);
    unlimited.or_else(|| plans.first()).map_or(UNLIMITED, String::as_str)
}

fn rejected(what: &str) -> Error {
    let message = format!(
        "somebody has refused {what} in the Admin Portal: settle it with them, delete it, and run again"
    );
    Error::new(ErrorKind::Rejected, "approval-refused", message)
}
