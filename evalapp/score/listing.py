"""The order in which results are listed; it never changes a rank (FORM, ``tie_order`` and ``list``)."""

from evalapp.score.grades import NO_GRADE
from evalapp.score.ranks import NO_RANK
from evalapp.score.results import Results


def listing(results: Results) -> tuple[int, ...]:
    """The units' places in the roster in listing order: by rank, or by grade under ``list = "band"``.

    Level ones are listed by code or name, units without a total at the end.

    Under ``within`` the groups follow each other in the order of the roster.
    """
    form = results.tree.form
    seen: dict[str, int] = {}
    for unit in results.roster:
        seen.setdefault(unit.columns.get(form.units.within, ""), len(seen))

    def place(index: int) -> tuple[int, bool, int, str, str]:
        unit = results.roster[index]
        absent = int(results.rank[index]) == NO_RANK
        grade = int(results.grade[index])
        if form.policy.list == "band":
            order = len(form.grades) if grade == NO_GRADE else grade
        else:
            order = int(results.rank[index])
        level = unit.name if form.policy.tie_order == "name" and form.policy.list == "rank" else unit.code
        return (seen[unit.columns.get(form.units.within, "")], absent, order, level, unit.code)

    return tuple(sorted(range(len(results.roster)), key=place))
