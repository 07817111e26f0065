"""An API's lifecycle state, its history and its changes."""

from dataclasses import dataclass

__all__ = [
    "LifecycleCheckItem",
    "LifecycleEvent",
    "LifecycleOutcome",
    "LifecycleState",
    "LifecycleTransition",
]


@dataclass(frozen=True, slots=True)
class LifecycleCheckItem:
    """Something that can be chosen beside a change of the state.

    >>> from gatewright.client import LifecycleCheckItem
    >>> LifecycleCheckItem("Deprecate old versions after publishing the API", value=False).value
    False
    """

    name: str
    """What `ControlPlane.change_lifecycle` names it by; the wording differs between releases."""

    value: bool
    """Whether it is chosen."""


@dataclass(frozen=True, slots=True)
class LifecycleTransition:
    """A change that is possible.

    >>> from gatewright.client import LifecycleTransition
    >>> LifecycleTransition("Publish", "Published").target_state
    'Published'
    """

    event: str
    """What it is asked for by, such as `Publish`."""

    target_state: str
    """The state it leads to, such as `Published`."""


@dataclass(frozen=True, slots=True)
class LifecycleState:
    """An API's lifecycle state, and what can be done from there.

    >>> from gatewright import ControlPlane
    >>> def possible(control_plane: ControlPlane, api_id: str) -> list[str]:
    ...     state = control_plane.lifecycle(api_id)
    ...     return [transition.event for transition in state.available_transitions]
    """

    state: str
    """As API-M spells it here: `Created`, `Published`, …"""

    check_items: tuple[LifecycleCheckItem, ...]
    """What can be chosen beside the next change."""

    available_transitions: tuple[LifecycleTransition, ...]
    """The changes that are possible from here."""


@dataclass(frozen=True, slots=True)
class LifecycleEvent:
    """A change that was made.

    >>> from gatewright.client import LifecycleEvent
    >>> LifecycleEvent("CREATED", "PUBLISHED", "admin", "2026-01-31 12:00:00").user
    'admin'
    """

    previous_state: str
    """The state before; empty when the API was made."""

    post_state: str
    """The state after."""

    user: str
    """Who made it."""

    updated_time: str
    """When, as API-M writes it."""


@dataclass(frozen=True, slots=True)
class LifecycleOutcome:
    """What came of a change.

    >>> from gatewright import ControlPlane
    >>> def publish(control_plane: ControlPlane, api_id: str) -> bool:
    ...     return not control_plane.change_lifecycle(api_id, "Publish").is_pending
    """

    state: LifecycleState
    """The state the API has now."""

    is_pending: bool
    """Whether somebody has to approve the change first: the state has not changed then."""
