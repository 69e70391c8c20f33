"""Trials: the worked cases against the program with one misreading in it.

Each trial is a process of its own that loads the program anew, with the misread text in the place of the file's. The working files stay
as they are. ``python -m tests.score.misreadings.trial`` prints by how many cases each misreading is noticed; ``… trial rule-08 penalty``
only those whose names hold one of the words, and by which cases.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest

from tests.score.misreadings.table import REPOSITORY, Misreading, misreadings
from tests.score.rule_cases import Case, cases, check

SECONDS = 60
"""A trial that takes longer is given up: the misreading makes the program run for ever."""
_ENGINE = ("evalapp.form", "evalapp.entry", "evalapp.score", "tests.score.engine_rows")
_EVERYTHING = ("evalapp.", "tests.score.engine_rows")

Worked = tuple[tuple[str, Case], ...]
"""The worked cases by name."""


class Outcome(NamedTuple):
    """What a trial has shown.

    ``noticed`` are the cases that the program no longer meets, ``broken`` a traceback where it does not even come to a
    wrong result.
    """

    noticed: list[str]
    broken: str = ""


class _Misread(SourceFileLoader):
    """Loads one module with the text it would have; bytecode of the real one is neither used nor written."""

    def __init__(self, misreading: Misreading, path: str) -> None:
        super().__init__(misreading.module, path)
        self._source = misreading.applied()

    def get_code(self, fullname: str) -> CodeType:
        """The code of the misread module."""
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the one module that is misread."""

    def __init__(self, misreading: Misreading) -> None:
        self.misreading = misreading

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module as it would be; None for every other, which are found as always."""
        if fullname != self.misreading.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None and spec.origin is not None
        spec.loader = _Misread(self.misreading, spec.origin)
        return spec


def worked_cases() -> Worked:
    """All of them, rules first."""
    every = [one for folder in ("rules", "evaluations") for one in cases(folder)]
    return tuple((str(one.id), one.values[0]) for one in every)


def try_cases(misreading: Misreading | None, worked: Worked, *, first: bool) -> Outcome:
    """Load the program anew in this process and run the worked cases; ``first``: until one notices.

    The cases of the rule itself come first, so that those are rarely many. The rooms that compute nothing are not loaded again, unless
    one of them is what is misread. A case notices by a result or a refusal that it does not expect, not by a crash.
    """
    if misreading is not None:
        anew = _ENGINE if misreading.module.startswith(_ENGINE) else _EVERYTHING
        for name in [name for name in sys.modules if name.startswith(anew)]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Finder(misreading))
        worked = tuple(sorted(worked, key=lambda one: not one[0].startswith(misreading.rule)))
    noticed: list[str] = []
    try:
        from evalapp.base.errors import AppError
        from tests.score.engine_rows import EngineRows, engine_rows

        def evaluate(*texts: str | None) -> EngineRows:
            try:
                return engine_rows(*texts)
            except AssertionError as crash:  # the program's own, not that of a case
                raise RuntimeError from crash

        for name, case in worked:
            try:
                check(case, evaluate, AppError)
            except (AssertionError, AppError, pytest.fail.Exception):
                noticed.append(name)
                if first:
                    break
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        return Outcome(noticed, traceback.format_exc())
    return Outcome(noticed)


def in_a_process(misreading: Misreading | None, worked: Worked, *, first: bool) -> Outcome:
    """The same in a process of its own: a fork of this one, which has loaded what the program imports from elsewhere."""
    if not hasattr(os, "fork"):
        return _from_scratch(misreading, first=first)
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        signal.alarm(SECONDS)
        try:
            with os.fdopen(writer, "w", encoding="utf-8") as into:
                json.dump(try_cases(misreading, worked, first=first), into)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as out_of:
        said = out_of.read()
    _process, status = os.waitpid(process, 0)
    return Outcome(*json.loads(said)) if said else Outcome([], f"the process ended with {status}")


def _from_scratch(misreading: Misreading | None, *, first: bool) -> Outcome:
    """Where processes cannot be forked: in a Python that loads everything itself."""
    place = misreadings().index(misreading) if misreading is not None else -1
    command = [sys.executable, "-m", "tests.score.misreadings.trial", f"--place={place}"]
    try:
        run = subprocess.run(
            [*command, "--first"] if first else command,
            cwd=REPOSITORY,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return Outcome([], str(late))
    return Outcome(*json.loads(run.stdout)) if run.returncode == 0 else Outcome([], run.stderr)


def serve() -> None:
    """Try what is asked for, a line each: the place of a misreading in the table, -1 for none of them.

    The program as it is goes first, in this process, which then has loaded everything that a fork needs.
    """
    every, worked = misreadings(), worked_cases()
    plain = try_cases(None, worked, first=False)
    for line in sys.stdin:
        place = int(line)
        outcome = plain if place < 0 else in_a_process(every[place], worked, first=True)
        print(json.dumps(outcome), flush=True)


def tell(words: Sequence[str]) -> None:
    """Print how many cases notice each misreading, or which ones where ``words`` choose some."""
    worked = worked_cases()
    plain = try_cases(None, worked, first=False)
    print(f"{len(plain.noticed):4d}  none", plain.broken)
    for one in misreadings():
        if words and not any(word in one.name for word in words):
            continue
        outcome = in_a_process(one, worked, first=False)
        print(f"{len(outcome.noticed):4d}  {one.name}{'  BROKEN' if outcome.broken else ''}", flush=True)
        if words:
            print(*str(one).splitlines()[1:], *outcome.noticed, outcome.broken, sep="\n      ")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Which worked cases notice a misreading of FORM?")
    parser.add_argument(
        "words", nargs="*", help="only misreadings whose names hold one of these; names their cases"
    )
    parser.add_argument("--serve", action="store_true", help="try what standard input asks for")
    parser.add_argument("--place", type=int, help="try the one at this place of the table")
    parser.add_argument("--first", action="store_true", help="with --place: until one case notices")
    asked = parser.parse_args()
    if asked.serve:
        serve()
    elif asked.place is not None:
        one = misreadings()[asked.place] if asked.place >= 0 else None
        print(json.dumps(try_cases(one, worked_cases(), first=asked.first)))
    else:
        tell(asked.words)


if __name__ == "__main__":
    main()
