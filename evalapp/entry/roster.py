"""The units of a project, as scoring and entry see them."""

from msgspec import Struct


class Unit(Struct, frozen=True, kw_only=True):
    """One evaluated object. ``key`` is fixed when the unit is first listed; code and name may change (RECORD R25).

    ``columns`` holds every roster column as text, ``code`` and ``name`` among them: what expressions see as ``unit``.
    """

    key: str
    code: str
    name: str
    columns: dict[str, str]


Roster = tuple[Unit, ...]
