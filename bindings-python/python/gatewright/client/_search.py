"""Which APIs a search is for, and in which order."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from gatewright._enums import ApiOrder
from gatewright._gatewright import NativeApiStream
from gatewright._typing import instance, unsigned
from gatewright.client._listing import ApiSummary

__all__ = ["ApiQuery"]


@dataclass(frozen=True, slots=True, init=False)
class ApiQuery:
    """Which APIs are searched for. Without anything it finds all that the user may see.

    >>> from gatewright.client import ApiQuery
    >>> ApiQuery(name="Pets", status="PUBLISHED", order="name", page_size=50).order
    <ApiOrder.NAME: 'name'>
    """

    name: str | None
    """Of exactly this name. (Some releases also give names that hold it.)"""

    version: str | None
    """Of this version."""

    context: str | None
    """With this context, such as `/pets`."""

    status: str | None
    """In this lifecycle state, as API-M spells it: `CREATED`, `PUBLISHED`, …"""

    provider: str | None
    """Made by this user."""

    text: str | None
    """Terms in API-M's own language, such as `pets` or `description:cats`, beside the others."""

    order: ApiOrder | None
    """In this order; since 4.1, and of the Publisher's APIs alone."""

    descending: bool
    """From the greatest on, instead of from the smallest."""

    page_size: int | None
    """How many APIs are asked for at once, from 1 to 100: so many are held. 25 when None."""

    def __init__(  # noqa: PLR0913 - all are named
        self,
        *,
        name: str | None = None,
        version: str | None = None,
        context: str | None = None,
        status: str | None = None,
        provider: str | None = None,
        text: str | None = None,
        order: ApiOrder | str | None = None,
        descending: bool = False,
        page_size: int | None = None,
    ) -> None:
        """Say what is searched for; what is wrong with it is said when the search begins."""
        values = {
            "name": name,
            "version": version,
            "context": context,
            "status": status,
            "provider": provider,
            "text": text,
            "order": None if order is None else ApiOrder(order),
            "descending": descending,
            "page_size": None if page_size is None else unsigned(page_size, 32, "page_size"),
        }
        for field, value in values.items():
            object.__setattr__(self, field, value)


def asked(query: ApiQuery | None) -> ApiQuery:
    """Return the query of a search."""
    return ApiQuery() if query is None else instance(query, ApiQuery, "query")


def found(stream: NativeApiStream) -> Iterator[ApiSummary]:
    """Iterate over what a search finds."""
    while (api := stream.next().wait()) is not None:
        yield api


async def found_async(stream: NativeApiStream) -> AsyncIterator[ApiSummary]:
    """Iterate over what a search finds, on an event loop."""
    while (api := await stream.next()) is not None:
        yield api
