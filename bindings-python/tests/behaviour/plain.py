"""What came out as plain data: objects whose keys are spelt as in Rust."""

import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from types import NoneType
from typing import Any, TypeAlias

from behaviour.cases import Json
from gatewright import FixedFiles, GatewrightError, Ports, RenderedFiles, SecretText
from gatewright.client import ApiDocument
from gatewright.publish import Action, Publications

Value: TypeAlias = Any
WITHOUT_PARTS = (str, Path, SecretText, bool, int, float, bytes, timedelta, NoneType)


def plain(value: Value) -> Json:
    if isinstance(value, (bool, NoneType, bytes)):
        # Bytes are compared by what can be done with them.
        return None if isinstance(value, bytes) else value
    if isinstance(value, (int, float, timedelta)):
        # Nothing of a class of its own.
        return value.total_seconds() if isinstance(value, timedelta) else value + 0
    if isinstance(value, (str, Path, SecretText)):
        return str(value)
    if isinstance(value, Ports):
        value = list(value.items())
    if isinstance(value, Mapping) and not isinstance(value, ApiDocument):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Publications):
        value = list(value)
    if isinstance(value, Sequence) and not isinstance(value, (FixedFiles, RenderedFiles)):
        return [plain(item) for item in value]
    found = attributes(value)
    return {name: plain(item) for name, item in found.items() if not isinstance(item, bytes)}


def attributes(value: Value) -> dict[str, Value]:
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
        names += [name for name, _ in inspect.getmembers(type(value), is_property)]
    elif isinstance(value, GatewrightError):
        names = ["kind", "code", "message", "operation", "context", "retry", "diagnostics"]
    else:
        names = [name for name, _ in inspect.getmembers(type(value), inspect.isdatadescriptor)]
    found = {name: getattr(value, name) for name in names if not name.startswith("_")}
    if found.get("operation") == "from_dict":
        found["operation"] = "from_json"
    if isinstance(value, (FixedFiles, RenderedFiles)):
        found["files"] = list(value)
    if isinstance(value, Action):
        found["kind"] = value.kind
    if isinstance(value, GatewrightError):
        found["has_cause"] = value.__cause__ is not None
    elif any("__str__" in vars(base) for base in type(value).__mro__[:-1]):
        found["display"] = str(value)
    return found


def is_property(value: Value) -> bool:
    return isinstance(value, property)


def secrets_in(value: Value) -> Iterator[str]:
    """Return the secrets that a value holds, at any depth."""
    if isinstance(value, SecretText):
        # A reference such as `$env{NAME}` gives nothing away, and is printed.
        yield from {value.expose()} - {str(value)}
    elif isinstance(value, (GatewrightError, *WITHOUT_PARTS)):
        return
    elif isinstance(value, (Mapping, Sequence)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from secrets_in(item)
    else:
        for item in attributes(value).values():
            yield from secrets_in(item)


def without_texts(value: Json, texts: Collection[str]) -> Json:
    """Return a value without the texts of files, in which secrets may stand."""
    if isinstance(value, list):
        return [without_texts(item, texts) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: without_texts(item, texts) for key, item in value.items() if key not in texts}
