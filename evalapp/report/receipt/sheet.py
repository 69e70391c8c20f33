"""What a receipt says, in words: the page, the text file and the window show the same lines."""

from msgspec import Struct

from evalapp.base.i18n import _


class Fact(Struct, frozen=True, kw_only=True):
    """One thing the receipt says; several lines where it is a list, or a number in groups."""

    caption: str
    lines: tuple[str, ...]


class UnitRow(Struct, frozen=True, kw_only=True):
    """One unit that was handed in, with its counts as words."""

    name: str
    counts: str


class ReceiptSheet(Struct, frozen=True, kw_only=True):
    """A receipt in the language it was made in. ``synthetic`` is "" unless the data are made up; then the words that say so."""

    title: str
    synthetic: str
    facts: tuple[Fact, ...]
    units_title: str
    units: tuple[UnitRow, ...]
    note: str
    received: str
    foot: str


def in_groups(digest: str) -> tuple[str, ...]:
    """A hex digest as it can be read aloud: groups of four, four groups a line."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    return tuple(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))


def unit_lines(sheet: ReceiptSheet) -> tuple[str, ...]:
    """Each unit with its counts, in a line."""
    line = _("{caption}: {text}")
    return tuple(line.format(caption=row.name, text=row.counts) for row in sheet.units)


def plain_text(sheet: ReceiptSheet) -> str:
    """The sheet as a text file, for a mail or a chat."""
    found = [sheet.title, *filter(None, (sheet.synthetic,)), ""]
    for fact in sheet.facts:
        if len(fact.lines) == 1:
            found.append(_("{caption}: {text}").format(caption=fact.caption, text=fact.lines[0]))
        else:
            found += [_("{caption}:").format(caption=fact.caption), *(f"  {line}" for line in fact.lines)]
    found += ["", sheet.units_title, *(f"  {line}" for line in unit_lines(sheet))]
    return "\n".join([*found, "", sheet.note, "", sheet.foot, ""])
