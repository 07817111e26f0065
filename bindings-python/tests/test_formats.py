"""What reports are written as, held against schemas that are not ours."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gatewright import Format, NodeFile, Report, Rule, Severity, check, rules
from xmlschema import XMLSchema, XMLSchemaValidationError

REPOSITORY = Path(os.environ.get("GATEWRIGHT_REPOSITORY", Path(__file__).parents[2]))
SCHEMAS = REPOSITORY / "core/tests/schemas"

# What no tool that reads XML may stumble over.
HOSTILE = '# \x07 <!-- ]]> & "quotes" 😀\n[[apim.gateway.environment]]\nname = "<&\\"\\u0007>"\n'


@pytest.fixture(scope="module")
def junit() -> XMLSchema:
    return XMLSchema(SCHEMAS / "junit-10.xsd")


def example(rule: Rule) -> str:
    """Return the mistake that the rule's page shows."""
    found = re.search(r"## Example\n.*?```toml\n(.*?)```", rule.documentation, re.DOTALL)
    assert found, f"{rule.code} has no example"
    return found[1]


def reports() -> Iterator[tuple[str, Report]]:
    """Yield reports of every kind: of nothing, of each rule, of what was not compared."""
    for rule in rules():
        files = [NodeFile(f"{rule.code}/deployment.toml", text=example(rule), host="localhost")]
        yield rule.code, check(files, notes=True)
    yield "nothing", check([NodeFile("empty.toml", text="")])
    yield "hostile", check([NodeFile('a"<&>.toml', text=HOSTILE), NodeFile("b.toml", text="= 1\n")])
    apart = '[apim.key_manager]\nservice_url = "https://elsewhere.example.com:9443/services/"\n'
    yield "not compared", check([NodeFile("a.toml", text=apart), NodeFile("b.toml", text="")])


def test_every_junit_report_is_valid(junit: XMLSchema) -> None:
    found: set[Severity] = set()
    for name, report in reports():
        text = report.format(Format.JUNIT)
        for problem in junit.iter_errors(text):
            pytest.fail(f"{name}: {problem.reason}\n{text}")
        found.update(diagnostic.severity for diagnostic in report)
    assert len(found) > 1, "errors and warnings are both among the reports"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("failure", "failed"), (' classname="', ' class="'), (' tests="', ' test="')],
)
def test_the_schema_refuses_what_is_misspelt(junit: XMLSchema, right: str, wrong: str) -> None:
    report = check([NodeFile("a.toml", text='[server]\noffset = "one"\n')])
    text = report.format(Format.JUNIT)
    assert right in text
    with pytest.raises(XMLSchemaValidationError):
        junit.validate(text.replace(right, wrong))
