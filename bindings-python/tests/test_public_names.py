"""The package's names: complete, documented, and those of the core."""

import builtins
import doctest
import enum
import inspect
from types import ModuleType
from typing import cast

import gatewright
import pytest
from gatewright import _gatewright, _typing, client, emulator, publish

# The names of the package and, with the module before the dot, those of its parts.
MODULES = {"client": client, "emulator": emulator, "publish": publish}
PUBLIC = sorted(set(gatewright.__all__) - {"__version__"}) + [
    f"{module}.{name}" for module in MODULES for name in MODULES[module].__all__
]


def public(name: str) -> object:
    module, _, last = name.rpartition(".")
    value: object = getattr(MODULES.get(module, gatewright), last)
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
    parts = [gatewright, *MODULES.values()]
    modules = [value for part in parts for value in vars(part).values()]
    defined = {
        name
        for module in modules
        if isinstance(module, ModuleType) and module.__name__.startswith("gatewright.")
        for name in getattr(module, "__all__", ())
    }
    internal = {"THREE_NODES", *_typing.__all__, *_gatewright.__all__}
    assert defined - internal <= {name.rpartition(".")[2] for name in PUBLIC}


def enumerations() -> dict[str, type[enum.Enum]]:
    exported = {name.rpartition(".")[2]: public(name) for name in PUBLIC}
    return {
        name: cast("type[enum.Enum]", value)
        for name, value in exported.items()
        if isinstance(value, enum.EnumMeta)
    }


@pytest.mark.parametrize("name", sorted(_gatewright.names()))
def test_every_enumeration_has_the_members_of_the_core(name: str) -> None:
    members = list(enumerations()[name])
    assert [str(member) for member in members] == _gatewright.names()[name]
    for member in members:
        assert isinstance(member, str)
        assert f"{member}" == member == member.value


def test_every_enumeration_is_compared_with_the_core() -> None:
    assert set(enumerations()) == set(_gatewright.names())


def test_every_kind_of_action_has_a_class() -> None:
    assert {action.kind for action in publish.Action.__subclasses__()} == set(publish.ActionKind)


def test_no_public_name_shadows_a_builtin() -> None:
    assert not set(PUBLIC) & set(vars(builtins))
