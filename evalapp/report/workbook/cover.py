"""The first sheet: what this workbook is, from what it was made, and what stands on which sheet."""

import msgspec

from evalapp.base.i18n import _
from evalapp.entry.asked import is_typed
from evalapp.report.words import local_words
from evalapp.report.workbook.book import Book, Sheet, lines_needed, synthetic_notice

_WIDTH = 86


def write(book: Book, sheet: Sheet, contents: list[tuple[str, str]]) -> None:
    """Fill the sheet; ``contents`` are the other sheets' names with a line about each."""
    dataset, form = book.dataset, book.tree.form
    sheet.width(0, 22)
    sheet.width(1, _WIDTH)
    sheet.text(0, 0, dataset.title, "cover")
    sheet.height(0, 40)
    sheet.text(1, 0, f"{book.say(form.head.title)} · {form.head.version}", "title")
    sheet.height(1, 26)
    row = 2
    if dataset.synthetic:
        sheet.text(row, 0, synthetic_notice(), "notice")
        sheet.text(row, 1, "", "notice")
        row += 1
    row += 1
    facts = [
        (_("Form"), f"{book.say(form.head.title)} ({form.head.id} {form.head.version})"),
        (_("Edition"), book.say(form.head.edition)),
        (_("Form hash"), dataset.form_hash),
        (_("Project id"), dataset.project),
        (_("Computed at"), local_words(dataset.computed_at)),
        (_("Computed by"), dataset.program),
        (_("Revisions behind it"), str(dataset.revisions)),
        (_("Units"), str(len(book.results.units))),
        (_("Sub-units"), str(len(book.results.population.subs)) if len(book.results.population.subs) else ""),
        (_("Ranked"), str(int((book.results.rank > 0).sum()))),
        (_("Items answered"), str(sum(is_typed(leaf) for leaf in book.tree.leaves))),
        (_("Assessors"), str(dataset.assessors)),
        (_("Answers"), str(len(dataset.answers))),
        (_("Decisions"), str(len(dataset.decisions))),
        (_("Results hash"), dataset.digest),
    ]
    for label, value in facts:
        if value:
            row = _line(sheet, row, label, value)
    for name, value in dataset.settings:
        label, said = _setting(name, value)
        row = _line(sheet, row, label, said) if said else row
    row += 1
    sheet.text(row, 0, _("Sheets"), "section")
    sheet.text(row, 1, "", "section")
    for name, about in contents:
        row = _line(sheet, row + 1, name, about) - 1
    row += 2
    sheet.text(
        row,
        0,
        _(
            "Numbers are unrounded in the cells and rounded half-up for display only. "
            "Formulas hold the program's own values."
        ),
        "subtitle",
        measure=False,
    )
    sheet.pages(upright=True)


def _setting(name: str, value: str) -> tuple[str, str]:
    """A setting in words; none for the edition, whose hash stands among the facts."""
    match name:
        case "edition":
            return "", ""
        case "weights":
            return _("Weights set by the project"), _weights(value)
        case "policy" | "grade" | "profile":
            label = {
                "policy": _("Policies set by the project"),
                "grade": _("Grades set by the project"),
                "profile": _("Profiles set by the project"),
            }[name]
            return label, _table(value)
        case "tolerance":
            return _("Tolerance"), _("{points} score points").format(points=value)
        case "resolve":
            words = {
                "decide": _("decided by a person"),
                "average": _("mean of the points"),
                "first": _("answer of the assessor assigned first"),
            }
            return _("Within tolerance"), words.get(value, value)
        case _:
            return _("Setting “{name}”").format(name=name), value


def _weights(value: str) -> str:
    return ", ".join(f"{code} = {weight:g}" for code, weight in msgspec.json.decode(value or "{}").items())


def _table(value: str) -> str:
    """The keys of a recorded setting with their values; of a list, an entry a line."""
    found = msgspec.json.decode(value or "{}")
    entries = found if isinstance(found, list) else [found]
    return "\n".join(", ".join(f"{key} = {part}" for key, part in entry.items()) for entry in entries)


def _line(sheet: Sheet, row: int, label: str, value: str) -> int:
    sheet.text(row, 0, label, "label")
    sheet.text(row, 1, value, "wrap")
    sheet.height(row, 18.0 * lines_needed(value, _WIDTH))
    return row + 1
