"""Made-up evaluations with all that stands behind them, for the tests of exports."""

import random
from collections.abc import Iterable
from pathlib import Path

from evalapp.base.tables import read_csv
from evalapp.entry.asked import leaves_of
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form_file
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.tree import Node, Tree, build_tree
from evalapp.report.dataset import AnswerRow, CellRow, Dataset, DecisionRow
from evalapp.score.results import Results, compute

REPOSITORY = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (REPOSITORY / "forms").glob("*.toml"))
"""The ids of all shipped forms."""
FORM = REPOSITORY / "forms" / "gov-internet-service.toml"
SHANDONG = REPOSITORY / "resources" / "rosters" / "shandong.csv"
PREFECTURES = REPOSITORY / "resources" / "rosters" / "prefectures.csv"


def example(form: str) -> Results:
    """The example that a shipped form has under ``tests/data``."""
    return evaluated(REPOSITORY / "forms" / f"{form}.toml", REPOSITORY / "tests" / "data" / form)


def evaluated(form: Path, folder: Path) -> Results:
    """A form with the tables ``roster.csv`` and ``scores.csv`` of a folder."""
    tree = build_tree(read_form_file(form))
    listed = read_roster(read_csv(folder / "roster.csv", ROSTER), tree.form.units)
    every, given = read_scores(tree, read_csv(folder / "scores.csv", SCORES), listed)
    return compute(tree, compile_rules(tree), every, given)


def shipped_tree() -> Tree:
    """The shipped form."""
    return build_tree(read_form_file(FORM))


def roster(path: Path = SHANDONG) -> Roster:
    """A shipped roster."""
    return read_roster(read_csv(path, ROSTER))


def answer(scale: Scale, chance: random.Random, level: float) -> str:
    """A value that a unit of this ``level`` (0…1) might get."""
    match scale:
        case Binary():
            return "yes" if chance.random() < level else "no"
        case Options():
            ordered = sorted(scale.options, key=lambda option: -option.points)
            return ordered[min(len(ordered) - 1, int(chance.expovariate(1) * 2 * (1 - level) * 1.6))].value
        case Checklist():
            ticked = [tick.id for tick in scale.ticks if chance.random() < level**0.4]
            return ";".join(ticked) or "none"
        case Count():
            return str(int(8 * level * chance.random()))
        case Number():
            low, high = scale.min or 0.0, scale.max or 100.0
            digits = scale.decimals or 0
            share = (1 - level) ** 2 * 0.4 if getattr(scale.rule, "direction", "") == "lower" else level
            return f"{low + (high - low) * share * chance.random():.{digits}f}"
        case Rate():
            return f"{min(20, round(20 * (level + 0.35 * chance.random())))}/20"
        case Deductions():
            counts = {kind.id: int(2 * (1 - level) * chance.random() * 2) for kind in scale.kinds}
            return scale.recorded(counts)
        case Rounds():
            parts = [answer(scale.one, chance, level).replace(";", ",") for _round in range(scale.n)]
            return ";".join(parts)
        case Imported():
            return f"{scale.max * level * (0.9 + 0.1 * chance.random()):.1f}"
        case _:
            return "一句话。"


def finals(tree: Tree, units: Iterable[Unit], seed: int = 1, gaps: bool = True) -> Finals:
    """Random values of every leaf that has one of its own; with ``gaps`` some are not found, not applicable or unable."""
    chance = random.Random(seed)
    found: Finals = {}
    for unit in units:
        level = chance.uniform(0.55, 0.92)
        for leaf in leaves_of(tree, unit):
            assert leaf.scale is not None
            if isinstance(leaf.scale, Derived):
                continue
            draw = chance.random()
            if gaps and draw < 0.02 and "not_found" in leaf.item.states:
                found[unit.key, leaf.code] = Final("not_found")
            elif gaps and draw < 0.03 and "not_applicable" in leaf.item.states:
                found[unit.key, leaf.code] = Final("not_applicable")
            elif gaps and draw < 0.04 and "unable" in leaf.item.states:
                found[unit.key, leaf.code] = Final("unable")
            else:
                value = leaf.scale.read(answer(leaf.scale, chance, level))
                found[unit.key, leaf.code] = Final("answered", value)
    return found


def results(
    units: Roster | None = None,
    seed: int = 1,
    blank: Iterable[tuple[str, str]] = (),
    tree: Tree | None = None,
) -> Results:
    """The shipped form, or another one, with random answers; ``blank`` cells were not answered."""
    tree = shipped_tree() if tree is None else tree
    chosen = roster() if units is None else units
    given = finals(tree, chosen, seed)
    for cell in blank:
        given.pop(cell, None)
    return compute(tree, compile_rules(tree), chosen, given)


def dataset(
    found: Results, *, title: str = "鲁评演示 2021", synthetic: bool = True, assessors: int = 2
) -> Dataset:
    """A dataset around results: every final value twice answered, some decided."""
    people = (("陈思远", "CSY"), ("王晓岚", "WXL"))[:assessors]
    answers = [
        AnswerRow(
            unit=unit.key,
            item=leaf.code,
            assessor=name,
            assessor_code=code,
            state=final.state,
            value=final.value,
            justification="网页与移动应用的名称逐项相同，截图存证。" if place % 3 else "",
            confidence=("low", "medium", "high", "")[place % 4],
            evidence=_evidence(place),
            at="2021-10-21T01:42:00Z",
            signed_off=True,
        )
        for place, (unit, leaf, final) in enumerate(_answered(found))
        for name, code in people
    ]
    cells = {
        (unit.key, leaf.code): CellRow(
            match="differ" if place % 17 == 0 else "agree",
            status="decided" if place % 17 == 0 else "agreed",
            state=final.state,
            value=final.value,
        )
        for place, (unit, leaf, final) in enumerate(_answered(found))
    }
    decisions = tuple(
        DecisionRow(
            unit=unit,
            item=item,
            state=cell.state,
            value=cell.value,
            category="evidence",
            reason="两张截图同日，材料要求确有不同；另一份未附手机端截图。",
            decided_by="何敏",
            at="2021-10-25T07:10:00Z",
            to_confirm=False,
        )
        for (unit, item), cell in cells.items()
        if cell.status == "decided"
    )
    return Dataset(
        title=title,
        project="0f" * 16,
        form_hash=form_hash(found.tree.form),
        synthetic=synthetic,
        computed_at="2021-10-26T04:04:31Z",
        program="EvalApp 0.1",
        revisions=2 * len(answers),
        results=found,
        cells=cells,
        answers=tuple(answers),
        decisions=decisions,
        assessors=len(people),
    )


def _answered(found: Results) -> Iterable[tuple[Unit, Node, Final]]:
    for unit in found.roster:
        for leaf in found.tree.leaves:
            final = found.finals.get((unit.key, leaf.code))
            if final is not None:
                yield unit, leaf, final


def _evidence(place: int) -> tuple[Evidence, ...]:
    if place % 5:
        return ()
    return (
        Evidence(
            kind="link",
            ref=f"https://example.org/事项/{place}?a=1&b=2",
            title="办事指南",
            at="2021-10-20T02:00:00Z",
        ),
        Evidence(kind="screenshot", ref="ab" * 32, title="首页截图.png", size=183_402, mime="image/png"),
    )
