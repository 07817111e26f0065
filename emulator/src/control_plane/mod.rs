//! The control plane: users, OAuth, Publisher, Developer Portal, and what gateways ask of it.

mod admin;
mod api;
mod approvals;
mod archive;
mod artifacts;
mod consumers;
mod desk;
mod devportal;
mod environments;
mod events;
mod fetch;
mod internal;
mod key_validation;
mod lifecycle;
mod oauth;
mod operation;
mod operations;
mod paths;
mod problem;
mod publisher;
mod push;
mod query;
mod schema;
mod scopes;
mod state;
mod times;
mod workflows;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::node::{Account, NodeFile, Release};
use crate::server::client::Client;
use crate::server::{Reply, Request};
use desk::Desk;
pub(crate) use events::tell;
pub use operations::{ImplementedOperation, implemented_operations};
use problem::{Answer, Problem};
use scopes::{Caller, caller};
use state::State;
use workflows::Gate;

/// The databases of a control plane. They outlive its node's restart.
pub(crate) struct Store {
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

impl Store {
    pub(crate) fn new(admin: &Account, token_life: Duration) -> Self {
        Self { state: Mutex::new(State::new(admin, token_life)), changes: watch::Sender::new(0) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add_user(&self, name: &str, password: &str, roles: &[&str]) {
        self.lock().add_user(name, password, roles.iter().map(|role| (*role).to_owned()));
    }

    /// Tells of every change of what gateways serve.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// A gateway does not listen any more.
    pub(crate) fn gateway_left(&self, name: &str) {
        let mut state = self.lock();
        let now = state.now();
        if let Some(gateway) = state.gateways.get_mut(name) {
            gateway.is_live = false;
            gateway.last_active = now;
            gateway.serves.clear();
        }
    }

    /// From now on the workflow of this name waits for an approval, or no more. False when the
    /// release has no such workflow.
    pub(crate) fn gate(&self, name: &str, release: Release, is_closed: bool) -> bool {
        let mut state = self.lock();
        if let Some(workflow) = approvals::Workflow::parse(name) {
            if is_closed {
                state.approvals.insert(workflow);
            } else {
                state.approvals.remove(&workflow);
            }
            return true;
        }
        let Some(gate) = Gate::named(name, release) else { return false };
        if is_closed {
            state.gates.insert(gate);
        } else {
            state.gates.remove(&gate);
        }
        true
    }

    /// From now on revisions of this API break a governance policy, or no more.
    pub(crate) fn govern(&self, api: &str, is_governed: bool) {
        let mut state = self.lock();
        if is_governed {
            state.governed.insert(api.to_owned());
        } else {
            state.governed.remove(api);
        }
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.lock().log.clone()
    }
}

/// A control plane while its node runs.
pub(crate) struct ControlPlane {
    file: Arc<NodeFile>,
    store: Arc<Store>,
    client: Client,
}

impl ControlPlane {
    pub(crate) fn new(file: Arc<NodeFile>, store: Arc<Store>, client: Client) -> Self {
        Self { file, store, client }
    }

    /// Answers a request on the servlet ports; `None` for a path that is not the control plane's.
    pub(crate) async fn handle(&self, request: &Request) -> Option<Reply> {
        let fetched = fetch::wanted(&self.file, &self.store, &self.client, request).await;
        let (reply, pushes, api) = {
            let mut state = self.store.lock();
            let reply = self.dispatch(&mut state, request, fetched.as_ref())?;
            if std::mem::take(&mut state.changed) {
                self.store.changes.send_modify(|version| *version += 1);
            }
            let pushes = std::mem::take(&mut state.pushes);
            let api = pushes.first().map(|push| push.api.clone()).unwrap_or_default();
            (reply, pushes, api)
        };
        let failures = push::send(&self.client, pushes).await;
        if failures.is_empty() {
            return Some(reply);
        }
        let mut state = self.store.lock();
        for failure in failures {
            state.log(failure);
        }
        let message = format!("Error while updating API : {api}");
        Some(Problem::new(500, 500, "Internal server error", message).into())
    }

    fn dispatch(
        &self,
        state: &mut State,
        request: &Request,
        fetched: Option<&Result<String, String>>,
    ) -> Option<Reply> {
        let release = self.file.release;
        match request.path.as_str() {
            "/oauth2/token" => return Some(oauth::token(state, request)),
            "/oauth2/revoke" => return Some(oauth::revoke(state, request)),
            path if path == release.registration_path() => {
                return Some(settle(oauth::register(state, request)));
            }
            _ => {}
        }
        if let Some(parts) = request.below("/internal/data/v1") {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            return Some(settle(internal::route(&self.file, state, request, &parts)));
        }
        let portals: [(&str, Route); 3] = [
            (release.publisher_base(), publish),
            (release.devportal_base(), portal),
            (release.admin_base(), administer),
        ];
        portals.into_iter().find_map(|(base, route)| {
            let parts = paths::below(release, base, request)?;
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let open = base == release.devportal_base()
                && devportal::is_open(request.method.as_str(), &parts);
            let caller = match caller(state, request) {
                Ok(caller) => caller,
                Err(_) if open && request.header("authorization").is_none() => Caller::anonymous(),
                Err(problem) => return Some(problem.into()),
            };
            let mut desk = Desk { file: &self.file, state, request, caller, fetched };
            Some(settle(route(&mut desk, &parts)))
        })
    }
}

fn publish(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    match publisher::is_not_there(desk.request.method.as_str(), parts) {
        Some(problem) if !desk.classic() => Err(problem),
        _ => operation::answer(publisher::OPERATIONS, desk, parts),
    }
}

fn administer(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    operation::answer(admin::OPERATIONS, desk, parts)
}

/// The operations of one portal.
type Route = fn(&mut Desk<'_>, &[&str]) -> Answer;

fn portal(desk: &mut Desk<'_>, parts: &[&str]) -> Answer {
    operation::answer(devportal::OPERATIONS, desk, parts)
}

fn settle(answer: Answer) -> Reply {
    answer.unwrap_or_else(Reply::from)
}

impl Caller {
    fn anonymous() -> Self {
        Self::new(String::new(), BTreeSet::new())
    }
}
