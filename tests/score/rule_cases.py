"""The tables of worked cases in ``tests/data``: form, answers, and what must come out, worked out by hand."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

DATA = Path(__file__).parents[1] / "data"
_HEAD = '\n[form]\nid = "t"\nversion = "1"\ntitle = "t"\n'
_NUMBERS = ("points", "score", "weight")

Evaluate = Callable[[str, str | None, str, str | None], Mapping[tuple[str, str], Any]]
"""Rows by unit and item from the texts of form, roster, scores and settings."""


class Case(NamedTuple):
    """One case of a table. ``error`` are parts of the message where the data must be refused."""

    name: str
    form: str
    roster: str | None
    scores: str
    settings: str | None
    expect: tuple[str, ...]
    error: tuple[str, ...]


def cases(folder: str) -> Iterator[Any]:
    """Every case of every table in a folder, as parameters of a test."""
    for path in sorted((DATA / folder).glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(_case(case), id=f"{path.stem}: {case['name']}")


def _case(entry: dict[str, Any]) -> Case:
    unknown = entry.keys() - {"name", "why", "form", "roster", "scores", "settings", "expect", "error"}
    assert not unknown, unknown
    assert entry["why"]
    error = entry.get("error", [])
    assert bool(error) != bool(entry.get("expect"))
    form = entry["form"] if "form" in tomllib.loads(entry["form"]) else entry["form"] + _HEAD
    return Case(
        name=entry["name"],
        form=form,
        roster=entry.get("roster"),
        scores=entry["scores"],
        settings=entry.get("settings"),
        expect=tuple(entry.get("expect", ())),
        error=(error,) if isinstance(error, str) else tuple(error),
    )


def check(case: Case, evaluate: Evaluate, refusal: type[Exception]) -> None:
    """Assert that an implementation gives what the case expects."""
    if case.error:
        with pytest.raises(refusal) as refused:
            evaluate(case.form, case.roster, case.scores, case.settings)
        text = "\n".join([str(refused.value), *getattr(refused.value, "details", ())])
        assert all(part in text for part in case.error), text
        return
    rows = evaluate(case.form, case.roster, case.scores, case.settings)
    wrong = [trouble for line in case.expect if (trouble := _differs(line, rows))]
    assert not wrong, "\n".join(wrong)


def _differs(line: str, rows: Mapping[tuple[str, str], Any]) -> str:
    unit, item, wanted = line.split(",", 2)
    row = rows.get((unit, item))
    if wanted == "absent":
        return f"{line}: there is {row}" if row is not None else ""
    column, equals, value = wanted.partition("=")
    assert equals and column in ("value", *_NUMBERS, "rank", "grade", "status"), line
    if row is None:
        return f"{line}: there is no such row"
    found = getattr(row, column)
    if column in _NUMBERS and value and found is not None:
        return "" if found == pytest.approx(float(value), rel=1e-9, abs=1e-9) else f"{line}: {found}"
    text = "" if found is None else str(found)
    return "" if text == value else f"{line}: {text!r}"
