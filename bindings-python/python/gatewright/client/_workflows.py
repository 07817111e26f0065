"""Tasks that await a decision: what approval workflows stand before."""

from dataclasses import dataclass

__all__ = ["WorkflowTask"]


@dataclass(frozen=True, slots=True)
class WorkflowTask:
    """Something that awaits a decision, since 3.2.

    >>> from gatewright import ControlPlane
    >>> def approve_all(control_plane: ControlPlane) -> None:
    ...     for task in control_plane.workflow_tasks("API_STATE"):
    ...         control_plane.decide_workflow(task.id, "approve", "reviewed")
    """

    id: str
    """What it is decided by."""

    kind: str
    """What was asked for: `API_STATE`, `SUBSCRIPTION_CREATION`, `REVISION_DEPLOYMENT`, …"""

    status: str
    """`CREATED` while it awaits the decision, `APPROVED` or `REJECTED` after it."""

    description: str
    """What was asked for, in words."""

    created_time: str
    """When, as API-M writes it."""
