"""Runs the cases of `behaviour/`, as Rust and Node do; the README there says what they mean."""

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path

import gatewright
import pytest
from behaviour.cases import FUNCTIONS, Case, Json, cases
from behaviour.folder import Folder
from behaviour.matching import difference
from behaviour.plain import Value, plain, secrets_in, without_texts
from gatewright import GatewrightError, client, emulator, publish

CANARY = "canary"
MODULES = [client, publish, emulator, gatewright]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_behaviour(case: Case, tmp_path: Path) -> None:
    with ExitStack() as emulators:
        Run(case, Folder(tmp_path.resolve(), case.tokens), emulators).all(case)


class Run:
    """One run of one case: its variables, the secrets it was given, the emulators it started."""

    def __init__(self, case: Case, folder: Folder, emulators: ExitStack) -> None:
        self.tokens, self.folder, self.emulators = case.tokens, folder, emulators
        self.variables: dict[str, Value] = {}
        self.secrets = {CANARY}
        self.told: list[Value] = []

    def all(self, case: Case) -> None:
        if case.offsets:
            block = emulator.free_offset_block(case.offsets)
            self.variables["offset_block"], self.tokens.base = block, block.base
        self.folder.lay_out(self.tokens.json(case.files))
        for number, step in enumerate(case.steps, 1):
            self.step(self.tokens.json(step), f"step {number}: {step['call']}")

    def step(self, step: Json, at: str) -> None:
        self.folder.lay_out(step.get("files", {}))
        before = self.folder.snapshot()
        wanted, unwanted = "expect", "error"
        value: Value
        try:
            value = self.call(step)
        except GatewrightError as error:
            value, wanted, unwanted = error, "error", "expect"
        data = self.folder.normalised(plain(value))
        function = FUNCTIONS[step["call"]]
        texts = {"before", "after", *function.get("texts", [])}
        shown = f"{json.dumps(without_texts(data, texts))}\n{value!r}\n{value!s}\n{self.told}"
        told = [secret for secret in self.secrets if secret in shown]
        assert not told or function.get("gives_secrets"), f"{at} shows a secret"
        assert unwanted not in step, f"{at} gave {data}"
        assert wanted in step or wanted == "expect", f"{at} gave {data}"
        text_of = self.folder.text_of
        if wanted in step:
            assert difference(self.expected(step[wanted]), data, at, text_of) is None
        if "as" in step:
            self.variables[step["as"]] = value
        for path, pattern in step.get("files_after", {}).items():
            found = self.folder.describe(path, before)
            assert difference(pattern, found, f"{at}: {path}", text_of) is None
        for path, pattern in step.get("variables_after", {}).items():
            found = self.folder.normalised(plain(self.variable(path)))
            assert difference(self.expected(pattern), found, f"{at}: {path}", text_of) is None

    def call(self, step: Json) -> Value:
        """Call what `call`, or `$call` within an argument, names."""
        name = step.get("call") or step["$call"]
        on = self.variable(step["on"]) if "on" in step else None
        value = called(name, on, self.prepared(self.folder.resolve(step.get("arguments", {}))))
        if isinstance(value, Iterator):
            value = list(value)  # what a search finds, and what it raises
        if isinstance(value, emulator.Emulator):
            self.emulators.enter_context(value)
        self.secrets.update(secrets_in(value))
        return value

    def prepared(self, given: Json) -> Value:
        """Return an argument with what its variables hold and its calls give."""
        if isinstance(given, list):
            return [self.prepared(item) for item in given]
        if not isinstance(given, dict):
            return given
        special: dict[str, Callable[[Json], Value]] = {
            "$variable": self.variable,
            "$told": self.listener,
            "$steps": self.taking,
            "$concat": lambda parts: "".join(self.prepared(parts)),
        }
        for key, value in special.items():
            if key in given:
                return value(given[key])
        if "$call" in given:
            return self.call(given)
        return {key: self.prepared(item) for key, item in given.items()}

    def listener(self, name: str) -> Callable[[Value], None]:
        """Return a function that keeps what it is told in a variable."""
        self.told = self.variables[name] = []
        return self.told.append

    def taking(self, steps: Json) -> Callable[..., None]:
        """Return a function that takes these steps each time it is called."""

        def take(*_: Value) -> None:
            for number, step in enumerate(steps, 1):
                self.step(step, f"step {number} within: {step['call']}")

        return take

    def expected(self, pattern: Json) -> Json:
        """Return a pattern with what its variables hold."""
        if isinstance(pattern, list):
            return [self.expected(item) for item in pattern]
        if not isinstance(pattern, dict):
            return pattern
        if "$variable" in pattern:
            return self.folder.normalised(plain(self.variable(pattern["$variable"])))
        if "$concat" in pattern:
            return "".join(self.expected(pattern["$concat"]))
        return {key: self.expected(item) for key, item in pattern.items()}

    def variable(self, path: str) -> Value:
        name, *attributes = path.split(".")
        value = self.variables[name]
        for attribute in attributes:
            value = value[int(attribute)] if attribute.isdecimal() else getattr(value, attribute)
        return value


def public(name: str) -> Value:
    return next(getattr(module, name) for module in MODULES if hasattr(module, name))


def called(name: str, on: Value, given: dict[str, Value]) -> Value:
    function = FUNCTIONS[name]
    if isinstance(given.get("files"), list):
        given["files"] = made(gatewright.NodeFile, given["files"])
    given = with_objects(given, function.get("objects", {}))
    for key in set(function.get("callbacks", [])) & set(given):
        given[key] = given[key] if callable(given[key]) else giving(given[key])
    for key in function.get("bytes", []):
        given[key] = given[key].encode() if isinstance(given[key], str) else given[key]
    options = {key: given.pop(key) for key in function.get("options", []) if key in given}
    ordered = [given.pop(key) for key in function.get("arguments", []) if key in given]
    assert not given, f"{name} takes no {given}"
    owner, _, method = function.get("python", name.removesuffix(".new")).rpartition(".")
    if on is None and not owner:
        return public(method)(*ordered, **options)
    found = getattr(public(owner) if on is None else on, method)
    # What is a method in Rust may be an attribute here.
    return found(*ordered, **options) if callable(found) else found


def giving(value: Value) -> Callable[..., Value]:
    """Return a function that gives a value, or fails with a text; one each time, `$in_turn`."""
    in_turn = isinstance(value, dict) and value.get("$in_turn")
    answers = iter(in_turn) if in_turn else repeat(value)

    def function(*_: Value) -> Value:
        answer = next(answers)
        if isinstance(answer, str):
            raise RuntimeError(answer)  # noqa: TRY004 - it says how the function fails
        return answer

    return function


def made(of: type, value: Value, objects: Json | None = None) -> Value:
    """Return what plain objects stand for: one, or each in a list."""
    if isinstance(value, list):
        return [made(of, item, objects) for item in value]
    return of(**with_objects(value, objects or {})) if isinstance(value, dict) else value


def with_objects(given: dict[str, Value], objects: Json) -> dict[str, Value]:
    """Return arguments, or fields, with what those stand for that are plain objects."""
    return {
        key: made(public(objects[key]), value, objects) if key in objects else value
        for key, value in given.items()
    }


def public_functions() -> Iterator[str]:
    for module in MODULES:
        for name in module.__all__:
            exported = getattr(module, name)
            if inspect.isroutine(exported):
                yield name
            for member, routine in inspect.getmembers(exported, inspect.isroutine):
                ours = getattr(routine, "__module__", None) or ""
                if inspect.isclass(exported) and ours.startswith("gatewright") and member[0] != "_":
                    yield f"{name}.{member}"


def test_every_public_function_is_in_the_list() -> None:
    listed = {
        entry.get("python", name.removesuffix(".new"))
        for name, entry in FUNCTIONS.items()
        if "python" in entry["languages"]
    }
    # Tests of their own hold the version, what the environment gives, that nothing is repeated,
    # and what awaits against what waits.
    public = {name for name in public_functions() if not name.startswith("Async")}
    assert public - listed == {"version", "Credentials.from_environment", "RetryOptions.off"}
