"""The programs of `docs/connecting.md` run, on an emulated installation."""

import logging
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from installation import Installation

REPOSITORY = Path(os.environ.get("GATEWRIGHT_REPOSITORY", Path(__file__).parents[2]))
PAGE = (REPOSITORY / "docs" / "connecting.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python( no_run)?\n(.*?)```", PAGE, re.DOTALL)
URL = "https://apim.example.com:9443"

# In the order of the page; nothing for one that is only compiled.
PRINTED = [
    r"^API-M 4\.7\nProduction Gateway\nProduction and Sandbox\n",
    r"^Credentials\.callback\(\.\.\.\)\n$",
    None,
    r"^not-found Never\n$",
    r"^0 APIs\n$",
    r"^connect /services/Version 200\n",
]


@pytest.mark.parametrize("number", range(len(PRINTED)))
def test_a_program_of_the_page_runs(
    newest: Installation,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    number: int,
) -> None:
    assert len(PROGRAMS) == len(PRINTED)
    (no_run, program), printed = PROGRAMS[number], PRINTED[number]
    compiled = compile(program.replace(URL, newest.url), f"docs/connecting.md, {number}", "exec")
    assert bool(no_run) == (printed is None)
    if printed is None:
        return
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GATEWRIGHT_USERNAME", "admin")
    monkeypatch.setenv("GATEWRIGHT_PASSWORD", "admin")
    Path("apim-ca.pem").write_text(newest.emulator.ca_pem, encoding="utf-8")
    logger = logging.getLogger("gatewright")
    handlers, level = list(logger.handlers), logger.level
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compiled, names)  # noqa: S102 - it is the page's own
        told = capsys.readouterr().out
        # A record may be handed over by another thread, soon after the call.
        for _ in range(6000):
            if re.search(printed, told):
                return
            time.sleep(0.01)
            told += capsys.readouterr().out
        raise AssertionError(told)
    finally:
        logger.handlers[:] = handlers
        logger.setLevel(level)
