"""The package's names: complete, documented, and those of the core."""

import builtins
import doctest
import enum
import inspect
from types import ModuleType
from typing import cast

import gatewright
import pytest
from gatewright import _gatewright

PUBLIC = sorted(set(gatewright.__all__) - {"__version__"})


def public(name: str) -> object:
    value: object = getattr(gatewright, name)
    return value


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    documentation = inspect.getdoc(public(name))
    assert documentation
    assert name == "version" or doctest.DocTestParser().get_examples(documentation)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_member_is_documented(name: str) -> None:
    value = public(name)
    members = vars(value).items() if inspect.isclass(value) else ()
    for member, described in members:
        if member.startswith("_") or isinstance(described, enum.Enum):
            continue
        if inspect.isroutine(described) or isinstance(described, property):
            assert inspect.getdoc(described), f"{name}.{member}"


def test_everything_the_package_defines_for_its_users_is_exported() -> None:
    modules = [value for value in vars(gatewright).values() if isinstance(value, ModuleType)]
    defined = {name for module in modules for name in getattr(module, "__all__", ())}
    internal = {"override", "several", "StrPath", "THREE_NODES", *_gatewright.__all__}
    assert defined - internal <= set(gatewright.__all__)


@pytest.mark.parametrize("name", sorted(_gatewright.names()))
def test_every_enumeration_has_the_members_of_the_core(name: str) -> None:
    members = list(cast("type[enum.Enum]", public(name)))
    assert [str(member) for member in members] == _gatewright.names()[name]
    for member in members:
        assert isinstance(member, str)
        assert f"{member}" == member == member.value


def test_every_enumeration_is_compared_with_the_core() -> None:
    enumerations = {name for name in PUBLIC if isinstance(public(name), enum.EnumMeta)}
    assert enumerations == set(_gatewright.names())


def test_no_public_name_shadows_a_builtin() -> None:
    assert not set(PUBLIC) & set(vars(builtins))
