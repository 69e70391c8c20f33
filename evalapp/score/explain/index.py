"""How a named figure beside the total came about."""

from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.form.model import Index
from evalapp.score.explain.terms import some
from evalapp.score.results import Results


class IndexTerm(Struct, frozen=True, kw_only=True):
    """An item in the mean that an index is; left out without a score."""

    code: str
    weight: float
    score: float | None


class IndexExplanation(Struct, frozen=True, kw_only=True):
    """How an index of a unit came about: over ``terms``, or by its expression. ``value`` and ``rank`` are None without any."""

    unit: Unit
    index: Index
    terms: tuple[IndexTerm, ...]
    value: float | None
    rank: int | None


def explain_index(results: Results, row: int, place: int) -> IndexExplanation:
    """How the index at ``place`` in the form came about for a row of the roster."""
    tree = results.tree
    index = tree.form.indices[place]
    return IndexExplanation(
        unit=results.roster[row],
        index=index,
        terms=tuple(
            IndexTerm(
                code=code,
                weight=weight,
                score=some(float(results.node_score[row, tree.by_code[code]])),
            )
            for code, weight in index.items.items()
        ),
        value=some(float(results.indices[row, place])),
        rank=int(results.index_rank[row, place]) or None,
    )
