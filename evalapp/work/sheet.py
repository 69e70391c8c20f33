"""The entry workbook of an assessor: what is assigned, for answering in a spreadsheet program."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import from_float
from evalapp.entry.asked import is_typed
from evalapp.entry.final import STATES
from evalapp.entry.sheet_stamp import STATE_WORDS, Stamp, Written
from evalapp.form.label import say
from evalapp.form.scales import Derived
from evalapp.form.tree import Node, Tree
from evalapp.report.entry_workbook.contents import EntryRow, EntrySheet, EntryWorkbook
from evalapp.report.entry_workbook.rows import (
    about_item,
    anchors,
    bounds_of,
    choices_of,
    how_to_answer,
    kind_of,
    shown_value,
)
from evalapp.store.queries import assignments
from evalapp.store.union import highest_lamport
from evalapp.work.answers import LeafEntry, UnitPage, my_units, unit_page
from evalapp.work.project import Project

MAX_UNITS = 400
"""Sheets of one workbook: a sheet takes four parts of the file, of which reading takes 2,000."""
MAX_TEXT = 32_767
"""UTF-16 units that a cell holds."""


class WrittenSheet(Struct, frozen=True):
    """What was written: the file, its units by code, its rows, and how many of them show an answer."""

    file: Path
    units: tuple[str, ...]
    rows: int
    filled: int


def write_sheet(
    project: Project, path: Path, codes: Sequence[str] = (), *, filled: bool = False
) -> WrittenSheet:
    """Write the workbook ``path`` for the person's units, or for those of ``codes``; with ``filled`` the answers that are there.

    Raises AppError("role", "unknown_unit", "too_many_units", "cannot_write").
    """
    from evalapp.report.entry_workbook.book import write_entry_workbook  # noqa: PLC0415 (XlsxWriter is slow to import)

    units = [one.unit for one in my_units(project)]
    mine, after = _standing(project)
    unknown = [code for code in codes if code not in {unit.code for unit in units}]
    if unknown:
        raise AppError(
            "unknown_unit",
            _("“{unit}” is not among the units assigned to you. Nothing was written. Check the code.").format(
                unit=unknown[0]
            ),
        )
    chosen = [unit for unit in units if not codes or unit.code in codes]
    if len(chosen) > MAX_UNITS:
        raise AppError(
            "too_many_units",
            _(
                "{n} units are more than the {most} that one workbook takes. Nothing was written. Name some with --unit."
            ).format(n=len(chosen), most=MAX_UNITS),
        )
    language = "en" if current_language() == "en" else "zh"
    sheets = tuple(_sheet(unit_page(project, unit.key), mine, language, filled=filled) for unit in chosen)
    about = project.about
    stamp = Stamp(
        project=about.project,
        person=about.me,
        form=about.form_hash,
        title=project.form_title(language),
        name=f"{about.name} {about.code}",
        after=after,
        was={
            (sheet.code, row.item): Written(_as_text(row.value), row.state, row.justification)
            for sheet in sheets
            for row in sheet.rows
            if (row.value, row.state, row.justification) != ("", "", "")
        },
    )
    book = EntryWorkbook(
        stamp=stamp, project=about.title, language=language, synthetic=about.synthetic, sheets=sheets
    )
    write_entry_workbook(book, path)
    rows = [row for sheet in sheets for row in sheet.rows]
    return WrittenSheet(
        path,
        tuple(unit.code for unit in chosen),
        len(rows),
        sum(row.value != "" or row.state != "" for row in rows),
    )


def _standing(project: Project) -> tuple[set[tuple[str, str]], int]:
    """What is assigned to the person, and how far the project has come."""
    with project.file.read() as connection:
        mine = {(row.unit, row.item) for row in assignments(connection) if row.subject == project.about.me}
        return mine, highest_lamport(connection)


def _sheet(page: UnitPage, mine: set[tuple[str, str]], language: str, *, filled: bool) -> EntrySheet:
    """The leaves that are the person's, also those that nobody types."""
    return EntrySheet(
        code=page.unit.code,
        name=page.unit.full_name,
        rows=tuple(
            _row(page.tree, leaf, page.entries[leaf.code], language, filled=filled)
            for leaf in page.leaves
            if mine & {(page.unit.key, ""), (page.unit.key, leaf.code)}
        ),
    )


def _row(tree: Tree, leaf: Node, entry: LeafEntry, language: str, *, filled: bool) -> EntryRow:
    scale = leaf.scale
    assert scale is not None
    entered = entry.entered
    low, high = bounds_of(scale)
    path = tree.path(leaf.code)
    typed = is_typed(leaf)
    return EntryRow(
        item=leaf.code,
        title=say(leaf.item.title, language),
        group=say(path[-2].item.title, language) if len(path) > 1 else "",
        how=how_to_answer(scale, language),
        about=about_item(tree, leaf, language),
        anchors=anchors(scale, language),
        kind=kind_of(scale),
        choices=choices_of(scale, language),
        states=tuple(
            say(STATE_WORDS[state], language) for state in STATES if state in {*leaf.item.states, "blank"}
        ),
        lowest=low,
        highest=high,
        value=_value(leaf, entry, language, filled=filled),
        state=_state(entry, language) if filled and typed else "",
        justification=entered.justification if filled and typed and _fits(entered.justification) else "",
        evidence=len(entered.evidence),
        closed="" if typed else _("computed") if isinstance(scale, Derived) else _("brought in"),
        aside="" if entry.applies else _("does not apply"),
        expected=entry.open_work and (filled or not entry.answered),
    )


def _value(leaf: Node, entry: LeafEntry, language: str, *, filled: bool) -> str | float:
    """What the cell of the value shows: what is computed always, what was answered on request."""
    if not is_typed(leaf):
        return entry.computed
    shown = shown_value(leaf.scale, entry.entered.value, language) if filled else ""
    return shown if isinstance(shown, float) or _fits(shown) else ""


def _state(entry: LeafEntry, language: str) -> str:
    """The state, where it is not said by a value."""
    state = entry.entered.state
    return "" if state in {"answered", "blank"} else say(STATE_WORDS[state], language)


def _fits(text: str) -> bool:
    """Whether a cell holds the text; else its cell stays empty, which changes nothing when it is read back."""
    return len(text.encode("utf-16-le")) // 2 <= MAX_TEXT


def _as_text(value: str | float) -> str:
    """A cell's value as it is compared when it is read back."""
    return from_float(value) if isinstance(value, float) else value
