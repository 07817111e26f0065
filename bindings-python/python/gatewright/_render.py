"""From a topology to the files of its nodes, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from gatewright import _gatewright
from gatewright._gatewright import NativeRenderedFile, NativeRenderedFiles
from gatewright._typing import StrPath, override, several

__all__ = ["RenderedFile", "RenderedFiles", "RevertOutcome", "WriteOutcome", "revert"]


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What was written.

    >>> from gatewright import WriteOutcome
    >>> WriteOutcome(written=(), unchanged=(), restart=("control-plane",)).restart
    ('control-plane',)
    """

    written: tuple[Path, ...]
    """The files that were replaced or created, in that order: the control plane's last."""

    unchanged: tuple[Path, ...]
    """The files that said it already."""

    restart: tuple[str, ...]
    """The nodes to restart, in the order in which to start them: the control plane first."""


@dataclass(frozen=True, slots=True)
class RevertOutcome:
    """What was undone.

    >>> from gatewright import RevertOutcome
    >>> RevertOutcome(restored=(), unchanged=()).restored
    ()
    """

    restored: tuple[Path, ...]
    """The files that have their former text again, or, where there was none, are gone."""

    unchanged: tuple[Path, ...]
    """The files that had it already."""


class RenderedFile:
    """One node's `deployment.toml` as it was and as it should be.

    >>> from gatewright import Topology, examples
    >>> file = Topology.parse(examples.THREE_NODES).render().get("gateway-1")
    >>> file.before is None, "offset = 1" in file.after
    (True, True)
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeRenderedFile) -> None:
        """Wrap the native file; `Topology.render` makes files."""
        self._native = native

    @property
    def node(self) -> str:
        """The node's name."""
        return self._native.node

    @property
    def path(self) -> Path:
        """Where the file is: in the node's home, or else below the folder it is written to."""
        return self._native.path

    @property
    def before(self) -> str | None:
        """The text rendering started from; None when there was no file."""
        return self._native.before

    @property
    def after(self) -> str:
        """The new text: the file itself, secrets included."""
        return self._native.after

    @property
    def is_changed(self) -> bool:
        """True when the two texts differ."""
        return self._native.is_changed

    @property
    def diff(self) -> str:
        """The change as a unified diff, secrets masked; empty when nothing changes."""
        return self._native.diff

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, RenderedFile) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its texts are long

    @override
    def __repr__(self) -> str:
        return f"RenderedFile(node={self.node!r}, path={self.path!r}, is_changed={self.is_changed})"


class RenderedFiles(Sequence[RenderedFile]):
    """The rendered files of all nodes, in the topology's order.

    >>> import tempfile
    >>> from gatewright import Topology, examples
    >>> files = Topology.parse(examples.THREE_NODES).render()
    >>> len(files), files.is_changed, files.removed_environments
    (3, True, ())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     outcome = files.write_to(folder)
    >>> outcome.restart
    ('control-plane', 'gateway-1', 'gateway-2')
    """

    __slots__ = ("_files", "_native")

    def __init__(self, native: NativeRenderedFiles) -> None:
        """Wrap the native files; `Topology.render` makes them."""
        self._native = native
        self._files = tuple(map(RenderedFile, native.files()))

    @property
    def removed_environments(self) -> tuple[str, ...]:
        """The active environments that writing would take away; `write` wants each to be named."""
        return self._native.removed_environments

    @property
    def is_changed(self) -> bool:
        """True when at least one file changes."""
        return self._native.is_changed

    @property
    def diff(self) -> str:
        """The diffs of all files that change."""
        return self._native.diff

    def get(self, node: str) -> RenderedFile | None:
        """Return the file of a node; None when there is no node of that name."""
        return next((file for file in self._files if file.node == node), None)

    def write(self, *, removing: Iterable[str] = ()) -> WriteOutcome:
        """Write the files into the nodes' homes: each atomically, the control plane's last.

        When one cannot be written, all are left as they were. `removing` names the active
        environments that may be taken away: APIs deployed there break. `revert` undoes the write.
        """
        return self._native.write(several(removing, "removing"))

    def write_to(self, dir: StrPath, *, removing: Iterable[str] = ()) -> WriteOutcome:  # noqa: A002
        """Write every node's file below a folder, for nodes on other computers.

        The places are `<dir>/<node>/repository/conf/deployment.toml`; folders are made as needed.
        The rest is as with `write`.
        """
        return self._native.write_to(dir, several(removing, "removing"))

    @overload
    def __getitem__(self, index: int) -> RenderedFile: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RenderedFile, ...]: ...
    @override
    def __getitem__(self, index: int | slice) -> RenderedFile | tuple[RenderedFile, ...]:
        return self._files[index]

    @override
    def __len__(self) -> int:
        return len(self._files)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, RenderedFiles) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its texts are long

    @override
    def __repr__(self) -> str:
        return f"RenderedFiles({list(self._files)!r})"


def revert(homes: Iterable[StrPath]) -> RevertOutcome:
    """Undo the last write to the files of these homes.

    Each file gets the bytes it had before, and what its user changed since stays. Nothing is
    written unless all homes can be reverted. Called again, it undoes the write before that one.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from gatewright import Topology, examples, revert
    >>> topology = Topology.parse(examples.THREE_NODES)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = topology.render().write_to(folder)
    ...     outcome = revert(Path(folder, node.name) for node in topology.nodes)
    >>> len(outcome.restored)
    3
    """
    return _gatewright.revert(several(homes, "homes"))
