"""Checking files, and the rules that do."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from gatewright import _gatewright
from gatewright._enums import Pack, Role, Severity
from gatewright._model import Release
from gatewright._report import Report
from gatewright._typing import StrPath, several

__all__ = ["NodeFile", "Rule", "check", "explain", "rules"]


@dataclass(frozen=True, slots=True, init=False)
class NodeFile:
    """A node's `deployment.toml`, and what is known of the node.

    What is not said is inferred from the file where that is certain, and left open where it is
    not: a file does not say its host, its release or its pack. A file within a home has the release
    that the pack says in `<home>/bin/version.txt`.

    >>> from gatewright import NodeFile
    >>> file = NodeFile("gw1/deployment.toml", host="gw1.example.com", roles=["gateway"])
    >>> file.roles
    (<Role.GATEWAY: 'gateway'>,)
    """

    path: str
    """The file; with a `text`, only its name in findings.

    In its place, the node's home, which has it as `repository/conf/deployment.toml`, or, for
    functions that take several files, a folder with homes below it, at any depth: then what is said
    holds for each of these homes, but for the name, and but for those that are given by themselves
    as well. Links to homes count, other links are not followed.
    """

    text: str | None = field(repr=False)
    """The text, when it is in memory."""

    name: str | None
    """The node's name, for messages."""

    host: str | None
    """The computer it runs on. Two nodes given the same host are on one computer."""

    roles: tuple[Role, ...] | None
    """What it does."""

    pack: Pack | None
    """What is started on it."""

    release: Release | None
    """Its API-M release."""

    def __init__(  # noqa: PLR0913 - all but the path are named
        self,
        path: StrPath,
        *,
        text: str | None = None,
        name: str | None = None,
        host: str | None = None,
        roles: Iterable[Role | str] | None = None,
        pack: Pack | str | None = None,
        release: Release | str | None = None,
    ) -> None:
        """Say what is known of a file's node."""
        values = {
            "path": os.fspath(path),
            "text": text,
            "name": name,
            "host": host,
            "roles": None if roles is None else tuple(map(Role, several(roles, "roles"))),
            "pack": None if pack is None else Pack(pack),
            "release": None if release is None else Release(release),
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name, its usual severity and its page.

    >>> import gatewright
    >>> rule = next(rule for rule in gatewright.rules() if rule.code == "invalid-offset")
    >>> rule.severity
    <Severity.ERROR: 'error'>
    """

    code: str
    """The stable kebab-case code; it reads as the problem."""

    severity: Severity
    """The severity of its findings; a rule may report a milder one where it says so."""

    summary: str
    """What it finds, in one line."""

    documentation: str
    """Its page in Markdown: what it finds, why it hurts, an example, how to fix it."""


def check(
    files: Iterable[StrPath | NodeFile],
    *,
    notes: bool = False,
    environment_variables: Iterable[str] | None = None,
) -> Report:
    r"""Check the files of an installation: each for itself and against the others.

    Each may be a file, the home of a node, or a folder with homes below it; what was read from the
    packs or inferred, the report says (`Report.inferred`). Findings are no errors of the call: they
    are in the report. What cannot be read is: a file that is missing, unreadable or not UTF-8, or a
    folder without a home raises a `GatewrightError`. With `notes`, findings
    of severity note are reported as well. `environment_variables` names those that the nodes will
    find when they start, such as `os.environ` when they start as this program did: `$env{…}` of any
    other is reported. Names only; no value is looked at.

    >>> from gatewright import NodeFile, check
    >>> report = check([
    ...     NodeFile(
    ...         "cp/deployment.toml",
    ...         text='[[apim.gateway.environment]]\nname = "Default"\ntype = "Hybrid"\n',
    ...     ),
    ... ])
    >>> "invalid-environment-type" in [found.code for found in report]
    True
    >>> file = NodeFile("gw.toml", text='[super_admin]\npassword = "$env{ADMIN_PASSWORD}"\n')
    >>> [found] = check([file], environment_variables=["PATH", "HOME"])
    >>> found.code
    'undefined-environment-variable'
    """
    names = environment_variables
    known = None if names is None else set(several(names, "environment_variables"))
    return Report(_gatewright.check(node_files(files), notes, known))


def node_files(files: Iterable[StrPath | NodeFile]) -> list[NodeFile]:
    """Return every file with what is known of its node."""
    return [node_file(file) for file in several(files, "files")]


def node_file(file: StrPath | NodeFile) -> NodeFile:
    """Return a file with what is known of its node."""
    return file if isinstance(file, NodeFile) else NodeFile(file)


def explain(code: str) -> str | None:
    """Return the page of a rule's or an error's code in Markdown; None when there is no such code.

    A few codes name both; then the page of the rule is followed by that of the error.

    >>> import gatewright
    >>> gatewright.explain("invalid-offset").splitlines()[0]
    '# invalid-offset'
    >>> try:
    ...     gatewright.check(["no/such/deployment.toml"])
    ... except gatewright.GatewrightError as error:
    ...     page = gatewright.explain(error.code)
    >>> "## How to fix it" in page
    True
    """
    return _gatewright.explain(code)


def rules() -> tuple[Rule, ...]:
    """Return every rule there is, ordered by code.

    >>> import gatewright
    >>> codes = [rule.code for rule in gatewright.rules()]
    >>> codes == sorted(codes)
    True
    """
    return _gatewright.rules()
