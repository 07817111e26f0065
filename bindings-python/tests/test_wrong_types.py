"""What is given in the wrong place: the message names the argument and what it takes."""

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from gatewright import AsyncControlPlane, KeyType
from gatewright.client import ApplicationKeys, wait_until_ready
from gatewright.emulator import Emulator, Fault, free_offset_block
from gatewright.publish import ApplicationAccess, Publication, SecretFile
from installation import Installation

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS: Any = ApplicationKeys("PRODUCTION", "key", "s3cret")
TEXT: Any = "text"
NUMBER: Any = 3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            lambda plane: plane.connect(plane.url, "admin"),
            "credentials must be Credentials, not str",
        ),
        (
            lambda plane: plane.plan("Pets"),
            "publications must be a list or .* not str",
        ),
        (lambda plane: plane.plan(["Pets"]), r"publications\[0\] must be Publication, not str"),
        (
            lambda plane: plane.publish(3),
            "publications must be a list or .* not int",
        ),
        (lambda plane: plane.verify("Pets"), "publication must be Publication, not str"),
        (
            lambda plane: plane.plan_as_saved("Pets", "{}"),
            "publications must be a list or .* not str",
        ),
        (
            lambda plane: plane.plan_as_saved(["Pets"], "{}"),
            r"publications\[0\] must be Publication, not str",
        ),
        (
            lambda plane: plane.plan_as_saved([], plane.plan([])),
            "'Plan' object is not an instance of 'str'\nwhile processing 'saved'",
        ),
        (
            lambda plane: plane.plan([]).save("plan.json"),
            r"save\(\) takes 1 positional argument",
        ),
        (
            lambda plane: plane.provide_access("shop", print),
            "accesses must be a list or .* not str",
        ),
        (
            lambda plane: plane.provide_access(["shop"], print),
            r"accesses\[0\] must be ApplicationAccess, not str",
        ),
        (
            lambda plane: plane.provide_access([], "secrets.json"),
            "sink must be a SecretFile or a function, not str",
        ),
        (
            lambda _: ApplicationAccess("shop", subscriptions=[TEXT]),
            r"subscriptions\[0\] must be WantedSubscription, not str",
        ),
        (
            lambda _: ApplicationAccess("shop", key_types=TEXT),
            "key_types must be a list or .* not str",
        ),
        (
            lambda _: ApplicationAccess("shop", environments=[NUMBER]),
            r"environments\[0\] must be str, not int",
        ),
        (
            lambda _: ApplicationAccess("shop", consumer_secrets=TEXT),
            "consumer_secrets must be a mapping, not str",
        ),
        (
            lambda _: ApplicationAccess("shop", consumer_secrets={KeyType.PRODUCTION: NUMBER}),
            "a secret is a str or a SecretText, not int",
        ),
        (lambda _: ApplicationAccess("shop", token_validity=TEXT), "number of seconds"),
        (lambda _: SecretFile(NUMBER), "os.PathLike object, not int"),
        (lambda plane: plane.apply(None), "plan must be Plan, not NoneType"),
        (lambda plane: plane.call(plane.url), "request must be ApiRequest, not str"),
        (
            lambda plane: plane.token(plane.url, "key", None),
            "keys must be ApplicationKeys, not str",
        ),
        (lambda plane: plane.token(plane.url, KEYS, "password"), "grant must be Grant, not str"),
        (lambda plane: plane.revoke_token(KEYS, "t0ken"), "token must be AccessToken, not str"),
        (lambda _: KEYS.to_curl("https://localhost", TEXT), "grant must be Grant, not str"),
        (
            lambda _: Publication("Pets", "1.0.0", environments=[NUMBER]),
            r"environments\[0\] must be Target, not int",
        ),
        (
            lambda _: Publication("Pets", "1.0.0", environments=[], definition=TEXT),
            "definition must be ApiDefinition, not str",
        ),
        (lambda _: wait_until_ready("https://localhost:1", timeout=TEXT), "number of seconds"),
        (lambda _: Emulator(nodes=[TEXT]), r"nodes\[0\] must be EmulatorNode, not str"),
        (
            lambda _: Emulator(nodes=[], offset_block=NUMBER),
            "offset_block must be OffsetBlock, not int",
        ),
    ],
)
def test_wrong_types(newest: Installation, wrong: "Callable[[Any], object]", says: str) -> None:
    with pytest.raises(TypeError, match=says):
        wrong(newest.connect())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: free_offset_block(-1), "nodes must be an integer from 0 to 65535, not -1"),
        (lambda: free_offset_block(10**30), "nodes must be an integer from 0 to 65535"),
        (lambda: Fault("status", status=-1), "status must be an integer from 0 to 65535, not -1"),
        (lambda: Fault("reset", after=-1), "after must be an integer from 0 to 4294967295, not -1"),
        (lambda: Fault("reset", times=2**32), "times must be an integer from 0 to 4294967295"),
    ],
)
def test_numbers_out_of_range_name_the_argument(wrong: "Callable[[], object]", says: str) -> None:
    with pytest.raises(ValueError, match=says):
        wrong()


def test_what_is_no_number_names_the_argument() -> None:
    with pytest.raises(TypeError, match="nodes must be int, not str"):
        free_offset_block(TEXT)


def test_wrong_types_awaited(newest: Installation) -> None:
    async def mistakes() -> None:
        with pytest.raises(TypeError, match="credentials must be Credentials, not str"):
            await AsyncControlPlane.connect(newest.url, TEXT)
        control_plane: Any = await newest.connect_async()
        with pytest.raises(TypeError, match="plan must be Plan, not str"):
            await control_plane.apply("Pets")
        with pytest.raises(TypeError, match=r"publications\[0\] must be Publication, not dict"):
            await control_plane.plan([{"name": "Pets"}])
        with pytest.raises(TypeError, match="while processing 'saved'"):
            await control_plane.plan_as_saved([], NUMBER)
        with pytest.raises(TypeError, match=r"accesses\[0\] must be ApplicationAccess, not str"):
            await control_plane.provide_access(["shop"], print)
        with pytest.raises(TypeError, match="sink must be a SecretFile or a function, not str"):
            await control_plane.provide_access([], TEXT)

    asyncio.run(mistakes())
