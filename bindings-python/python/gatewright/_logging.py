"""The logger `gatewright`, which gets what the client logs.

A record has the attributes `operation`, the function of this package that it happened in (None
outside of one), and `fields`, what is known of it, as texts.

>>> import logging
>>> logging.getLogger("gatewright").setLevel(logging.DEBUG)  # every request, without its secrets
>>> logging.getLogger("gatewright").setLevel(logging.NOTSET)
"""

import logging
from typing import TypeAlias

__all__: list[str] = []

_LOGGER = logging.getLogger("gatewright")
# Silent unless the program says otherwise.
_LOGGER.addHandler(logging.NullHandler())

_LEVELS = (5, logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)
_NOTHING = 255


def level() -> int:
    """Return from which level on records are wanted."""
    return next((number for number in _LEVELS if _LOGGER.isEnabledFor(number)), _NOTHING)


Record: TypeAlias = tuple[int, float, str, str | None, dict[str, str]]
"""Level, time, message, operation and fields."""


def emit(records: list[Record], lost: int) -> None:
    """Hand records over: each with its fields in its text, and as an attribute."""
    for number, created, message, operation, fields in records:
        if _LOGGER.isEnabledFor(number):
            named = " ".join(f"{name}={value}" for name, value in fields.items())
            text = f"{message} {named}" if named else message
            # A name for the file: the place in the core says nothing to its users.
            extra = {"operation": operation, "fields": fields}
            record = _LOGGER.makeRecord(
                _LOGGER.name, number, "gatewright", 0, text, (), None, extra=extra
            )
            record.created, record.msecs = created, created % 1 * 1000
            _LOGGER.handle(record)
    if lost:
        _LOGGER.warning("%d records were lost: more came than could be handled", lost)
