"""From the document of a form to rows of cells: each table of the form as lines of values by column."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evalapp.form.excel.codec import Written, write_label, write_value
from evalapp.form.excel.columns import Column, Layout
from evalapp.form.excel.columns_form import ENGLISH, KEYS, VALUE, is_list
from evalapp.form.excel.columns_items import SCALE
from evalapp.form.excel.scales import LISTS, column_of
from evalapp.form.excel.words import Language

Document = Mapping[str, Any]
Line = dict[str, Written]

_NONE_IF_EMPTY = frozenset({"parent", "applies", "value", "units.within", "policy.bonus.gate"})
"""Keys at which an empty text says what holds anyway. Elsewhere it is written, since it may be there to be complained of."""


def key_lines(document: Document, language: Language) -> Iterator[tuple[Column, Line]]:
    """The lines of the first sheet: every key that a form can have, with its value where it has one."""
    for column in KEYS:
        value = _inner(document, column.key)
        for one in (value or [None]) if is_list(column.key) else [value]:
            yield column, _key_line(column, one, language)


def _key_line(column: Column, value: Any, language: Language) -> Line:
    # In a list of texts an empty one is an element, elsewhere it is the same as none.
    empty = value == "" and (column.kind == "label" or column.key in _NONE_IF_EMPTY)
    if value is None or (empty and not column.need and not is_list(column.key)):
        return {}
    if column.kind != "label":
        written = write_value(column, value, language)
        return {VALUE: written} if written != "" else {}
    chinese, english = write_label(value)
    return {key: text for key, text in ((VALUE, chinese), (ENGLISH, english)) if text}


def table_lines(layout: Layout, document: Document, language: Language) -> Iterator[Line]:
    """The lines of a sheet other than the first."""
    match layout.table:
        case "options":
            yield from _option_lines(layout, document, language)
        case "scales":
            for name, scale in document.get("scales", {}).items():
                yield _line(layout.columns, {"name": name}, language) | _scale_line(scale, language)
        case table:
            for entry in document.get(table, []):
                plain = {key: value for key, value in entry.items() if key != "scale"}
                yield _line(layout.columns, plain, language) | _scale_line(entry.get("scale"), language)


def _option_lines(layout: Layout, document: Document, language: Language) -> Iterator[Line]:
    for entry in document.get("item", []):
        yield from _listed(layout, {"item": entry["code"]}, entry.get("scale"), language)
    for name, scale in document.get("scales", {}).items():
        yield from _listed(layout, {"scale": name}, scale, language)


def _listed(layout: Layout, owner: Document, scale: Any, language: Language) -> Iterator[Line]:
    if isinstance(scale, dict) and isinstance(scale.get("of"), dict):
        scale = scale["of"]
    if not isinstance(scale, dict):
        return
    for entry in scale.get(LISTS.get(scale["kind"], ""), []):
        named = {"value": entry["id"], **entry} if "id" in entry else entry
        yield _line(layout.columns, {**owner, **named}, language)


def _scale_line(scale: Any, language: Language) -> Line:
    """The cells of a scale: its name, or its kind with what that kind says."""
    if scale is None:
        return {}
    if isinstance(scale, str):
        return _line(SCALE, {"scale": {"name": scale}}, language)
    flat: dict[str, Any] = {}
    inner = scale
    if isinstance(scale.get("of"), dict):
        inner = scale["of"]
        flat |= {key: value for key, value in scale.items() if key not in {"kind", "of"}}
    elif "of" in scale:
        flat["name"] = scale["of"]
    flat["kind"] = inner["kind"]
    for key, value in inner.items():
        column = column_of(inner["kind"], key)
        if column is not None:
            flat[column.removeprefix("scale.")] = value
    return _line(SCALE, {"scale": flat}, language)


def _line(columns: Iterable[Column], entry: Document, language: Language) -> Line:
    found: Line = {}
    for column in columns:
        key, _point, ending = column.key.rpartition(".")
        if column.kind == "label" and ending in {"zh", "en"}:
            label = _inner(entry, key)
            if ending == "zh" and label is not None and (label != "" or column.need):
                chinese, english = write_label(label)
                found |= {f"{key}.zh": chinese} if chinese else {}
                found |= {f"{key}.en": english} if english else {}
            continue
        value = _inner(entry, column.key)
        if value is None or (value == "" and column.key in _NONE_IF_EMPTY and not column.need):
            continue
        written = write_value(column, value, language)
        if written != "":
            found[column.key] = written
    return found


def _inner(entry: Any, key: str) -> Any:
    """The value at a key with dots; a veto that is written empty has its effect all the same."""
    for step in key.split("."):
        if not isinstance(entry, dict):
            return None
        if step == "effect" and step not in entry:
            return "fail"
        entry = entry.get(step)
    return entry


def risks_change(text: str) -> bool:
    """Whether a spreadsheet program would make something else of the text when its cell is edited."""
    return bool(re.match(r"[=+\-@'0-9.]", text)) or text.lower() in {"true", "false"}
