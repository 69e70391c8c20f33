"""What is wrong with a form, and where."""

from typing import Literal

from msgspec import Struct

Path = tuple[str | int, ...]
"""A place in a form: ``("item", 12, "scale")`` is key ``scale`` of the thirteenth ``[[item]]``."""


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that is wrong (error: the form cannot be used) or doubtful (warning)."""

    severity: Literal["error", "warning"]
    path: Path
    message: str


def error(path: Path, message: str) -> Finding:
    """A finding that keeps the form from being used."""
    return Finding(severity="error", path=path, message=message)


def warning(path: Path, message: str) -> Finding:
    """A finding that the author should look at."""
    return Finding(severity="warning", path=path, message=message)
