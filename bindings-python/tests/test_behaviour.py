"""Runs the cases of `behaviour/`, as Rust and Node do; the README there says what they mean."""

import inspect
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, TypeAlias

import gatewright
import pytest
from gatewright import Diagnostic, GatewrightError, NodeFile, Ports, RenderedFiles, SecretText

REPOSITORY = Path(os.environ.get("GATEWRIGHT_REPOSITORY", Path(__file__).parents[2]))
BEHAVIOUR = REPOSITORY / "behaviour"
CANARY = "canary"
Value: TypeAlias = Any
Json: TypeAlias = Any


def read_json(path: Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, Json]]:
    for path in sorted(BEHAVIOUR.glob("functions*.json")):
        listed = read_json(path)
        everywhere = {"languages": listed["languages"]} if "languages" in listed else {}
        for name, function in listed["functions"].items():
            yield name, everywhere | function


FUNCTIONS: Mapping[str, Json] = dict(functions())


def cases() -> Iterator[Any]:
    for path in sorted((BEHAVIOUR / "cases").glob("*.json")):
        for case in read_json(path)["cases"]:
            parts = [case, *(FUNCTIONS[step["call"]] for step in case["steps"] if "call" in step)]
            if all("python" in part.get("languages", ["python"]) for part in parts):
                yield pytest.param(case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize("case", list(cases()))
def test_behaviour(case: Json, tmp_path: Path) -> None:
    folder = Folder(tmp_path.resolve())
    folder.lay_out(case.get("files", {}))
    variables: dict[str, Value] = {}
    for number, step in enumerate(case["steps"], 1):
        folder.lay_out(step.get("files", {}))
        before = folder.snapshot()
        name, at = step["call"], f"step {number}: {step['call']}"
        arguments = folder.resolve(step.get("arguments", {}))
        for key, argument in arguments.items():
            if isinstance(argument, dict) and "$variable" in argument:
                arguments[key] = found(variables, argument["$variable"])
        wanted, unwanted = "expect", "error"
        value: Value
        try:
            on = found(variables, step["on"]) if "on" in step else None
            value = call(name, on, arguments)
        except GatewrightError as error:
            value, wanted, unwanted = error, "error", "expect"
        data = folder.normalised(plain(value))
        shown = f"{json.dumps(without_texts(data))}\n{value!r}\n{value!s}"
        assert CANARY not in shown or FUNCTIONS[name].get("gives_secrets"), f"{at} shows a secret"
        assert unwanted not in step, f"{at} gave {data}"
        assert wanted in step or wanted == "expect", f"{at} gave {data}"
        if wanted in step:
            assert difference(step[wanted], data, at) is None
        variables[step.get("as", "")] = value
        for path, pattern in step.get("files_after", {}).items():
            assert difference(pattern, folder.describe(path, before), f"{at}: {path}") is None


def found(variables: Mapping[str, Value], path: str) -> Value:
    name, *attributes = path.split(".")
    value = variables[name]
    for attribute in attributes:
        value = value[int(attribute)] if attribute.isdecimal() else getattr(value, attribute)
    return value


def call(name: str, on: Value, arguments: dict[str, Value]) -> Value:
    function = FUNCTIONS[name]
    owner, _, method = function.get("python", name.removesuffix(".new")).rpartition(".")
    if on is None:
        on = getattr(gatewright, owner) if owner else gatewright
    options = {key: arguments.pop(key) for key in function.get("options", []) if key in arguments}
    ordered = [arguments.pop(key) for key in function.get("arguments", []) if key in arguments]
    assert not arguments, f"{name} takes no {arguments}"
    return getattr(on, method)(*map(node_files, ordered), **options)


def node_files(value: Value) -> Value:
    if not isinstance(value, list):
        return value
    return [NodeFile(**item) if isinstance(item, dict) else item for item in value]


def plain(value: Value) -> Json:
    if isinstance(value, (bool, NoneType)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (str, Path, SecretText)):
        return str(value)
    if isinstance(value, Ports):
        value = list(value.items())
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, RenderedFiles):
        return [plain(item) for item in value]
    return {name: plain(item) for name, item in attributes(value).items()}


def attributes(value: Value) -> dict[str, Value]:
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
    elif isinstance(value, GatewrightError):
        names = ["kind", "code", "message", "operation", "context", "retry", "diagnostics"]
    else:
        names = [name for name, _ in inspect.getmembers(type(value), inspect.isdatadescriptor)]
    found = {name: getattr(value, name) for name in names if not name.startswith("_")}
    if found.get("operation") == "from_dict":
        found["operation"] = "from_json"
    if isinstance(value, RenderedFiles):
        found["files"] = list(value)
    if isinstance(value, Diagnostic):
        found["display"] = str(value)
    if isinstance(value, GatewrightError):
        found["has_cause"] = value.__cause__ is not None
    return found


def without_texts(value: Json) -> Json:
    if isinstance(value, list):
        return [without_texts(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: without_texts(value[key]) for key in value if key not in {"before", "after"}}


def difference(pattern: Json, actual: Json, at: str) -> str | None:
    """What keeps a value from matching; None when it does."""
    if isinstance(pattern, dict) and any(key.startswith("$") for key in pattern):
        problems = (apply(test, pattern, actual, at) for test in pattern)
    elif isinstance(pattern, dict) and isinstance(actual, dict):
        missing = [key for key in pattern if key not in actual]
        if missing:
            return f"{at} has no {missing}: {actual}"
        problems = (difference(pattern[key], actual[key], f"{at}.{key}") for key in pattern)
    elif isinstance(pattern, list) and isinstance(actual, list) and len(pattern) == len(actual):
        pairs = enumerate(zip(pattern, actual, strict=True))
        problems = (difference(one, other, f"{at}[{index}]") for index, (one, other) in pairs)
    else:
        is_equal = type(pattern) is type(actual) and pattern == actual
        return None if is_equal else f"{at} is {actual!r}, not {pattern!r}"
    return next((problem for problem in problems if problem is not None), None)


def apply(test: str, pattern: Json, actual: Json, at: str) -> str | None:
    expected = pattern[test]
    if test == "$json":
        return difference(expected, json.loads(actual), at)
    tests: dict[str, Callable[[], bool]] = {
        "$contains": lambda: all(part in actual for part in expected),
        "$lacks": lambda: not any(part in actual for part in expected),
        "$text": lambda: actual == text_of(pattern),
        "$lines": lambda: actual == text_of(pattern),
        "$edit": lambda: True,
        "$length": lambda: len(actual) == expected,
        "$some": lambda: all(
            any(difference(part, item, at) is None for item in actual) for part in expected
        ),
        "$span": lambda: (
            actual == (expected if isinstance(expected, list) else expected["scalars"])
        ),
    }
    return None if tests[test]() else f"{at} is {actual!r}, not {test} {expected!r}"


def text_of(source: Json) -> str:
    if "$lines" in source:
        text = "".join(f"{line}\n" for line in source["$lines"])
    else:
        text = (BEHAVIOUR / "files" / source["$text"]).read_bytes().decode()
    return edited(text, source.get("$edit", []))


def edited(text: str, edits: list[list[str]]) -> str:
    for before, after in edits:
        assert before in text, f"there is no {before!r} to edit"
        text = text.replace(before, after)
    return text


def replaced(value: Json, before: str, after: str) -> Json:
    if isinstance(value, list):
        return [replaced(item, before, after) for item in value]
    if isinstance(value, dict) and {"$lines", "$text"} & value.keys():
        value = text_of(value)
    if isinstance(value, dict):
        return {key: replaced(item, before, after) for key, item in value.items()}
    return value.replace(before, after) if isinstance(value, str) else value


class Folder:
    """The temporary folder of a case."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def resolve(self, value: Json) -> Json:
        return replaced(value, "{dir}", str(self.path))

    def normalised(self, value: Json) -> Json:
        return replaced(value, str(self.path), "{dir}")

    def lay_out(self, files: Mapping[str, Json]) -> None:
        for name, source in files.items():
            is_text = isinstance(source, str) or {"$lines", "$text"} & source.keys()
            self.lay_out_one(self.path / name, {"text": source} if is_text else source)

    def lay_out_one(self, path: Path, entry: Json) -> None:
        if "edit" in entry:
            text = edited(path.read_bytes().decode(), entry["edit"])
            path.write_bytes(text.encode())
        elif path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        if "text" in entry:
            path.write_bytes(self.resolve(entry["text"]).encode())
        elif "bytes" in entry:
            path.write_bytes(bytes(entry["bytes"]))
        elif "sparse_bytes" in entry:
            path.touch()
            os.truncate(path, entry["sparse_bytes"])
        elif "symlink" in entry:
            path.symlink_to(self.resolve(entry["symlink"]))
        elif "directory" in entry:
            path.mkdir()
        else:
            assert {"edit", "removed"} & entry.keys(), f"what is {entry}?"
        if "mode" in entry:
            path.chmod(int(entry["mode"], 8))

    def snapshot(self) -> dict[Path, bytes]:
        files = (path for path in self.path.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if path.stat().st_size < 1 << 20}

    def describe(self, name: str, before: Mapping[Path, bytes]) -> Json:
        path = self.path / name
        if not os.path.lexists(path):
            return None
        found: dict[str, Json] = {"mode": f"{stat.S_IMODE(path.lstat().st_mode):04o}"}
        if path.is_symlink():
            found["symlink"] = str(path.readlink())
        if path.is_file():
            found["unchanged"] = before.get(path) == path.read_bytes()
            found["text"] = path.read_bytes().decode(errors="replace")
        if path.is_dir():
            found["entries"] = sorted(entry.name for entry in path.iterdir())
        return self.normalised(found)


def test_every_public_function_is_in_the_list() -> None:
    listed = {
        entry.get("python", name.removesuffix(".new"))
        for name, entry in FUNCTIONS.items()
        if "python" in entry.get("languages", ["python"])
    }
    public = set()
    for name in gatewright.__all__:
        exported = getattr(gatewright, name)
        if name.endswith("ControlPlane"):
            continue  # not in the cases of this language yet
        if inspect.isroutine(exported):
            public.add(name)
        for member, _ in inspect.getmembers(exported, inspect.isroutine):
            if inspect.isclass(exported) and member in vars(exported) and member[0] != "_":
                public.add(f"{name}.{member}")
    assert public - listed == {"version"}, "a test of its own holds the version"
