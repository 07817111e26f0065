"""A secret in every place where one can stand; everything the client can tell is searched."""

import asyncio
import json
import logging
import re
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from gatewright import AsyncControlPlane, ControlPlane, GatewrightError, SecretText
from gatewright.client import (
    ApiDocument,
    ApiRequest,
    Application,
    ApplicationKeys,
    Credentials,
    Grant,
    RetryOptions,
)
from gatewright.emulator import Fault
from installation import ENVIRONMENTS, Installation

CANARY = "c4n4ry"
PASSWORD, HEADER, PROXY, KEY, TOKEN, SECRET, BACKEND = (
    f"{CANARY}-{place}"
    for place in ("password", "header", "proxy", "key", "token", "secret", "backend")
)

DOCUMENT = ApiDocument(
    {
        "name": "Cats",
        "version": "1.0.0",
        "context": "/cats",
        "endpointConfig": {
            "endpoint_security": {"production": {"type": "BASIC", "password": SecretText(BACKEND)}}
        },
    }
)


class Searched:
    """Everything that was told, and the secrets that may not be in it."""

    def __init__(self) -> None:
        self.secrets = [CANARY]
        self.told: list[str] = []

    def tell(self, *values: object) -> None:
        self.told += [f"{value!s}\n{value!r}" for value in values]

    def fails(self, call: Callable[[], object]) -> None:
        """Tell everything about the failure of a call."""
        with pytest.raises(GatewrightError) as caught:
            call()
        self.fails_with(caught.value)

    def fails_with(self, error: GatewrightError) -> None:
        self.tell(error, error.context, error.__cause__, error.args, error.code)
        self.told += traceback.format_exception(error)

    def keep(self, secret: SecretText | None) -> None:
        assert secret is not None
        self.secrets.append(secret.expose())

    def check(self) -> None:
        text = "\n".join(self.told)
        assert len(text) > len(self.told)
        for secret in self.secrets:
            assert secret not in text
        assert not re.search(r"(Bearer|Basic) (?!\*\*\*)[\w.~+/=-]{8,}", text)


def headers() -> dict[str, str | SecretText]:
    return {"X-Api-Key": HEADER, "X-Ticket": SecretText(HEADER)}


def connect(installation: Installation) -> ControlPlane:
    installation.emulator.add_user("alice", PASSWORD, ["admin"])
    return ControlPlane.connect(
        installation.url,
        Credentials.callback(lambda: Credentials.password("alice", PASSWORD)),
        ca_certificates=[installation.emulator.ca_pem],
        headers=headers,
        proxy=f"http://user:{PROXY}@127.0.0.1:1",
        retry=RetryOptions.off(),
        danger_accept_invalid_certificates=True,
    )


def made(searched: Searched, control_plane: ControlPlane) -> Application:
    """Return an application, with everything that API-M makes secrets for."""
    application = control_plane.application("shop")
    key = application.generate_keys("PRODUCTION")
    searched.keep(key.consumer_secret)
    api_key = application.generate_api_key("PRODUCTION")
    searched.keep(api_key.key)
    further = application.generate_secret(key.mapping_id)
    searched.keep(further.value)
    keys = application.keys("SANDBOX")
    searched.keep(keys.consumer_secret)
    url = control_plane.token_endpoints()[0].url
    token = control_plane.token(url, keys, Grant.password("alice", PASSWORD))
    searched.keep(token.token)
    searched.keep(token.refresh_token)
    portal = application.portal_token(key, key.consumer_secret or "")
    searched.keep(portal.token)
    searched.tell(key, api_key, further, keys, token, portal, application.all_keys())
    searched.tell(application, application.secrets(key.mapping_id), DOCUMENT)
    return application


def calls(
    installation: Installation, control_plane: ControlPlane, application: Application
) -> list[Callable[[], object]]:
    """Return calls that carry secrets."""
    key = application.all_keys()[0]
    url = control_plane.token_endpoints()[0].url
    keys = ApplicationKeys("PRODUCTION", "key", SECRET)
    return [
        control_plane.environments,
        lambda: control_plane.create_api(DOCUMENT),
        lambda: control_plane.import_openapi("openapi: 3.0.1", DOCUMENT),
        lambda: control_plane.import_archive(b"PK" + TOKEN.encode()),
        lambda: control_plane.plan([installation.publication()]),
        lambda: control_plane.publish([installation.publication()]),
        lambda: list(control_plane.search_apis()),
        lambda: control_plane.decide_workflow("task", "approve", "comment"),
        lambda: application.portal_token(key, SECRET),
        lambda: application.revoke_api_key("PRODUCTION", TOKEN),
        lambda: application.generate_api_key("PRODUCTION"),
        lambda: application.generate_secret(key.mapping_id),
        lambda: control_plane.gateway(installation.url, "alice", PASSWORD).redeploy("Pets", "1"),
        lambda: control_plane.token(url, keys, Grant.password("alice", PASSWORD)),
        lambda: control_plane.token(url, keys, Grant.refresh_token(TOKEN)),
    ]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_no_secret_is_told(
    newest: Installation, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(5, logger="gatewright")
    searched = Searched()
    control_plane = connect(newest)
    searched.tell(control_plane, control_plane.warnings)
    application = made(searched, control_plane)
    plan = control_plane.plan([newest.publication()])
    prepared = calls(newest, control_plane, application)
    newest.emulator.add_fault(Fault("echo", status=status))
    for call in prepared:
        searched.fails(call)
    if status != 404:  # which means that the node has no such API
        searched.fails(
            lambda: control_plane.is_on_gateway(newest.url, "alice", PASSWORD, "Pets", "1")
        )
    outcome = control_plane.apply(plan)
    assert not outcome.is_ok
    searched.tell(plan, *plan, outcome, *[api.error for api in outcome.apis])
    for credentials in (
        Credentials.token(TOKEN),
        Credentials.expiring_token(TOKEN, 600),
        Credentials.basic("alice", PASSWORD),
        Credentials.client("id", SECRET),
        Credentials.password("alice", PASSWORD, client_id="id", client_secret=SECRET),
    ):
        searched.tell(credentials)
        searched.fails(partial(refused, newest, credentials))
    newest.emulator.clear_faults()
    records = [record for record in caplog.records if record.name == "gatewright"]
    assert any(record.levelno == logging.DEBUG for record in records)
    searched.tell(caplog.text, *[vars(record) for record in records])
    searched.check()


def refused(installation: Installation, credentials: Credentials) -> None:
    control_plane = ControlPlane.connect(
        installation.url,
        credentials,
        release="4.7",
        ca_certificates=[installation.emulator.ca_pem],
        headers=lambda: [("X-Api-Key", HEADER)],
        retry=RetryOptions.off(),
    )
    control_plane.environments()


def test_no_secret_of_the_options_is_told(newest: Installation, tmp_path: Path) -> None:
    searched = Searched()
    admin = Credentials.password("admin", "admin")
    ca = [newest.emulator.ca_pem]

    def connected(**options: object) -> None:
        ControlPlane.connect(newest.url, admin, ca_certificates=ca, **options)  # type: ignore[arg-type]

    searched.fails(lambda: connected(proxy=f"socks5://user:{PROXY}@localhost:1"))
    searched.fails(lambda: connected(proxy=f"http://user:{PROXY}@local host"))
    searched.fails(lambda: connected(client_certificate=(newest.emulator.ca_pem, KEY)))
    for name, value in [("X-Key", f"{HEADER}\n"), ("Authorization", HEADER), ("a b", HEADER)]:
        searched.fails(partial(connected, headers=partial(list, [(name, value)])))
    elsewhere = "https://gateway.example:9443"
    searched.fails(
        lambda: ControlPlane.connect(
            elsewhere, admin, proxy=f"http://user:{PROXY}@127.0.0.1:1", retry=RetryOptions.off()
        )
    )
    file = tmp_path / "credentials.json"
    for text in [
        json.dumps({"username": "alice", "password": [PASSWORD]}),
        json.dumps({"username": "alice", "password": PASSWORD, "token": TOKEN}),
        f'{{"token": "{TOKEN}',
    ]:
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        searched.fails(lambda: Credentials.from_file(file))
    file.write_text(json.dumps({"username": "alice", "password": PASSWORD}), encoding="utf-8")
    searched.tell(Credentials.from_file(file), ApiRequest(newest.url, token=TOKEN))
    for given in ([PASSWORD], PASSWORD, {"name": float("nan"), "password": PASSWORD}):
        with pytest.raises((TypeError, GatewrightError)) as caught:
            ApiDocument(given)  # type: ignore[arg-type]
        searched.tell(caught.value)
    searched.check()


def test_no_secret_is_told_on_an_event_loop(
    newest: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(5, logger="gatewright")
    searched = Searched()
    newest.emulator.add_user("alice", PASSWORD, ["admin"])

    async def ask() -> Credentials:
        await asyncio.sleep(0)
        return Credentials.password("alice", PASSWORD)

    async def use() -> None:
        control_plane = await AsyncControlPlane.connect(
            newest.url,
            Credentials.callback(ask),
            ca_certificates=[newest.emulator.ca_pem],
            headers=lambda: {"X-Api-Key": HEADER},
            retry=RetryOptions.off(),
        )
        searched.tell(control_plane, await control_plane.environments())
        newest.emulator.add_fault(Fault("echo", status=500))
        for call in (
            control_plane.environments(),
            control_plane.create_api(DOCUMENT),
            control_plane.publish([newest.publication()]),
        ):
            with pytest.raises(GatewrightError) as caught:
                await call
            searched.fails_with(caught.value)

    asyncio.run(use())
    assert len(ENVIRONMENTS) < len(caplog.records)
    searched.tell(caplog.text)
    searched.check()
