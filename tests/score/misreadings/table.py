"""The table of misreadings in ``tests/data/misreadings``: what a reader of FORM could have understood instead."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).parents[3]
FOLDER = REPOSITORY / "tests" / "data" / "misreadings"


class Misreading(NamedTuple):
    """A sentence of FORM understood otherwise: in ``file`` of the program, ``text`` would read ``instead``.

    ``part`` is the table it stands in: ``rule-08``, or ``rule-04-cohort`` for a part of a rule.
    """

    part: str
    reads: str
    file: str
    text: str
    instead: str

    @property
    def name(self) -> str:
        """How tests and messages call it."""
        return f"{self.part}: {self.reads}"

    @property
    def rule(self) -> str:
        """The rule that it is about, as the tables of worked cases are called."""
        return self.part[: len("rule-00")]

    @property
    def module(self) -> str:
        """The module that ``file`` is."""
        return self.file.removesuffix(".py").replace("/", ".")

    def applied(self) -> str:
        """The source of the module as it would be. ValueError where ``text`` does not stand there exactly once."""
        source = (REPOSITORY / self.file).read_text(encoding="utf-8")
        if (found := source.count(self.text)) != 1:
            raise ValueError(f"{self.name}\n{self.file} has this text {found} times, not once:\n{self.text}")
        return source.replace(self.text, self.instead)

    def __str__(self) -> str:
        return f"{self.name}\n{self.file}\n- {self.text}\n+ {self.instead}"


def misreadings() -> tuple[Misreading, ...]:
    """All of them, in the order of the rules."""
    return tuple(one for path in sorted(FOLDER.glob("*.toml")) for one in _table(path))


def _table(path: Path) -> Iterator[Misreading]:
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["misreading"]:
        yield _misreading(path.stem, entry)


def _misreading(part: str, entry: dict[str, Any]) -> Misreading:
    found = Misreading(part=part, **entry)
    assert found.reads and found.text, found
    assert found.text != found.instead, found
    return found
