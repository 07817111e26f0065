"""Reading the list of functions and the cases: what one says for a release, with its setups."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

REPOSITORY = Path(os.environ.get("GATEWRIGHT_REPOSITORY", Path(__file__).parents[3]))
BEHAVIOUR = REPOSITORY / "behaviour"
Json: TypeAlias = Any


def read_json(path: Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8"))


LISTS = [read_json(BEHAVIOUR / name) for name in ("functions.json", "functions-client.json")]

# Every public function, by its name in Rust.
FUNCTIONS: Mapping[str, Json] = {
    name: {"languages": listed.get("languages", ["python"]), **function}
    for listed in LISTS
    for name, function in listed["functions"].items()
}

SETUPS: Mapping[str, Json] = read_json(BEHAVIOUR / "setups.json")["setups"]


class Tokens:
    """What stands for a number or a word that a run gives: `{9443+1}`, `{release}`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.base: int | None = None

    def json(self, value: Json) -> Json:
        """Return a value in whose texts, and keys, no token is left."""
        if isinstance(value, str):
            whole = re.fullmatch(r"\{(\d+)\+(\d+)\}", value)
            return self.text(value) if whole is None or self.base is None else self.number(whole)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.json(item) for key, item in value.items()}
        return value

    def text(self, text: str) -> str:
        for word, value in self.words.items():
            text = text.replace(f"{{{word}}}", value)
        if self.base is None:
            return text
        return re.sub(r"\{(\d+)\+(\d+)\}", lambda found: str(self.number(found)), text)

    def number(self, token: re.Match[str]) -> int:
        return int(token[1]) + int(token[2]) + (self.base or 0)


class Case:
    """One case, for one release where it names several."""

    def __init__(self, file: str, given: Json, release: str | None) -> None:
        words = given.get("with", {}) | ({"release": release} if release else {})
        suffix = f", in {release}" if release else ""
        self.name = f"{file}: {given['name']}{suffix}"
        self.languages = given.get("languages", ["python"])
        self.tokens = Tokens(words)
        self.offsets = 0
        self.files: dict[str, Json] = {}
        self.steps: list[Json] = []
        self.add(given)

    def add(self, given: Json) -> None:
        """Add what a case or a setup says, after what the setup says that it names."""
        part = self.tokens.json(given)
        if "setup" in part:
            self.add(SETUPS[part["setup"]])
        self.offsets = part.get("offsets", self.offsets)
        self.files |= part.get("files", {})
        for step in part.get("steps", []):
            if "setup" in step:
                self.add(step)
            else:
                self.steps.append(step)

    def runs_here(self) -> bool:
        listed = [FUNCTIONS.get(name, {}) for name in calls_in(self.steps)]
        languages = [function.get("languages", ["python"]) for function in listed]
        return all("python" in named for named in [self.languages, *languages])


def calls_in(value: Json) -> Iterator[str]:
    """Return the functions that are called anywhere in a value."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("call", "$call") if key in value)
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from calls_in(item)


def files() -> Iterator[Path]:
    """Return the files of cases; last the random ones, which the Rust runner has written."""
    yield from sorted((BEHAVIOUR / "cases").glob("*.json"))
    if random := os.environ.get("GATEWRIGHT_RANDOM_CASES"):
        yield Path(random)


def cases() -> Iterator[Case]:
    for path in files():
        for given in read_json(path)["cases"]:
            for release in given.get("releases", [None]):
                case = Case(path.stem, given, release)
                if case.runs_here():
                    yield case
