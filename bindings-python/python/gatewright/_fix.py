"""Making the repairs that rules propose, and writing them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from gatewright._gatewright import NativeFixedFile, NativeFixedFiles
from gatewright._typing import override

if TYPE_CHECKING:
    from gatewright._report import Diagnostic

__all__ = ["FixedFile", "FixedFiles"]


class FixedFile:
    r"""One file as it was checked and as it is with the repairs made.

    >>> from gatewright import NodeFile, check
    >>> [file] = check([NodeFile("cp.toml", text="[server]\noffest = 1\n")]).fix("all")
    >>> file.after
    '[server]\noffset = 1\n'
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeFixedFile) -> None:
        """Wrap the native file; `Report.fix` makes files."""
        self._native = native

    @property
    def path(self) -> str | None:
        """The file, as it was named when it was checked; None for a text without a name."""
        return self._native.path

    @property
    def before(self) -> str:
        """The text that was checked."""
        return self._native.before

    @property
    def after(self) -> str:
        """The new text: the file itself, secrets included."""
        return self._native.after

    @property
    def diff(self) -> str:
        """The change as a unified diff, with the values of secret keys masked."""
        return self._native.diff

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, FixedFile) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its texts are long

    @override
    def __repr__(self) -> str:
        return f"FixedFile(path={self.path!r})"


class FixedFiles(Sequence[FixedFile]):
    r"""What `Report.fix` gives: the files that change, and which findings that repairs.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from gatewright import check
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "deployment.toml")
    ...     _ = path.write_text('[[apim.gateway.environment]]\nname = "A"\ntype = "Hybrid"\n')
    ...     fixed = check([path]).fix("safe")
    ...     _ = fixed.write()
    ...     check([path]).is_empty
    True
    >>> [found.code for found in fixed.made]
    ['invalid-environment-type']
    """

    __slots__ = ("_files", "_native")

    def __init__(self, native: NativeFixedFiles) -> None:
        """Wrap the native files; `Report.fix` makes them."""
        self._native = native
        self._files = tuple(map(FixedFile, native.files()))

    @property
    def made(self) -> "tuple[Diagnostic, ...]":
        """The findings whose repairs were made, in the report's order."""
        return self._native.made()

    @property
    def left(self) -> "tuple[Diagnostic, ...]":
        """The findings whose repairs were asked for and not made.

        Another one is for the same place, or makes the same key. Check again and fix again.
        """
        return self._native.left()

    @property
    def is_changed(self) -> bool:
        """True when at least one file changes."""
        return self._native.is_changed

    @property
    def diff(self) -> str:
        """The diffs of all files that change."""
        return self._native.diff

    def write(self) -> tuple[Path, ...]:
        """Write the files, each atomically, and return their paths.

        When one cannot be written, all are left as they were; so are they when one is no longer
        what it was when it was checked. Mode and owner stay, a symbolic link is followed and stays.
        `revert` takes a repair for the user's own edit and keeps it.
        """
        return self._native.write()

    @overload
    def __getitem__(self, index: int) -> FixedFile: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FixedFile, ...]: ...
    @override
    def __getitem__(self, index: int | slice) -> FixedFile | tuple[FixedFile, ...]:
        return self._files[index]

    @override
    def __len__(self) -> int:
        return len(self._files)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, FixedFiles) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its texts are long

    @override
    def __repr__(self) -> str:
        return f"FixedFiles({list(self._files)!r})"
