"""The original procedure on the emulator, waited for and awaited."""

import asyncio
import inspect
import math
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from gatewright import (
    AsyncControlPlane,
    ConnectError,
    ControlPlane,
    GatewrightError,
    InvalidInputError,
    KeyType,
    NotFoundError,
    UnauthenticatedError,
)
from gatewright.client import (
    ApiRequest,
    Application,
    ApplicationKeys,
    AsyncApplication,
    Credentials,
    Grant,
    ProbeState,
    wait_until_ready,
)
from gatewright.emulator import Fault
from gatewright.publish import Deploy, Publication
from installation import ENVIRONMENTS, QUICK, Installation

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {
    "3.2": ["create-api", "change-lifecycle"],
    "4.7": ["create-api", "create-revision", "deploy", "change-lifecycle"],
}


def test_the_walk(installation: Installation) -> None:
    with pytest.raises(UnauthenticatedError):
        installation.connect("wrong")
    control_plane = installation.connect()
    assert control_plane.release == installation.release
    assert control_plane.url == installation.url
    environments = control_plane.environments()
    assert [environment.name for environment in environments] == ENVIRONMENTS
    publication = installation.publication()

    plan = control_plane.plan([publication])
    assert [step.action.kind for step in plan] == KINDS[installation.release]
    assert control_plane.apis() == ()
    outcome = control_plane.apply(plan).into_result()
    assert outcome.is_ok
    assert outcome.apis[0].done == plan.steps
    assert str(plan).splitlines() == [str(step) for step in plan]
    assert control_plane.plan([publication]).is_empty
    assert control_plane.api("Pets", "1.0.0").context == "/pets"

    live = control_plane.wait_until_live("Pets", "1.0.0", ENVIRONMENTS, timeout=20)
    assert [probe.state for probe in live] == [ProbeState.LIVE, ProbeState.LIVE]
    verification = control_plane.verify(publication)
    assert verification.is_ok
    assert [state.environment for state in verification.environments] == ENVIRONMENTS
    urls = {
        found.environment: found.https for found in control_plane.endpoint_urls("Pets", "1.0.0")
    }
    production, hybrid = (urls[name] or "" for name in ENVIRONMENTS)

    application = control_plane.application("tester")
    application.subscribe("Pets", "1.0.0")
    endpoint = control_plane.token_endpoints()[0].url
    tokens = {}
    for key_type in KeyType:
        keys = application.keys(key_type)
        tokens[key_type] = control_plane.token(endpoint, keys, Grant.client_credentials())
        assert tokens[key_type].expires_in == timedelta(hours=1)
    for key_type, url, status in [
        (KeyType.PRODUCTION, production, 200),
        (KeyType.PRODUCTION, hybrid, 200),
        (KeyType.SANDBOX, hybrid, 200),
    ]:
        answer = control_plane.call(ApiRequest(url, token=tokens[key_type]))
        assert (answer.status, answer.fault, answer.is_success) == (status, None, True)
    refused = control_plane.call(ApiRequest(production, token=tokens[KeyType.SANDBOX]))
    assert not refused.is_success
    assert refused.fault is not None
    assert refused.fault.message
    posted = control_plane.call(
        ApiRequest(
            hybrid,
            method="POST",
            token=tokens[KeyType.PRODUCTION].token,
            headers={"X-Request-Id": "7"},
            body='{"name": "Rëx"}',
            content_type="application/json",
        )
    )
    assert posted.is_success
    assert "Rëx" in posted.text
    assert posted.body.decode() == posted.text
    assert posted.header("Content-Type") == posted.content_type
    assert posted.header("X-Nothing") is None

    assert control_plane.undeploy("Pets", "1.0.0", ENVIRONMENTS[0])
    gone = control_plane.wait_until_absent("Pets", "1.0.0", ENVIRONMENTS[0], timeout=20)
    assert gone.state is ProbeState.ABSENT
    assert not control_plane.undeploy("Pets", "1.0.0", ENVIRONMENTS[0])
    assert control_plane.probe("Pets", "1.0.0", ENVIRONMENTS[1]).state is ProbeState.LIVE


def test_the_walk_awaited(installation: Installation) -> None:
    asyncio.run(walk(installation))


async def walk(installation: Installation) -> None:
    control_plane = await installation.connect_async()
    publication = installation.publication()
    listed, apis = await asyncio.gather(control_plane.environments(), control_plane.apis())
    assert [environment.name for environment in listed] == ENVIRONMENTS
    assert apis == ()
    outcome = await control_plane.publish([publication])
    assert outcome.is_ok
    assert (await control_plane.plan([publication])).is_empty
    await control_plane.wait_until_live("Pets", "1.0.0", ENVIRONMENTS, timeout=20)
    assert (await control_plane.verify(publication)).is_ok
    application = await control_plane.application("tester")
    await application.subscribe("Pets", "1.0.0")
    keys = await application.keys("PRODUCTION")
    endpoint = (await control_plane.token_endpoints())[0].url
    token = await control_plane.token(endpoint, keys, Grant.password("admin", "admin"))
    url = (await control_plane.endpoint_urls("Pets", "1.0.0"))[0].https
    assert url is not None
    assert (await control_plane.call(ApiRequest(url, token=token))).status == 200
    await control_plane.revoke_token(keys, token)
    assert await control_plane.undeploy("Pets", "1.0.0", ENVIRONMENTS[0])
    with pytest.raises(NotFoundError) as caught:
        await control_plane.api("Pets", "2.0.0")
    assert caught.value.code == "unknown-api"
    assert caught.value.operation == "api"


def test_hosts_of_a_plan(newest: Installation) -> None:
    plan = newest.connect().plan([newest.publication()])
    [deploy] = [step.action for step in plan if isinstance(step.action, Deploy)]
    assert deploy.environments == tuple((name, "localhost") for name in ENVIRONMENTS)
    assert str(deploy).startswith("deploy to ")


def test_a_failed_apply_says_what_was_done(newest: Installation) -> None:
    control_plane = newest.connect()
    plan = control_plane.plan([newest.publication()])
    newest.emulator.add_fault(Fault("status", status=400, path="/deploy-revision"))
    outcome = control_plane.apply(plan)
    assert not outcome.is_ok
    [api] = outcome.apis
    assert api.error is not None
    assert [step.action.kind for step in api.done] == ["create-api", "create-revision"]
    with pytest.raises(GatewrightError) as caught:
        outcome.into_result()
    assert "make a revision" in caught.value.context["done"]
    assert newest.emulator.faults[0].met == 1


@pytest.mark.parametrize(
    "timeout",
    [-1, math.nan, math.inf, 1e300, pytest.param(10**400, id="long"), timedelta.min],
)
def test_times_that_are_none(timeout: float | timedelta) -> None:
    credentials = Credentials.password("admin", "admin")
    url = "https://localhost:1"
    waits: list[Callable[[], object]] = [
        lambda: ControlPlane.connect(url, credentials, connect_timeout=timeout),
        lambda: ControlPlane.connect(url, credentials, request_timeout=timeout),
        lambda: wait_until_ready(url, timeout=timeout),
        lambda: asyncio.run(AsyncControlPlane.connect(url, credentials, connect_timeout=timeout)),
    ]
    for wait in waits:
        with pytest.raises(InvalidInputError) as caught:
            wait()
        assert caught.value.code == "invalid-duration"


def test_nobody_there() -> None:
    with pytest.raises(ConnectError):
        ControlPlane.connect(
            "https://localhost:1", Credentials.basic("a", "b"), connect_timeout=9, retry=QUICK
        )
    with pytest.raises(InvalidInputError):
        ControlPlane.connect("http://example.com", Credentials.basic("a", "b"), release="4.7")


def test_a_lone_text_is_no_list(newest: Installation) -> None:
    with pytest.raises(TypeError):
        Publication("Pets", "1.0.0", environments="Default")
    with pytest.raises(TypeError):
        newest.connect().wait_until_live("Pets", "1.0.0", ENVIRONMENTS[0], timeout=1)


def test_what_belongs_together() -> None:
    with pytest.raises(TypeError):
        Credentials.password("admin", "admin", client_id="id")
    with pytest.raises(TypeError):
        ApiRequest("https://localhost:1", body=b"text")
    assert ApplicationKeys("SANDBOX", "key", "secret") == ApplicationKeys(
        KeyType.SANDBOX, "key", "secret"
    )


@pytest.mark.parametrize(
    ("waiting", "awaiting"), [(ControlPlane, AsyncControlPlane), (Application, AsyncApplication)]
)
def test_both_have_the_same_methods(waiting: type, awaiting: type) -> None:
    def members(of: type) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, member in vars(of).items():
            if name.startswith("_"):
                continue
            function = inspect.unwrap(getattr(member, "fget", None) or getattr(of, name))
            # A search gives what is iterated over, with `for` or with `async for`.
            is_awaited = not isinstance(member, property) and not name.startswith("search_")
            assert inspect.iscoroutinefunction(function) == (of is awaiting and is_awaited), (
                f"{of.__name__}.{name}"
            )
            parameters = inspect.signature(function).parameters.values()
            found[name] = [(each.name, each.kind, each.default) for each in parameters]
        return found

    assert members(waiting) == members(awaiting)
