"""What an installation's files leave to decide."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatewright._typing import override

if TYPE_CHECKING:
    from gatewright._gatewright import NativeTopologyDraft
    from gatewright._topology import Topology

__all__ = ["TopologyDraft", "Undecided"]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Something that no file says.

    >>> from gatewright import Undecided
    >>> Undecided(line=7, message="which nodes serve it", is_assumed=False).line
    7
    """

    line: int
    """The line of the draft's text that is concerned, from 1."""

    message: str
    """What is not known, and why."""

    is_assumed: bool
    """True when the line has a value, to be checked; False when one is to be filled in."""


class TopologyDraft:
    r"""An existing installation as the text of a `topology.toml`, with marks at what is undecided.

    `Topology.draft_from_deployment` makes drafts.

    >>> from gatewright import NodeFile, Topology
    >>> text = "[server]\nhostname = 'gw.example.com'\n"
    >>> draft = Topology.draft_from_deployment([
    ...     NodeFile("gw/deployment.toml", text=text, roles=["gateway"], release="4.7"),
    ... ])
    >>> draft.topology is None  # there is no control plane among the files
    True
    >>> [found.is_assumed for found in draft.undecided]  # its host is a guess
    [False, False, True]
    """

    __slots__ = ("_native", "_undecided")

    def __init__(self, native: "NativeTopologyDraft") -> None:
        """Wrap the native draft; `Topology.draft_from_deployment` makes drafts."""
        self._native = native
        self._undecided = native.undecided()

    @property
    def text(self) -> str:
        """The `topology.toml`, passwords as the files have them.

        A comment stands above each line that is undecided: `# TODO:` where something is to be
        filled in or mended, `# Assumed:` where something is to be checked.
        """
        return self._native.text

    @property
    def undecided(self) -> tuple[Undecided, ...]:
        """What no file says, in the order of the lines."""
        return self._undecided

    @property
    def topology(self) -> "Topology | None":
        """The topology, when nothing is left to fill in."""
        from gatewright._topology import Topology  # noqa: PLC0415 - topologies make drafts

        native = self._native.topology()
        return None if native is None else Topology(native)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, TopologyDraft) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its text is long

    @override
    def __repr__(self) -> str:
        return f"TopologyDraft(undecided={self.undecided!r}, topology={self.topology!r})"
