"""The units of a project, as scoring and entry see them."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, structs


class Unit(Struct, frozen=True, kw_only=True):
    """One evaluated object. ``key`` is fixed when the unit is first listed; code and name may change (RECORD R25).

    ``columns`` holds every roster column as text, ``code`` and ``name`` among them: what expressions see as ``unit``.
    ``of`` is the name of the unit above a sub-unit, where that unit is known.
    """

    key: str
    code: str
    name: str
    columns: dict[str, str]
    of: str = ""

    @property
    def parent(self) -> str:
        """The code of the unit that this row is a sub-unit of; "" for a unit."""
        return self.columns.get("parent", "")

    @property
    def full_name(self) -> str:
        """The name with that of the unit above: many counties have a town called 城关镇."""
        return f"{self.of} · {self.name}" if self.of else self.name

    @property
    def sort(self) -> str:
        """The kind of sub-unit, which the form's roll-ups name; "" for a unit."""
        return self.columns.get("kind", "") if self.parent else ""


Roster = tuple[Unit, ...]


def with_names_above(units: Iterable[Unit]) -> Roster:
    """The units in their order, sub-units with the name of the unit above them."""
    listed = tuple(units)
    names = {unit.code: unit.name for unit in listed}
    return tuple(
        structs.replace(unit, of=names[unit.parent]) if unit.parent in names else unit for unit in listed
    )


def in_families(units: Iterable[Unit]) -> Roster:
    """The units in their order, each followed by its sub-units; those whose unit is not among them stand where they stood."""
    listed = tuple(units)
    codes = {unit.code for unit in listed}
    below: dict[str, list[Unit]] = {}
    for unit in listed:
        if unit.parent in codes:
            below.setdefault(unit.parent, []).append(unit)
    tops = [unit for unit in listed if unit.parent not in codes]
    return tuple(one for unit in tops for one in (unit, *below.get(unit.code, ())))


def by_label(units: Iterable[Unit]) -> dict[str, Unit]:
    """The units by what people write for them: the code, or a name that nothing else on the roster bears."""
    listed = tuple(units)
    names = Counter(unit.name for unit in listed)
    named = {unit.name: unit for unit in listed if names[unit.name] == 1}
    return {**named, **{unit.code: unit for unit in listed}}
