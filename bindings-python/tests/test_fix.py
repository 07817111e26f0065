"""Repairing what rules found."""

from pathlib import Path

import gatewright
import pytest
from gatewright import FixedFile, Fixes, NodeFile, Severity, Topology, check

MISTAKES = """\
# für 😀
[[apim.gateway.environment]]
name = "Default"
type = "HYBRID"
descripton = "two mistakes"
password = "canary"
"""
SAFE = MISTAKES.replace("HYBRID", "hybrid")
ALL = SAFE.replace("descripton", "description")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deployment.toml"
    path.write_text(MISTAKES, encoding="utf-8")
    return path


def test_what_is_written_is_what_was_shown(path: Path) -> None:
    report = check([path])
    fixed = report.fix(Fixes.SAFE)
    assert fixed == report.fix("safe")
    assert fixed != report.fix("all")
    [file] = fixed
    assert isinstance(file, FixedFile)
    assert file == fixed[0] == fixed[-1]
    assert fixed[:1] == (file,)
    assert len(fixed) == 1
    assert (file.path, file.before, file.after) == (str(path), MISTAKES, SAFE)
    assert file.diff == fixed.diff
    assert '-type = "HYBRID"\n+type = "hybrid"\n' in fixed.diff
    assert fixed.is_changed
    assert fixed.made == tuple(f for f in report if f.code == "invalid-environment-type")
    assert fixed.left == ()
    assert path.read_text(encoding="utf-8") == MISTAKES

    assert report.fix("all").write() == (path,)
    assert path.read_text(encoding="utf-8") == ALL
    again = check([path])
    assert again.is_empty
    assert not again.fix("all").is_changed
    assert again.fix("all").write() == ()


def test_findings_point_into_python_strings() -> None:
    [found] = check([NodeFile("cp.toml", text=MISTAKES)]).fix("safe").made
    assert found.severity is Severity.ERROR
    assert found.span is not None
    assert MISTAKES[slice(*found.span)] == '"HYBRID"'


def test_a_file_that_changed_is_left_alone(path: Path) -> None:
    fixed = check([path]).fix("safe")
    path.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(gatewright.ConcurrentChangeError) as caught:
        fixed.write()
    assert (caught.value.code, caught.value.operation) == ("file-changed", "write")
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_text_can_be_repaired_and_has_no_place_to_be_written_to() -> None:
    text = 'release = "4.7"\n[[node]]\nname = "cp"\nrols = ["control-plane"]\nhost = "h"\n'
    with pytest.raises(gatewright.InvalidInputError) as caught:
        Topology.parse(text)
    assert caught.value.report is not None
    fixed = caught.value.report.fix("all")
    assert fixed[0].path is None
    assert Topology.parse(fixed[0].after).nodes[0].name == "cp"
    with pytest.raises(gatewright.InvalidInputError) as caught:
        fixed.write()
    assert caught.value.code == "text-without-path"


def test_texts_do_not_print(path: Path) -> None:
    fixed = check([path]).fix("all")
    assert "canary" in fixed[0].after
    assert "canary" not in f"{fixed!r}{fixed}{fixed[0]!r}{fixed.diff}{fixed.made}"
    assert repr(fixed) == f"FixedFiles([FixedFile(path={str(path)!r})])"


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(ValueError, match="'unsafe' is not a valid Fixes"):
        check([]).fix("unsafe")


def test_environment_variables_are_names() -> None:
    files = [NodeFile("gw.toml", text='[super_admin]\npassword = "$env{ADMIN}"\n')]
    assert check(files).is_empty
    assert check(files, environment_variables={"ADMIN": "x"}).is_empty
    [found] = check(files, environment_variables=iter(())).diagnostics
    assert found.code == "undefined-environment-variable"
    with pytest.raises(TypeError, match="environment_variables must be a list or another iterable"):
        check(files, environment_variables="ADMIN")
    with pytest.raises(TypeError):
        check(files, environment_variables=[1])  # type: ignore[list-item]
