"""The ranking as rows of the table: bands by grade, units by rank, and those without one with the reason."""

from collections.abc import Sequence
from math import isnan

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.model import Grade
from evalapp.form.tree import Node, Tree
from evalapp.merge.words import items_in_the_way
from evalapp.score.grades import NO_GRADE
from evalapp.score.not_ranked import NotRanked, not_ranked
from evalapp.score.results import Results
from evalapp.ui.widgets.ranking_table import RankRow
from evalapp.ui.widgets.words import number_text

_NAMED_ITEMS = 4


def group_titles(results: Results) -> tuple[str, ...]:
    """A column for each top group that is scored: its title and its full points."""
    language, tree = current_language(), results.tree
    nodes = (tree.nodes[root] for root in _columns(results))
    return tuple(f"{say(node.item.title, language) or node.code} {_full(tree, node)}" for node in nodes)


def _full(tree: Tree, node: Node) -> str:
    """What a top item is worth at most, with a sign where it stands beside the base."""
    if node.scored:
        return number_text(node.nominal)
    cap = tree.form.policy.bonus.cap if node.part == "bonus" else None
    most = sum(leaf.worth for leaf in tree.leaves_below(node.code)) if cap is None else cap
    return f"{'+' if node.part == 'bonus' else '−'}{number_text(most)}"


def ranking_rows(results: Results) -> tuple[RankRow, ...]:
    """Bands in the order of the grades, each with its count and mean; then the units that are not ranked."""
    grades = results.tree.form.grades
    found: list[RankRow] = []
    ranked = [place for place in range(len(results.roster)) if results.rank[place]]
    for place in (*range(len(grades)), NO_GRADE):
        members = [unit for unit in ranked if int(results.grade[unit]) == place]
        members.sort(key=lambda unit: (int(results.rank[unit]), results.roster[unit].code))
        if members and grades:
            found.append(_band(results, place, members))
        found += [_row(results, unit) for unit in members]
    return (*found, *_unranked(results))


def _columns(results: Results) -> list[int]:
    nodes = results.tree.nodes
    beside = ("bonus", "penalty")
    return [root for root in results.tree.roots if nodes[root].scored or nodes[root].part in beside]


def _band(results: Results, place: int, members: Sequence[int]) -> RankRow:
    grades = results.tree.form.grades
    mean = sum(float(results.points[unit]) for unit in members) / len(members)
    words = ngettext("{n} unit, mean {mean}", "{n} units, mean {mean}", len(members)).format(
        n=len(members), mean=_points(results, mean)
    )
    if place == NO_GRADE:
        return RankRow(code="no-grade", name=_("No grade"), band=True, words=words, grades=len(grades))
    grade = grades[place]
    return RankRow(
        code=f"grade-{grade.id}",
        name=say(grade.name, current_language()),
        band=True,
        grade=place + 1,
        grades=len(grades),
        words=" · ".join(part for part in (_line(grade), words) if part),
    )


def _line(grade: Grade) -> str:
    if grade.min is not None:
        return f"≥ {number_text(grade.min)}"
    return f"> {number_text(grade.above)}" if grade.above is not None else ""


def _row(results: Results, unit: int) -> RankRow:
    entry = results.roster[unit]
    points = float(results.points[unit])
    return RankRow(
        code=entry.key,
        name=entry.name,
        rank=str(int(results.rank[unit])),
        total=_points(results, points),
        share=points / results.tree.form.head.full_score,
        grade=int(results.grade[unit]) + 1,
        grades=max(len(results.tree.form.grades), 1),
        groups=_groups(results, unit),
    )


def _groups(results: Results, unit: int) -> tuple[str, ...]:
    numbers = [float(results.node_points[unit, root]) for root in _columns(results)]
    return tuple("—" if isnan(number) else _points(results, number) for number in numbers)


def _unranked(results: Results) -> list[RankRow]:
    waiting = not_ranked(results)
    if not waiting:
        return []
    places = {entry.key: place for place, entry in enumerate(results.roster)}
    words = ngettext("{n} unit", "{n} units", len(waiting)).format(n=len(waiting))
    found = [RankRow(code="not-ranked", name=_("Not ranked"), band=True, words=words)]
    found += [
        RankRow(
            code=one.unit.key,
            name=one.unit.name,
            words=reason_words(one),
            groups=_groups(results, places[one.unit.key]),
        )
        for one in waiting
    ]
    return found


def reason_words(one: NotRanked) -> str:
    """Why a unit has no rank, and the items in its way, those of its sub-units too."""
    status, items = one.status, items_in_the_way(one.items, one.below)
    named = _(", ").join(items[:_NAMED_ITEMS]) + ("…" if len(items) > _NAMED_ITEMS else "")
    if status == "pending":
        return ngettext("{n} item open: {items}", "{n} items open: {items}", len(items)).format(
            n=len(items), items=named
        )
    if status == "insufficient":
        return _("too little to score: {items}").format(items=named) if items else _("too little to score")
    if status == "vetoed":
        return _("vetoed: {items}").format(items=named) if items else _("vetoed")
    if status == "passed":
        return _("passed: only veto items apply, and none is hit")
    return _("does not apply") if status == "not_applicable" else ""


def _points(results: Results, number: float) -> str:
    return display(number, results.tree.form.policy.decimals)
