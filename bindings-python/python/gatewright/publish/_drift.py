"""What the server has otherwise than the topology and the publications say."""

from dataclasses import dataclass, field

from gatewright._enums import DriftKind
from gatewright._typing import override

__all__ = ["Drift", "DriftItem"]


@dataclass(frozen=True, slots=True)
class DriftItem:
    """One difference. `str(item)` is one line.

    >>> from gatewright.publish import Drift, DriftKind
    >>> def missing(drift: Drift) -> list[str | None]:
    ...     return [of.environment for of in drift.items if of.kind is DriftKind.MISSING_ON_SERVER]
    """

    kind: DriftKind
    """What kind of difference it is."""

    environment: str | None
    """The environment, when it is about one."""

    api: str | None
    """The API's name, when it is about one."""

    version: str | None
    """The API's version."""

    wanted: str | None
    """What the topology says, when it is about a value."""

    found: str | None
    """What the server says."""

    message: str
    """The difference in words."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Drift:
    """Every difference. `str(drift)` is one line for each, or `no drift`.

    >>> from gatewright import ControlPlane, Topology
    >>> from gatewright.publish import Publication
    >>> pets = Publication("Pets", "1.0.0", environments=["Production Gateway"])
    >>> def compare(control_plane: ControlPlane) -> None:
    ...     drift = control_plane.drift([pets], topology=Topology.load("topology.toml"))
    ...     if not drift.is_empty:
    ...         print(drift)
    """

    items: tuple[DriftItem, ...]
    """Environments first, in the order of the topology; then APIs, in that of the publications."""

    is_empty: bool
    """True when the server is as it should be."""

    _json: str = field(default="", repr=False, compare=False)

    _text: str = field(default="", repr=False, compare=False)

    def to_json(self) -> str:
        """Return the differences as JSON: an object with `schema_version` and `items`."""
        return self._json

    @override
    def __str__(self) -> str:
        return self._text
