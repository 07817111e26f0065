"""Credentials from the environment, and from functions of one's own; headers of one's own."""

import asyncio
import threading
from typing import Any

import pytest
from gatewright import AsyncControlPlane, ControlPlane, InvalidInputError, UnauthenticatedError
from gatewright.client import Credentials, RetryOptions
from gatewright.emulator import Fault
from installation import ENVIRONMENTS, Installation

ADMIN = Credentials.password("admin", "admin")
NAMES = ("USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "TOKEN", "BASIC")


def connect(installation: Installation, credentials: Credentials, **options: Any) -> ControlPlane:  # noqa: ANN401
    ca = [installation.emulator.ca_pem]
    return ControlPlane.connect(installation.url, credentials, ca_certificates=ca, **options)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "no-credentials"),
        ({"USERNAME": "admin"}, "incomplete-credentials"),
        ({"TOKEN": "t", "USERNAME": "admin", "PASSWORD": "admin"}, "ambiguous-credentials"),
        ({"USERNAME": "admin", "PASSWORD": "admin", "BASIC": "maybe"}, "invalid-credentials"),
        ({"USERNAME": "admin", "PASSWORD": "admin"}, None),
        ({"USERNAME": "admin", "PASSWORD": "admin", "BASIC": "true"}, None),
    ],
)
def test_the_environment(
    newest: Installation, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], code: str | None
) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"GATEWRIGHT_{name}", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(f"GATEWRIGHT_{name}", value)
    if code is None:
        control_plane = connect(newest, Credentials.from_environment())
        assert len(control_plane.environments()) == len(ENVIRONMENTS)
        return
    with pytest.raises(InvalidInputError) as caught:
        Credentials.from_environment()
    assert (caught.value.code, caught.value.operation) == (code, "from_environment")


def test_a_function_is_asked_once_and_its_error_is_the_cause(newest: Installation) -> None:
    asked: list[str] = []

    def ask() -> Credentials:
        asked.append(threading.current_thread().name)
        return ADMIN

    control_plane = connect(newest, Credentials.callback(ask))
    assert control_plane.environments()
    assert len(asked) == 1
    assert asked[0] != threading.main_thread().name

    sealed = LookupError("the vault is sealed")

    def fail() -> Credentials:
        raise sealed

    with pytest.raises(UnauthenticatedError) as caught:
        connect(newest, Credentials.callback(fail))
    assert caught.value.code == "credentials-callback-failed"
    assert caught.value.__cause__ is sealed

    wrong: Any = lambda: "admin"  # noqa: E731
    with pytest.raises(UnauthenticatedError) as caught:
        connect(newest, Credentials.callback(wrong))
    assert isinstance(caught.value.__cause__, TypeError)


def test_a_coroutine_runs_on_the_loop_of_whoever_awaits(newest: Installation) -> None:
    loops: list[object] = []

    async def ask() -> Credentials:
        await asyncio.sleep(0.01)
        loops.append(asyncio.get_running_loop())
        return ADMIN

    async def use() -> None:
        control_plane = await AsyncControlPlane.connect(
            newest.url, Credentials.callback(ask), ca_certificates=[newest.emulator.ca_pem]
        )
        assert await control_plane.environments()
        assert loops == [asyncio.get_running_loop()]

    asyncio.run(use())
    # Nobody awaits here: it has a loop of its own.
    assert connect(newest, Credentials.callback(ask)).environments()
    assert len(loops) == 2


def test_a_coroutine_is_cancelled_with_the_last_who_waits(newest: Installation) -> None:
    async def use() -> None:
        entered, left = asyncio.Event(), asyncio.Event()

        async def ask() -> Credentials:
            entered.set()
            try:
                await asyncio.sleep(600)
            finally:
                left.set()
            return ADMIN

        task = asyncio.create_task(
            AsyncControlPlane.connect(
                newest.url,
                Credentials.callback(ask),
                release="4.7",
                ca_certificates=[newest.emulator.ca_pem],
            )
        )
        await asyncio.wait_for(entered.wait(), 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(left.wait(), 60)

    asyncio.run(use())


def test_headers_of_ones_own(newest: Installation) -> None:
    asked: list[None] = []

    def headers() -> dict[str, str]:
        asked.append(None)
        return {"X-Change-Ticket": "CHG-1234"}

    control_plane = connect(newest, ADMIN, headers=headers)
    before = len(asked)
    control_plane.apis()
    assert len(asked) == before + 1

    lost = OSError("no ticket")

    def fail() -> dict[str, str]:
        raise lost

    with pytest.raises(InvalidInputError) as caught:
        connect(newest, ADMIN, headers=fail)
    assert caught.value.code == "headers-callback-failed"
    assert caught.value.__cause__ is lost


def test_headers_of_a_coroutine_function(newest: Installation) -> None:
    loops: list[object] = []

    async def headers() -> dict[str, str]:
        await asyncio.sleep(0.01)
        loops.append(asyncio.get_running_loop())
        return {"X-Change-Ticket": "CHG-1234"}

    async def use() -> None:
        control_plane = await AsyncControlPlane.connect(
            newest.url, ADMIN, ca_certificates=[newest.emulator.ca_pem], headers=headers
        )
        assert await control_plane.environments()
        assert set(loops) == {asyncio.get_running_loop()}

    asyncio.run(use())
    # Nobody awaits here: it has a loop of its own.
    before = len(loops)
    assert connect(newest, ADMIN, headers=headers).environments()
    assert len(loops) > before

    lost = OSError("no ticket")

    async def fail() -> dict[str, str]:
        raise lost

    with pytest.raises(InvalidInputError) as caught:
        connect(newest, ADMIN, headers=fail)
    assert caught.value.code == "headers-callback-failed"
    assert caught.value.__cause__ is lost

    async def wrong() -> Any:  # noqa: ANN401 - what nobody should give
        return 7

    with pytest.raises(InvalidInputError) as caught:
        connect(newest, ADMIN, headers=wrong)
    assert isinstance(caught.value.__cause__, TypeError)


def test_a_coroutine_for_headers_is_cancelled_with_the_call(newest: Installation) -> None:
    async def use() -> None:
        entered, left = asyncio.Event(), asyncio.Event()
        is_slow = False

        async def headers() -> dict[str, str]:
            if is_slow:
                entered.set()
                try:
                    await asyncio.sleep(600)
                finally:
                    left.set()
            return {}

        control_plane = await AsyncControlPlane.connect(
            newest.url, ADMIN, ca_certificates=[newest.emulator.ca_pem], headers=headers
        )
        is_slow = True
        task = asyncio.create_task(control_plane.apis())
        await asyncio.wait_for(entered.wait(), 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(left.wait(), 60)

    asyncio.run(use())


def test_nothing_is_repeated(newest: Installation) -> None:
    control_plane = connect(newest, ADMIN, retry=RetryOptions.off())
    newest.emulator.add_fault(Fault("status", status=503))
    with pytest.raises(Exception, match="503"):
        control_plane.apis()
    assert newest.emulator.faults[0].met == 1
