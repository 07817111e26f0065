"""The temporary folder of a case, and the texts it is laid out with."""

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from behaviour.cases import BEHAVIOUR, Json, Tokens


def edited(text: str, edits: list[list[str]]) -> str:
    for before, after in edits:
        assert before in text, f"there is no {before!r} to edit"
        text = text.replace(before, after)
    return text


class Folder:
    """The temporary folder of a case."""

    def __init__(self, path: Path, tokens: Tokens) -> None:
        self.path = path
        self.tokens = tokens

    def text_of(self, source: Json) -> str:
        if "$lines" in source:
            text = "".join(f"{line}\n" for line in source["$lines"])
        else:
            text = (BEHAVIOUR / "files" / source["$text"]).read_bytes().decode()
        return edited(self.tokens.text(text), source.get("$edit", []))

    def resolve(self, value: Json) -> Json:
        return self.replaced(value, "{dir}", str(self.path))

    def normalised(self, value: Json) -> Json:
        return self.replaced(value, str(self.path), "{dir}")

    def replaced(self, value: Json, before: str, after: str) -> Json:
        if isinstance(value, list):
            return [self.replaced(item, before, after) for item in value]
        if isinstance(value, dict) and "$steps" in value:
            return value  # each is resolved when it is taken
        if isinstance(value, dict) and {"$lines", "$text"} & value.keys():
            value = self.text_of(value)
        if isinstance(value, dict):
            return {key: self.replaced(item, before, after) for key, item in value.items()}
        return value.replace(before, after) if isinstance(value, str) else value

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
