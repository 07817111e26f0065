"""Where the secrets of applications go: to functions of the user's, on threads and event loops."""

import asyncio
import copy
import json
import pickle
import threading
import traceback
from pathlib import Path
from typing import Any

import pytest
from gatewright import ControlPlane, GatewrightError, KeyType, SecretText
from gatewright.emulator import Fault
from gatewright.publish import (
    AccessAction,
    AccessOutcome,
    ApplicationAccess,
    Handover,
    ProvidedSecret,
    SecretFile,
    SecretKind,
    WantedSubscription,
)
from installation import Installation

PETS = WantedSubscription("Pets", "1.0.0")
BOTH = [KeyType.PRODUCTION, KeyType.SANDBOX]


def shop(name: str = "shop", *, tokens: bool = True) -> ApplicationAccess:
    return ApplicationAccess(name, subscriptions=[PETS], key_types=BOTH, tokens=tokens)


def published(installation: Installation) -> ControlPlane:
    control_plane = installation.connect()
    control_plane.publish([installation.publication()]).into_result()
    return control_plane


def assert_silent(secrets: list[ProvidedSecret], *told: object) -> None:
    """Assert that no secret is in anything that was told, in whatever form it is asked for."""
    values = [secret.value.expose() for secret in secrets]
    assert values
    assert all(len(value) > 8 for value in values)
    shown = "\n".join(f"{value!s}\n{value!r}" for value in told)
    assert not [value for value in values if value in shown]


def everything(error: GatewrightError) -> list[object]:
    parts = [error, error.context, error.args, error.__cause__, error.__context__]
    return [*parts, "".join(traceback.format_exception(error))]


def test_a_function_gets_each_secret_with_its_labels(installation: Installation) -> None:
    secrets: list[ProvidedSecret] = []
    outcome = published(installation).provide_access([shop()], secrets.append).into_result()
    assert [(secret.key_type, secret.kind) for secret in secrets] == [
        (key_type, kind) for key_type in BOTH for kind in SecretKind
    ]
    keys = {key.key_type: key.consumer_key for key in outcome.applications[0].keys}
    for secret in secrets:
        assert secret.application == "shop"
        assert secret.consumer_key == keys[secret.key_type]
        takers = [it for it in secret.environments if secret.key_type in it.key_types]
        assert [address.api for taker in takers for address in taker.apis]
        is_token = secret.kind is SecretKind.ACCESS_TOKEN
        assert (secret.expires_at is not None) == is_token
    for token in (secret for secret in secrets if secret.expires_at is not None):
        assert token.expires_at is not None
        assert token.expires_at.tzinfo is not None
    assert_silent(secrets, outcome, outcome.applications, secrets, shop())


def test_a_function_is_called_on_another_thread_while_the_caller_waits(
    newest: Installation,
) -> None:
    threads = []
    control_plane = published(newest)
    sink = lambda _: threads.append(threading.current_thread())  # noqa: E731
    assert control_plane.provide_access([shop()], sink).is_ok
    assert len(threads) == 4
    assert threading.current_thread() not in threads


def test_a_coroutine_function_is_awaited_before_the_next_secret(newest: Installation) -> None:
    control_plane = published(newest)
    stored: list[ProvidedSecret] = []
    under_way = 0

    async def store(secret: ProvidedSecret) -> None:
        nonlocal under_way
        under_way += 1
        assert under_way == 1
        await asyncio.sleep(0.01)
        under_way -= 1
        stored.append(secret)

    async def use() -> AccessOutcome:
        return await (await newest.connect_async()).provide_access([shop()], store)

    outcome = asyncio.run(use()).into_result()
    assert len(stored) == 4
    assert {(key.secret, key.token) for key in outcome.applications[0].keys} == {
        (Handover.HANDED_OUT, Handover.HANDED_OUT)
    }
    # Nobody awaits it here: it runs on a loop of its own.
    assert control_plane.provide_access([shop("other")], store).is_ok
    assert len(stored) == 8
    assert_silent(stored, outcome)


def test_a_plain_function_does_not_hold_the_event_loop_up(newest: Installation) -> None:
    published(newest)
    threads = []

    async def use() -> None:
        control_plane = await newest.connect_async()
        sink = lambda _: threads.append(threading.current_thread())  # noqa: E731
        assert (await control_plane.provide_access([shop()], sink)).is_ok
        assert len(threads) == 4
        assert threading.current_thread() not in threads

    asyncio.run(use())


@pytest.mark.parametrize("is_async", [False, True])
def test_what_a_function_raises_is_why_the_secret_is_not_stored(
    newest: Installation, *, is_async: bool
) -> None:
    published(newest)
    refused: list[ProvidedSecret] = []

    def refuse(secret: ProvidedSecret) -> None:
        refused.append(secret)
        raise RuntimeError(f"the vault does not take {secret.value.expose()}")

    async def refuse_later(secret: ProvidedSecret) -> None:
        await asyncio.sleep(0)
        refuse(secret)

    async def use() -> AccessOutcome:
        return await (await newest.connect_async()).provide_access([shop()], refuse_later)

    control_plane = newest.connect()
    outcome = asyncio.run(use()) if is_async else control_plane.provide_access([shop()], refuse)
    assert not outcome.is_ok
    (application,) = outcome.applications
    failure = application.failures[0]
    assert failure.action is AccessAction.HAND_OUT_SECRET
    assert failure.error.code == "secret-not-stored"
    assert "the vault does not take ***" in str(failure.error)
    with pytest.raises(GatewrightError) as caught:
        outcome.into_result()
    assert caught.value.code == "secret-not-stored"
    told = [outcome, application, *application.failures, *everything(caught.value)]
    assert_silent(refused, *told, *everything(failure.error))


def test_false_says_that_a_secret_is_not_stored(newest: Installation) -> None:
    outcome = published(newest).provide_access([shop(tokens=False)], lambda _: False)
    codes = {failure.error.code for failure in outcome.applications[0].failures}
    assert codes == {"secret-not-stored"}
    assert "the function returned False" in str(outcome)


def assert_only_begun(newest: Installation, secrets: list[ProvidedSecret]) -> None:
    """Assert that the first keys alone were made, and that another run makes the rest."""
    newest.emulator.add_fault(Fault("delay", delay=0, method="POST", path="/applications"))
    control_plane = newest.connect()
    keys = control_plane.application("shop").all_keys()
    assert [key.key_type for key in keys] == [KeyType.PRODUCTION]
    assert newest.emulator.faults[0].met == 0
    assert [(one.key_type, one.kind) for one in secrets] == [
        (KeyType.PRODUCTION, SecretKind.CONSUMER_SECRET)
    ]
    known = {one.key_type: one.value for one in secrets}
    again = ApplicationAccess("shop", subscriptions=[PETS], key_types=BOTH, consumer_secrets=known)
    control_plane.provide_access([again], lambda _: None).into_result()
    assert newest.emulator.faults[0].met == 1


def test_a_call_that_is_cancelled_cancels_its_function_and_makes_nothing_more(
    newest: Installation,
) -> None:
    published(newest)
    secrets: list[ProvidedSecret] = []

    async def use() -> None:
        control_plane = await newest.connect_async()
        begun, ended = asyncio.Event(), asyncio.Event()

        async def store(secret: ProvidedSecret) -> None:
            secrets.append(secret)
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()

        task = asyncio.ensure_future(control_plane.provide_access([shop()], store))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 30)

    asyncio.run(use())
    assert_only_begun(newest, secrets)


def test_a_call_that_is_cancelled_while_a_plain_function_runs_makes_nothing_more(
    newest: Installation,
) -> None:
    published(newest)
    secrets: list[ProvidedSecret] = []
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def store(secret: ProvidedSecret) -> None:
        secrets.append(secret)
        begun.set()
        go_on.wait(30)
        ended.set()

    async def use() -> None:
        control_plane = await newest.connect_async()
        task = asyncio.ensure_future(control_plane.provide_access([shop()], store))
        await asyncio.to_thread(begun.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(use())
    go_on.set()
    assert ended.wait(30)
    assert_only_begun(newest, secrets)


def test_secrets_stand_in_the_file_alone(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    control_plane = published(installation)
    outcome = control_plane.provide_access([shop()], SecretFile(path)).into_result()
    assert path.stat().st_mode & 0o777 == 0o600
    held = json.loads(path.read_text(encoding="utf-8"))["applications"]["shop"]
    values = [entry[key] for entry in held.values() for key in ("consumerSecret", "accessToken")]
    assert len(values) == 4
    shown = f"{outcome}\n{outcome!r}\n{SecretFile(path)!r}"
    assert not [value for value in values if value in shown]


def test_a_secret_that_was_kept_gives_a_token_and_shows_nowhere(newest: Installation) -> None:
    control_plane = published(newest)
    secrets: list[ProvidedSecret] = []
    control_plane.provide_access([shop(tokens=False)], secrets.append).into_result()
    known = {secret.key_type: secret.value for secret in secrets}
    again = ApplicationAccess("shop", key_types=BOTH, tokens=True, consumer_secrets=known)
    outcome = control_plane.provide_access([again], secrets.append).into_result()
    tokens = [secret for secret in secrets if secret.kind is SecretKind.ACCESS_TOKEN]
    assert [token.key_type for token in tokens] == BOTH
    assert_silent(secrets, again, again.consumer_secrets, outcome)


def test_an_access_with_secrets_is_a_value_that_does_not_change() -> None:
    value = "c0nsum3r-s3cr3t"
    given: dict[KeyType, str | SecretText] = {KeyType.PRODUCTION: value}
    access = ApplicationAccess("shop", consumer_secrets=given)
    same = ApplicationAccess("shop", consumer_secrets={KeyType.PRODUCTION: SecretText(value)})
    given[KeyType.SANDBOX] = "another"
    assert access.consumer_secrets == {KeyType.PRODUCTION: SecretText(value)}
    assert access != ApplicationAccess("shop", consumer_secrets=given)
    for again in (same, copy.deepcopy(access), pickle.loads(pickle.dumps(access))):
        assert again == access
        assert hash(again) == hash(access)
    secrets: Any = access.consumer_secrets
    with pytest.raises(TypeError):
        secrets[KeyType.SANDBOX] = SecretText("another")
    assert not hasattr(secrets, "clear")
    assert value not in f"{access!r}{access}{secrets!r}{secrets}{list(secrets.items())}"
