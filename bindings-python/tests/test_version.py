import re
from importlib import metadata

import gatewright


def test_the_native_module_has_the_version_of_the_package() -> None:
    assert gatewright.version() == metadata.version("gatewright")
    assert gatewright.__version__ == gatewright.version()


def test_the_version_is_semantic() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", gatewright.version())
