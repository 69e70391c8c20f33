"""Rosters, scores and settings from text, for :func:`tests.score.naive.evaluate`."""

import csv
import io
import tomllib
from typing import Any

from tests.score.naive.answers import Roster
from tests.score.naive.numbers import RefusedError
from tests.score.naive.rows import Rows, evaluate


def read_roster(text: str) -> Roster:
    return [{key: (value or "").strip() for key, value in row.items()} for row in _table(text)]


def read_scores(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    """State and value by unit and item. Raises RefusedError for two rows about one cell (rule 1)."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row in _table(text):
        cell = row["unit"].strip(), row["item"].strip()
        if cell in found:
            raise RefusedError(f"{cell[0]}, {cell[1]}: stands twice")
        found[cell] = (row.get("state") or "").strip(), (row.get("value") or "").strip()
    return found


def _table(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text.strip()), skipinitialspace=True))


def naive_rows(form: str, roster: str | None, scores: str, settings: str | None = None) -> Rows:
    """The rows from the texts of four files. Raises RefusedError."""
    return evaluate(
        tomllib.loads(form),
        None if roster is None else read_roster(roster),
        read_scores(scores),
        tomllib.loads(settings) if settings is not None else None,
    )
