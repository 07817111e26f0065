"""Checking files: what goes in, and what a report tells."""

import json
import os
from pathlib import Path

import gatewright
import pytest
from gatewright import (
    Diagnostic,
    ErrorKind,
    Format,
    NodeFile,
    Report,
    Retry,
    Role,
    Severity,
    check,
    error_codes,
    explain,
    rules,
)
from hypothesis import given
from hypothesis import strategies as st

TWICE = """\
# für 😀 Prüfungen
[[apim.gateway.environment]]
name = "Grün"
type = "hybrid"

[[apim.gateway.environment]]
name = "Grün"
type = "Hybrid"
"""


def findings(report: Report, code: str) -> list[Diagnostic]:
    return [found for found in report if found.code == code]


def test_paths_of_every_kind_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "deployment.toml"
    file.write_text('[server]\noffset = "one"\n', encoding="utf-8")

    class Named:
        def __fspath__(self) -> str:
            return str(file)

    for files in ([file], [str(file)], (Named(),), iter([NodeFile(file)]), {NodeFile(Named())}):
        [found] = check(files).diagnostics
        assert found.code == "invalid-offset"
        assert found.path == str(file)


def test_a_diagnostic_says_what_where_and_how_to_fix_it() -> None:
    [found] = findings(check([NodeFile("cp.toml", text=TWICE)]), "invalid-environment-type")
    assert found.severity is Severity.ERROR
    assert (found.path, found.line, found.column) == ("cp.toml", 8, 8)
    assert found.span is not None
    assert TWICE[slice(*found.span)] == '"Hybrid"'
    assert "Hybrid" in found.message
    assert found.help
    assert str(found) == f"cp.toml:8:8: error[invalid-environment-type]: {found.message}"
    assert hash(found) == hash(check([NodeFile("cp.toml", text=TWICE)]).diagnostics[-1])


def test_spans_are_indices_of_python_strings() -> None:
    report = check([NodeFile("cp.toml", text=TWICE)])
    [found] = findings(report, "duplicate-environment-name")
    assert found.span is not None
    assert TWICE[slice(*found.span)] == '"Grün"'
    assert (found.line, found.column) == (7, 8)
    [first] = found.related
    assert first.span is not None
    assert TWICE[slice(*first.span)] == '"Grün"'
    assert (first.path, first.line, first.column) == ("cp.toml", 3, 8)
    assert first.message


def test_fixes_are_edits_of_python_strings() -> None:
    report = check([NodeFile("cp.toml", text=TWICE)])
    [found] = findings(report, "invalid-environment-type")
    assert found.fix is not None
    text = TWICE
    for edit in reversed(found.fix.edits):
        assert edit.path == "cp.toml"
        text = text[: edit.span[0]] + edit.replacement + text[edit.span[1] :]
    assert text == TWICE.replace('"Hybrid"', '"hybrid"')
    assert found.fix.safety in gatewright.Safety


def test_a_report_counts_and_tells_what_it_holds() -> None:
    report = check([NodeFile("cp.toml", text=TWICE)])
    assert not report.ok
    assert not report.is_empty
    assert report.count("error") == report.count(Severity.ERROR) >= 2
    assert list(report) == list(report.diagnostics)
    assert report.diagnostics is report.diagnostics
    assert report.not_compared == ()
    assert repr(report).startswith(f"<Report: {report.count('error')} errors, ")


def test_a_report_is_neither_long_nor_true_nor_false() -> None:
    empty = check([NodeFile("cp.toml", text="[server]\n")])
    assert empty.ok
    assert empty.is_empty
    assert not hasattr(empty, "__len__")
    assert not hasattr(empty, "__bool__")


@pytest.mark.parametrize("name", Format)
def test_a_report_is_written_in_every_format(name: Format) -> None:
    report = check([NodeFile("cp.toml", text=TWICE)])
    written = report.format(name)
    assert written == report.format(name.value)
    assert "duplicate-environment-name" in written


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="'xml' is not a valid Format"):
        check([]).format("xml")


def test_json_has_the_same_places() -> None:
    report = check([NodeFile("cp.toml", text=TWICE)])
    written = json.loads(report.format("json"))
    lines = [(found["line"], found["column"]) for found in written["diagnostics"]]
    assert lines == [(found.line, found.column) for found in report]


def test_notes_are_asked_for() -> None:
    files = [NodeFile("cp.toml", text=TWICE)]
    without = [found for found in check(files, notes=True) if found.severity is not Severity.NOTE]
    assert without == list(check(files)) == list(check(files, notes=False))


def test_what_is_known_of_a_node_is_heard() -> None:
    one = "[server]\noffset = 1\n"
    files = [
        NodeFile(f"{name}.toml", text=one, name=name, host="localhost", roles=["gateway"])
        for name in ("a", "b")
    ]
    assert "port-collision" in [found.code for found in check(files)]
    apart = [NodeFile(f"{name}.toml", text=one, host=f"{name}.example") for name in ("a", "b")]
    assert check(apart).is_empty


def test_a_node_file_is_one_value() -> None:
    file = NodeFile(Path("a"), roles=["gateway"], pack="gateway-worker", release="4.3.0")
    assert file.path == "a"
    assert file.roles == (Role.GATEWAY,)
    assert file.pack is gatewright.Pack.GATEWAY
    assert file.release == "4.3"
    assert file == NodeFile("a", roles={Role.GATEWAY}, pack="gateway", release="4.3")
    assert (file.text, file.name, file.host) == (None, None, None)


def test_a_wrong_host_is_refused() -> None:
    with pytest.raises(gatewright.InvalidInputError) as caught:
        check([NodeFile("a", text="", host="https://a")])
    assert caught.value.code == "invalid-host"


def test_wrong_types_are_told_apart() -> None:
    with pytest.raises(TypeError, match="files must be a list or another iterable, not str"):
        check("deployment.toml")
    with pytest.raises(TypeError, match=r"files must be a list or another iterable, not \w+Path"):
        check(Path("deployment.toml"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"os\.PathLike"):
        check([42])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="text"):
        check([NodeFile("a", text=b"[server]")])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="path"):
        check([b"deployment.toml"])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="roles must be a list or another iterable, not str"):
        NodeFile("a", roles="gateway")
    with pytest.raises(TypeError):
        check([], True)  # type: ignore[call-arg]  # noqa: FBT003
    with pytest.raises(TypeError):
        explain(1)  # type: ignore[arg-type]


def test_rules_have_pages() -> None:
    assert len({rule.code for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.summary
        assert rule.documentation
        page = explain(rule.code)
        assert page is not None
        assert page.startswith(f"# {rule.code}\n")
    assert explain("no-such-rule") is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_spans_are_indices_of_python_strings_after_any_text(comment: str) -> None:
    text = f'# {comment}\n[server]\noffset = "one"\n'
    [found] = check([NodeFile("cp.toml", text=text)])
    assert found.span is not None
    assert text[slice(*found.span)] == '"one"'
    assert (found.line, found.column) == (3, 10)


@pytest.mark.skipif(os.name == "nt", reason="file names there are Unicode")
def test_file_names_that_are_no_text_come_back_as_python_spells_them(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xff.toml")
    file.write_text('[server]\noffset = "one"\n', encoding="utf-8")
    [found] = check([file]).diagnostics
    assert found.path == str(file)


def test_error_codes_have_pages() -> None:
    codes = error_codes()
    assert len({code.code for code in codes}) == len(codes)
    for code in codes:
        assert all(isinstance(kind, ErrorKind) for kind in code.kinds)
        assert all(isinstance(retry, Retry) for retry in code.retries)
        page = explain(code.code)
        assert page is not None
        assert code.summary in page
        assert code.documentation.strip() in page
        assert all(f"\n- `{key}`: " in page for key in code.context)
