"""The units of a project, as scoring and entry see them."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct


class Unit(Struct, frozen=True, kw_only=True):
    """One evaluated object. ``key`` is fixed when the unit is first listed; code and name may change (RECORD R25).

    ``columns`` holds every roster column as text, ``code`` and ``name`` among them: what expressions see as ``unit``.
    """

    key: str
    code: str
    name: str
    columns: dict[str, str]

    @property
    def parent(self) -> str:
        """The code of the unit that this row is a sub-unit of; "" for a unit."""
        return self.columns.get("parent", "")

    @property
    def sort(self) -> str:
        """The kind of sub-unit, which the form's roll-ups name; "" for a unit."""
        return self.columns.get("kind", "") if self.parent else ""


Roster = tuple[Unit, ...]


def by_label(units: Iterable[Unit]) -> dict[str, Unit]:
    """The units by what people write for them: the code, or a name that nothing else on the roster bears."""
    listed = tuple(units)
    names = Counter(unit.name for unit in listed)
    named = {unit.name: unit for unit in listed if names[unit.name] == 1}
    return {**named, **{unit.code: unit for unit in listed}}
