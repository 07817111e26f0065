"""What the client logs: to the logger `gatewright`, when somebody wants it."""

import asyncio
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Set as AbstractSet

import pytest
from gatewright import ControlPlane
from gatewright._typing import override
from gatewright.client import Credentials
from gatewright.emulator import Fault
from installation import Installation


def test_requests_are_logged_with_their_fields(
    newest: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    control_plane = newest.connect()
    caplog.set_level(logging.DEBUG, logger="gatewright")
    control_plane.apis()
    record = until_logged(caplog, "GET")
    assert (record.name, record.levelno) == ("gatewright", logging.DEBUG)
    fields = record.fields  # type: ignore[attr-defined]
    assert (fields["method"], fields["status"]) == ("GET", "200")
    assert "method=GET" in record.getMessage()
    assert "/apis" in fields["path"]
    assert record.operation == "apis"  # type: ignore[attr-defined]

    caplog.clear()
    asyncio.run(asyncio.wait_for(awaited(newest), 60))
    until_logged(caplog, "GET")
    assert set(until_told(caplog, {"environments"})) == {"connect", "environments"}


def until_logged(caplog: pytest.LogCaptureFixture, method: str) -> logging.LogRecord:
    """Wait until a request's record is handled, which a thread of the package's own may do."""
    for _ in range(6000):
        for record in caplog.records:
            if f"method={method}" in record.getMessage():
                return record
        time.sleep(0.01)
    raise AssertionError(caplog.text)


def until_told(
    caplog: pytest.LogCaptureFixture, operations: AbstractSet[str]
) -> dict[str, logging.LogRecord]:
    """Wait until each operation has a record; return the last one of each."""
    for _ in range(6000):
        told = {record.operation: record for record in caplog.records}  # type: ignore[attr-defined]
        if operations <= told.keys():
            return told
        time.sleep(0.01)
    raise AssertionError(caplog.text)


async def awaited(installation: Installation) -> None:
    await (await installation.connect_async()).environments()


def test_nothing_is_logged_that_nobody_wants(
    newest: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="gatewright")
    newest.connect().apis()
    assert not caplog.records
    ControlPlane.connect(
        newest.url, Credentials.password("admin", "admin"), danger_accept_invalid_certificates=True
    )
    until_warned(caplog)
    [record] = caplog.records
    assert record.fields["code"] == "certificates-not-checked"  # type: ignore[attr-defined]
    assert record.operation == "connect"  # type: ignore[attr-defined]


def test_calls_at_the_same_time_keep_their_names(
    newest: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="gatewright")

    async def at_once() -> None:
        control_plane = await newest.connect_async()
        calls = (control_plane.apis(), control_plane.environments(), control_plane.applications())
        await asyncio.gather(*calls)

    asyncio.run(asyncio.wait_for(at_once(), 60))
    paths = {"apis": "/apis", "environments": "/settings", "applications": "/applications"}
    told = until_told(caplog, paths.keys())
    for operation, path in paths.items():
        assert path in told[operation].fields["path"]  # type: ignore[attr-defined]


def until_warned(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6000):
        if caplog.records:
            return
        time.sleep(0.01)


def test_nothing_is_printed_by_a_program_that_says_nothing() -> None:
    script = """
from gatewright import ControlPlane
from gatewright._typing import override
from gatewright.client import Credentials
control_plane = ControlPlane.connect(
    "https://localhost:1", Credentials.token("t"), release="4.7",
    danger_accept_invalid_certificates=True,
)
print([warning.code for warning in control_plane.warnings])
"""
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert (ended.stdout, ended.stderr) == ("['certificates-not-checked']\n", "")


def test_a_handler_may_use_the_client(newest: Installation) -> None:
    control_plane = newest.connect()
    seen: list[str] = []
    again = threading.Event()

    class Asking(logging.Handler):
        @override
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.getMessage())
            if len(seen) == 1:
                control_plane.environments()
                control_plane.environments()
            else:
                again.set()

    logger, handler = logging.getLogger("gatewright"), Asking()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        control_plane.apis()
        assert again.wait(60)
    finally:
        logger.setLevel(logging.NOTSET)
        logger.removeHandler(handler)


def test_a_slow_handler_holds_nobody_up(newest: Installation) -> None:
    control_plane = newest.connect()
    entered, leave = threading.Event(), threading.Event()

    class Slow(logging.Handler):
        @override
        def emit(self, _: logging.LogRecord) -> None:
            entered.set()
            leave.wait(60)

    logger, handler = logging.getLogger("gatewright"), Slow()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    newest.emulator.add_fault(Fault("delay", delay=1, times=1))
    try:
        first = threading.Thread(target=control_plane.apis)
        first.start()
        assert entered.wait(60)
        logger.removeHandler(handler)
        assert control_plane.environments()
        leave.set()
        first.join()
    finally:
        logger.setLevel(logging.NOTSET)
        logger.removeHandler(handler)
