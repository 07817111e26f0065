"""Comparing what came out with what was expected."""

import json
from collections.abc import Callable
from typing import TypeAlias

from behaviour.cases import Json

Texts: TypeAlias = Callable[[Json], str]


def difference(pattern: Json, actual: Json, at: str, text_of: Texts) -> str | None:
    """Return what keeps a value from matching; None when it does."""
    if isinstance(pattern, dict) and any(key.startswith("$") for key in pattern):
        problems = (apply(test, pattern, actual, at, text_of) for test in pattern)
    elif isinstance(pattern, dict) and isinstance(actual, dict):
        missing = [key for key in pattern if key not in actual]
        if missing:
            return f"{at} has no {missing}: {actual}"
        problems = (
            difference(pattern[key], actual[key], f"{at}.{key}", text_of) for key in pattern
        )
    elif isinstance(pattern, list) and isinstance(actual, list) and len(pattern) == len(actual):
        problems = (
            difference(one, other, f"{at}[{index}]", text_of)
            for index, (one, other) in enumerate(zip(pattern, actual, strict=True))
        )
    else:
        is_equal = isinstance(pattern, bool) == isinstance(actual, bool) and pattern == actual
        return None if is_equal else f"{at} is {actual!r}, not {pattern!r}"
    return next((problem for problem in problems if problem is not None), None)


def apply(test: str, pattern: Json, actual: Json, at: str, text_of: Texts) -> str | None:
    expected = pattern[test]
    if test == "$json":
        return difference(expected, json.loads(actual), at, text_of)
    tests: dict[str, Callable[[], bool]] = {
        "$contains": lambda: all(part in actual for part in expected),
        "$lacks": lambda: not any(part in actual for part in expected),
        "$text": lambda: actual == text_of(pattern),
        "$lines": lambda: actual == text_of(pattern),
        "$edit": lambda: True,
        "$length": lambda: len(actual) == expected,
        "$between": lambda: expected[0] <= actual <= expected[1],
        "$some": lambda: all(
            any(difference(part, item, at, text_of) is None for item in actual) for part in expected
        ),
        "$span": lambda: (
            actual == (expected if isinstance(expected, list) else expected["scalars"])
        ),
    }
    return None if tests[test]() else f"{at} is {actual!r}, not {test} {expected!r}"
