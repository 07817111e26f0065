"""Drafts of topologies from an installation's files."""

from pathlib import Path

import pytest
from gatewright import InvalidInputError, NodeFile, Topology, TopologyDraft, Undecided, examples

CONTROL_PLANE = """\
[[apim.gateway.environment]]
name = "A"
type = "hybrid"
https_endpoint = "https://lb.example.com"
username = "publisher"
password = "canary"
"""


def files(release: str) -> list[NodeFile]:
    return [
        NodeFile(f"{name}.toml", text=text, name=name, host=name, roles=[role], release=release)
        for name, role, text in (
            ("cp", "control-plane", CONTROL_PLANE),
            ("gw", "gateway", "[server]\n"),
        )
    ]


def test_what_is_for_a_person_to_fill_in_is_all_there_is_to_do() -> None:
    draft = Topology.draft_from_deployment(files("3.2"))
    assert isinstance(draft, TopologyDraft)
    assert draft == Topology.draft_from_deployment(files("3.2"))
    assert draft != Topology.draft_from_deployment(files("3.1"))
    assert draft.topology is None
    [undecided] = draft.undecided
    assert isinstance(undecided, Undecided)
    assert not undecided.is_assumed
    assert draft.text.splitlines()[undecided.line - 1] == '# gateways = ["gw"]'
    topology = Topology.parse(draft.text.replace("# gateways", "gateways"))
    assert topology.environments[0].gateways == ("gw",)


def test_what_is_assumed_is_said(tmp_path: Path) -> None:
    written = Topology.parse(examples.THREE_NODES).render().write_to(tmp_path).written
    draft = Topology.draft_from_deployment(written)
    assert draft.topology == Topology.from_deployment(written)
    assert draft.undecided
    assert all(found.is_assumed for found in draft.undecided)
    lines = [found.line for found in draft.undecided]
    assert lines == sorted(lines)
    assert Topology.parse(draft.text) == draft.topology


def test_texts_do_not_print() -> None:
    draft = Topology.draft_from_deployment(files("4.7"))
    assert "canary" in draft.text
    assert "canary" not in f"{draft!r}{draft}"
    with pytest.raises(TypeError):
        hash(draft)


def test_errors_name_the_function() -> None:
    with pytest.raises(InvalidInputError) as raised:
        Topology.draft_from_deployment([NodeFile("a.toml", text="[server")])
    error = raised.value
    assert (error.code, error.operation) == ("invalid-deployment-file", "draft_from_deployment")
    assert [found.code for found in error.diagnostics] == ["invalid-toml"]
