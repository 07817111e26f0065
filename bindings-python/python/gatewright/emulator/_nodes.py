"""What an emulator is made of, and what is known of its nodes."""

import os
from dataclasses import dataclass, field

from gatewright import _gatewright
from gatewright._gatewright import NativeNodeInfo, NativeOffsetBlock
from gatewright._typing import StrPath, override, unsigned

__all__ = ["EmulatorNode", "NodeInfo", "OffsetBlock", "free_offset_block"]


@dataclass(frozen=True, slots=True, init=False)
class EmulatorNode:
    """One node: where its file is, and what the file does not say.

    >>> from gatewright.emulator import EmulatorNode
    >>> EmulatorNode(home="/opt/apim/gateway-1", release="4.7", pack="gateway").pack
    'gateway'
    """

    home: str | None
    """A folder with `repository/conf/deployment.toml` and `bin/version.txt` below it."""

    text: str | None = field(repr=False)
    """The text of a `deployment.toml`, instead of a home."""

    name: str | None
    """Its name; that of the home's folder when None."""

    release: str | None
    """Its release, whatever the home's `bin/version.txt` says."""

    release_if_unknown: str | None
    """Its release where the home has no `bin/version.txt` that names one."""

    pack: str | None
    """What is started on it; when None the home's `bin/version.txt` and its file decide."""

    def __init__(  # noqa: PLR0913 - all are named
        self,
        *,
        home: StrPath | None = None,
        text: str | None = None,
        name: str | None = None,
        release: str | None = None,
        release_if_unknown: str | None = None,
        pack: str | None = None,
    ) -> None:
        """Describe a node by its home, or by its text and its name."""
        if (home is None) == (text is None):
            raise TypeError("a node has either a home or a text")
        if text is not None and name is None:
            raise TypeError("a node that has a text needs a name")
        values = {
            "home": None if home is None else os.fspath(home),
            "text": text,
            "name": name,
            "release": release,
            "release_if_unknown": release_if_unknown,
            "pack": pack,
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)


class NodeInfo:
    """What is known of a node from its own file.

    >>> from gatewright.emulator import Emulator
    >>> def management_urls(emulator: Emulator) -> list[str]:
    ...     return [f"https://localhost:{node.port(9443)}" for node in emulator.nodes]
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeNodeInfo) -> None:
        """Wrap what is known; `Emulator.nodes` lists nodes."""
        self._native = native

    @property
    def name(self) -> str:
        """Its name."""
        return self._native.name

    @property
    def release(self) -> str:
        """Its release, such as `4.7.0`."""
        return self._native.release

    @property
    def pack(self) -> str:
        """What is started on it."""
        return self._native.pack

    @property
    def offset(self) -> int:
        """Its port offset."""
        return self._native.offset

    @property
    def running(self) -> bool:
        """True while it runs."""
        return self._native.running

    def port(self, base: int) -> int:
        """Return one of its ports, named by its number at offset 0."""
        return self._native.port(unsigned(base, 16, "base"))

    @override
    def __repr__(self) -> str:
        return f"<NodeInfo {self.name!r}: {self.pack} {self.release}, offset {self.offset}>"


class OffsetBlock:
    """Port offsets that follow each other, whose ports are kept free for one emulator.

    >>> from gatewright.emulator import free_offset_block
    >>> block = free_offset_block(3)
    >>> gateway_2 = block.base + 2
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeOffsetBlock) -> None:
        """Wrap a native block; `free_offset_block` draws one."""
        self._native = native

    @property
    def base(self) -> int:
        """The first offset; the next nodes have the ones after it."""
        return self._native.base

    @override
    def __repr__(self) -> str:
        return f"<OffsetBlock from {self.base}>"


def free_offset_block(nodes: int) -> OffsetBlock:
    """Draw offsets for so many nodes at which all their ports are free, from 10000 to 32767.

    >>> from gatewright.emulator import free_offset_block
    >>> free_offset_block(1).base >= 10_000 - 5672
    True
    """
    return OffsetBlock(_gatewright.free_offsets(unsigned(nodes, 16, "nodes")))
