"""Publications and projects as values; what they say is for the cases of `behaviour/`."""

import copy
import pickle
from pathlib import Path

import pytest
from gatewright.publish import ApiProject, Lifecycle, Publication, Publications, SourceKind

TEXT = """
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "https://$env{BACK_END}"
environments = ["Default"]
"""
VARIABLES = {"BACK_END": "me:hunter2@be.example.com"}


@pytest.fixture
def project(tmp_path: Path) -> ApiProject:
    text = "type: api\ndata: {name: Toys, version: '2', context: /toys}\n"
    (tmp_path / "api.yaml").write_text(text)
    return ApiProject.open(tmp_path)


def test_publications_are_iterated_and_compared() -> None:
    publications = Publications.parse(TEXT, ".", variables=VARIABLES)
    (pets,) = publications
    assert len(publications) == 1
    assert publications.path is None
    assert pets.definition is not None
    assert pets.definition.production_endpoint == "https://me:hunter2@be.example.com"
    moved = Publications.parse(f"# moved\n{TEXT}", Path(), variables=VARIABLES)
    assert publications == moved
    assert hash(publications) == hash(moved)
    assert publications != Publications.parse(TEXT, ".", variables={"BACK_END": "b"})


def test_what_endpoints_hold_does_not_print() -> None:
    publications = Publications.parse(TEXT, ".", variables=VARIABLES)
    shown = f"{publications} {publications!r} {list(publications)}"
    assert "hunter2" not in shown
    assert "context='/pets'" in shown


def test_a_publication_of_a_project(project: ApiProject, tmp_path: Path) -> None:
    publication = Publication.from_project(project, environments=["Default"])
    assert publication.project is project
    assert (publication.source, publication.context) == (SourceKind.PROJECT, "/toys")
    assert publication.wanted_lifecycle is Lifecycle.UNCHANGED
    assert copy.copy(publication) == publication
    again = ApiProject.open(tmp_path)
    assert project == again
    assert hash(project) == hash(again)
    assert project.archive_for_import().startswith(b"PK")
    with pytest.raises(TypeError, match="environments must be a list"):
        project.archive_for_import(None, "Default")


def test_what_is_read_of_files_is_not_pickled(project: ApiProject) -> None:
    for value in (project, Publications.parse(TEXT, ".", variables=VARIABLES)):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(value)


def test_other_types_are_refused(project: ApiProject) -> None:
    text: str = project.name
    publications = Publications.parse(TEXT, ".", variables=VARIABLES)
    with pytest.raises(TypeError, match="project must be ApiProject, not str"):
        Publication.from_project(text)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="topology must be Topology, not str"):
        publications.check(text)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="error must be GatewrightError, not ValueError"):
        publications.locate(ValueError())  # type: ignore[arg-type]
