"""From a workbook to the document that the same form has as TOML, with the cell of every place in it."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.excel.columns import Layout
from evalapp.form.excel.columns_form import ABOUT, ENGLISH, KEY, KEYS, NAME, VALUE, is_list
from evalapp.form.excel.columns_items import SCALE
from evalapp.form.excel.columns_lists import LAYOUTS
from evalapp.form.excel.contents import text_of
from evalapp.form.excel.notation import CellRefused
from evalapp.form.excel.places import CellPlaces
from evalapp.form.excel.remarks import Remarks
from evalapp.form.excel.rows import complain, label_of, rows_of, value_of, values
from evalapp.form.excel.scales import Owner, read_scale
from evalapp.form.excel.sheets import place, read_sheets
from evalapp.form.excel.tables import Row, Table, check_formulas, find_tables, is_read
from evalapp.form.finding import Path
from evalapp.form.names import did_you_mean

Document = dict[str, Any]

_SCALE_KEYS = frozenset(column.key for column in SCALE) | {"scale.unit"}


class ReadWorkbook(Struct, frozen=True, kw_only=True):
    """What reading gave: the document, the cells of its places, and lines ``file: sheet!cell: message``.

    With ``errors`` the document is not whole; with ``loose`` ends it is, but cannot be used either.
    """

    document: Document
    places: CellPlaces
    errors: tuple[str, ...]
    loose: tuple[str, ...]
    warnings: tuple[str, ...]


def read_workbook(data: bytes, source: str) -> ReadWorkbook:
    """The form's document in the workbook ``data``; ``source`` names it in messages.

    Raises WorkbookRefused for what is no workbook that can be read.
    """
    remarks, places = Remarks(source), CellPlaces()
    tables = find_tables(read_sheets(data, is_read), remarks)
    document: Document = {}
    owners: dict[tuple[str, str], Owner] = {}
    for layout in LAYOUTS:
        table = tables.get(layout.table)
        if table is None:
            continue
        places.mark((layout.table,), table.sheet.name, "A1")
        if layout.table == "form":
            _read_keys(table, document, places, remarks)
        elif layout.table not in {"options", "scales"}:
            document |= _read_entries(table, places, owners, remarks)
    if "scales" in tables:
        _read_scales(tables["scales"], document, places, owners, remarks)
    if "options" in tables:
        _read_options(tables["options"], places, owners, remarks)
    check_formulas(tables.values(), remarks)
    return ReadWorkbook(
        document=document,
        places=places,
        errors=tuple(remarks.errors),
        loose=tuple(remarks.loose),
        warnings=tuple(remarks.warnings),
    )


# The first sheet ------------------------------------------------------------------------------------------------------


def _read_keys(table: Table, document: Document, places: CellPlaces, remarks: Remarks) -> None:
    """``[form]``, ``[units]`` and ``[policy]``, one line a key."""
    known = {column.key: column for column in KEYS}
    lines: dict[str, int] = {}
    refused: set[str] = set()
    sheet = table.sheet.name
    for row in rows_of(table, remarks):
        key = _key(table, row, remarks)
        if key is None:
            continue
        if key not in known:
            message = _("the key “{key}” is not known").format(key=key) + did_you_mean(key, known)
            complain(table, row, KEY, message, remarks)
            continue
        if key in lines and not is_list(key):
            complain(table, row, KEY, _("the key “{key}” occurs twice").format(key=key), remarks)
            continue
        lines.setdefault(key, row.number)
        value = _key_value(table, row, key, remarks)
        if value is None and VALUE in row.cells:
            refused.add(key)
        at = _put(document, tuple(key.split(".")), value, in_list=is_list(key))
        places.mark(at, sheet, table.place(row.number, VALUE))
    for column in KEYS:
        section, _point, name = column.key.partition(".")
        if column.need and name not in document.get(section, {}) and column.key not in refused:
            remarks.error(
                sheet,
                _("“{key}” is missing").format(key=column.shown()),
                lines.get(column.key, table.heading_row),
                table.column(VALUE),
            )


def _key(table: Table, row: Row, remarks: Remarks) -> str | None:
    try:
        if KEY in row.cells:
            return text_of(row.cells[KEY]).strip()
    except CellRefused as refused:
        complain(table, row, KEY, str(refused), remarks)
    else:
        if row.cells.keys() - {NAME, ABOUT}:
            complain(table, row, KEY, _("the line has no key"), remarks)
    return None


def _key_value(table: Table, row: Row, key: str, remarks: Remarks) -> Any:
    """The value of a line; None where it is empty or wrong."""
    column = next(one for one in KEYS if one.key == key)
    chinese, english = row.cells.get(VALUE), row.cells.get(ENGLISH)
    try:
        if column.kind == "label":
            return None if chinese is None and english is None else label_of(chinese, english)
        if english is not None:
            message = _("only texts have an English version; leave this cell empty")
            complain(table, row, ENGLISH, message, remarks)
        return None if chinese is None else value_of(column, chinese)
    except CellRefused as refused:
        complain(table, row, VALUE, str(refused), remarks)
        return None


def _put(document: Document, path: tuple[str, ...], value: Any, *, in_list: bool) -> Path:
    """Put a value at its place, nothing where there is none; the place."""
    inner = document
    for step in path[:-1]:
        inner = inner.setdefault(step, {}) if value is not None else inner.get(step, {})
    key = path[-1]
    if in_list:
        elements = inner.setdefault(key, []) if value is not None else inner.get(key, [])
        if value is not None:
            elements.append(value)
        return (*path, max(0, len(elements) - 1))
    if value is not None:
        inner[key] = value
    return path


# Lists ----------------------------------------------------------------------------------------------------------------


def _read_entries(
    table: Table, places: CellPlaces, owners: dict[tuple[str, str], Owner], remarks: Remarks
) -> Document:
    """The entries of ``[[item]]``, ``[[grade]]`` and the other lists, one a row."""
    entries: list[Document] = []
    name = table.layout.table
    for row in rows_of(table, remarks):
        path: Path = (name, len(entries))
        said = values(table, row, remarks)
        _mark(table, row, path, places)
        entry = {key: value for key, value in said.items() if key not in _SCALE_KEYS}
        scale = read_scale(table, row, said, remarks) if name == "item" else None
        if scale is not None:
            entry["scale"] = scale.said
            _mark_scale(table, row, (*path, "scale"), scale, places)
            owners.setdefault(("item", str(entry.get("code"))), scale.at(("item", len(entries), "scale")))
        entries.append(_nested(entry))
    return {name: entries} if entries else {}


def _read_scales(
    table: Table,
    document: Document,
    places: CellPlaces,
    owners: dict[tuple[str, str], Owner],
    remarks: Remarks,
) -> None:
    scales: Document = {}
    for row in rows_of(table, remarks):
        said = values(table, row, remarks)
        name = str(said.get("name"))
        if name in scales:
            remarks.loose_end(
                table.sheet.name,
                _("the scale “{name}” occurs twice").format(name=name),
                row.number,
                table.column("name"),
            )
        scale = read_scale(table, row, said, remarks, named=True)
        path: Path = ("scales", name)
        places.mark(path, table.sheet.name, table.place(row.number, "name"))
        if scale is not None:
            _mark_scale(table, row, path, scale, places)
            scales[name] = scale.said
            owners.setdefault(("scale", name), scale.at(path))
    if scales:
        document["scales"] = scales


def _read_options(
    table: Table, places: CellPlaces, owners: dict[tuple[str, str], Owner], remarks: Remarks
) -> None:
    """Options, ticks and findings join the scale that they belong to."""
    sheet = table.sheet.name
    for row in rows_of(table, remarks):
        said = values(table, row, remarks)
        given = [(kind, str(said.pop(kind))) for kind in ("item", "scale") if kind in said]
        if len(given) != 1:
            if not {"item", "scale"} & row.cells.keys() or len(given) == 2:
                message = _("one of the first two columns says what it belongs to: an item or a named scale")
                complain(table, row, "item", message, remarks)
            continue
        kind, name = given[0]
        owner = owners.get(given[0])
        if owner is None or not owner.list_key:
            known = [known for (of, known), one in owners.items() if of == kind and one.list_key]
            message = (
                _("there is no item “{name}” with options, ticks or findings")
                if kind == "item"
                else _("there is no named scale “{name}” with options, ticks or findings")
            )
            remarks.loose_end(
                sheet, message.format(name=name) + did_you_mean(name, known), row.number, table.column(kind)
            )
            continue
        entries = owner.said[owner.list_key]
        path = (*owner.path, owner.list_key, len(entries))
        _mark(table, row, path, places)
        if owner.list_key != "options" and "value" in said:
            said = {"id": said.pop("value"), **said}
            places.mark((*path, "id"), sheet, table.place(row.number, "value"))
        entries.append(said)


def _nested(entry: Document) -> Document:
    """``{"veto.effect": …}`` as ``{"veto": {"effect": …}}``."""
    found: Document = {}
    for key, value in entry.items():
        _put(found, tuple(key.split(".")), value, in_list=False)
    return found


def _mark(table: Table, row: Row, path: Path, places: CellPlaces) -> None:
    """Every cell of a row, also the empty ones: a finding may be about what is not there."""
    sheet = table.sheet.name
    for at, column in table.columns.items():
        if not column.key.startswith("scale."):
            places.mark((*path, *column.key.split(".")), sheet, place(row.number, at))
    for key in _languages(table.layout):
        # A text in one language only is about that cell.
        shown = f"{key}.zh" if f"{key}.zh" in row.cells or f"{key}.en" not in row.cells else f"{key}.en"
        places.mark((*path, *key.split(".")), sheet, table.place(row.number, shown))
    places.mark(path, sheet, table.place(row.number, table.layout.columns[0].key))


def _languages(layout: Layout) -> Iterator[str]:
    for column in layout.columns:
        if column.kind == "label" and column.key.endswith(".zh") and not column.key.startswith("scale."):
            yield column.key.removesuffix(".zh")


def _mark_scale(table: Table, row: Row, path: Path, owner: Owner, places: CellPlaces) -> None:
    sheet = table.sheet.name
    places.mark(
        path, sheet, table.place(row.number, "scale.kind" if "scale.kind" in row.cells else "scale.name")
    )
    for key, at in owner.keys.items():
        places.mark((*path, *at), sheet, table.place(row.number, key))
