"""What has happened since a decision to the assessments that it weighed (RECORD R16: the cause is shown)."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from evalapp.store.heads_table import AGAIN, LOSSY
from evalapp.store.history import history_of_cell
from evalapp.store.project_file import Connection
from evalapp.store.queries import CellRow, HeadRow, PersonRow, decision_of


class Moved(Struct, frozen=True, kw_only=True):
    """An assessment that a decision did not weigh as it stands now (RECORD R16).

    ``what``: new, replaced, withdrawn, held, unassigned, again (it is to be given again in the edition in force), or absent where
    the revision has not come; mapped: the decision's own value may mean less than it did (RECORD R23).
    """

    what: Literal["new", "replaced", "withdrawn", "held", "unassigned", "again", "absent", "mapped"]
    person: str
    name: str


def moved_since(
    connection: Connection,
    row: CellRow,
    items: Sequence[str],
    heads: Sequence[HeadRow],
    names: Mapping[str, PersonRow],
) -> tuple[Moved, ...]:
    """What distinguishes the assessments that lie there now from those that the decision weighed.

    ``items``: the codes that the cell's item has had; ``heads``: its signed-off heads, those to be given again among them.
    """
    if row.decision_n is None or not row.staleness:
        return ()
    decided = decision_of(connection, row.decision_n)
    now = {head.id: head.subject for head in heads if head.carried != AGAIN}
    again = {head.id for head in heads if head.carried == AGAIN}
    past = {one.id: one for one in history_of_cell(connection, row.unit, items)}
    found: list[Moved] = [_moved("mapped", "", names)] if decided.carried == LOSSY else []
    accounted = set()
    for identity in decided.decision.weighed:
        one = past.get(identity)
        if identity in now:
            accounted.add(now[identity])
        elif one is None or one.revision is None:
            found.append(Moved(what="absent", person="", name=""))
        else:
            subject = one.revision.subject
            accounted.add(subject)
            what: Any = "replaced" if subject in now.values() else "unassigned"
            if identity in again:
                what = "again"
            if one.standing:
                what = "withdrawn" if one.standing == "withdrawn" else "held"
            found.append(_moved(what, subject, names))
    found += [_moved("new", subject, names) for subject in sorted(set(now.values()) - accounted)]
    return tuple(found)


def _moved(what: Any, subject: str, names: Mapping[str, PersonRow]) -> Moved:
    return Moved(what=what, person=subject, name=names[subject].name if subject in names else "")
