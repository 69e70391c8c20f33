"""A plan of who answers what as its tables show it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from evalapp.entry.sharing import Assigned, Barred, families, in_common, loads_of
from evalapp.ui.coordinator.values import short_name
from evalapp.ui.widgets.share_tables import ShareCell, SharePerson, ShareState
from evalapp.work.sharing import Work


def share_state(
    work: Work, assigned: Sequence[Assigned], people: Sequence[tuple[str, str, str]], barred: Barred = ()
) -> ShareState:
    """The tables of a plan over ``people``: how the plan names each, then code and name as they are shown."""
    family = {unit: city for city, units in families(work.roster) for unit in units}
    cities = work.cities
    out = {(person, family.get(unit, unit)) for person, unit in barred}
    has: Counter[tuple[str, str]] = Counter()
    of: Counter[str] = Counter()
    for unit, items in work.asked.items():
        of[family[unit]] += len(items)
    for one in assigned:
        if one.unit in family:
            has[(one.code, family[one.unit])] += 1 if one.item else len(work.asked[one.unit])
    ids = [person for person, _code, _name in people]
    loads = {load.person: load for load in loads_of(assigned, ids, work.asked)}
    common = in_common(assigned, frozenset(cities))
    names = {unit.key: short_name(unit.name) for unit in work.roster}
    return ShareState(
        cities=tuple((city, names[city]) for city in cities),
        people=tuple(
            SharePerson(
                code=code,
                name=name,
                cities=sum(1 for city in cities if has[(person, city)]),
                items=loads[person].items,
                share=loads[person].share,
                even=1 / len(people),
                cells=tuple(
                    ShareCell(items=has[(person, city)], of=of[city], barred=(person, city) in out)
                    for city in cities
                ),
                common=tuple(_met(common, person, other) for other in ids),
            )
            for person, code, name in people
        ),
    )


def _met(common: Mapping[tuple[str, str], tuple[str, ...]], one: str, other: str) -> tuple[str, ...] | None:
    return None if one == other else common.get((min(one, other), max(one, other)), ())
