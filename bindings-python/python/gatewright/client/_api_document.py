"""An API as API-M stores it."""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from gatewright._gatewright import NativeApiDocument
from gatewright._model import SecretText
from gatewright._typing import override

__all__ = ["ApiDocument"]


class ApiDocument(MutableMapping[str, Any]):
    """An API as API-M stores it: a mapping, kept whole, because an update replaces all of it.

    Its fields differ between releases; those that have an attribute are the same in all. It prints
    its name alone: the security of an endpoint may hold a password.

    >>> from gatewright.client import ApiDocument
    >>> pets = ApiDocument({"name": "Pets", "version": "1.0.0", "context": "/pets", "tags": ["a"]})
    >>> pets.name, pets.version, pets.context
    ('Pets', '1.0.0', '/pets')
    >>> pets["tags"].append("b")
    >>> pets["description"] = "Cats and dogs"
    >>> pets.to_dict()["tags"]
    ['a', 'b']
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        """Make a document of these fields, which are copied; a `SecretText` becomes its text.

        Raises `InvalidInputError`, code `invalid-api-document`, when they are no JSON object.
        """
        native = document({} if fields is None else fields, "fields")
        self._fields: dict[str, Any] = json.loads(native.to_json())

    @classmethod
    def parse(cls, text: str) -> "ApiDocument":
        """Read the text of a JSON object.

        Raises `InvalidInputError`, code `invalid-api-document`, when it is none.
        """
        return _from_native(NativeApiDocument(text).to_json())

    def to_dict(self) -> dict[str, Any]:
        """Return the whole object as plain data of its own."""
        fields: dict[str, Any] = json.loads(_text(self._fields))
        return fields

    def to_json(self) -> str:
        """Return the text of the JSON object, with its fields in the order of their names."""
        return _native(self).to_json()

    @property
    def id(self) -> str:
        """API-M's identifier; empty for an API that is not there yet."""
        return _native(self).id

    @property
    def name(self) -> str:
        """The name."""
        return _native(self).name

    @property
    def version(self) -> str:
        """The version."""
        return _native(self).version

    @property
    def context(self) -> str:
        """The context, such as `/pets`."""
        return _native(self).context

    @property
    def lifecycle(self) -> str:
        """The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED` and others."""
        return _native(self).lifecycle

    @property
    def last_updated(self) -> str:
        """When it last changed, in the release's own spelling; empty when it does not say."""
        return _native(self).last_updated

    @override
    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - what JSON holds
        return self._fields[field]

    @override
    def __setitem__(self, field: str, value: Any) -> None:  # noqa: ANN401 - what JSON holds
        self._fields[field] = value

    @override
    def __delitem__(self, field: str) -> None:
        del self._fields[field]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    @override
    def __len__(self) -> int:
        return len(self._fields)

    @override
    def __repr__(self) -> str:
        return f"ApiDocument(id={self.id!r}, name={self.name!r}, version={self.version!r}, …)"


def _exposed(value: object) -> str:
    if isinstance(value, SecretText):
        return value.expose()
    raise TypeError(f"an API's document cannot hold {type(value).__name__}: JSON has no such value")


def _text(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, default=_exposed)


def _native(api: Mapping[str, Any]) -> NativeApiDocument:
    """Return an API as the native module takes it."""
    fields = api._fields if isinstance(api, ApiDocument) else dict(api)
    return NativeApiDocument(_text(fields))


def document(api: Mapping[str, Any], name: str) -> NativeApiDocument:
    """Return an argument as the native module takes it: a document, or any other mapping."""
    if not isinstance(api, Mapping):
        raise TypeError(f"{name} must be ApiDocument or another mapping, not {type(api).__name__}")
    return _native(api)


def _from_native(text: str) -> ApiDocument:
    document = ApiDocument.__new__(ApiDocument)
    document._fields = json.loads(text)
    return document
