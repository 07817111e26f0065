"""What is worth knowing about a connection and stops nothing."""

from dataclasses import dataclass, field

from gatewright._typing import override

__all__ = ["ConnectWarning"]


@dataclass(frozen=True, slots=True)
class ConnectWarning:
    """Something about a connection that its owner should know. `str(warning)` is one line.

    Codes: `newer-release` (the server is newer than this library knows and served as the newest it
    knows), `certificates-not-checked` and `plain-http-allowed` (an option whose name says so),
    `readable-credentials` (a file of credentials that others can read).

    >>> from gatewright import ControlPlane
    >>> def show(control_plane: ControlPlane) -> None:
    ...     for warning in control_plane.warnings:
    ...         print(warning)
    """

    code: str
    """A stable kebab-case name."""

    message: str
    """What it is, and what to do."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
