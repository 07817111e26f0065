//! What of the Developer Portal waits for an administrator's approval, and what an approval does: REST reference §3.2,
//! §3.3. Who lists and settles what waits is said in the Admin API.

use serde_json::json;

use super::state::{Approval, State, SubscriptionStatus};
use crate::server::Reply;

/// What can be made to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Workflow {
    ApplicationCreation,
    ApplicationDeletion,
    SubscriptionCreation,
    SubscriptionUpdate,
    SubscriptionDeletion,
    ProductionKeys,
    SandboxKeys,
}

impl Workflow {
    const ALL: [Self; 7] = [
        Self::ApplicationCreation,
        Self::ApplicationDeletion,
        Self::SubscriptionCreation,
        Self::SubscriptionUpdate,
        Self::SubscriptionDeletion,
        Self::ProductionKeys,
        Self::SandboxKeys,
    ];

    /// As the Admin API names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ApplicationCreation => "AM_APPLICATION_CREATION",
            Self::ApplicationDeletion => "AM_APPLICATION_DELETION",
            Self::SubscriptionCreation => "AM_SUBSCRIPTION_CREATION",
            Self::SubscriptionUpdate => "AM_SUBSCRIPTION_UPDATE",
            Self::SubscriptionDeletion => "AM_SUBSCRIPTION_DELETION",
            Self::ProductionKeys => "AM_APPLICATION_REGISTRATION_PRODUCTION",
            Self::SandboxKeys => "AM_APPLICATION_REGISTRATION_SANDBOX",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|workflow| workflow.name() == name)
    }
}

/// What is answered of something that waits.
pub(crate) fn waiting() -> Reply {
    Reply::json(202, &json!({"workflowStatus": "CREATED"}))
}

/// Puts a subject among what waits, when its kind has to; true when it waits.
pub(crate) fn waits(state: &mut State, workflow: Workflow, subject: &str) -> bool {
    if !state.approvals.contains(&workflow) {
        return false;
    }
    state.waiting.insert(crate::ids::uuid(), (workflow, subject.to_owned()));
    true
}

/// Does what was approved, or notes that it was refused.
pub(crate) fn decide(state: &mut State, workflow: Workflow, subject: &str, is_approved: bool) {
    let approval = if is_approved { Approval::Approved } else { Approval::Rejected };
    match workflow {
        Workflow::ApplicationCreation => {
            if let Some(application) = state.applications.get_mut(subject) {
                application.status = approval;
            }
        }
        Workflow::ApplicationDeletion if is_approved => state.remove_application(subject),
        Workflow::SubscriptionCreation => {
            if let Some(subscription) = state.subscriptions.get_mut(subject) {
                subscription.status = match approval {
                    Approval::Approved => SubscriptionStatus::Unblocked,
                    _ => SubscriptionStatus::Rejected,
                };
            }
        }
        Workflow::SubscriptionUpdate => {
            if let Some(subscription) = state.subscriptions.get_mut(subject) {
                subscription.status = SubscriptionStatus::Unblocked;
                if is_approved {
                    subscription.policy.clone_from(&subscription.requested_policy);
                } else {
                    subscription.requested_policy.clone_from(&subscription.policy);
                }
            }
        }
        Workflow::SubscriptionDeletion if is_approved => {
            state.subscriptions.remove(subject);
        }
        Workflow::ProductionKeys | Workflow::SandboxKeys => {
            if let Some(keys) = state.keys.get_mut(subject) {
                keys.state = approval;
            }
        }
        Workflow::ApplicationDeletion | Workflow::SubscriptionDeletion => {}
    }
}
