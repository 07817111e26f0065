//! Tasks that await a decision: what approval workflows stand before.

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::rest::page::Slice;
pub use crate::rest::workflow::WorkflowTask;
use crate::rest::workflow::{self, Decided};

/// What is decided of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is done.
    Approve,
    /// It is not.
    Reject,
}

impl Decision {
    /// Both decisions.
    pub const ALL: [Self; 2] = [Self::Approve, Self::Reject];

    /// The decision's name.
    ///
    /// ```
    /// assert_eq!(gatewright::client::Decision::Approve.as_str(), "approve");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    /// The decision with this name.
    ///
    /// ```
    /// use gatewright::client::Decision;
    /// assert_eq!(Decision::from_name("reject"), Some(Decision::Reject));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == name)
    }
}

impl ControlPlane {
    /// The tasks that await a decision; of one kind, such as `API_STATE` or `REVISION_DEPLOYMENT`, where it is named
    /// (since 4.0 API-M writes `AM_` before it; either spelling is taken). Since 3.2.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] before 3.2;
    /// [`ErrorKind::MissingScope`] when the user is no administrator. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::Decision;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// for task in control_plane.workflow_tasks(Some("API_STATE")).await? {
    ///     println!("{}", control_plane.workflow_task(&task.id).await?.description);
    ///     control_plane.decide_workflow(&task.id, Decision::Approve, "reviewed").await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn workflow_tasks(&self, kind: Option<&str>) -> Result<Vec<WorkflowTask>> {
        operation("workflow_tasks", async {
            let mut all = Vec::new();
            loop {
                let slice = Slice::after(all.len());
                let page = self.send(&workflow::list(self.release(), kind, slice)?).await?;
                let is_last = page.is_last(slice);
                all.extend(page.list);
                if is_last {
                    return Ok(all);
                }
            }
        })
        .await
    }

    /// One task. Since 3.2.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; see [`Self::workflow_tasks`].
    ///
    /// # Example
    /// See [`Self::workflow_tasks`].
    pub async fn workflow_task(&self, id: &str) -> Result<WorkflowTask> {
        let call = workflow::get(self.release(), id);
        operation("workflow_task", async { self.send(&call?).await }).await
    }

    /// Decides a task; the comment may be empty. When the answer is lost, the task is read since 3.2: one that still waits
    /// is decided again. Of one that is gone, and before 3.2, nobody can read who decided it and how, and the error is
    /// [`Ambiguous`](crate::Retry::Ambiguous).
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such task; [`ErrorKind::Conflict`], code `decided-otherwise`, when somebody
    /// else was faster;
    /// [`ErrorKind::MissingScope`] when the user is no administrator. See
    /// [`ErrorKind`].
    ///
    /// # Example
    /// See [`Self::workflow_tasks`].
    pub async fn decide_workflow(&self, id: &str, decision: Decision, comment: &str) -> Result<()> {
        let release = self.release();
        let call = workflow::decide(release, id, decision == Decision::Approve, comment);
        let wanted = match decision {
            Decision::Approve => "APPROVED",
            Decision::Reject => "REJECTED",
        };
        let decide = self.send_once(&call, || async {
            let task = self.send(&workflow::get(release, id)?).await?;
            Ok((task.status == wanted).then_some(Decided { status: task.status }))
        });
        operation("decide_workflow", async {
            let decided = decide.await?.status;
            if decided.is_empty() || decided == wanted {
                return Ok(());
            }
            let message =
                format!("the task is {decided} now, not {wanted}: somebody else decided it");
            Err(Error::new(ErrorKind::Conflict, "decided-otherwise", message))
        })
        .await
    }
}
