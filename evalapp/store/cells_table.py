"""The derived table of cells: match class, final value and severity of each (unit, item) that anybody answered."""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.asked import is_typed
from evalapp.entry.contents import ANSWER, DECISION, Answer, Decision
from evalapp.entry.editions import Reading
from evalapp.entry.revision import decode
from evalapp.form.model import is_scored
from evalapp.form.tree import Node, Tree
from evalapp.merge.cells import Cell, DecisionHead, Head, Leaf, Rules, judge
from evalapp.store.engine import plain_rows
from evalapp.store.heads_table import AGAIN, LOSSY, evidence_digest, text_digest
from evalapp.store.queries import unit_of

_INSERT = (
    'INSERT INTO cell (unit, item, "class", status, final_state, final_value, points, severity, staleness, missing, decision_n) '
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHUNK = 5000
_FEW = 200


class Comparison(Struct, frozen=True):
    """What is needed to judge cells: the leaves of the form in force and the project's rules for differences."""

    leaves: dict[str, Leaf]
    rules: Rules


def comparison(tree: Tree, read_by_expressions: Collection[str], rules: Rules) -> Comparison:
    """The comparison for a form; scores are computed once a value."""
    return Comparison(
        {
            node.code: Leaf(
                score=_scores(node),
                weight=weight_of(tree, node),
                scored=node.scale is not None and is_scored(node.scale),
                needs_value=node.code in read_by_expressions or node.part == "veto",
                typed=is_typed(node),
                kind=node.kind,
            )
            for node in tree.leaves
        },
        rules,
    )


def weight_of(tree: Tree, leaf: Node) -> float:
    """How heavily a difference weighs, in points of the full score: a veto decides about all of them."""
    return tree.form.head.full_score if leaf.part == "veto" else leaf.full_marks or 0.0


def _scores(leaf: Node) -> Callable[[str], float | None]:
    """Scores of the leaf's values; on a veto item only a hit makes a difference."""
    scale = leaf.scale
    assert scale is not None
    if leaf.part == "veto":
        return cache(lambda value: 100.0 if scale.is_hit(value) else 0.0)
    return cache(scale.score)


def refresh_cells(
    connection: Connection,
    cells: Iterable[tuple[str, str]] | None,
    by: Comparison,
    reading: Reading | None,
    progress: Progress,
) -> None:
    """Derive the named cells anew, or all of them (None)."""
    if cells is None:
        connection.exec_driver_sql("DELETE FROM cell")
        rows = connection.exec_driver_sql(
            f"SELECT DISTINCT unit, item FROM head WHERE kind IN ({ANSWER}, {DECISION}) ORDER BY unit, item"
        )
        cells = [(unit, item) for unit, item in rows]
    todo = sorted(cells)
    expected = _expected(connection, {unit for unit, _item in todo})
    for start in range(0, len(todo), _CHUNK):
        progress.step(start, len(todo))
        _refresh_part(connection, todo[start : start + _CHUNK], expected, by, reading)


def _refresh_part(
    connection: Connection,
    cells: list[tuple[str, str]],
    expected: dict[str, "_Expected"],
    by: Comparison,
    reading: Reading | None,
) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS touched_cell (unit TEXT, item TEXT, PRIMARY KEY (unit, item)) WITHOUT ROWID"
    )
    connection.exec_driver_sql("DELETE FROM touched_cell")
    connection.exec_driver_sql("INSERT INTO touched_cell VALUES (?, ?)", cells)
    connection.exec_driver_sql("DELETE FROM cell WHERE (unit, item) IN (SELECT unit, item FROM touched_cell)")
    rows = plain_rows(
        connection,
        "SELECT h.unit, h.item, h.kind, h.subject, h.n, h.state, h.value, h.judged, h.carried FROM touched_cell t "
        f"CROSS JOIN head h ON h.unit = t.unit AND h.item = t.item AND h.kind IN ({ANSWER}, {DECISION}) AND h.signed = 1 "
        f"AND h.carried < {AGAIN} ORDER BY t.unit, t.item, h.kind, h.subject, h.n",
    )
    found = []
    for (unit, item), group in groupby(rows, itemgetter(0, 1)):
        leaf = by.leaves.get(item)
        if leaf is None or unit not in expected:
            continue
        subjects = expected[unit].subjects(item, leaf)
        heads = list(group)
        answers = [row for row in heads if row[2] == ANSWER]
        decided = [row for row in heads if row[2] == DECISION]
        if decided:
            heads_of_cell = _heads_of_cell(connection, unit, item, reading)
            cell, n = _judge_decided(connection, subjects, decided, heads_of_cell, leaf, by.rules)
        else:
            present = [
                Head(str(n), s, state, value, judged[:8], judged[8:])
                for _u, _i, _k, s, n, state, value, judged, _c in answers
            ]
            cell, n = judge(subjects, present, (), leaf, by.rules), None
        if subjects or decided:
            found.append(_row(unit, item, cell, n))
    if found:
        connection.exec_driver_sql(_INSERT, found)


def _row(unit: str, item: str, cell: Cell, decision_n: int | None) -> tuple[Any, ...]:
    final = cell.final
    return (
        unit,
        item,
        cell.match,
        cell.status,
        final.state,
        final.value,
        final.score,
        cell.severity,
        cell.staleness,
        ";".join(cell.missing),
        decision_n,
    )


class _Expected(Struct, frozen=True):
    """Of a unit on the roster: its kind as a sub-unit, and who answers it: (item or "" for all, subject), in order."""

    sort: str
    assigned: list[tuple[str, str]]

    def subjects(self, item: str, leaf: Leaf) -> list[str]:
        """Who is expected to answer an item; nobody where it is not this row's or not for assessors."""
        if not leaf.typed or leaf.kind != self.sort:
            return []
        return list(dict.fromkeys(subject for of, subject in self.assigned if of in ("", item)))


def _expected(connection: Connection, units: Collection[str]) -> dict[str, _Expected]:
    """The units that are on the roster, with their assignments."""
    few = len(units) <= _FEW
    marks, values = (", ".join("?" * len(units)), tuple(units)) if few else ("SELECT unit FROM unit_row", ())
    found = {
        unit: _Expected(unit_of(unit, code, name, columns).sort, [])
        for unit, code, name, columns in connection.exec_driver_sql(
            f"SELECT unit, code, name, columns FROM unit_row WHERE removed = 0 AND unit IN ({marks})", values
        )
    }
    for unit, item, subject in connection.exec_driver_sql(
        f"SELECT unit, item, subject FROM assignment WHERE unit IN ({marks}) ORDER BY unit, place, subject",
        values,
    ):
        if unit in found:
            found[unit].assigned.append((item, subject))
    return found


def _judge_decided(
    connection: Connection,
    subjects: list[str],
    decided: list[Any],
    heads: list[tuple[Head, bool]],
    leaf: Leaf,
    rules: Rules,
) -> tuple[Cell, int]:
    """A cell with decisions, and the number of the one that is shown."""
    every = {head.id: head for head, _signed in heads}
    decisions = []
    numbers = {}
    for row in decided:
        identity, body = connection.exec_driver_sql(
            "SELECT id, body FROM revision WHERE n = ?", (row[4],)
        ).one()
        content = decode(body).content
        assert isinstance(content, Decision)
        weighed = tuple(every[name] for name in content.weighed if name in every)
        lossy = row[8] == LOSSY
        decisions.append(DecisionHead(identity.hex(), row[5], row[6], content.weighed, weighed, lossy))
        numbers[identity.hex()] = row[4]
    decisions.sort(key=lambda one: one.id)  # not by arrival: every file shows the same one
    cell = judge(subjects, [head for head, signed in heads if signed], decisions, leaf, rules)
    return cell, numbers[cell.decision or decisions[0].id]


def _heads_of_cell(
    connection: Connection, unit: str, item: str, reading: Reading | None
) -> list[tuple[Head, bool]]:
    """All answers ever given to a cell, whether they count or not, as they read now; and which are signed-off heads."""
    codes = (item,) if reading is None else tuple(sorted(reading.family(item)))
    rows = connection.exec_driver_sql(
        "SELECT r.id, s.item, s.subject, r.body, h.signed FROM slot s JOIN revision r ON r.slot = s.s "
        "LEFT JOIN head h ON h.unit = s.unit AND h.item = ? AND h.kind = s.kind AND h.subject = s.subject AND h.n = r.n "
        "LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'newer' "
        f"WHERE s.unit = ? AND s.item IN ({', '.join('?' * len(codes))}) AND s.kind = {ANSWER} AND i.n IS NULL ORDER BY r.n",
        (item, unit, *codes),
    ).all()
    found = []
    for identity, code, subject, body, signed in rows:
        content = decode(body).content
        assert isinstance(content, Answer)
        state, value = content.state, content.value
        if reading is not None:
            carried = reading.read(content.form, code, state, value)
            if carried is None or carried.again or carried.item != item:
                continue
            state, value = carried.state, carried.value
        words, evidence = text_digest(content.justification), evidence_digest(content.evidence)
        found.append((Head(identity.hex(), subject, state, value, words, evidence), bool(signed)))
    return found
