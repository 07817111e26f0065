"""What the package's own types are written with."""

import math
import os
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override

    from gatewright._model import SecretText
else:

    def override(method):  # noqa: ANN001, ANN202 - `typing` has it since Python 3.12
        return method


__all__ = [
    "Seconds",
    "StrPath",
    "exposed",
    "instance",
    "instances",
    "override",
    "seconds",
    "several",
    "unsigned",
]

StrPath: TypeAlias = str | os.PathLike[str]

Seconds: TypeAlias = float | timedelta
"""A time: a number of seconds, or a `timedelta`."""

T = TypeVar("T")


def several(values: Iterable[T], name: str) -> tuple[T, ...]:
    """Return the values as a tuple; a lone string would fall apart into characters."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list or another iterable, not {type(values).__name__}")
    return tuple(values)


def instance(value: T, kind: type[T], name: str) -> T:
    """Return the value, which must be of this class."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {kind.__name__}, not {type(value).__name__}")
    return value


def instances(values: Iterable[T], kind: type[T], name: str) -> tuple[T, ...]:
    """Return the values as a tuple; each must be of this class."""
    numbered = enumerate(several(values, name))
    return tuple(instance(value, kind, f"{name}[{index}]") for index, value in numbered)


def seconds(time: Seconds) -> float:
    """Return a time in seconds; the core says which times there are."""
    if isinstance(time, timedelta):
        return time.total_seconds()
    given: object = time
    if isinstance(given, (str, bytes)):  # `float` would read a number in it
        raise TypeError(f"a time is a number of seconds or a timedelta, not {type(given).__name__}")
    try:
        return float(time)
    except OverflowError:  # an integer beyond every float
        return math.inf if time > 0 else -math.inf


def unsigned(value: int, bits: int, name: str) -> int:
    """Return the integer, which must be one that the native module can take."""
    given: object = value
    if not isinstance(given, int):
        raise TypeError(f"{name} must be int, not {type(given).__name__}")
    if not 0 <= given < 2**bits:
        raise ValueError(f"{name} must be an integer from 0 to {2**bits - 1}, not {given}")
    return given


def exposed(value: "str | SecretText") -> str:
    """Return a value that may have been wrapped."""
    if isinstance(value, str):
        return value
    if not hasattr(value, "expose"):
        raise TypeError(f"a secret is a str or a SecretText, not {type(value).__name__}")
    return value.expose()
