"""Bringing back an environment that is commented out."""

from pathlib import Path

import gatewright
import pytest
from gatewright import (
    ConcurrentChangeError,
    InvalidInputError,
    NodeFile,
    NotFoundError,
    RestoredFile,
    restore_default_environment,
    restore_environment,
)

COMMENTED = """\
# für 😀
# [[apim.gateway.environment]]
# name = "Default"
# password = "canary"
"""
ACTIVE = """\
# für 😀
[[apim.gateway.environment]]
name = "Default"
password = "canary"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deployment.toml"
    path.write_text(COMMENTED, encoding="utf-8")
    return path


def test_what_is_written_is_what_was_shown(path: Path) -> None:
    restored = restore_default_environment(path)
    assert isinstance(restored, RestoredFile)
    assert restored == restore_environment(str(path), "Default")
    assert restored != restore_default_environment(NodeFile("other.toml", text=COMMENTED))
    assert (restored.path, restored.environment) == (path, "Default")
    assert (restored.before, restored.after) == (COMMENTED, ACTIVE)
    assert restored.is_changed
    assert '-# name = "Default"\n' in restored.diff
    assert path.read_text(encoding="utf-8") == COMMENTED

    restored.write()
    assert path.read_text(encoding="utf-8") == ACTIVE
    again = restore_default_environment(path)
    assert (again.is_changed, again.diff) == (False, "")
    again.write()
    assert path.read_text(encoding="utf-8") == ACTIVE


def test_a_file_that_changed_is_left_alone(path: Path) -> None:
    restored = restore_default_environment(path)
    path.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(ConcurrentChangeError) as raised:
        restored.write()
    assert (raised.value.code, raised.value.operation) == ("file-changed", "write")
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_what_there_is_not_cannot_come_back(path: Path) -> None:
    with pytest.raises(NotFoundError) as missing:
        restore_environment(path, "Europe")
    assert missing.value.code == "no-commented-environment"
    with pytest.raises(InvalidInputError) as broken:
        restore_default_environment(NodeFile("broken.toml", text="[server"))
    assert [found.code for found in broken.value.diagnostics] == ["invalid-toml"]


def test_texts_do_not_print(path: Path) -> None:
    restored = restore_default_environment(path)
    assert "canary" in restored.after
    assert "canary" not in f"{restored!r}{restored}{restored.diff}"
    with pytest.raises(TypeError):
        hash(restored)
    assert gatewright.RestoredFile is RestoredFile
