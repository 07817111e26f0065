"""Deploying an older revision again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gatewright._gatewright import NativeApiDocument
from gatewright._typing import override, unsigned
from gatewright.client._api_document import document

__all__ = ["RolledBack", "RolledBackEnvironment"]


@dataclass(frozen=True, slots=True)
class RolledBackEnvironment:
    """What a rollback did in one environment. `str(environment)` is one line.

    >>> from gatewright.publish import RolledBack
    >>> def pending(rolled_back: RolledBack) -> list[str]:
    ...     return [done.environment for done in rolled_back.environments if done.is_pending]
    """

    environment: str
    """The environment's name."""

    from_revision: int | None
    """The number of the revision that was there; None when none was, and in 3.x."""

    to_revision: int | None
    """The number of the revision that is there now; None in 3.x."""

    is_pending: bool
    """Whether somebody has to approve it first (since 4.3).

    Until then the gateways keep what they have.
    """

    cancelled_revisions: tuple[int, ...]
    """The numbers of other revisions that awaited an approval to be there (since 4.3).

    Their requests are taken back.
    """

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What a rollback did. `str(rolled_back)` is one line for each environment.

    >>> from gatewright import ControlPlane
    >>> def back(control_plane: ControlPlane) -> None:
    ...     print(control_plane.rollback("Pets", "1.0.0", ["Production Gateway"]))
    """

    environments: tuple[RolledBackEnvironment, ...]
    """One entry per environment, in the order they were named."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


Content = tuple[NativeApiDocument, str | None]


def target(
    revision: int | None, api: Mapping[str, Any] | None, definition: str | None
) -> tuple[int | None, Content | None]:
    """Return what a rollback goes back to, as the native module takes it."""
    if api is None:
        if definition is not None:
            raise ValueError("definition goes with api: give both")
        return None if revision is None else unsigned(revision, 64, "revision"), None
    if revision is not None:
        raise ValueError("revision and api are two things to go back to: give one")
    return None, (document(api, "api"), definition)
