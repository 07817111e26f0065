"""What an export holds, and what an import does with what is there."""

from dataclasses import dataclass

__all__: list[str] = []


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import, as the native module reads them."""

    overwrite: bool
    preserve_provider: bool
    rotate_revision: bool
    dry_run: bool


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of an export, as the native module reads them."""

    provider: str | None
    preserve_status: bool
    revision: int | None
    latest_revision: bool
