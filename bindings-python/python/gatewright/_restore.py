"""Bringing back an environment that is commented out, by whomever."""

from pathlib import Path

from gatewright import _gatewright
from gatewright._check import NodeFile, node_file
from gatewright._gatewright import NativeRestoredFile
from gatewright._typing import StrPath, override

__all__ = ["RestoredFile", "restore_default_environment", "restore_environment"]


class RestoredFile:
    r"""A file as it was and as it is with an environment brought back.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from gatewright import restore_default_environment
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "deployment.toml")
    ...     _ = path.write_text('#[[apim.gateway.environment]]\n#name = "Default"\n')
    ...     restored = restore_default_environment(path)
    ...     restored.write()
    ...     path.read_text() == restored.after
    True
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeRestoredFile) -> None:
        """Wrap the native file; `restore_default_environment` and its like make files."""
        self._native = native

    @property
    def path(self) -> Path:
        """The file, as it was named."""
        return self._native.path

    @property
    def environment(self) -> str:
        """The name of the environment."""
        return self._native.environment

    @property
    def before(self) -> str:
        """The text as it was."""
        return self._native.before

    @property
    def after(self) -> str:
        """The new text: the file itself, secrets included."""
        return self._native.after

    @property
    def is_changed(self) -> bool:
        """False when the environment was active already."""
        return self._native.is_changed

    @property
    def diff(self) -> str:
        """The change as a unified diff, secrets masked; empty when nothing changes."""
        return self._native.diff

    def write(self) -> None:
        """Write the file atomically, when it changes. Mode and owner stay.

        A file that is no longer what it was when it was read is left alone.
        """
        self._native.write()

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, RestoredFile) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its texts are long

    @override
    def __repr__(self) -> str:
        return (
            f"RestoredFile(path={self.path!r}, environment={self.environment!r}, "
            f"is_changed={self.is_changed})"
        )


def restore_default_environment(file: StrPath | NodeFile) -> RestoredFile:
    r"""Bring back the default environment of a control plane's file. Nothing is written yet.

    It may have been commented out by `RenderedFiles.write`, or by hand: with blanks after the `#`
    or before it, with several `#`, with blank lines between. Prose between its lines stays a
    comment, and so does what follows a blank line and is no key of an environment. The default
    environment is the one named `Default` or `Production and Sandbox`, or else the only one that is
    commented out. When it is active already, and no other one of those names is commented out,
    nothing changes.

    >>> from gatewright import NodeFile, restore_default_environment
    >>> text = '# the pack\'s own:\n# [[apim.gateway.environment]]\n# name = "Default"\n'
    >>> restored = restore_default_environment(NodeFile("deployment.toml", text=text))
    >>> print(restored.after, end="")
    # the pack's own:
    [[apim.gateway.environment]]
    name = "Default"
    """
    return RestoredFile(_gatewright.restore_default_environment(node_file(file)))


def restore_environment(file: StrPath | NodeFile, name: str) -> RestoredFile:
    r"""Bring back the environment with this name, as `restore_default_environment` does.

    >>> from gatewright import NodeFile, restore_environment
    >>> section = '#[[apim.gateway.environment]]\n#name = "{}"\n\n'
    >>> text = section.format("Europe") + section.format("Asia")
    >>> restored = restore_environment(NodeFile("deployment.toml", text=text), "Asia")
    >>> restored.environment, restored.is_changed
    ('Asia', True)
    """
    return RestoredFile(_gatewright.restore_environment(node_file(file), name))
