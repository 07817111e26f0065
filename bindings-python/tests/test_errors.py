"""Exceptions: a class per kind, and what each carries."""

import copy
import pickle
from pathlib import Path

import gatewright
import pytest
from gatewright import ErrorKind, GatewrightError, InvalidInputError, Retry, Topology, check
from gatewright.errors import _from_native

CLASSES = {
    "InvalidInput": gatewright.InvalidInputError,
    "Io": gatewright.IoError,
    "Connect": gatewright.ConnectError,
    "Timeout": gatewright.TimedOutError,
    "Tls": gatewright.TlsError,
    "Unauthenticated": gatewright.UnauthenticatedError,
    "MissingScope": gatewright.MissingScopeError,
    "NotFound": gatewright.NotFoundError,
    "Conflict": gatewright.ConflictError,
    "ConcurrentChange": gatewright.ConcurrentChangeError,
    "RateLimited": gatewright.RateLimitedError,
    "Rejected": gatewright.RejectedError,
    "Unsupported": gatewright.UnsupportedError,
    "Server": gatewright.ServerError,
    "Cancelled": gatewright.CancelledError,
    "Unexpected": gatewright.UnexpectedError,
}


def test_every_kind_of_the_core_has_its_class() -> None:
    assert {kind.value for kind in ErrorKind} == set(CLASSES)
    assert set(GatewrightError.__subclasses__()) == set(CLASSES.values())


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_failure_becomes_the_exception_of_its_kind(kind: ErrorKind) -> None:
    cause = OSError("reset")
    error = _from_native(
        kind.value, "it failed", "a-code", "check", {"path": "a"}, "Ambiguous", None, cause
    )
    assert type(error) is CLASSES[kind]
    assert isinstance(error, GatewrightError)
    assert error.kind is kind
    assert str(error) == error.message == "it failed"
    assert error.code == "a-code"
    assert error.operation == "check"
    assert error.context == {"path": "a"}
    assert error.retry is Retry.AMBIGUOUS
    assert error.diagnostics == ()
    assert error.report is None
    assert error.__cause__ is cause


@pytest.mark.parametrize("kind", ErrorKind)
def test_exceptions_can_be_pickled_and_copied(kind: ErrorKind) -> None:
    error = _from_native(
        kind.value, "it failed", "a-code", "check", {"path": "a"}, "Safe", None, None
    )
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert again.args == error.args
        assert vars(again) == vars(error)


def test_a_wrong_value_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="at most 54424"):
        gatewright.PortOffset(70_000)


def test_findings_come_with_the_exception() -> None:
    with pytest.raises(InvalidInputError) as caught:
        Topology.parse('release = "4.7"\n[[node]]\nname = "a"\nroles = ["gatway"]\nhost = "a"\n')
    error = caught.value
    assert error.code == "invalid-topology"
    assert error.operation == "parse"
    assert error.retry is Retry.NEVER
    assert error.report is not None
    assert error.diagnostics == error.report.diagnostics
    assert "unknown-role" in [found.code for found in error.diagnostics]
    assert all(
        found.line is not None for found in error.diagnostics if found.code == "unknown-role"
    )
    assert "unknown-role" in str(error)


def test_findings_survive_pickling() -> None:
    with pytest.raises(InvalidInputError) as caught:
        Topology.parse('release = "2.6"')
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.diagnostics == caught.value.diagnostics
    assert again.report is None


def test_the_operating_systems_answer_is_the_cause(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "deployment.toml"
    with pytest.raises(gatewright.NotFoundError) as caught:
        check([missing])
    assert isinstance(caught.value.__cause__, FileNotFoundError)
    assert caught.value.context == {"path": str(missing)}
    assert caught.value.operation == "check"


def test_unreadable_input_is_refused_with_the_reason(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[server]\nhostname = "m\xfcnchen"\n')
    for path, code in ((tmp_path, "not-a-file"), (latin, "not-utf-8")):
        with pytest.raises(InvalidInputError) as caught:
            check([path])
        assert caught.value.code == code
        assert str(path) in caught.value.message
