"""`publications.toml`: what is published where, as a file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gatewright import _gatewright
from gatewright._gatewright import NativePublications
from gatewright._report import Report
from gatewright._topology import Topology
from gatewright._typing import StrPath, instance, override
from gatewright.errors import GatewrightError
from gatewright.publish._publication import Publication

__all__ = ["Position", "Publications"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a `publications.toml`. `str(position)` is as editors know it.

    >>> from gatewright.publish import Position
    >>> Position("publications.toml", 14, 39, (255, 264)).line
    14
    """

    path: str | None
    """The file, as it was named; None when the text came from none."""

    line: int
    """The line, from 1."""

    column: int
    """The column, from 1."""

    span: tuple[int, int]
    """The part of the text concerned: `text[slice(*position.span)]`."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


class Publications:
    """The publications of a `publications.toml`. An invalid one cannot exist.

    They are what `ControlPlane.plan` and `ControlPlane.publish` take.

    >>> from gatewright.publish import Publications
    >>> publications = Publications.parse(
    ...     '''
    ...     [defaults]
    ...     environments = ["Production Gateway"]
    ...
    ...     [[publication]]
    ...     name = "Pets"
    ...     version = "1.0.0"
    ...
    ...     [[publication]]
    ...     name = "Toys"
    ...     version = "2.0.0"
    ...     context = "/toys"
    ...     production_endpoint = "https://toys.example.com"
    ...     environments = [{ name = "eu-west", display_on_devportal = false }]
    ...     ''',
    ...     ".",
    ... )
    >>> [(publication.name, publication.context) for publication in publications]
    [('Pets', None), ('Toys', '/toys')]
    """

    __slots__ = ("_native", "_publications")

    def __init__(self, native: NativePublications) -> None:
        """Wrap the native publications; `load` and `parse` make them."""
        self._native = native
        self._publications: tuple[Publication, ...] = native.publications()

    @classmethod
    def load(cls, path: StrPath, *, variables: Mapping[str, str] | None = None) -> "Publications":
        """Read a `publications.toml`, and the documents and projects that it names.

        Their paths lead from its folder. `$env{NAME}` is one of `variables`, or of the process's
        environment when none are given. `InvalidInputError` has every mistake in its `diagnostics`.

        >>> from gatewright import NotFoundError
        >>> from gatewright.publish import Publications
        >>> try:
        ...     Publications.load("no-such-folder/publications.toml")
        ... except NotFoundError as error:
        ...     print(error.code)
        unreadable-file
        """
        return cls(_gatewright.load_publications(path, _own(variables)))

    @classmethod
    def parse(
        cls, text: str, base: StrPath, *, variables: Mapping[str, str] | None = None
    ) -> "Publications":
        r"""Read the text of a `publications.toml`, whose paths lead from the folder `base`.

        >>> from gatewright import InvalidInputError
        >>> from gatewright.publish import Publications
        >>> try:
        ...     Publications.parse("[[publication]]\nenviroments = []\n", ".")
        ... except InvalidInputError as error:
        ...     print([(found.code, found.line, found.help) for found in error.diagnostics][-1])
        ('unknown-key', 2, 'did you mean `environments`?')
        """
        return cls(_gatewright.parse_publications(text, base, _own(variables)))

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """Return the JSON Schema of a `publications.toml`, for editors.

        >>> from gatewright.publish import Publications
        >>> Publications.json_schema()["title"]
        'publications.toml'
        """
        schema: dict[str, Any] = json.loads(_gatewright.publications_json_schema())
        return schema

    @property
    def path(self) -> Path | None:
        """The file they were read from."""
        return self._native.path

    def check(self, topology: Topology) -> Report:
        """Compare the publications with a topology: what needs no server to be known.

        >>> from gatewright import Topology, examples
        >>> from gatewright.publish import Publications
        >>> publications = Publications.parse(
        ...     '''
        ...     [[publication]]
        ...     name = "Pets"
        ...     version = "1.0.0"
        ...     environments = ["Production Gatewy"]
        ...     ''',
        ...     ".",
        ... )
        >>> report = publications.check(Topology.parse(examples.THREE_NODES))
        >>> [(found.code, found.line) for found in report.diagnostics]
        [('unknown-environment', 5)]
        """
        native = instance(topology, Topology, "topology")._native  # noqa: SLF001 - the package's own
        return Report(self._native.check(native))

    def locate(self, error: GatewrightError) -> Position | None:
        """Return where that stands which an error of planning or applying is about.

        None when it is about none of these publications.

        >>> from gatewright import ControlPlane, GatewrightError
        >>> from gatewright.publish import Publications
        >>> def plan(control_plane: ControlPlane, publications: Publications) -> None:
        ...     try:
        ...         print(control_plane.plan(publications))
        ...     except GatewrightError as error:
        ...         print(publications.locate(error), error)
        """
        about = instance(error, GatewrightError, "error")
        return self._native.locate(about.code, about.context)

    def __len__(self) -> int:
        return len(self._publications)

    def __iter__(self) -> Iterator[Publication]:
        return iter(self._publications)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Publications) and self._native == other._native

    @override
    def __hash__(self) -> int:
        return hash(self._publications)

    @override
    def __repr__(self) -> str:
        return f"<Publications: {list(self._publications)}>"


def _own(variables: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if variables is None else dict(variables)
