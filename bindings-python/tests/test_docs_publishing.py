"""The programs of the pages about publishing run, on an emulated installation."""

import asyncio
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from gatewright.publish import ApiDefinition, ApplicationAccess, Publication, WantedSubscription
from installation import Installation

REPOSITORY = Path(os.environ.get("GATEWRIGHT_REPOSITORY", Path(__file__).parents[2]))

PUBLICATIONS = """
[[publication]]
name = "{name}"
version = "1.0.0"
context = "/{name}"
production_endpoint = "$env{{BACK_END}}"
sandbox_endpoint = "$env{{BACK_END}}"
environments = ["Production Gateway", "Production and Sandbox"]
"""


def programs(page: str, count: int) -> list[str]:
    text = (REPOSITORY / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"```python(?: no_run)?\n(.*?)```", text, re.DOTALL)
    assert len(found) == count
    return found


def run(program: str, **names: object) -> dict[str, Any]:
    names["__name__"] = "__main__"
    exec(compile(program, "docs", "exec"), names)  # noqa: S102 - it is the page's own
    return names


def test_the_job_that_publishes(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    [program] = programs("publications.md", 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACK_END", installation.emulator.echo_url)
    wanted = PUBLICATIONS.format(name="cats") + PUBLICATIONS.format(name="dogs")
    Path("publications.toml").write_text(wanted, encoding="utf-8")
    job = run(program)["job"]
    control_plane = installation.connect()
    assert job(control_plane)
    assert "dogs" in Path("plan.md").read_text(encoding="utf-8")
    report = Path("publish.xml").read_text(encoding="utf-8")
    assert 'failures="0" errors="0"' in report
    assert 'classname="dogs 1.0.0"' in report
    log = Path("audit.jsonl").read_text(encoding="utf-8").splitlines()
    made = [json.loads(line)["api"] for line in log if '"action":"create-api"' in line]
    assert sorted(made) == ["cats", "dogs"]
    assert "dogs 1.0.0" in capsys.readouterr().out
    # What cannot be published ends it before anything is written.
    wrong = PUBLICATIONS.format(name="cows").replace("Production Gateway", "Nowhere")
    Path("publications.toml").write_text(wrong, encoding="utf-8")
    Path("publish.xml").unlink()
    assert not job(control_plane)
    assert "Nowhere" in Path("plan.md").read_text(encoding="utf-8")
    assert not Path("publish.xml").exists()


def test_a_plan_that_is_saved(
    newest: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [program] = programs("publishing.md", 1)
    monkeypatch.chdir(tmp_path)
    publications = [newest.publication("Saved", "/saved")]
    control_plane = newest.connect()
    run(program, control_plane=control_plane, publications=publications, Path=Path)
    assert control_plane.verify(publications[0]).is_ok
    assert "Saved" in Path("plan.md").read_text(encoding="utf-8")


def test_access_for_an_application(
    newest: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    to_a_file, to_a_function = programs("access.md", 2)
    monkeypatch.chdir(tmp_path)
    back_end = newest.emulator.echo_url
    publications = [
        Publication(
            name,
            version,
            environments=["Production and Sandbox"],
            definition=ApiDefinition(
                f"/{name}",
                production_endpoint=back_end,
                sandbox_endpoint=back_end,
                plans=["Unlimited", "Gold"],
            ),
        )
        for name, version in [("Orders", "1.0.0"), ("Payments", "2.1.0")]
    ]
    control_plane = newest.connect()
    control_plane.publish(publications)
    run(to_a_file)["provide"](control_plane)
    written = json.loads(Path("secrets.json").read_text(encoding="utf-8"))
    keys = written["applications"]["checkout"]
    assert sorted(keys) == ["PRODUCTION", "SANDBOX"]
    assert all(key["consumerSecret"] and key["accessToken"] for key in keys.values())

    async def provide() -> None:
        checkout = ApplicationAccess(
            "checkout-of-a-function",
            plan="Unlimited",
            subscriptions=[WantedSubscription("Orders", "1.0.0")],
            key_types=["PRODUCTION"],
            tokens=True,
        )
        control_plane = await newest.connect_async()
        await run(to_a_function)["provide"](control_plane, checkout)

    asyncio.run(provide())
