"""The program's own evaluation of four texts, through the functions that read files."""

from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form
from evalapp.form.settings import apply_settings, read_settings
from evalapp.form.tree import build_tree
from evalapp.score.results import ResultRow, compute, rows
from evalapp.work.create import require_columns

EngineRows = dict[tuple[str, str], ResultRow]


def engine_rows(form: str, roster: str | None, scores: str, settings: str | None = None) -> EngineRows:
    """The rows by unit and item. Raises AppError."""
    whole = read_form(form.encode(), "form.toml")
    if settings is not None:
        whole = apply_settings(whole, read_settings(settings.encode(), "settings.toml", whole))
    tree = build_tree(whole)
    units = None
    if roster is not None:
        units = read_roster(parse_csv(roster.strip(), "roster.csv", ROSTER), tree.form.units)
    every, finals = read_scores(tree, parse_csv(scores.strip(), "scores.csv", SCORES), units)
    rules = compile_rules(tree)
    require_columns(every, rules)
    found = list(rows(compute(tree, rules, every, finals)))
    by_cell = {(row.unit, row.item): row for row in found}
    assert len(by_cell) == len(found)
    return by_cell
