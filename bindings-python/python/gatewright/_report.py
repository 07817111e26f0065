"""Findings about files, and all of them together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gatewright._enums import Fixes, Format, Safety, Severity
from gatewright._fix import FixedFiles
from gatewright._gatewright import NativeReport
from gatewright._typing import override

__all__ = ["Diagnostic", "Edit", "Fix", "Related", "Report"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in one file: `text[span[0]:span[1]]` becomes `replacement`.

    >>> from gatewright import Edit
    >>> edit = Edit("cp/deployment.toml", (0, 6), "offset")
    >>> text = "offest = 1"
    >>> text[: edit.span[0]] + edit.replacement + text[edit.span[1] :]
    'offset = 1'
    """

    path: str | None
    """The file, as it was named to `check`."""

    span: tuple[int, int]
    """The characters to replace, as indices of a Python string; empty to insert."""

    replacement: str
    """What stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A proposed repair.

    >>> from gatewright import Edit, Fix, Safety
    >>> Fix((Edit(None, (0, 0), "# "),), Safety.SAFE).safety
    <Safety.SAFE: 'safe'>
    """

    edits: tuple[Edit, ...]
    """The edits, to be applied together."""

    safety: Safety
    """How far they can be trusted."""


@dataclass(frozen=True, slots=True)
class Related:
    r"""Another place that belongs to a finding, such as the first of two equal names.

    >>> from gatewright import NodeFile, check
    >>> section = '[[apim.gateway.environment]]\nname = "A"\ntype = "hybrid"\n'
    >>> report = check([NodeFile("cp.toml", text=section + section)])
    >>> found = next(f for f in report if f.code == "duplicate-environment-name")
    >>> found.related[0].line
    2
    """

    message: str
    """What is there."""

    path: str | None
    """The file, as it was named by the caller."""

    line: int | None
    """The line, from 1."""

    column: int | None
    """The column in characters, from 1."""

    span: tuple[int, int] | None
    """The characters concerned, as indices of a Python string."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    r"""One finding about a file: what is wrong, where, why, and how to fix it.

    `str(diagnostic)` is the finding in one line.

    >>> from gatewright import NodeFile, check
    >>> [found] = check([NodeFile("cp.toml", text='[server]\noffset = "one"\n')])
    >>> found.code, found.line, found.column
    ('invalid-offset', 2, 10)
    """

    code: str
    """The rule's stable kebab-case code; `explain(code)` gives its page."""

    severity: Severity
    """How bad it is."""

    message: str
    """What is wrong and why."""

    path: str | None
    """The file, as it was named by the caller; None for what was built in code."""

    line: int | None
    """The line, from 1."""

    column: int | None
    """The column in characters, from 1."""

    span: tuple[int, int] | None
    """The characters concerned, as indices of a Python string."""

    help: str | None
    """How to fix it."""

    related: tuple[Related, ...]
    """Other places that belong to the finding."""

    fix: Fix | None
    """A proposed repair."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


class Report:
    r"""All findings about the files that were given, ordered by file, line and column.

    A report is not true or false: ask `ok` or `is_empty`.

    >>> from gatewright import NodeFile, check
    >>> report = check([NodeFile("cp.toml", text='[server]\noffset = "one"\n')])
    >>> report.ok
    False
    >>> for found in report:
    ...     print(found.code, found.line)
    invalid-offset 2
    """

    __slots__ = ("_diagnostics", "_native")

    def __init__(self, native: NativeReport) -> None:
        """Wrap the native report; `check` makes reports."""
        self._native = native
        self._diagnostics: tuple[Diagnostic, ...] | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings, ordered by file, line and column."""
        if self._diagnostics is None:
            self._diagnostics = self._native.diagnostics()
        return self._diagnostics

    @property
    def ok(self) -> bool:
        """True when there is no finding of severity error."""
        return self._native.ok

    @property
    def is_empty(self) -> bool:
        """True when there is no finding at all."""
        return self._native.is_empty

    @property
    def inferred(self) -> tuple[str, ...]:
        """What was taken for granted although nobody said it, a sentence each.

        Releases that were read from the packs, that are those of other nodes, or that are not
        known; roles that the files show. Say it with the `NodeFile`s where it is wrong.

        >>> from gatewright import NodeFile, check
        >>> check([NodeFile("cp.toml", text="", release="4.7", roles=["control-plane"])]).inferred
        ()
        """
        return self._native.inferred

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What could not be compared and why, a sentence each."""
        return self._native.not_compared

    def count(self, severity: Severity | str) -> int:
        """Return how many findings have this severity.

        >>> from gatewright import NodeFile, check
        >>> check([NodeFile("cp.toml", text="[server]")]).count("error")
        0
        """
        return self._native.count(Severity(severity))

    def format(self, format: Format | str) -> str:  # noqa: A002 - the word in all three languages
        """Return the report in one of the formats.

        >>> import json
        >>> from gatewright import NodeFile, check
        >>> report = check([NodeFile("cp.toml", text="[server]")])
        >>> json.loads(report.format("json"))["schema_version"]
        1
        """
        return self._native.format(Format(format))

    def fix(self, fixes: Fixes | str) -> FixedFiles:
        r"""Make the proposed repairs in the texts that were checked. Nothing is written yet.

        Only what a `Fix` names changes. Of two repairs of one place the first is made, and the
        other is in `FixedFiles.left`.

        >>> from gatewright import NodeFile, check
        >>> text = '[[apim.gateway.environment]]\nname = "Default"\ntype = "Hybrid"\n'
        >>> fixed = check([NodeFile("cp.toml", text=text)]).fix("safe")
        >>> print(fixed.diff.splitlines()[-1])
        +type = "hybrid"
        """
        return FixedFiles(self._native.fix(Fixes(fixes)))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    @override
    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(severity)} {severity}s" for severity in Severity)
        return f"<Report: {counts}>"
