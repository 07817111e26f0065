"""Rendering, writing and reverting."""

from pathlib import Path

import gatewright
import pytest
from gatewright import RenderedFile, Topology, revert


def file_in(home: Path) -> Path:
    return home / "repository/conf/deployment.toml"


def test_a_file_per_node(topology_at_home: Topology, homes: list[Path], shipped: str) -> None:
    files = topology_at_home.render()
    assert [file.node for file in files] == ["control-plane", "gateway-1", "gateway-2"]
    assert [file.path for file in files] == [file_in(home) for home in homes]
    assert len(files) == 3
    assert files[-1] == files[2] == files.get("gateway-2")
    assert files[1:] == tuple(files)[1:]
    assert files[0] in files
    assert files.get("gateway-3") is None
    file = files[1]
    assert isinstance(file, RenderedFile)
    assert file.before == shipped
    assert "offset = 1" in file.after
    assert file.is_changed
    assert "+offset = 1" in file.diff
    assert files.is_changed
    assert files.diff == "".join(file.diff for file in files)
    assert files.removed_environments == ("Default",)
    assert repr(file) == (f"RenderedFile(node='gateway-1', path={file.path!r}, is_changed=True)")
    assert repr(files) == f"RenderedFiles([{', '.join(map(repr, files))}])"
    assert files == topology_at_home.render()
    assert files != object()


def test_texts_can_be_given(topology: Topology) -> None:
    texts = {"gateway-1": "[server]\noffset = 7\n"}
    file = topology.render(texts).get("gateway-1")
    assert file is not None
    assert file.before == texts["gateway-1"]
    with pytest.raises(gatewright.InvalidInputError) as caught:
        topology.render({"gateway-3": ""})
    assert (caught.value.code, caught.value.operation) == ("unknown-node", "render")


def test_written_files_can_be_reverted(
    topology_at_home: Topology, homes: list[Path], shipped: str
) -> None:
    files = topology_at_home.render()
    outcome = files.write(removing=["Default"])
    assert outcome.written == tuple(file_in(home) for home in [*homes[1:], homes[0]])
    assert outcome.unchanged == ()
    assert outcome.restart == ("control-plane", "gateway-1", "gateway-2")
    assert [file_in(home).read_text(encoding="utf-8") for home in homes] == [
        file.after for file in files
    ]
    again = topology_at_home.render()
    assert not again.is_changed
    assert again.diff == ""
    assert again.write().written == ()

    undone = revert(homes)
    assert undone.restored == tuple(file_in(home) for home in homes)
    assert undone.unchanged == ()
    assert {file_in(home).read_text(encoding="utf-8") for home in homes} == {shipped}
    with pytest.raises(gatewright.NotFoundError) as caught:
        revert(map(str, homes))
    assert (caught.value.code, caught.value.operation) == ("nothing-to-revert", "revert")


def test_an_active_environment_is_not_taken_away_unasked(
    topology_at_home: Topology, homes: list[Path], shipped: str
) -> None:
    with pytest.raises(gatewright.ConflictError) as caught:
        topology_at_home.render().write()
    assert caught.value.code == "environment-removed"
    assert caught.value.context == {"environments": "Default"}
    assert {file_in(home).read_text(encoding="utf-8") for home in homes} == {shipped}


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    topology_at_home: Topology, homes: list[Path]
) -> None:
    files = topology_at_home.render()
    file_in(homes[2]).write_text("# mine\n", encoding="utf-8")
    with pytest.raises(gatewright.ConcurrentChangeError) as caught:
        files.write(removing=["Default"])
    assert caught.value.code == "file-changed"
    assert file_in(homes[2]).read_text(encoding="utf-8") == "# mine\n"


def test_files_can_be_written_below_any_folder(topology: Topology, tmp_path: Path) -> None:
    files = topology.render()
    with pytest.raises(gatewright.InvalidInputError) as caught:
        files.write()
    assert caught.value.code == "node-without-home"
    outcome = files.write_to(str(tmp_path))
    assert sorted(outcome.written) == sorted(
        file_in(tmp_path / node.name) for node in topology.nodes
    )
    assert gatewright.check(outcome.written).ok


def test_edits_that_undoing_would_lose_are_a_conflict(
    topology_at_home: Topology, homes: list[Path]
) -> None:
    topology_at_home.render().write(removing=["Default"])
    file = file_in(homes[1])
    file.write_text(file.read_text(encoding="utf-8").replace("offset = 1", "offset = 9"), "utf-8")
    with pytest.raises(gatewright.ConflictError) as caught:
        revert(homes)
    assert caught.value.code == "revert-conflict"
    assert "offset = 9" in file.read_text(encoding="utf-8")


def test_wrong_types_are_type_errors(topology: Topology, tmp_path: Path) -> None:
    files = topology.render()
    with pytest.raises(TypeError, match="removing must be a list or another iterable, not str"):
        files.write(removing="Default")
    with pytest.raises(TypeError, match="homes must be a list or another iterable, not str"):
        revert(str(tmp_path))
    with pytest.raises(TypeError, match="not int"):
        files.write_to(42)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="'bytes' object"):
        topology.render({"gateway-1": b""})  # type: ignore[dict-item]
