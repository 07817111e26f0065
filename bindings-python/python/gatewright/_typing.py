"""What the package's own types are written with."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):  # noqa: ANN001, ANN202 - `typing` has it since Python 3.12
        return method


__all__ = ["StrPath", "override", "several"]

StrPath: TypeAlias = str | os.PathLike[str]

T = TypeVar("T")


def several(values: Iterable[T], name: str) -> tuple[T, ...]:
    """Return the values as a tuple; a lone string would fall apart into characters."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{name} must be a list or another iterable, not {type(values).__name__}")
    return tuple(values)
