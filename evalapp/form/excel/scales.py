"""A scale as its columns say it, and back: which column belongs to which kind follows from the scales themselves."""

from typing import Any, get_args

import msgspec
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.excel.columns_items import SCALE
from evalapp.form.excel.remarks import Remarks
from evalapp.form.excel.rows import complain
from evalapp.form.excel.tables import Row, Table
from evalapp.form.finding import Path
from evalapp.form.scales import Scale

LISTS = {"options": "options", "checklist": "ticks", "deductions": "findings"}
"""What a kind of scale lists on the sheet of options."""

ROUNDS = frozenset({"n", "needed"})
_KEYS: dict[str, dict[str, Any]] = {
    kind.__struct_config__.tag: {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    for kind in get_args(Scale)
}


class Owner(Struct, frozen=True):
    """A scale as said: a name or a table, the table that options belong to, where each column's key stands in it."""

    said: Any
    keys: dict[str, Path] = {}
    list_key: str = ""
    path: Path = ()
    inner: bool = False

    def at(self, path: Path) -> "Owner":
        """The same with the place of the table that lists the options."""
        said = self.said["of"] if self.inner else self.said
        return Owner(said, self.keys, self.list_key, (*path, "of") if self.inner else path)


def column_of(kind: str, key: str) -> str | None:
    """The column in which a key of a scale stands; None for what has a sheet of its own."""
    if key in {LISTS.get(kind), "of", "kind"}:
        return None
    if key == "points" and _KEYS[kind]["points"] is not float:
        return "scale.rule"
    return f"scale.{key}"


def read_scale(
    table: Table, row: Row, said: dict[str, Any], remarks: Remarks, *, named: bool = False
) -> Owner | None:
    """The scale of a row; None where it has none, or none that makes sense."""
    given = {key: value for key, value in said.items() if key.startswith("scale.")}
    kind, name = given.pop("scale.kind", None), given.pop("scale.name", None)
    if "scale.kind" in row.cells and kind is None:
        return None  # a word that is no kind has been said
    if kind is None and (name is None or named):
        if given or named:
            message = _("which kind of scale? Column “{kind}” is empty").format(kind=_heading("scale.kind"))
            complain(table, row, next(iter(given), "scale.kind"), message, remarks)
        return None
    if kind is None:
        for key in given:
            message = _(
                "the named scale says this; leave the cell empty, or give the item a scale of its own"
            )
            complain(table, row, key, message, remarks)
        return Owner(name)
    if name is not None and kind != "rounds":
        message = _("a row has either a kind or a named scale; only rounds have both")
        complain(table, row, "scale.name", message, remarks)
        return None
    return _built(table, row, kind, name, given, remarks)


def _built(
    table: Table, row: Row, kind: str, name: str | None, given: dict[str, Any], remarks: Remarks
) -> Owner:
    wrapped = kind != "rounds" and any(f"scale.{key}" in given for key in ROUNDS)
    scale: dict[str, Any] = {"kind": kind}
    outer: dict[str, Any] = {"kind": "rounds"} if wrapped else scale
    keys: dict[str, Path] = {"scale.kind": ("of", "kind") if wrapped else ("kind",)}
    fields = _KEYS[kind]
    for column, value in given.items():
        key = column.removeprefix("scale.")
        key = "points" if key == "rule" else key
        if wrapped and key in ROUNDS:
            outer[key] = value
            keys[column] = (key,)
        elif key in fields and column_of(kind, key) == column:
            scale[key] = value
            keys[column] = ("of", key) if wrapped else (key,)
        else:
            message = _("a scale of the kind {kind} has no “{key}”; leave the cell empty")
            complain(table, row, column, message.format(kind=kind, key=_heading(column)), remarks)
    list_key = LISTS.get(kind, "")
    if list_key:
        scale[list_key] = []
    if name is not None:
        scale["of"] = name
        keys["scale.name"] = ("of",)
    if wrapped:
        outer["of"] = scale
    return Owner(outer, keys, list_key, (), wrapped)


def _heading(key: str) -> str:
    return next(one for one in SCALE if one.key in {key, f"{key}.zh"}).shown()
