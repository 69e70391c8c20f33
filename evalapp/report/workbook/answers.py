"""What every assessor answered, with justification and evidence."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.entry.roster import Unit
from evalapp.report.dataset import AnswerRow
from evalapp.report.words import confidence_word, evidence_word, status_word, utc_words, value_words
from evalapp.report.workbook.book import Book, Sheet, lines_needed

_TITLE_WIDTH, _WORDS_WIDTH, _REASON_WIDTH, _EVIDENCE_WIDTH = 20, 26, 46, 44
_MOST_LINES = 12


def write(book: Book, sheet: Sheet, progress: Progress) -> None:
    """Fill the sheet, an answer a row, in the order of the dataset."""
    top = book.head(
        sheet,
        _("Answers and evidence"),
        _("What each assessor answered; evidence in full on the sheet “Evidence”."),
    )
    heads = (
        _("Code"),
        book.unit_word,
        _("Item"),
        _("Title"),
        _("Assessor"),
        _("Name"),
        _("State"),
        _("Value"),
        _("In words"),
        _("Justification"),
        _("Confidence"),
        _("Evidence"),
        _("Answered at"),
        _("Signed off"),
        _("Entered by"),
    )
    for col, title in enumerate(heads):
        sheet.text(top, col, title, "head_left")
    for col, width in (
        (8, _WORDS_WIDTH),
        (9, _REASON_WIDTH),
        (11, _EVIDENCE_WIDTH),
        (7, 18),
        (3, _TITLE_WIDTH),
        (14, _WORDS_WIDTH),
    ):
        sheet.width(col, width)
    known = _Known(units=units_by_name(book))
    answers = book.dataset.answers
    for place, answer in enumerate(answers):
        if place % 500 == 0:
            progress.step(place, len(answers), _("Answers and evidence"))
        _write_answer(book, sheet, top + 1 + place, answer, known)
    sheet.filter(top, top + len(answers), len(heads) - 1)
    sheet.freeze(top + 1, 4)


class _Known(Struct, frozen=True, kw_only=True):
    """What many answers share: the units, values in words, moments in words."""

    units: Mapping[str, Unit]
    words: dict[tuple[str, str], str] = {}
    moments: dict[str, str] = {}


def _write_answer(book: Book, sheet: Sheet, row: int, answer: AnswerRow, known: _Known) -> None:
    unit, title = known.units.get(answer.unit), title_of(book, answer.item)
    words = known.words.get((answer.item, answer.value))
    if words is None:
        words = known.words[answer.item, answer.value] = said(book, answer.item, answer.value)
    if answer.at not in known.moments:
        known.moments[answer.at] = utc_words(answer.at)
    evidence = "\n".join(evidence_line(number, entry) for number, entry in enumerate(answer.evidence, 1))
    sheet.text(row, 0, unit.code if unit else answer.unit, "top")
    sheet.text(row, 1, unit.full_name if unit else "", "top")
    sheet.text(row, 2, answer.item, "top")
    sheet.text(row, 3, title, "wrap", measure=False)
    sheet.text(row, 4, answer.assessor_code, "top")
    sheet.text(row, 5, answer.assessor, "top")
    sheet.text(row, 6, status_word(answer.state), "top")
    sheet.text(row, 7, answer.value, "top", measure=False)
    sheet.text(row, 8, words, "wrap", measure=False)
    sheet.text(row, 9, answer.justification, "wrap", measure=False)
    sheet.text(row, 10, confidence_word(answer.confidence), "top")
    sheet.text(row, 11, evidence, "wrap", measure=False)
    sheet.text(row, 12, known.moments[answer.at], "top")
    sheet.text(row, 13, _("yes") if answer.signed_off else _("no"), "top")
    sheet.text(row, 14, answer.entered_by or answer.assessor, "wrap", measure=False)
    lines = max(
        lines_needed(words, _WORDS_WIDTH),
        lines_needed(answer.justification, _REASON_WIDTH),
        lines_needed(evidence, _EVIDENCE_WIDTH),
        lines_needed(title, _TITLE_WIDTH),
    )
    sheet.height(row, 4 + 14.5 * min(lines, _MOST_LINES))


def units_by_name(book: Book) -> Mapping[str, Unit]:
    """The units by key, and by code where no key is the same."""
    roster = book.results.roster
    return {unit.code: unit for unit in roster} | {unit.key: unit for unit in roster}


def title_of(book: Book, item: str) -> str:
    """An item's title; "" where the form no longer has the item."""
    place = book.tree.by_code.get(item)
    return book.say(book.tree.nodes[place].item.title) if place is not None else ""


def said(book: Book, item: str, value: str) -> str:
    """A recorded value in words, where these say more than the value."""
    place = book.tree.by_code.get(item)
    return value_words(book.tree.nodes[place].scale, value, book.language) if place is not None else value


def evidence_line(number: int, entry: Evidence) -> str:
    """One piece of evidence in a line: number, kind, title, and the address, note or name by hash."""
    ref = f"{entry.ref[:12]}…" if entry.is_attachment else entry.ref
    return " ".join(filter(None, (f"[{number}]", evidence_word(entry.kind), entry.title, ref)))
