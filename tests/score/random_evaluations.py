"""Random whole evaluations: a form, a roster with sub-units, answers and settings, as the texts of four files.

Everything is drawn from a :class:`random.Random`: hypothesis draws no more than its seed, since a thousand single draws
would take it longer than the arithmetic they test, and a plain loop over seeds draws the same.
"""

import csv
import io
import tomllib
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import tomli_w
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.score.random_forms import KINDS, Draft, Item
from tests.score.random_scales import some, value, weighted


def examples(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
    )


class Evaluation(NamedTuple):
    """The texts of four files."""

    form: str
    roster: str | None
    scores: str
    settings: str | None

    def with_form(self, change: Callable[[dict[str, Any]], None]) -> "Evaluation":
        """The same with a form that ``change`` altered in place."""
        form = tomllib.loads(self.form)
        change(form)
        return self._replace(form=tomli_w.dumps(form))


def evaluations(
    fits: Callable[[Evaluation], bool] = lambda _evaluation: True,
) -> st.SearchStrategy[Evaluation]:
    """Random evaluations; with ``fits`` the next one that it takes."""

    def draw(seed: int) -> Evaluation:
        while not fits(evaluation := random_evaluation(Random(seed))):
            seed += 1
        return evaluation

    return st.integers(0, 2**32).map(draw)


def random_evaluation(random: Random) -> Evaluation:
    """An evaluation that the format allows, whatever comes of it."""
    draft = Draft(random)
    form = draft.form()
    rows = roster(draft)
    over = draft.settings() if some(random, 0.2) else None
    listed = None if draft.plain else _csv(list(rows[0]), [list(row.values()) for row in rows])
    return Evaluation(
        form=tomli_w.dumps(form),
        roster=listed,
        scores=_csv(["unit", "item", "value", "state"], answers(draft, rows)),
        settings=None if over is None else tomli_w.dumps(over),
    )


def _csv(head: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()


def roster(draft: Draft) -> list[dict[str, str]]:
    random = draft.random
    rows = []
    for n in range(random.randint(1, 6)):
        unit = _unit(random, f"u{n}", random.choice(("city", "county")))
        rows.append(unit)
        for kind in KINDS:
            for m in range(random.choice((0, 1, 2))):
                if kind in draft.kinds.values() or some(random, 0.1):
                    sub = _unit(random, f"u{n}{kind[0]}{m}", kind)
                    rows.append(sub | {"parent": unit["code"]})
    if draft.plain:
        rows = [row for row in rows if not row["parent"]]
    if some(random, 0.2):
        random.shuffle(rows)
    return rows


def _unit(random: Random, code: str, kind: str) -> dict[str, str]:
    return {
        "code": code,
        "name": f"name of {code}",
        "kind": kind,
        "province": random.choice(("P", "P", "Q", "")),
        "flag": random.choice(("y", "y", "n")),
        "people": random.choice(("10", "2.5", "8", "")),
        "parent": "",
    }


def answers(draft: Draft, rows: list[dict[str, str]]) -> list[list[str]]:
    random, found = draft.random, []
    full = some(random, 0.5)  # no blanks, so that totals come about
    for row in rows:
        for item in draft.items:
            scale = draft.scale(item)
            if scale is None or scale["kind"] == "derived" or not _is_asked(draft, item, row):
                continue
            states = item.get("states", ["not_found", "not_applicable", "unable"])
            shares = {"answered": 8.0, "blank": 0 if full else 0.5, **dict.fromkeys(states, 0.7)}
            state = weighted(random, **shares)
            if state == "answered":
                hits = 0.08 if draft.parts[item["code"]] == "veto" else 0.5
                found.append(
                    [row["code"], item["code"], value(random, scale, hits), random.choice(("", "answered"))]
                )
            elif state != "blank" or some(random, 0.5):
                found.append([row["code"], item["code"], "", "" if state == "blank" else state])
    return found


def _is_asked(draft: Draft, item: Item, row: dict[str, str]) -> bool:
    kind = draft.kinds[item["code"]]
    return row["kind"] == kind if row["parent"] else kind == ""
